"""The page of calendars: open a feed, see its address once, close it."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.link_calendar import link_calendar, read_now, unlink_calendar
from bookings.actions.share_calendar import make_feed, revoke_feed
from bookings.models import CalendarFeed, OutsideCalendar
from bookings.staff.asking import actor, within
from bookings.staff.calendars.forms import FeedForm, LinkForm
from bookings.staff.calendars.remedies import remedy
from bookings.times import affected
from mediation.access import COORDINATORS, InMenu, Kind, Reach, Under, reach_of, staff
from mediation.models import Mediator, Site

WHO = (Kind.MEDIATOR, *COORDINATORS)


def sites_to_share(reach: Reach) -> QuerySet[Site]:
    """Sites whose feed one may open: those one coordinates."""
    if reach.holds(Kind.METRO_COORDINATOR):
        return Site.objects.filter(active=True)
    return Site.objects.filter(active=True, organisation_id__in=reach.organisations(Kind.COORDINATOR))


def own_mediator(reach: Reach) -> Mediator | None:
    """Oneself, for somebody who receives."""
    if reach.mediator_id is None or not reach.holds(Kind.MEDIATOR):
        return None
    return Mediator.objects.filter(pk=reach.mediator_id, active=True).first()


def feeds_within(reach: Reach) -> QuerySet[CalendarFeed]:
    """Feeds one may close: one's own, and those of the mediators and sites that one coordinates."""
    feeds = CalendarFeed.objects.select_related("mediator", "site", "made_by")
    if reach.holds(Kind.METRO_COORDINATOR):
        return feeds
    where = reach.organisations(Kind.COORDINATOR)
    theirs = Q(mediator__organisation_id__in=where) | Q(site__organisation_id__in=where)
    if own_mediator(reach):
        theirs |= Q(mediator_id=reach.mediator_id)
    return feeds.filter(theirs)


def outside_within(reach: Reach) -> QuerySet[OutsideCalendar]:
    """Calendars elsewhere that one sees the state of: one's own, and those of the mediators whom one coordinates."""
    found = OutsideCalendar.objects.select_related("mediator")
    if reach.holds(Kind.METRO_COORDINATOR):
        return found
    theirs = Q(mediator__organisation_id__in=reach.organisations(Kind.COORDINATOR))
    if reach.holds(Kind.MEDIATOR) and reach.mediator_id:
        theirs |= Q(mediator_id=reach.mediator_id)
    return found.filter(theirs)


def failing_within(reach: Reach) -> QuerySet[OutsideCalendar]:
    """Those that cannot be read: their number stands in the menu."""
    return outside_within(reach).exclude(failure="")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*WHO, menu=InMenu(gettext_lazy("Agendas"), under=Under.AGENDA, waiting=failing_within))
def calendars(request: HttpRequest) -> HttpResponse:
    """The feeds within reach; a POST opens one and shows its address, this once."""
    reach = reach_of(request)
    form = FeedForm(
        request.POST or None, own=own_mediator(reach), sites=list(sites_to_share(reach).order_by("name"))
    )
    address = ""
    if request.method == "POST" and form.is_valid():
        _feed, token = make_feed(
            of=form.owner,
            detail=form.cleaned_data["detail"],
            openings=form.cleaned_data["openings"],
            language=get_language() or settings.LANGUAGE_CODE,
            by=actor(request),
            now=timezone.now(),
        )
        address = settings.PUBLIC_URL + reverse("calendar_feed", args=[token])
    context = {
        "form": form,
        "address": address,
        "feeds": feeds_within(reach),
        "outside": [(each, remedy(each.failure)) for each in outside_within(reach)],
        "own": reach.mediator_id if own_mediator(reach) else None,
        "busy": affected.by_busy_time(visible=within(reach), now=timezone.now()),
    }
    response = render(request, "staff/calendars/calendars.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@staff(*WHO)
def feed_closed(request: HttpRequest, pk: int) -> HttpResponse:
    """The address no longer answers."""
    feed = get_object_or_404(feeds_within(reach_of(request)), pk=pk)
    revoke_feed(feed, by=actor(request), now=timezone.now())
    messages.success(request, _("L’adresse est fermée : plus personne n’y lit rien."))
    return redirect("staff_calendars")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Kind.MEDIATOR)
def calendar_linked(request: HttpRequest) -> HttpResponse:
    """A mediator says where their own calendar is."""
    own = own_mediator(reach_of(request))
    if own is None:
        return redirect("staff_calendars")
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link_calendar(own, **form.cleaned_data, by=actor(request), now=timezone.now())
        messages.success(request, _("L’agenda est relié : il sera lu dans une minute."))
        return redirect("staff_calendars")
    return render(request, "staff/calendars/link.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@staff(*WHO)
def calendar_unlinked(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar is read no more; or (`relire`) at once again."""
    calendar = get_object_or_404(outside_within(reach_of(request)), pk=pk)
    if request.POST.get("action") == "relire":
        read_now(calendar, now=timezone.now())
        messages.success(request, _("L’agenda sera relu dans une minute."))
    else:
        unlink_calendar(calendar, by=actor(request), now=timezone.now())
        messages.success(request, _("L’agenda n’est plus lu. Ses heures occupées sont oubliées."))
    return redirect("staff_calendars")
