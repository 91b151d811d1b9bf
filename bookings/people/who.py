"""What an action is told about people: who acts, who comes, how to reach them. Values only."""

from dataclasses import dataclass
from functools import cached_property

from bookings.people.names import name_key


@dataclass(frozen=True)
class Actor:
    """Who acts, and through which channel (a value of `Appointment.Channel`).

    `user_id` is a staff member; without it the resident acts, or the system when `channel` is "system".
    `for_partner`: whoever refers acts, signed in (`user_id`) or by a link that was e-mailed.
    """

    channel: str
    user_id: int | None = None
    for_partner: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether a member of staff acts. A partner's people are not: they see no agenda, so they book what a resident may,
        on the grid, with the notice, three ahead for one person.
        """
        return self.user_id is not None and not self.for_partner


RESIDENT_ON_WEB = Actor(channel="web")
RESIDENT_BY_PHONE = Actor(channel="phone")
RESIDENT_BY_SMS = Actor(channel="sms")
SYSTEM = Actor(channel="system")


@dataclass(frozen=True)
class Participant:
    """Somebody who comes: known to staff by `resident_id`, or new with a name."""

    name: str
    resident_id: int | None = None
    no_fixed_address: bool = False
    commune_id: int | None = None
    # A number of their own as typed; empty where they are called at the one the appointment has.
    phone: str = ""

    @cached_property
    def key(self) -> str:
        """Their name as it is compared (`name_key`)."""
        return name_key(self.name)


@dataclass(frozen=True)
class WayToReach:
    """A way to reach them. `value`: phone as typed, e-mail, "who and how", or a postal address.

    `by_call`: whether a mobile is to ring rather than to receive SMS; None leaves what was said before.
    """

    kind: str
    value: str = ""
    shared: bool = False
    by_call: bool | None = None
