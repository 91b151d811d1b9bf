"""Taking in what a resident says of a session. The request is spent, the answer stands apart: nothing ties them.

No fact is noted, no time kept, no order: each would tell whose answer it is.
"""

import random
import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from bookings.errors import SurveyOver
from bookings.locks import Scope, lock
from bookings.models import (
    Appointment,
    Outcome,
    SurveyAnswer,
    SurveyRequest,
    Workshop,
    WorkshopDate,
    WorkshopOutcome,
)
from bookings.records.transactions import short_transaction
from bookings.statistics.raw import clock
from mediation.crypto import keyed_hash

LONGEST = 600
"""Characters of a comment."""
_TOGETHER = 3
"""A comment is handed over with so many others of its organisation, or when its month is over."""
_BATCH = 500
_Comment = SurveyAnswer.Comment


@short_transaction
def answer_survey(
    request_id: int,
    *,
    channel: str,
    now: datetime,
    went: int | None = None,
    clear: int | None = None,
    comment: str = "",
    goes_on: bool = False,
) -> str:
    """One answer to one request. `goes_on`: the rest comes in another SMS, or with another key; what is returned then takes
    it (`go_on`), until the night.

    Raises `SurveyOver` when somebody has answered with it, or its time is over.
    """
    spent = SurveyRequest.objects.filter(pk=request_id, token_hash__isnull=False, expires_at__gt=now)
    if not spent.update(token_hash=None, code_hash=None):
        raise SurveyOver
    about = _about(SurveyRequest.objects.get(pk=request_id))
    secret = secrets.token_urlsafe(18) if goes_on else ""
    words = comment.strip()[:LONGEST]
    SurveyAnswer.objects.create(
        **about,
        channel=channel,
        went=went,
        clear=clear,
        comment=words,
        state=_Comment.FRESH if words else _Comment.NONE,
        continues=_continues(secret) if secret else "",
    )
    return secret


def _about(request: SurveyRequest) -> dict[str, Any]:
    """What figures need of the session, or of the workshop: month, organisation, site, first theme."""
    place: Appointment | Workshop
    noted: Outcome | WorkshopOutcome | None
    if (session := request.appointment) is not None:
        place, starts_at = session, session.starts_at
        noted = Outcome.objects.filter(appointment=session).first()
    else:
        held = WorkshopDate.objects.select_related("workshop").get(survey_requests=request)
        place, starts_at = held.workshop, held.starts_at
        noted = WorkshopOutcome.objects.filter(date=held).first()
    themes = noted.themes if noted else []
    return {
        "month": starts_at.astimezone(clock()).date().replace(day=1),
        "organisation_id": place.organisation_id,
        "site_id": place.site_id,
        "theme": themes[0] if themes else "",
    }


@short_transaction
def go_on(secret: str, *, clear: int | None = None, comment: str = "") -> bool:
    """The next of the three answers of an SMS conversation or a call; a comment is the last. False when a night lies between."""
    answer = SurveyAnswer.objects.select_for_update().filter(continues=_continues(secret)).first()
    if answer is None:
        return False
    if clear is not None:
        answer.clear = clear
    if words := comment.strip()[:LONGEST]:
        answer.comment, answer.state, answer.continues = words, _Comment.FRESH, ""
    answer.save()
    return True


def _continues(secret: str) -> str:
    return keyed_hash("survey goes on", secret)


def mix_answers(*, now: datetime) -> int:
    """By night: conversations under way are over, requests whose time is over are closed, comments are handed over to be
    read where there are enough of them, and this and last month's answers are written anew in an order that is drawn: a
    database keeps rows as they came. How many answers.
    """
    SurveyRequest.objects.filter(expires_at__lte=now, token_hash__isnull=False).update(
        token_hash=None, code_hash=None
    )
    month = now.astimezone(clock()).date().replace(day=1)
    with transaction.atomic():
        lock([(Scope.SURVEYS, 0)])
        _hand_over(month)
        rows = list(SurveyAnswer.objects.select_for_update().filter(month__gte=_before(month)))
        random.SystemRandom().shuffle(rows)
        # (By their keys: one that comes meanwhile stays.)
        for at in range(0, len(rows), _BATCH):
            SurveyAnswer.objects.filter(pk__in=[row.pk for row in rows[at : at + _BATCH]]).delete()
        for row in rows:
            row.continues = ""
        SurveyAnswer.objects.bulk_create(rows)
    return len(rows)


def _hand_over(month: date) -> None:
    """Two comments in a week are two people whom the team has in mind; three, and those of a month that is over, are not."""
    fresh = SurveyAnswer.objects.filter(state=_Comment.FRESH)
    counted = fresh.values("organisation").annotate(n=Count("pk")).filter(n__gte=_TOGETHER)
    ready = [row["organisation"] for row in counted.order_by()]
    fresh.filter(organisation__in=ready).update(state=_Comment.WAITING)
    fresh.filter(month__lt=month).update(state=_Comment.WAITING)


def _before(month: date) -> date:
    return (
        month.replace(year=month.year - 1, month=12)
        if month.month == 1
        else month.replace(month=month.month - 1)
    )
