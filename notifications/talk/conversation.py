"""One SMS from a resident: read, done, answered, in one transaction; the same SMS once more changes nothing.

The number's conversation is locked first, before any lock of a booking; nobody who holds those waits for it. The answer
is a message of the outbox whose key is the provider's id of what it answers.
"""

from datetime import datetime

from bookings.models import Appointment, Contact
from bookings.people.contacts import value_index
from bookings.records.transactions import short_transaction
from notifications.models.talk import Conversation, InboundMessage
from notifications.talk import beside, choosing, inviting, offering, seating, stepping, surveying
from notifications.talk.answers import Answered, put
from notifications.talk.deeds import Deed
from notifications.talk.hearing import hear
from notifications.talk.intents import read
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import MOST_OPTIONS
from notifications.talk.senses import Why
from notifications.talk.spoken import last_spoken
from notifications.talk.turn import Text, Turn

_FRENCH = ("fr", "fr-falc")


@short_transaction
def receive(text: Text, *, now: datetime) -> None:
    """Does what an SMS asks for, and writes the one answer to it into the outbox."""
    index = value_index(Contact.Kind.MOBILE, text.phone)
    inbound, new = InboundMessage.objects.get_or_create(
        sid=text.sid,
        defaults={
            "number": text.phone,
            "number_index": index,
            "last4": text.phone[-4:],
            "body": text.body,
            "received_at": now,
        },
    )
    if not new:
        return
    talk = _locked(index, now)
    turn = Turn(
        text,
        talk,
        _ahead(index, now),
        now,
        offering.last_asked(talk, now=now),
        last_spoken(talk, now=now),
        inviting.last_invited(talk, now=now),
        seating.last_offered_seat(talk, now=now),
        choosing.last_to_choose(talk, now=now),
        reminded=stepping.was_reminded_last(talk, now=now),
        how=surveying.last_asked_how(talk, now=now),
        shared=beside.ahead(index, now),
    )
    said = _opted(text) or read(text.body)
    answer = hear(said, turn)
    turn.talk.changed_at = now
    turn.talk.save()
    _note(inbound, said, answer, turn)
    put(answer, turn.text, inbound, now=now)


@short_transaction
def leave_to_the_team(text: Text, *, now: datetime) -> None:
    """We failed: what was written is kept for somebody to read."""
    InboundMessage.objects.get_or_create(
        sid=text.sid,
        defaults={
            "number": text.phone,
            "number_index": value_index(Contact.Kind.MOBILE, text.phone),
            "last4": text.phone[-4:],
            "body": text.body,
            "state": InboundMessage.State.WAITING,
            "why": Why.OURS,
            "received_at": now,
        },
    )


def _locked(index: str, now: datetime) -> Conversation:
    Conversation.objects.get_or_create(number_index=index, defaults={"changed_at": now})
    rows = Conversation.objects.select_related("appointment").select_for_update(of=("self",))
    talk = rows.get(number_index=index)
    # (It may stand under an older index key: it is found, finds and is saved by the number written now.)
    talk.number_index = index
    return talk


def _ahead(index: str, now: datetime) -> list[Appointment]:
    """What this number is the contact of, soonest first; nothing of whoever chose discretion."""
    rows = Appointment.objects.upcoming(now).filter(contact__value_index=index)
    rows = rows.exclude(participants__discreet=True).select_related("site__commune", "topic", "contact")
    return list(rows.order_by("starts_at", "pk")[:MOST_OPTIONS])


def _opted(text: Text) -> Said | None:
    known = {"STOP": Meaning.STOP, "START": Meaning.START, "HELP": Meaning.HELP}
    return Said(known[text.opted]) if text.opted in known else None


def _note(inbound: InboundMessage, said: Said, answer: Answered, turn: Turn) -> None:
    if answer.done is Deed.SURVEYED:
        _note_a_mark(inbound, answer, turn)
        return
    about = answer.appointment or turn.about() or (turn.ahead[0] if turn.ahead else None)
    inbound.meaning, inbound.why, inbound.done = said.meaning, answer.why or said.why, answer.done
    inbound.appointment = about
    concerned = about or turn.invited or (turn.seat.workshop if turn.seat else None)
    inbound.organisation_id = concerned.organisation_id if concerned else None
    inbound.language = _language(answer.language or (about.language if about else "fr"), said)
    if answer.for_the_team:
        inbound.state = InboundMessage.State.WAITING
    inbound.save()
    if turn.answers_question:
        asked = InboundMessage.objects.filter(number_index=inbound.number_index, done=Deed.ASKED)
        asked.filter(state=InboundMessage.State.WAITING).exclude(pk=inbound.pk).update(
            state=InboundMessage.State.ANSWERED
        )


def _note_a_mark(inbound: InboundMessage, answer: Answered, turn: Turn) -> None:
    """Of what somebody says of a session nothing is kept with their number: only that an SMS came."""
    inbound.body, inbound.done, inbound.language = "", answer.done, answer.language or "fr"
    about = turn.how.request.appointment if turn.how else None
    inbound.organisation_id = about.organisation_id if about else None
    inbound.save()


def _language(preferred: str, said: Said) -> str:
    """The language somebody has chosen; who is written to in French, and writes in another, is answered in that one."""
    return said.language if said.language and preferred in _FRENCH else preferred
