"""Accounts that nobody uses are closed, after a word; a coordinator opens them again.

An account whose password somebody else may know, and whose owner would not notice, is a door that nobody watches.
Roles, mediators, their openings and appointments are not touched.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from mediation.access import Kind, Reach
from mediation.account_mail import send_account_mail
from mediation.actions.invite import may_give
from mediation.errors import NotClosedForThat, NotYoursToGive
from mediation.models import Role, User
from mediation.sessions import listed

CLOSED_AFTER = timedelta(days=365)
NOTICE = timedelta(days=30)
# A night's letters: what is left is for the next one.
_AT_ONCE = 200


def close_unused(*, now: datetime) -> dict[str, int]:
    """How many were told, how many closed. Nobody is closed who was not told `NOTICE` before, and could have come since.

    Not of a demonstration, whose accounts are for everybody; and one person who sets the service up always stays.
    """
    if settings.DEMO:
        return {"told": 0, "closed": 0}
    # (Closed first: a letter that leaves tonight closes nothing tonight.)
    closed = sum(_close(user, now=now) for user in _to_close(now))
    told = sum(_tell(user, now=now) for user in _to_tell(now))
    return {"told": told, "closed": closed}


def reopen(user: User, *, by: Reach, now: datetime) -> None:
    """The account opens again, with its password and second step as they were. Raises NotYoursToGive, NotClosedForThat.

    For whoever may hand out one of the roles it holds.
    """
    roles = Role.objects.select_related("organisation").filter(user=user)
    if not any(may_give(by, role.kind, role.organisation) for role in roles):
        raise NotYoursToGive
    closed = User.objects.filter(pk=user.pk, is_active=False, closed_unused_at__isnull=False)
    if not closed.update(is_active=True, closed_unused_at=None, closing_told_at=None, reopened_at=now):
        raise NotClosedForThat


def _by_last_use() -> QuerySet[Any]:
    joined = "date_joined"
    last = Greatest(Coalesce("last_login", joined), Coalesce("reopened_at", joined), joined)
    return User.objects.filter(is_active=True).annotate(last_use=last)


def _to_tell(now: datetime) -> list[User]:
    quiet = _by_last_use().filter(last_use__lte=now - CLOSED_AFTER + NOTICE).exclude(pk__in=_last_operator())
    told = Q(closing_told_at__isnull=False, closing_told_at__gt=F("last_use"))
    return list(quiet.exclude(told).order_by("last_use")[:_AT_ONCE])


def _to_close(now: datetime) -> list[User]:
    quiet = _by_last_use().filter(last_use__lte=now - CLOSED_AFTER, closing_told_at__lte=now - NOTICE)
    told = Q(closing_told_at__gt=F("last_use"))
    return list(quiet.filter(told).exclude(pk__in=_last_operator()))


def _last_operator() -> list[int]:
    """Who sets the service up and came last: without them nobody could open an operator's account again."""
    operators = _by_last_use().filter(Q(is_superuser=True) | Q(roles__kind=Kind.OPERATOR))
    return [user.pk for user in operators.order_by("-last_use", "-pk")[:1]]


def _tell(user: User, *, now: datetime) -> bool:
    """A letter that does not leave is written again the next night: nobody is closed without one."""
    closes = max(user.used_at + CLOSED_AFTER, now + NOTICE)
    context = {"closes": closes, "sign_in": settings.PUBLIC_URL + reverse("account_login")}
    if not send_account_mail(user, "closing", context):
        return False
    return bool(User.objects.filter(pk=user.pk, is_active=True).update(closing_told_at=now))


def _close(user: User, *, now: datetime) -> bool:
    """Not whoever signed in this very moment."""
    same = User.objects.filter(
        pk=user.pk, is_active=True, last_login=user.last_login, reopened_at=user.reopened_at
    )
    if not same.update(is_active=False, closed_unused_at=now):
        return False
    listed.end(user.staff_sessions.all())
    return True
