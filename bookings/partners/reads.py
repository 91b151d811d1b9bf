"""What whoever refers was shown of people leaves a trace: who, when, the numbers of those records."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bookings.models import Referral
from mediation.models import Trace
from mediation.traces.write import leave_trace


def one_read(
    request: HttpRequest, answer: HttpResponse, found: Referral, *, link: int | None = None
) -> HttpResponse:
    """A page that was shown of one referral, once its trace is written; a press that leads elsewhere leaves none.

    `link`: the number of the link it was followed by, without an account.
    """
    if answer.status_code == 200:
        person = found.resident_id
        more = {"referral": None if person is None else found.pk, "link": link}
        leave_trace(
            Trace.Kind.PARTNER_READ,
            now=timezone.now(),
            actor=request.user.pk if link is None else None,
            channel="web",
            about="referral" if person is None else "resident",
            about_id=found.pk if person is None else person,
            organisation=found.partner_id,
            **_said(more),
        )
    return answer


def page_read(
    request: HttpRequest, answer: HttpResponse, shown: Iterable[Referral], *, by: str
) -> HttpResponse:
    """A page of the list: one trace for all of it. `by`: how it was searched (a word of ours); "" for the plain list.

    A search leaves one also when it found nobody, as at the desk.
    """
    people = sorted({each.resident_id for each in shown if each.resident_id is not None})
    if answer.status_code == 200 and (people or by):
        leave_trace(
            Trace.Kind.SEARCHED if by else Trace.Kind.PARTNER_READ,
            now=timezone.now(),
            actor=request.user.pk,
            channel="web",
            found=people,
            **_said({"by": by or None}),
        )
    return answer


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
