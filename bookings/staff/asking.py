"""What staff views read from a request: who asks, for which appointment, and where to go back to."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from bookings.models import Appointment, CallBack
from bookings.models.call_back import CallBacks
from bookings.people.find import Found
from bookings.people.who import Actor
from mediation.access import Kind, Reach, reach_of
from mediation.days import NotADay, read_day
from mediation.models import Mediator, Opening, Site, Trace
from mediation.traces.write import leave_trace

M = TypeVar("M", bound=Model)
_SUNDAY = 7
# What decides whether a row's appointment is within reach.
_ITS_APPOINTMENT = {
    "organisation_field": "appointment__organisation",
    "mediator_field": "appointment__mediator",
    "author_field": "appointment__booked_by",
}


def actor(request: HttpRequest) -> Actor:
    """The member of staff behind the request, at the desk."""
    return Actor(channel=Appointment.Channel.DESK, user_id=request.user.pk)


def note_search(request: HttpRequest, found: "Collection[Found]", *, by: str) -> None:
    """Leaves the trace that somebody was looked for: whose records were shown, never what was typed. `by`: "name" or "reach"."""
    keys = sorted(each.resident.pk for each in found)
    leave_trace(Trace.Kind.SEARCHED, now=timezone.now(), actor=request.user.pk, by=by, found=keys)


def within(reach: Reach) -> QuerySet[Appointment]:
    """Appointments within reach: one's organisations', one's own elsewhere, and those one booked."""
    return reach.limit(Appointment.objects.all(), mediator_field="mediator", author_field="booked_by")


def about_appointments(rows: QuerySet[M], reach: Reach) -> QuerySet[M]:
    """Only the rows whose `appointment` is within reach; read by the row, without a list of all appointments."""
    return reach.limit(rows, **_ITS_APPOINTMENT)


def of_appointment(reach: Reach) -> Q:
    """The same as a condition, to be joined to others. Not for somebody with the whole territory."""
    return reach.within(**_ITS_APPOINTMENT)


def appointment_or_404(request: HttpRequest, pk: int) -> Appointment:
    """The appointment with what its pages show, if it is within reach."""
    rows = within(reach_of(request)).select_related("site", "mediator", "contact", "topic", "organisation")
    return get_object_or_404(rows.prefetch_related("participations__resident"), pk=pk)


def call_backs_within(reach: Reach) -> CallBacks:
    """Call-backs for one's sites, and those that name no site: anybody may call these back."""
    if reach.territory_wide:
        return CallBack.objects.all()
    own = Q(site__isnull=True) | Q(site__organisation_id__in=reach.agenda_organisations)
    return CallBack.objects.filter(own)


def sites_within(reach: Reach) -> QuerySet[Site]:
    """One's organisations' sites, and those where one receives as a mediator."""
    if reach.territory_wide:
        return Site.objects.all()
    within_reach = Q(organisation_id__in=reach.agenda_organisations)
    if reach.mediator_id is not None:
        within_reach |= Q(openings__mediator_id=reach.mediator_id)
    return Site.objects.filter(pk__in=Site.objects.filter(within_reach).order_by().values("pk"))


def mediators_within(reach: Reach) -> QuerySet[Mediator]:
    """Mediators at work in one's organisations: their own, those who hold the role there, those who receive at their sites."""
    active = Mediator.objects.filter(active=True)
    if reach.territory_wide:
        return active
    ours = Q(organisation_id__in=reach.agenda_organisations)
    ours |= Q(openings__site__organisation_id__in=reach.agenda_organisations)
    # Somebody itinerant belongs to one organisation and holds the role in others too, before their first opening there.
    ours |= Q(user__roles__kind=Kind.MEDIATOR, user__roles__organisation_id__in=reach.agenda_organisations)
    if reach.mediator_id is not None:
        ours |= Q(pk=reach.mediator_id)
    return active.filter(pk__in=Mediator.objects.filter(ours).order_by().values("pk"))


def day_asked(request: HttpRequest, name: str = "jour", *, otherwise: date | None = None) -> date:
    """The day in the address; without one `otherwise`, or today. A day that is none is a 404."""
    typed = request.GET.get(name, "")
    if not typed:
        return otherwise or timezone.localdate()
    try:
        return read_day(typed)
    except NotADay:
        raise Http404 from None


def week_asked(request: HttpRequest) -> date:
    """The day in the address, whose week is meant; without one today, or on a Sunday when nobody receives tomorrow."""
    if request.GET.get("jour"):
        return day_asked(request)
    today = timezone.localdate()
    if today.isoweekday() != _SUNDAY or _receives_on(today, sites_within(reach_of(request))):
        return today
    return today + timedelta(days=1)


def _receives_on(day: date, sites: QuerySet[Site]) -> bool:
    running = Opening.objects.filter(Q(last_day=None) | Q(last_day__gte=day), first_day__lte=day)
    there = running.filter(first_day__iso_week_day=day.isoweekday(), site__in=sites.order_by())
    return there.filter(Q(repeat_weeks__gt=0) | Q(first_day=day)).exists()


def number_asked(request: HttpRequest, name: str) -> int | None:
    """A number in the address, None without one or when it is none."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None


def hours_of(first: date, days: int = 1, zone: str = "") -> tuple[datetime, datetime]:
    """From the midnight that begins `first` to the one that ends the last of `days`, in `zone` or where the service is."""
    clocks = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    start = datetime.combine(first, time.min, clocks)
    return start, datetime.combine(first + timedelta(days=days), time.min, clocks)


def local(moment: datetime, zone: str) -> datetime:
    """The moment on the clocks of a site."""
    return moment.astimezone(ZoneInfo(zone))


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The staff page named by the form's `retour`, or else `otherwise`."""
    typed = request.POST.get("retour", "")
    safe = url_has_allowed_host_and_scheme(typed, allowed_hosts=None)
    return typed if safe and typed.startswith("/equipe/") else otherwise
