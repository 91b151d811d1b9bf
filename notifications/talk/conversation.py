"""One SMS from a resident: read, done, answered, in one transaction; the same SMS once more changes nothing.

The number's conversation is locked first, before any lock of a booking; nobody who holds those waits for it. The answer
is a message of the outbox whose key is the provider's id of what it answers.
"""

from datetime import datetime

from bookings.models import Appointment, Contact
from bookings.people.contacts import value_index
from bookings.records.transactions import short_transaction
from notifications.models.talk import Conversation, InboundMessage
from notifications.talk import offering
from notifications.talk.advice import advise, pass_on
from notifications.talk.answers import Answered, put
from notifications.talk.doing import CHOSEN, ask
from notifications.talk.intents import read
from notifications.talk.meanings import Meaning, Said
from notifications.talk.questions import MOST_OPTIONS, Chosen, meaning_of
from notifications.talk.turn import Text, Turn
from notifications.talk.words import Answer


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
    turn = Turn(text, talk, _ahead(index, now), now, offering.last_asked(talk, now=now))
    said = _opted(text) or read(text.body)
    answer = _do(said, turn)
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
            "received_at": now,
        },
    )


def _locked(index: str, now: datetime) -> Conversation:
    Conversation.objects.get_or_create(number_index=index, defaults={"changed_at": now})
    return Conversation.objects.select_for_update().get(number_index=index)


def _ahead(index: str, now: datetime) -> list[Appointment]:
    """What this number is the contact of, soonest first; nothing of whoever chose discretion."""
    rows = Appointment.objects.upcoming(now).filter(contact__value_index=index)
    rows = rows.exclude(participants__discreet=True).select_related("site__commune", "topic", "contact")
    return list(rows.order_by("starts_at", "pk")[:MOST_OPTIONS])


def _opted(text: Text) -> Said | None:
    known = {"STOP": Meaning.STOP, "START": Meaning.START, "HELP": Meaning.HELP}
    return Said(known[text.opted]) if text.opted in known else None


def _note(inbound: InboundMessage, said: Said, answer: Answered, turn: Turn) -> None:
    about = answer.appointment or (turn.ahead[0] if turn.ahead else None)
    inbound.meaning = said.meaning
    inbound.appointment = about
    inbound.organisation_id = about.organisation_id if about else None
    inbound.language = about.language if about else "fr"
    if answer.for_the_team:
        inbound.state = InboundMessage.State.WAITING
    inbound.save()


def _do(said: Said, turn: Turn) -> Answered:
    if said.meaning in (Meaning.STOP, Meaning.START):
        return _opt(said.meaning, turn)
    if turn.offer is not None and (answer := offering.answer(said, turn.offer, now=turn.now)):
        if answer.settled and answer.appointment is not None:
            turn.close(answer.appointment)
        return answer
    if said.meaning is Meaning.DIGIT:
        question = turn.question()
        meant = meaning_of(said.digit, question, len(turn.talk.options))
        if isinstance(meant, Chosen):
            return CHOSEN[question](meant.position, turn)
        return ask(meant, turn) if meant else advise(turn)
    if said.meaning is Meaning.HELP:
        return advise(turn)
    if said.meaning is Meaning.UNKNOWN:
        return pass_on(turn)
    return ask(said.meaning, turn, said.wanted)


def _opt(meaning: Meaning, turn: Turn) -> Answered:
    """STOP is kept and honoured, and answered by the provider; START takes it back."""
    contacts = Contact.objects.filter(value_index=turn.talk.number_index, kind=Contact.Kind.MOBILE)
    if meaning is Meaning.STOP:
        contacts.filter(opted_out_at=None).update(opted_out_at=turn.now)
        return Answered()
    contacts.update(opted_out_at=None)
    return Answered(Answer.WELCOME_BACK)
