"""Changing what is planned: a workshop's words, place and animators; a date's hours and seats; calling dates off."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.add_date import add_date, people_of_all_dates
from bookings.actions.cancel_dates import cancel_dates, told_of
from bookings.actions.change_workshop import DateChange, change_animators, change_date, change_place
from bookings.actions.rename_workshop import rename_workshop
from bookings.errors import AlreadyPlanned, SeatsTaken, SlotTaken, TooLate, WorkshopFull
from bookings.models import Workshop, WorkshopAnimation, WorkshopDate
from bookings.staff.agenda.keeping import HOURS_KEEPERS, managed_sites
from bookings.staff.asking import actor, mediators_within
from bookings.staff.meanwhile import Compared, compared, one_at_a_time, typed_in
from bookings.staff.workshops.forms import ChangeForm, DateForm, NewDateForm
from bookings.staff.workshops.reading import animators_of, date_or_404, title_of, workshop_or_404
from mediation.access import reach_of, staff


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*HOURS_KEEPERS)
@one_at_a_time
def workshop_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words, its level, its place, who animates the dates ahead. A new place is told to whoever comes."""
    workshop, reach = workshop_or_404(request, pk, to_plan=True), reach_of(request)
    animating = WorkshopAnimation.objects.filter(
        date__workshop=workshop, date__starts_at__gt=timezone.now(), date__cancelled_at=None
    )
    form = partial(
        ChangeForm,
        workshop=workshop,
        sites=managed_sites(reach),
        mediators=mediators_within(reach),
        animating=set(animating.values_list("mediator_id", flat=True)),
    )
    look = compared(form, typed_in(request))
    if _to_keep(look) and _changed(request, workshop, look.form):
        messages.success(request, _("C’est changé."))
        return redirect("staff_workshop", pk)
    context = {"form": look.form, "workshop": workshop, "title": title_of(workshop), **look.context}
    return render(request, "staff/workshops/change.html", context, status=look.status)


def _to_keep(look: Compared[Any]) -> bool:
    return look.form.is_bound and not look.meanwhile and look.form.is_valid()


def _changed(request: HttpRequest, workshop: Workshop, form: ChangeForm) -> bool:
    """All of it, or none."""
    now, by, given = timezone.now(), actor(request), form.cleaned_data
    try:
        with transaction.atomic():
            change_animators(workshop.pk, list(given["animators"]), by=by, now=now)
            change_place(workshop.pk, given["site"], by=by, now=now)
            rename_workshop(
                workshop.pk,
                texts=form.texts(),
                level=given["level"],
                single_dates=given["single_dates"],
                by=by,
                now=now,
            )
    except SlotTaken:
        form.add_error("animators", _("Une de ces personnes est déjà prise à l’une de ces dates."))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*HOURS_KEEPERS)
