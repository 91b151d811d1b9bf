"""What is still to be filled in: sessions that took place and of which nothing is noted, the oldest first."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import Appointment, WorkshopAnimation, WorkshopDate
from bookings.staff.agenda.lines import topic_names
from bookings.staff.workshops.reading import title_of
from mediation.access import InMenu, Kind, Reach, reach_of, staff
from mediation.moments import AnInstant, Moment

# Longer ago nobody remembers how it went: it counts as missing in the figures, which say so.
REMEMBERED = timedelta(days=31)
_A_PAGE = 30
_MOST_WORKSHOPS = 30


def pending(reach: Reach, *, now: AnInstant) -> QuerySet[Appointment]:
    """A mediator's own sessions, and for a coordinator their team's; the oldest first."""
    over = Q(status=Appointment.Status.DONE) | Q(status__in=Appointment.STANDING, ends_at__lte=now)
    lately = Appointment.objects.filter(starts_at__gte=now - REMEMBERED, starts_at__lte=now)
    ours = Q(organisation__in=reach.organisations(Kind.COORDINATOR)) | Q(mediator=_oneself(reach))
    return lately.filter(over, ours, outcome=None).order_by("starts_at", "pk")


def pending_workshops(reach: Reach, *, now: AnInstant) -> QuerySet[WorkshopDate]:
    """The same of workshops' dates, whichever of two animates them."""
    held = WorkshopDate.objects.filter(
        starts_at__gte=now - REMEMBERED, starts_at__lte=now, cancelled_at=None, outcome=None
    )
    own = WorkshopAnimation.objects.filter(mediator=_oneself(reach)).values("date")
    ours = Q(workshop__organisation__in=reach.organisations(Kind.COORDINATOR)) | Q(pk__in=own)
    return held.filter(ours).order_by("starts_at", "pk")


def _oneself(reach: Reach) -> int:
    """The mediator one is; nobody's number otherwise."""
    return reach.mediator_id or 0 if reach.holds(Kind.MEDIATOR) else 0


def _pending_now(reach: Reach, now: Moment) -> tuple[QuerySet[Any], ...]:
    return pending(reach, now=now), pending_workshops(reach, now=now)


def next_pending(request: HttpRequest, *, now: datetime) -> str:
    """Where the oldest one left is filled in; the list, which says that there is none, when there is none."""
    first = pending(reach_of(request), now=now).values_list("pk", flat=True).first()
    if first is None:
        return reverse("staff_pending")
    return f"{reverse('staff_outcome', args=[first])}?suite=liste"


@require_safe
@never_cache
@staff(
    Kind.MEDIATOR,
    Kind.COORDINATOR,
    menu=InMenu(gettext_lazy("Comptes rendus"), everyday=True, due=_pending_now),
)
def still_to_note(request: HttpRequest) -> HttpResponse:
    """Sessions with whom and when; workshops below them."""
    reach, now = reach_of(request), timezone.now()
    found = pending(reach, now=now).select_related("site", "mediator").prefetch_related("participants")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    names = topic_names()
    rows = [
        {
            "appointment": each,
            "names": [person.name for person in each.participants.all() if person.name],
            "topic": names.get(each.topic_id, ""),
        }
        for each in page.object_list
    ]
    left = pending_workshops(reach, now=now).select_related("workshop__site")
    workshops = [
        (date, title_of(date.workshop)) for date in left.prefetch_related("workshop__texts")[:_MOST_WORKSHOPS]
    ]
    context = {"page": page, "rows": rows, "workshops": workshops}
    return render(
        request, "staff/outcomes/pending.html", {**context, "count": page.paginator.count + len(workshops)}
    )
