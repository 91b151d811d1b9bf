"""One SMS from a resident: read, done, answered, in one transaction; the same SMS once more changes nothing.

The number's conversation is locked first, before any lock of a booking; nobody who holds those waits for it. The answer
is a message of the outbox whose key is the provider's id of what it answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.actions.call_off import cancel, restore
from bookings.actions.confirm import confirm
from bookings.actions.move import move
from bookings.contacts import value_index
from bookings.errors import BookingError, SlotTaken, TooFar, TooSoon
from bookings.models import Appointment, Contact, WaitingOffer
from bookings.people import RESIDENT_BY_SMS
from bookings.transactions import short_transaction
from notifications.talk import offering, times
from notifications.talk.answers import Answered, answered, put
from notifications.talk.intents import read
from notifications.talk.meanings import Meaning, Said, Wanted
from notifications.talk.models import Conversation, InboundMessage
from notifications.talk.questions import MOST_OPTIONS, Chosen, Question, meaning_of
from notifications.talk.words import Answer

OPEN_FOR = timedelta(hours=6)
"""A question nobody has answered by then is forgotten; its digits mean nothing any more."""
ADVISED_AGAIN_AFTER = timedelta(hours=1)
"""General advice goes to a number no more often: two machines must not write to each other."""
MISTAKE_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Text:
    """An SMS as a provider delivers it. `opted` is its own reading of STOP, START and HELP, if it has one."""

    sid: str
    phone: str
    body: str
    opted: str = ""


@dataclass
class Turn:
    """What one SMS stands on: the conversation, and the appointments ahead that this number was told of."""

    text: Text
    talk: Conversation
    ahead: list[Appointment]
    now: datetime
    offer: WaitingOffer | None = None

    def about(self) -> Appointment | None:
        """The appointment meant when none is named: the one talked about, or the only one."""
        if len(self.ahead) == 1:
            return self.ahead[0]
        known = {appointment.pk: appointment for appointment in self.ahead}
        open_still = self.talk.open_until is not None and self.talk.open_until > self.now
        return known.get(self.talk.appointment_id or 0) if open_still else None


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
            _close(turn, answer.appointment)
        return answer
    if said.meaning is Meaning.DIGIT:
        question = _open(turn)
        meant = meaning_of(said.digit, question, len(turn.talk.options))
        if isinstance(meant, Chosen):
            return _CHOSEN[question](meant.position, turn)
        return _ask(meant, turn) if meant else _advise(turn)
    if said.meaning is Meaning.HELP:
        return _advise(turn)
    if said.meaning is Meaning.UNKNOWN:
        return _pass_on(turn)
    return _ask(said.meaning, turn, said.wanted)


def _open(turn: Turn) -> Question:
    still = turn.talk.open_until is not None and turn.talk.open_until > turn.now
    return Question(turn.talk.question) if still else Question.NONE


def _opt(meaning: Meaning, turn: Turn) -> Answered:
    """STOP is kept and honoured, and answered by the provider; START takes it back."""
    contacts = Contact.objects.filter(value_index=turn.talk.number_index, kind=Contact.Kind.MOBILE)
    if meaning is Meaning.STOP:
        contacts.filter(opted_out_at=None).update(opted_out_at=turn.now)
        return Answered()
    contacts.update(opted_out_at=None)
    return Answered(Answer.WELCOME_BACK)


def _ask(meaning: Meaning, turn: Turn, wanted: Wanted | None = None) -> Answered:
    """Something about an appointment: which one is asked if it is not plain."""
    about = turn.about()
    if about is not None:
        return _carry_out(meaning, about, turn, wanted)
    if not turn.ahead:
        return _nothing_ahead(turn)
    _open_question(turn, Question.WHICH, None, [f"{meaning}:{appointment.pk}" for appointment in turn.ahead])
    return Answered(Answer.WHICH, options=times.which(turn.ahead))


def _carry_out(
    meaning: Meaning, appointment: Appointment, turn: Turn, wanted: Wanted | None = None
) -> Answered:
    if meaning in (Meaning.MOVE, Meaning.WHEN):
        if appointment.starts_at <= turn.now:
            return Answered(Answer.TOO_LATE, appointment)
        return _offer_times(appointment, turn, wanted)
    action = {Meaning.CONFIRM: _confirm, Meaning.CANCEL: _cancel, Meaning.EARLIER: _wait}[meaning]
    return _unless_refused(lambda: action(appointment, turn), appointment)


def _unless_refused(act: Callable[[], Answered], appointment: Appointment) -> Answered:
    try:
        return act()
    except BookingError:
        return Answered(Answer.TOO_LATE, appointment)


def _confirm(appointment: Appointment, turn: Turn) -> Answered:
    confirm(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
    _close(turn, appointment)
    return Answered(Answer.CONFIRMED, appointment)


def _cancel(appointment: Appointment, turn: Turn) -> Answered:
    cancel(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
    _open_question(turn, Question.MISTAKE, appointment, [], until=turn.now + MISTAKE_FOR)
    return Answered(Answer.CANCELLED, appointment)


def _wait(appointment: Appointment, turn: Turn) -> Answered:
    return offering.join(appointment, now=turn.now)


def _undo(_position: int, turn: Turn) -> Answered:
    appointment = _talked_about(turn)

    def act() -> Answered:
        restored = restore(appointment.pk, by=RESIDENT_BY_SMS, now=turn.now)
        _close(turn, restored)
        return Answered(Answer.RESTORED, appointment)

    return _unless_refused(act, appointment)


def _offer_times(appointment: Appointment, turn: Turn, wanted: Wanted | None) -> Answered:
    """Three times; asked again for the same appointment, the ones after."""
    same = _open(turn) is Question.TIMES and turn.talk.appointment_id == appointment.pk
    after = times.instant(turn.talk.options[-1]) if same and turn.talk.options and wanted is None else None
    found = times.three(appointment, now=turn.now, wanted=wanted, after=after)
    if not found:
        return Answered(Answer.NO_TIMES, appointment, for_the_team=True)
    _open_question(turn, Question.TIMES, appointment, [at.isoformat() for at in found])
    return Answered(Answer.TIMES, appointment, options=times.said(found, appointment))


def _take(position: int, turn: Turn) -> Answered:
    appointment = _talked_about(turn)
    starts_at = times.instant(turn.talk.options[position])
    try:
        moved = move(appointment, starts_at=starts_at, by=RESIDENT_BY_SMS, now=turn.now)
    except (SlotTaken, TooSoon, TooFar):
        again = _offer_times(appointment, turn, Wanted())
        return Answered(Answer.TAKEN, appointment, options=again.options) if again.options else again
    except BookingError:
        return Answered(Answer.TOO_LATE, appointment)
    _close(turn, moved)
    return Answered(Answer.MOVED, moved)


def _which(position: int, turn: Turn) -> Answered:
    meaning, _, pk = turn.talk.options[position].partition(":")
    chosen = next((each for each in turn.ahead if each.pk == int(pk)), None)
    return _carry_out(Meaning(meaning), chosen, turn) if chosen else _nothing_ahead(turn)


_CHOSEN: dict[Question, Callable[[int, Turn], Answered]] = {
    Question.TIMES: _take,
    Question.WHICH: _which,
    Question.MISTAKE: _undo,
}


def _talked_about(turn: Turn) -> Appointment:
    return Appointment.objects.select_related("site__commune", "topic", "contact").get(
        pk=turn.talk.appointment_id or 0
    )


def _open_question(
    turn: Turn,
    question: Question,
    appointment: Appointment | None,
    options: Sequence[str],
    until: datetime | None = None,
) -> None:
    turn.talk.question, turn.talk.options = question, list(options)
    turn.talk.appointment = appointment
    turn.talk.asked_at = turn.now
    turn.talk.open_until = until or turn.now + OPEN_FOR


def _close(turn: Turn, appointment: Appointment) -> None:
    """Nothing is being asked; a digit that is always understood is about this appointment for a while."""
    _open_question(turn, Question.NONE, appointment, [])


def _advise(turn: Turn) -> Answered:
    about = turn.about() or (turn.ahead[0] if turn.ahead else None)
    if about is None:
        return _nothing_ahead(turn)
    return _now_and_then(turn, Answered(Answer.ADVICE, about))


def _nothing_ahead(turn: Turn) -> Answered:
    return _now_and_then(turn, Answered(Answer.NOTHING))


def _pass_on(turn: Turn) -> Answered:
    about = turn.about() or (turn.ahead[0] if turn.ahead else None)
    return _now_and_then(turn, Answered(Answer.PASSED_ON, about, for_the_team=True))


def _now_and_then(turn: Turn, answer: Answered) -> Answered:
    """General advice, unless this number had some less than an hour ago."""
    last = turn.talk.advised_at
    if last is not None and turn.now - last < ADVISED_AGAIN_AFTER:
        return answered(answer, silently=True)
    turn.talk.advised_at = turn.now
    return answer
