"""The sessions somebody has open, and ending them.

A session carries the number of its row and the key it had then: a key that changed (a new password does that) is written
down at the next page; a session whose row is gone was ended, and opens nothing any more.
"""

from datetime import datetime, timedelta
from typing import cast

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from mediation.models import StaffSession, User
from mediation.sessions.browsers import device_named

_LISTED = "listed"
# Sessions end after an hour without a page: a row that nobody renewed for longer is of one that is over.
OVER_AFTER = timedelta(hours=2)


def still_open(request: HttpRequest, *, renew: bool, now: datetime) -> bool:
    """Whether this session may go on; a new one is put on the list. `renew`: note that it is in use (a write)."""
    key = request.session.session_key or ""
    known: tuple[int, str] | None = request.session.get(_LISTED)
    user = cast(User, request.user)
    if known is None:
        return _enter(request, user, key, now)
    row, key_then = known
    if not renew and key == key_then:
        return True
    rows = user.staff_sessions.filter(pk=row)
    if not rows.update(session_key=key, seen_at=now):
        return False
    if key != key_then:
        request.session[_LISTED] = [row, key]
    return True


def _enter(request: HttpRequest, user: User, key: str, now: datetime) -> bool:
    row = StaffSession.objects.create(
        user=user,
        session_key=key,
        device=device_named(request.headers.get("User-Agent", "")),
        began_at=now,
        seen_at=now,
    )
    request.session[_LISTED] = [row.pk, key]
    return True


def own_row(request: HttpRequest) -> int:
    """The number of this session's row; 0 when it has none yet."""
    known = request.session.get(_LISTED)
    return int(known[0]) if known else 0


def leave(request: HttpRequest) -> None:
    """This session is about to end: off the list with it."""
    StaffSession.objects.filter(pk=own_row(request)).delete()


def open_sessions(user: User, *, now: datetime) -> QuerySet[StaffSession]:
    """Those that still open something, the last used first."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    rows = StaffSession.objects.filter(Exists(alive), user=user, seen_at__gt=now - OVER_AFTER)
    return rows.order_by("-seen_at", "-pk")


def end(rows: QuerySet[StaffSession]) -> int:
    """How many were ended. Each opens nothing from its next page on."""
    found = dict(rows.values_list("pk", "session_key"))
    Session.objects.filter(session_key__in=found.values()).delete()
    return StaffSession.objects.filter(pk__in=found).delete()[0]
