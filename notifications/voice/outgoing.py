"""Calls that we make: a reminder, or news, to a telephone that reads no SMS.

Somebody who answers hears it twice, slowly, and has the keys of the line; a machine keeps a short message. What is said
is read when the telephone is answered: an appointment moved or cancelled while it rang is told as it stands.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bookings.interruptions.questions import question_about
from bookings.models import Appointment
from mediation.directory.aloud import name_aloud
from mediation.models import Territory
from notifications.models import ChannelName, Message
from notifications.texts.kinds import REFERRALS, Kind
from notifications.voice import spoken
from notifications.voice.about_own import left_on_a_machine
from notifications.voice.known import Turn, own_in_words
from notifications.voice.lines import Line
from notifications.voice.memory import Facts, Memory
from notifications.voice.phrases import Phrase
from notifications.voice.states import State
from notifications.voice.voices import french, plain
from notifications.voice.words import in_words, spoken_language


@dataclass(frozen=True)
class Placed:
    """A call that we have made: for which message, and whether a machine has answered."""

    message: Message
    by_machine: bool


def placed_for(reference: str, answered_by: str) -> Placed | None:
    """The call that a provider tells of by our reference; None for one that is not ours."""
    try:
        found = Message.objects.filter(reference=UUID(reference), channel=ChannelName.VOICE)
    except ValueError:
        return None
    message = found.exclude(appointment=None, referral=None).select_related("appointment").first()
    return Placed(message, answered_by.startswith(("machine", "fax"))) if message else None


def picked_up(placed: Placed, turn: Turn) -> Memory:
    """The first thing said: what we call for, as it stands now."""
    if placed.message.kind in REFERRALS:
        return _invites(placed)
    appointment = placed.message.appointment
    off = appointment is not None and appointment.status in Appointment.CALLED_OFF
    called = Kind.CANCELLED_BY_US if off else Kind(placed.message.kind)
    memory = Memory(
        language=spoken_language(placed.message.language),
        slow=True,
        called=called,
        notice=Phrase.CALLING,
        appointment=placed.message.appointment_id or 0,
    )
    if placed.by_machine:
        return memory.but(state=State.MACHINE)
    if placed.message.kind == Kind.CHOICE and question_about(memory.appointment) is not None:
        return memory.but(state=State.INSTEAD, instead=memory.appointment)
    return memory.but(state=State.CALLED_OFF if off else State.OWN)


def _invites(placed: Placed) -> Memory:
    """A partner's hand-over: a machine keeps our number, and only who presses a key hears whose."""
    message = placed.message
    memory = Memory(
        language=spoken_language(message.language),
        slow=True,
        called=Kind(message.kind),
        notice=Phrase.CALLING,
        referral=message.referral_id or 0,
    )
    return memory.but(state=State.MACHINE if placed.by_machine else State.INVITED)


def invitation_as_left(territory: Territory, language: str) -> str:
    """What a machine keeps of a call about a partner's hand-over: who calls, and our number."""
    heard = spoken_language(language)
    facts = Facts(
        service=french(name_aloud(territory.service_name), heard),
        service_phone=spoken.phone(territory.phone, heard) if territory.phone else "",
    )
    opening = Line(Phrase.CALLING, {"service": facts.service})
    lines = [opening, *left_on_a_machine(Memory(language=heard), facts)]
    return " ".join(plain(in_words(line, heard)[1]) for line in lines)


def as_left(
    kind: Kind, appointment: Appointment, territory: Territory, language: str, *, now: datetime
) -> str:
    """The call as a machine would keep it, written down: what the simulator shows."""
    heard = spoken_language(language)
    facts = Facts(
        service=french(name_aloud(territory.service_name), heard),
        own=own_in_words(appointment, heard, now=now),
        service_phone=spoken.phone(territory.phone, heard) if territory.phone else "",
    )
    lines = left_on_a_machine(Memory(language=heard, called=kind), facts)
    opening = Line(Phrase.CALLING, {"service": facts.service})
    return " ".join(plain(in_words(line, heard)[1]) for line in [opening, *lines])
