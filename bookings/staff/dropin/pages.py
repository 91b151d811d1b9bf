"""The drop-ins of today and to come, and the page that a desk or a mediator keeps open during one."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.dropin.hours import held_on, mediators_of, now_held, today_at
from bookings.dropin.state import tag_of
from bookings.dropin.states import MOST_CALLS, State
from bookings.staff.agenda.keeping import sites_to_open
from bookings.staff.asking import number_asked, sites_within
from bookings.staff.dropin.forms import WalkInForm
from bookings.staff.dropin.shown import Queue, site_or_404, turn_or_404
from mediation.access import RECEPTION, InMenu, Under, reach_of, staff

_DAYS = 14
_MOST = 60


@require_safe
@staff(*RECEPTION, menu=InMenu(_("Permanences"), under=Under.RECEIVE))
def drop_ins(request: HttpRequest) -> HttpResponse:
    """Those under way, today's, and the next two weeks'."""
    reach, now = reach_of(request), timezone.now()
    sites = {site.pk: site for site in sites_within(reach)}
    held = held_on(sites.values(), timezone.localdate(now), days=_DAYS)[:_MOST]
    names = {each.pk: each.name for each in mediators_of(held)}
    under_way = now_held(held, now)
    rows = [
        {
            "held": each,
            "site": sites[each.site_id],
            "who": [names[pk] for pk in each.mediator_ids],
            "now": each in under_way,
            "today": today_at(sites[each.site_id], each.starts_at) == today_at(sites[each.site_id], now),
        }
        for each in held
    ]
    return render(
        request, "staff/dropin/drop_ins.html", {"rows": rows, "may_add": sites_to_open(reach).exists()}
    )


@require_safe
@never_cache
@staff(*RECEPTION)
def drop_in(request: HttpRequest, site_id: int) -> HttpResponse:
    """Who is there, who is next, and the two taps for whoever walks in."""
    site, now = site_or_404(request, site_id), timezone.now()
    tag = tag_of(site, today_at(site, now), str(request.user.pk), now)
    part = bool(request.headers.get("HX-Request"))
    if part and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    context = around(request, Queue(request, site, now))
    name = "staff/dropin/lists.html" if part else "staff/dropin/drop_in.html"
    answer = render(request, name, {**context, "tag": tag})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def around(request: HttpRequest, queue: Queue, form: WalkInForm | None = None) -> dict[str, object]:
    """What the page of a drop-in needs."""
    pressed = number_asked(request, "geste")
    last = next((row for row in queue.rows if row.turn.pk == pressed), None)
    mine = [row for row in queue.with_somebody if row.turn.mediator_id == queue.reach.mediator_id]
    return {
        "queue": queue,
        "mine": mine if queue.reach.mediator_id else queue.with_somebody,
        "others": [row for row in queue.with_somebody if row not in mine] if queue.reach.mediator_id else [],
        "form": form or WalkInForm(initial={"key": uuid.uuid4(), "language": "fr"}),
        "last": last,
        # One press at the top of the page, for whoever says nothing of themselves.
        "quick_key": uuid.uuid4(),
        "most_calls": MOST_CALLS,
        "now": queue.now,
    }


@require_safe
@never_cache
@staff(*RECEPTION)
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The number on paper, large."""
    turn, now = turn_or_404(request, pk), timezone.now()
    waiting = turn.day.turns.filter(state=State.WAITING, placed_at__lt=turn.placed_at)
    context = {"turn": turn, "site": turn.day.site, "ahead": waiting.count(), "now": now}
    return render(request, "staff/dropin/slip.html", context)