@one_at_a_time
def date_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Other hours, more or fewer seats, seats kept for who comes without registering."""
    date = date_or_404(request, pk, to_plan=True)
    zone = ZoneInfo(date.workshop.site.timezone)
    start, end = date.starts_at.astimezone(zone), date.ends_at.astimezone(zone)
    initial = {
        "day": start.date(),
        "opens": start.time(),
        "closes": end.time(),
        "capacity": date.capacity,
        "walk_ins": date.walk_ins,
    }
    look = compared(lambda data: DateForm(data, initial=initial), typed_in(request))
    if _to_keep(look) and _date_changed(request, date, look.form, zone):
        return redirect("staff_workshop", date.workshop_id)
    told = len([each for each in told_of([date.pk]) if each.state in each.SEATED])
    context = {"form": look.form, "date": date, "title": title_of(date.workshop), "told": told}
    return render(request, "staff/workshops/date.html", {**context, **look.context}, status=look.status)


def _date_changed(request: HttpRequest, date: WorkshopDate, form: DateForm, zone: ZoneInfo) -> bool:
    given = form.cleaned_data
    start, end = (datetime.combine(given["day"], given[name], zone) for name in ("opens", "closes"))
    wanted = DateChange(start.astimezone(UTC), end.astimezone(UTC), given["capacity"], given["walk_ins"])
    try:
        change_date(date.pk, wanted, by=actor(request), now=timezone.now())
    except SeatsTaken as refused:
        said = ngettext(
            "%(n)s personne a déjà une place : il en faut au moins autant.",
            "%(n)s personnes ont déjà une place : il en faut au moins autant.",
            refused.taken,
        )
        form.add_error("capacity", said % {"n": refused.taken})
    except SlotTaken:
        form.add_error("opens", _("Une personne qui anime est déjà prise à cette heure."))
    except TooLate:
        form.add_error("day", _("Cette date est passée ou annulée."))
    else:
        messages.success(request, _("C’est changé."))
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*HOURS_KEEPERS)
def date_added(request: HttpRequest, pk: int) -> HttpResponse:
    """A date more: whoever comes to all of them has a seat there and is told. The last date's hours are proposed."""
    workshop = workshop_or_404(request, pk, to_plan=True)
    zone, last = ZoneInfo(workshop.site.timezone), workshop.dates.order_by("-starts_at").first()
    initial: dict[str, object] = {"capacity": workshop.capacity}
    if last is not None:
        start, end = last.starts_at.astimezone(zone), last.ends_at.astimezone(zone)
        initial |= {"day": start.date() + timedelta(days=7), "opens": start.time(), "closes": end.time()}
    form = NewDateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _date_added(request, workshop, form, zone):
        return redirect("staff_workshop", pk)
    context = {
        "form": form,
        "workshop": workshop,
        "title": title_of(workshop),
        "coming": people_of_all_dates(pk),
        "animators": animators_of(workshop),
    }
    return render(request, "staff/workshops/date_added.html", context, status=422 if form.errors else 200)


def _date_added(request: HttpRequest, workshop: Workshop, form: NewDateForm, zone: ZoneInfo) -> bool:
    given = form.cleaned_data
    start, end = (
        datetime.combine(given["day"], given[name], zone).astimezone(UTC) for name in ("opens", "closes")
    )
    try:
        add_date(
            workshop.pk,
            (start, end),
            capacity=given["capacity"],
            animators=animators_of(workshop),
            by=actor(request),
            now=timezone.now(),
        )
    except WorkshopFull:
        coming = people_of_all_dates(workshop.pk)
        said = ngettext(
            "%(n)s personne vient à toutes les dates : il faut au moins autant de places.",
            "%(n)s personnes viennent à toutes les dates : il faut au moins autant de places.",
            coming,
        )
        form.add_error("capacity", said % {"n": coming})
    except SlotTaken:
        form.add_error("opens", _("Une personne qui anime est déjà prise à cette heure."))
    except AlreadyPlanned:
        form.add_error("day", _("L’atelier a déjà une date à cette heure."))
    except TooLate:
        form.add_error("day", _("Cette date est passée."))
    else:
        messages.success(request, _("La date est ajoutée."))
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*HOURS_KEEPERS)
def dates_cancelled(request: HttpRequest, pk: int) -> HttpResponse:
    """One date or all: how many people will be told is shown before anything happens."""
    workshop, now = workshop_or_404(request, pk, to_plan=True), timezone.now()
    ahead = list(WorkshopDate.objects.ahead(now).filter(workshop=workshop))
    typed = request.POST.getlist("date") if request.method == "POST" else request.GET.getlist("date")
    chosen = [date for date in ahead if str(date.pk) in typed]
    if request.method == "POST" and chosen and request.POST.get("action") == "annuler":
        told = cancel_dates([date.pk for date in chosen], by=actor(request), now=now)
        said = ngettext(
            "C’est annulé. %(n)s inscription est prévenue.",
            "C’est annulé. %(n)s inscriptions sont prévenues.",
            told,
        )
        messages.success(request, said % {"n": told})
        return redirect("staff_workshop", pk)
    registrations = told_of([date.pk for date in chosen]) if chosen else []
    context = {
        "workshop": workshop,
        "title": title_of(workshop),
        "ahead": ahead,
        "chosen": chosen,
        "people": sum(len(each.people.all()) for each in registrations),
        "by_team": sum(each.contact.kind not in ("mobile", "email", "letter") for each in registrations),
        "nothing": request.method == "POST" and not chosen,
    }
    return render(request, "staff/workshops/cancel.html", context, status=422 if context["nothing"] else 200)
