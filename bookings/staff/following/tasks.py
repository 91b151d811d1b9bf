"""What is to be done for people: by oneself, and what no message can tell them."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import NextStep
from bookings.people.find import last_contacts
from bookings.staff.following.pages import shown
from bookings.staff.reaching import BY_PHONE
from mediation.access import NOTE_READERS, InMenu, Kind, Reach, Under, reach_of, staff
from mediation.moments import AnInstant, local_day

_A_PAGE = 30


def tasks_of(reach: Reach) -> QuerySet[NextStep]:
    """A mediator's own, and for a coordinator those of their team: to be done by us, or to be said by us."""
    ours = Q(organisation__in=reach.organisations(Kind.COORDINATOR))
    if reach.mediator_id is not None and reach.holds(Kind.MEDIATOR):
        ours |= Q(mediator=reach.mediator_id)
    by_us = Q(who=NextStep.Who.MEDIATOR) | Q(to_tell=True)
    return NextStep.objects.filter(ours, by_us, done_at=None)


def due(reach: Reach, now: AnInstant) -> QuerySet[NextStep]:
    """Those that somebody should look at by today: what is to be said, and what is due tomorrow at the latest."""
    tomorrow = local_day(now, timedelta(days=1))
    return tasks_of(reach).filter(Q(to_tell=True) | Q(due_on__lte=tomorrow))


@require_safe
@never_cache
@staff(*NOTE_READERS, menu=InMenu(gettext_lazy("À faire pour quelqu’un"), under=Under.REACH, due=due))
def tasks(request: HttpRequest) -> HttpResponse:
    """The most urgent first, what has no day last."""
    now = timezone.now()
    found = tasks_of(reach_of(request)).select_related("resident", "mediator")
    page = Paginator(found.order_by(F("due_on").asc(nulls_last=True), "pk"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    contacts = last_contacts({step.resident_id for step in page.object_list})
    rows = [{**shown(step, now=now), "contact": contacts.get(step.resident_id)} for step in page.object_list]
    return render(request, "staff/following/tasks.html", {"page": page, "rows": rows, "by_phone": BY_PHONE})
