"""How a person can be reached, and whether the team has to do it."""

from collections.abc import Collection
from dataclasses import dataclass

from bookings.models import Appointment, Contact
from bookings.records.told import Why
from mediation.crypto import keyed_hash
from notifications.channels.ringing import RINGS_FOR
from notifications.models import ChannelName, Message
from notifications.texts.kinds import OFFERS, Kind

NEWS = frozenset({Kind.CANCELLED_BY_US, Kind.MOVED, Kind.CHOICE})
"""What changes a person's plans without their doing: if no channel reaches them, somebody of the team must."""
_CHANNELS = {
    Contact.Kind.MOBILE: ChannelName.SMS,
    Contact.Kind.LANDLINE: ChannelName.VOICE,
    Contact.Kind.EMAIL: ChannelName.EMAIL,
}
RING_AFTER = frozenset({Why.NOT_A_MOBILE, Why.UNREACHABLE, Why.BLOCKED, Why.PROVIDER, Why.UNKNOWN})
"""Why an SMS did not arrive where a call to the same number may."""
_NEVER_BY_PEOPLE = frozenset({Kind.CODE, Kind.CANCELLED_BY_YOU, *OFFERS})


@dataclass(frozen=True)
class Route:
    """A channel and the address on it (E.164 or e-mail). By people: no address, and the reason.

    By letter: the contact that holds the postal address, read when the letter is printed.
    """

    channel: ChannelName
    to: str = ""
    why: Why | None = None
    contact_id: int | None = None

    @property
    def to_index(self) -> str:
        """The keyed hash that finds what one address was told."""
        return address_index(self.to) if self.to else ""


def address_index(address: str) -> str:
    """The keyed hash of a number (E.164) or an e-mail address a message goes to."""
    return keyed_hash("message_to", address)


def is_discreet(appointment: Appointment) -> bool:
    """Whether somebody who comes has chosen to be told nothing: then nobody is, on any channel."""
    return any(resident.discreet for resident in appointment.participants.all())


def route_to(contact: Contact, available: Collection[str]) -> Route:
    """The way to a contact with the channels this instance has; by people when there is none."""
    if contact.kind == Contact.Kind.NONE:
        return Route(ChannelName.PEOPLE, why=Why.NO_WAY)
    if contact.kind == Contact.Kind.MOBILE and contact.opted_out_at:
        return Route(ChannelName.PEOPLE, why=Why.OPTED_OUT)
    if contact.kind == Contact.Kind.LETTER and contact.value:
        return Route(ChannelName.LETTER, contact_id=contact.pk)
    channel = usual_channel(contact.kind, by_call=contact.by_call, available=available)
    if channel is None or channel not in available or not contact.value:
        return Route(ChannelName.PEOPLE, why=Why.NO_CHANNEL)
    return Route(channel, contact.value)


def usual_channel(kind: str, *, by_call: bool, available: Collection[str]) -> ChannelName | None:
    """The channel of a kind of contact, on the way to which something may still be wrong (see `route_to`)."""
    channel = _CHANNELS.get(Contact.Kind(kind))
    rather_a_call = channel == ChannelName.SMS and by_call and ChannelName.VOICE in available
    return ChannelName.VOICE if rather_a_call else channel


def team_must_tell(kind: Kind, *, asked: bool) -> bool:
    """Whether somebody whom no channel can reach must be told by the team: only news, and not their own doing."""
    return kind in NEWS and not asked


def team_takes_over(kind: Kind) -> bool:
    """Whether the team tells what a channel failed to: staff then also learn that a number is wrong."""
    return kind not in _NEVER_BY_PEOPLE


def other_route(appointment: Appointment, failed: Message, available: Collection[str]) -> Route | None:
    """Another way to the same person: after an SMS a call to that number, after either their own e-mail address."""
    if failed.channel == ChannelName.SMS and ChannelName.VOICE in available:
        number = appointment.contact.value
        if failed.kind in RINGS_FOR and failed.why in RING_AFTER and number:
            return Route(ChannelName.VOICE, number)
    if failed.channel in {ChannelName.SMS, ChannelName.VOICE} and ChannelName.EMAIL in available:
        contact = _own_contact(appointment, Contact.Kind.EMAIL)
        return Route(ChannelName.EMAIL, contact.value) if contact else None
    return None


def letter_route(appointment: Appointment) -> Route | None:
    """The postal address this very resident gave for themselves, when nothing else has reached them."""
    contact = _own_contact(appointment, Contact.Kind.LETTER)
    return Route(ChannelName.LETTER, contact_id=contact.pk) if contact else None


def _own_contact(appointment: Appointment, kind: Contact.Kind) -> Contact | None:
    """Only what this very resident gave for themselves and shares with nobody: no other record is joined."""
    if appointment.relation != Appointment.Relation.SELF:
        return None
    contact = (
        Contact.objects.filter(
            kind=kind,
            shared=False,
            appointments__relation=Appointment.Relation.SELF,
            appointments__participants__in=appointment.participants.all(),
        )
        .order_by("-appointments__booked_at")
        .first()
    )
    return contact if contact and contact.value else None
