"""What one SMS stands on, and the question that is open with its number. Read and changed with the conversation locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.models import Appointment, WaitingOffer
from notifications.models.talk import Conversation
from notifications.talk.questions import Question

OPEN_FOR = timedelta(hours=6)
"""A question nobody has answered by then is forgotten; its digits mean nothing any more."""


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
        return known.get(self.talk.appointment_id or 0) if self._still_open() else None

    def question(self) -> Question:
        """What was asked, if it is still open."""
        return Question(self.talk.question) if self._still_open() else Question.NONE

    def _still_open(self) -> bool:
        return self.talk.open_until is not None and self.talk.open_until > self.now

    def talked_about(self) -> Appointment:
        """The appointment that the open question is about. Raises `DoesNotExist` when there is none."""
        rows = Appointment.objects.select_related("site__commune", "topic", "contact")
        return rows.get(pk=self.talk.appointment_id or 0)

    def ask(
        self,
        question: Question,
        appointment: Appointment | None,
        options: Sequence[str] = (),
        until: datetime | None = None,
    ) -> None:
        """Puts a question in the place of any other: one at a time."""
        self.talk.question, self.talk.options = question, list(options)
        self.talk.appointment = appointment
        self.talk.asked_at = self.now
        self.talk.open_until = until or self.now + OPEN_FOR

    def close(self, appointment: Appointment) -> None:
        """Nothing is being asked; a digit that is always understood is about this appointment for a while."""
        self.ask(Question.NONE, appointment)
