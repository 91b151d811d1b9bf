"""People who wait to be called."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.try_call_back import LATEST
from bookings.errors import BookingError
from bookings.models.call_back import CallBack, CallBacks
from bookings.staff.asking import actor, call_backs_within, way_back
from bookings.staff.call_backs.filters import filters_of, menus
from bookings.staff.call_backs.lines import Line, Reader, lines_of, rows_of
from bookings.staff.call_backs.steps import UNDO, Press, press, refusal
from bookings.waiting.call_moments import quick_moments
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff
from mediation.moments import Moment

_A_PAGE = 25
_OPEN = CallBack.Status.OPEN
# Each list turns its own pages: their names in the address.
_QUEUE, _LATER, _HANDLED = "page", "plus-tard", "traites"


@dataclass(frozen=True)
class Part:
    """One of the three lists. `keep`: what links to its other pages say besides the page."""

    name: str
    page: Page[CallBack]
    lines: list[Line]
    keep: str


def _to_call_now(reach: Reach, now: Moment) -> CallBacks:
    return call_backs_within(reach).due(now)


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Rappels"), everyday=True, due=_to_call_now))
def call_backs(request: HttpRequest) -> HttpResponse:
    """Whoever waits longest comes first, then those who asked for a later moment, then what was handled lately."""
    now, reach = timezone.now(), reach_of(request)
    asked, filters = call_backs_within(reach), filters_of(request)
    # (Of those forgotten nothing is left to read.)
    closed = asked.exclude(status=_OPEN).exclude(phone_index="")
    queue = filters.waiting(asked.due(now), now).order_by("created_at", "pk")
    lists = {
        _QUEUE: queue,
        _LATER: filters.waiting(asked.later(now), now),
        _HANDLED: filters.handled(closed).order_by("-handled_at", "-pk"),
    }
    parts = _parts(request, lists, filters.query, Reader(request.user.pk or 0, reach, now))
    context = {
        **{f"{part.name.replace('-', '_')}_part": part for part in parts},
        "menus": menus(filters, asked.filter(status=_OPEN), now),
        "filtered": bool(filters.query),
        "too_long": queue.waiting_too_long(now).count(),
        "within_hours": settings.CALL_BACK_WITHIN_HOURS,
        "moments": quick_moments(now),
        "last_day": timezone.localdate(now + LATEST),
        "just_done": _just_done(request, asked),
        "here": _here(
            filters.query | {part.name: str(part.page.number) for part in parts if part.page.number > 1}
        ),
        "now": now,
    }
    return render(request, "staff/call_backs/call_backs.html", context)


def _parts(
    request: HttpRequest, lists: dict[str, CallBacks], query: dict[str, str], reader: Reader
) -> list[Part]:
    pages = {
        name: Paginator(rows_of(rows), _A_PAGE).get_page(request.GET.get(name))
        for name, rows in lists.items()
    }
    numbers = {name: str(page.number) for name, page in pages.items() if page.number > 1}
    # (All lines at once: what they share is asked for once.)
    lines = {
        line.asked.pk: line for line in lines_of([row for page in pages.values() for row in page], reader)
    }
    return [
        Part(
            name=name,
            page=page,
            lines=[lines[row.pk] for row in page],
            keep=_and(query | {other: number for other, number in numbers.items() if other != name}),
        )
        for name, page in pages.items()
    ]


def _and(query: dict[str, str]) -> str:
    return f"&{urlencode(query)}" if query else ""


def _here(query: dict[str, str]) -> str:
    address = reverse("staff_call_backs")
    return f"{address}?{urlencode(query)}" if query else address


def _just_done(request: HttpRequest, asked: CallBacks) -> tuple[CallBack, str] | None:
    """The request that was pressed on last, and the button that takes it back: « strike-12 » in the address."""
    undo, _dash, pk = request.GET.get("fait", "").rpartition("-")
    if undo not in UNDO or not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return None
    row = asked.filter(pk=int(pk)).first()
    return (row, undo) if row else None


@require_POST
@staff(*RECEPTION)
def call_back_handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken, called without success, for later, closed; or one of these taken back."""
    asked = get_object_or_404(call_backs_within(reach_of(request)), pk=pk)
    back = way_back(request, reverse("staff_call_backs"))
    pressed = Press(asked, by=actor(request), now=timezone.now(), fields=request.POST)
    try:
        answer = press(request.POST.get("suite", ""), pressed)
    except BookingError as refused:
        messages.error(request, refusal(refused))
        return redirect(back)
    if answer is not None:
        messages.success(request, answer.words)
    if answer is not None and answer.undo:
        back += f"{'&' if '?' in back else '?'}fait={answer.undo}-{asked.pk}"
    return redirect(back)
