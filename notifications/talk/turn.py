"""What one SMS stands on, and the question that is open with its number. Read and changed with the conversation locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.models import (
    Appointment,
    Interrupted,
    Referral,
    Registration,
    SurveyRequest,
    WaitingOffer,
)
from notifications.models.talk import Conversation
from notifications.talk.questions import Question
from notifications.talk.spoken import Spoken

OPEN_FOR = timedelta(hours=6)
"""A choice nobody has made by then is forgotten; its digits mean nothing any more."""


@dataclass(frozen=True)
class Text:
    """An SMS as a provider delivers it. `opted` is its own reading of STOP, START and HELP, if it has one."""

    sid: str
    phone: str
    body: str
    opted: str = ""


@dataclass(frozen=True)
class AskedHow:
    """Somebody was asked how a session went, and when (UTC)."""

    request: SurveyRequest
    at: datetime


@dataclass
class Turn:
    """What one SMS stands on: the conversation, the appointments ahead that this number was told of, what was said last.

    `invited`: a partner's hand-over, when the invitation to it was; `seat`: a registration, when a seat's offer was;
    `choosing`: three times in the place of one, likewise.
    `how`: what is asked after a session, likewise; `reminded`: that was a reminder of something to be done.
    `answers_question`: what was asked back has been answered, so nobody of the team has to.
    `shared`: the appointments ahead of others, to which somebody comes who is called at this number.
    """

    text: Text
    talk: Conversation
    ahead: list[Appointment]
    now: datetime
    offer: WaitingOffer | None = None
    spoken: Spoken | None = None
    invited: Referral | None = None
    seat: Registration | None = None
    choosing: Interrupted | None = None
    answers_question: bool = False
    how: AskedHow | None = None
    reminded: bool = False
    shared: Sequence[Appointment] = ()

    def about(self) -> Appointment | None:
        """The appointment meant when none is named: the one last spoken of, else the only one.

        Among several, only one that this conversation speaks of: who gets a reminder of each may mean either.
        """
        if self.spoken is None:
            return self.ahead[0] if len(self.ahead) == 1 else None
        known = {appointment.pk: appointment for appointment in self.ahead}
        speaks = self.spoken.in_talk and self._still_open()
        return known.get(self.spoken.appointment) if speaks or len(known) == 1 else None

    def asked(self) -> Question:
        """The question that was the last thing said: what a yes or a no answers, however late it comes."""
        last = self.spoken is not None and self.spoken.in_talk
        return Question(self.talk.question) if last and not self.is_over() else Question.NONE

    def question(self) -> Question:
        """What was asked, as long as its digits count."""
        return Question(self.talk.question) if self._still_open() else Question.NONE

    def _still_open(self) -> bool:
        return self.talk.open_until is not None and self.talk.open_until > self.now

    def is_over(self) -> bool:
        """Whether the appointment that was talked about is over."""
        return self.talk.appointment is not None and self.talk.appointment.ends_at <= self.now

    def talked_about(self) -> Appointment:
        """The appointment that the open question is about. Raises `DoesNotExist` when there is none."""
        rows = Appointment.objects.select_related("site__commune", "topic", "contact")
        return rows.get(pk=self.talk.appointment_id or 0)

    def ask(self, question: Question, appointment: Appointment | None, options: Sequence[str] = ()) -> None:
        """Puts a question in the place of any other: one at a time."""
        self.talk.question, self.talk.options = question, list(options)
        self.talk.appointment = appointment
        self.talk.asked_at = self.now
        self.talk.open_until = self.now + OPEN_FOR

    def close(self, appointment: Appointment) -> None:
        """Nothing is being asked; a digit that is always understood is about this appointment for a while."""
        self.ask(Question.NONE, appointment)
