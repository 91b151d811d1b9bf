"""Somebody writes from a number of their own who comes to an appointment booked under another's number.

What one of two says must not call off, move or confirm for both: the time is the other's too. That they will be late is
noted at once; the rest is for a person, who reads it beside the appointment it is about.
"""

from datetime import datetime

from bookings.models import Appointment, Participation
from notifications.talk import doing
from notifications.talk.advice import now_and_then
from notifications.talk.answers import Answered
from notifications.talk.meanings import Said
from notifications.talk.questions import MOST_OPTIONS
from notifications.talk.senses import Why
from notifications.talk.turn import Turn
from notifications.talk.words import Answer


def ahead(index: str, now: datetime) -> list[Appointment]:
    """The appointments ahead at which somebody is called at this number and not at the appointment's, soonest first.

    Nothing where anybody who comes chose discretion. One query.
    """
    own = Participation.objects.filter(contact__value_index=index)
    rows = Appointment.objects.upcoming(now).filter(pk__in=own.values("appointment"))
    rows = rows.exclude(participants__discreet=True).select_related("site__commune", "topic", "contact")
    return list(rows.order_by("starts_at", "pk")[:MOST_OPTIONS])


def answer(said: Said, turn: Turn) -> Answered | None:
    """A kind word is left as it is; None where the conversation itself has asked something."""
    if turn.asked():
        return None
    about = turn.shared[0]
    if said.why is Why.COURTESY:
        return Answered(appointment=about)
    if said.why is Why.LATE and len(turn.shared) == 1:
        return doing.be_late(about, turn)
    return now_and_then(
        turn, Answered(Answer.PASSED_ON, about, for_the_team=True, why=said.why or Why.ONE_OF_TWO)
    )
