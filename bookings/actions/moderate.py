"""Reading what residents would change, before anybody else does: as it is, with parts blackened, or not at all."""

from uuid import UUID

from bookings.errors import AlreadyHandled
from bookings.models import SurveyAnswer
from bookings.records.transactions import short_transaction

_Comment = SurveyAnswer.Comment


@short_transaction
def accept_comment(answer_id: UUID, *, shown: str) -> None:
    """Others may read `shown`: what was written, or what is left of it. What was written is wiped.

    Raises `AlreadyHandled` when a colleague has read it meanwhile.
    """
    answer = _waiting(answer_id)
    answer.shown, answer.comment, answer.state = shown.strip(), "", _Comment.ACCEPTED
    answer.save(update_fields=["shown", "comment", "state"])


@short_transaction
def refuse_comment(answer_id: UUID) -> None:
    """Nobody reads it any more: its words are wiped, the marks stay. Raises `AlreadyHandled`."""
    answer = _waiting(answer_id)
    answer.comment, answer.state = "", _Comment.REFUSED
    answer.save(update_fields=["comment", "state"])


def _waiting(answer_id: UUID) -> SurveyAnswer:
    rows = SurveyAnswer.objects.select_for_update(of=("self",)).filter(pk=answer_id)
    answer = rows.get()
    if answer.state != _Comment.WAITING:
        raise AlreadyHandled
    return answer
