"""Openings, absences and closures: what is set, and changing it while seeing which appointments are affected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions import change_openings as actions
from bookings.models import Appointment
from bookings.staff.agenda.deciding import DECIDE, decide_about
from bookings.staff.agenda.keeping import (
    HOURS_KEEPERS,
    managed_mediators,
    managed_sites,
    openings_kept,
    sites_to_open,
    who_receives,
)
from bookings.staff.agenda.lines import topic_names
from bookings.staff.agenda.opening_forms import AbsenceForm, ClosureForm, EndForm, OpeningForm
from bookings.staff.asking import actor, mediators_within, number_asked, sites_within, within
from bookings.staff.meanwhile import Compared, compared, one_at_a_time, typed_in
from bookings.times import affected
from bookings.times.preview import dates_of
from mediation.access import RECEPTION, InMenu, Kind, Reach, Under, reach_of, staff
from mediation.models import Absence, Closure, Mediator, Opening, Site, Topic

_A_PAGE = 60


@require_safe
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Plages et absences"), under=Under.AGENDA))
def openings(request: HttpRequest) -> HttpResponse:
    """What is set within reach, and the appointments that fit nowhere any more."""
    reach, now = reach_of(request), timezone.now()
    today = timezone.localdate(now)
    names = topic_names()
    found = (
        Opening.objects.filter(site__in=sites_within(reach).order_by(), mediator__active=True)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=today))
        .filter(Q(repeat_weeks__gt=0) | Q(first_day__gte=today))
        .select_related("mediator", "site")
        .prefetch_related(Prefetch("topics", queryset=Topic.objects.order_by("position")))
        .order_by("mediator__name", "first_day__week_day", "opens", "pk")
    )
    if reach.holds(Kind.MEDIATOR) and not reach.holds(*HOURS_KEEPERS):
        found = found.filter(mediator_id=reach.mediator_id or 0)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    still = Absence.objects.around(today, date.max)
    absences = still.filter(mediator__in=_whose_absences(reach))
    closures = Closure.objects.filter(site__in=sites_within(reach).order_by(), ends_at__gt=now)
    context = {
        "page": page,
        "rows": [(each, [names.get(topic.pk, "") for topic in each.topics.all()]) for each in page],
        "absences": _spells(absences.select_related("mediator").order_by("first_day"), today),
        "closures": closures.select_related("site").order_by("starts_at")[:_A_PAGE],
        "misplaced": affected.misplaced(visible=within(reach), now=now),
        "own_absences": set(managed_mediators(reach).values_list("pk", flat=True)),
        "own_sites": set(managed_sites(reach).values_list("pk", flat=True)),
        "kept": set(
            openings_kept(reach).filter(pk__in=[each.pk for each in page]).values_list("pk", flat=True)
        ),
        "keeps_hours": reach.holds(*HOURS_KEEPERS),
        "may_add": sites_to_open(reach).exists(),
    }
    return render(request, "staff/agenda/openings.html", context)


def _whose_absences(reach: Reach) -> QuerySet[Mediator]:
    if reach.holds(*HOURS_KEEPERS):
        return mediators_within(reach).order_by()
    return Mediator.objects.filter(pk=reach.mediator_id or 0).order_by()


@dataclass(frozen=True)
class Spell:
    """An absence with its last day, and whether it is whole days."""

    absence: Absence
    last_day: date
    whole_days: bool


def _spells(absences: Iterable[Absence], today: date) -> list[Spell]:
    """Those that are not over, the first `_A_PAGE`."""
    spells = [_spell(absence) for absence in absences]
    return [each for each in spells if each.absence.repeat_weeks or each.last_day >= today][:_A_PAGE]


def _spell(absence: Absence) -> Spell:
    whole = absence.starts == absence.ends == time.min
    # Ending at or before its start, it ends on the next day; at midnight, on the day before that.
    later = 0 if whole or absence.ends > absence.starts else 1
    last = absence.first_day + timedelta(days=absence.extra_days + later)
    return Spell(absence, last, whole)


def _asked(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    hit: Callable[[], list[Appointment]],
    save: Callable[[], object],
    *,
    look: Compared[EndForm] | None = None,
) -> HttpResponse:
    """A form that shows what it affects before it stores anything; the second press stores. `look`: of what is there."""
    rows: list[Appointment] | None = None
    other = look.meanwhile if look else []
    if request.method == "POST" and form.is_valid() and not other:
        rows = hit()
        seen = request.POST.get("vu") == "1" or not rows
        if seen and request.POST.get("action") in ("enregistrer", DECIDE):
            save()
            if rows and request.POST.get("action") == DECIDE:
                return decide_about(rows)
            messages.success(request, _("C’est enregistré."))
            return redirect("staff_openings")
    context = {"form": form, "title": title, "affected": rows, **(look.context if look else {})}
    status = 409 if other else 422 if form.errors else 200
    return render(request, "staff/agenda/opening_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def opening_added(request: HttpRequest) -> HttpResponse:
    """A new opening, of others by whoever keeps the hours, or one's own. Its next four weeks are shown before it is kept."""
    reach, now = reach_of(request), timezone.now()
    sites = sites_to_open(reach).filter(remote="")
    if not sites.exists():
        messages.info(request, _("Il n’y a pas de lieu où vous puissiez ajouter une plage."))
        return redirect("staff_openings")
    form = OpeningForm(
        request.POST or None,
        mediators=who_receives(reach),
        sites=sites.select_related("commune"),
        initial={
            "repeat_weeks": 1,
            "mediator": reach.mediator_id,
            # The page of drop-ins leads here.
            "reception": request.GET.get("accueil", ""),
            **_copied(request, reach),
        },
    )
    opening = form.opening() if form.is_bound and form.is_valid() else None
    dates = dates_of(opening, now=now) if opening is not None else None
    clash = any(date.elsewhere and not date.left_out for date in dates or ())
    seen = not clash or request.POST.get("vu") == "1"
    if opening is not None and request.POST.get("action") == "enregistrer" and seen:
        actions.add_opening(opening, topics=form.chosen_topics(), by=actor(request), now=now)
        messages.success(request, _("C’est enregistré."))
        return redirect("staff_openings")
    context = {
        "form": form,
        "title": _("Ajouter une plage d’ouverture"),
        "dates": dates,
        "zone": opening.site.timezone if opening is not None else "",
        "clash": clash,
        "site_names": dict(Site.objects.values_list("pk", "name")) if clash else {},
    }
    return render(request, "staff/agenda/opening_added.html", context, status=422 if form.errors else 200)


def _copied(request: HttpRequest, reach: Reach) -> dict[str, object]:
    """The form filled in as an opening that one keeps (`comme` in the address), or at a site, for a mediator."""
    opening = openings_kept(reach).filter(pk=number_asked(request, "comme") or 0).first()
    if opening is None:
        asked = {"site": number_asked(request, "lieu"), "mediator": number_asked(request, "mediateur")}
        return {name: number for name, number in asked.items() if number is not None}
    names = (
        *("first_day", "last_day", "opens", "closes", "repeat_weeks", "nth_week", "on_holidays"),
        "reception",
    )
    return {
        **{name: getattr(opening, name) for name in names},
        "mediator": opening.mediator_id,
        "site": None if opening.site.remote else opening.site_id,
        "remote": opening.site.remote,
        "not_in_school_holidays": bool(opening.school_zone),
        "topics": [topic.public_id for topic in opening.topics.all()],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
@one_at_a_time
def opening_ended(request: HttpRequest, pk: int) -> HttpResponse:
    """An opening gets a last day, or loses it."""
    reach, now = reach_of(request), timezone.now()
    opening = get_object_or_404(openings_kept(reach), pk=pk)
    stored = {"last_day": opening.last_day or timezone.localdate(now)}
    look = compared(lambda data: EndForm(data, initial=stored), typed_in(request))
    form = look.form

    def hit() -> list[Appointment]:
        return affected.by_ending(opening, form.cleaned_data["last_day"], visible=within(reach), now=now)

    def save() -> None:
        actions.end_opening(opening.pk, last_day=form.cleaned_data["last_day"], by=actor(request), now=now)

    return _asked(request, form, _("Terminer ou prolonger une plage"), hit, save, look=look)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def absence_added(request: HttpRequest) -> HttpResponse:
    """A mediator's absence, by themselves or by whoever keeps the hours."""
    reach, now = reach_of(request), timezone.now()
    mediators = managed_mediators(reach)
    initial = {"mediator": reach.mediator_id, "first_day": timezone.localdate(now)}
    form = AbsenceForm(request.POST or None, mediators=mediators, initial=initial)

    def hit() -> list[Appointment]:
        return affected.by_absence(form.absence(), visible=within(reach), now=now)

    def save() -> None:
        actions.add_absence(form.absence(), by=actor(request), now=now)

    return _asked(request, form, _("Ajouter une absence"), hit, save)


@require_POST
@staff(*RECEPTION)
def absence_removed(request: HttpRequest, pk: int) -> HttpResponse:
    """The mediator is there after all."""
    rows = Absence.objects.filter(mediator__in=managed_mediators(reach_of(request)).order_by())
    absence = get_object_or_404(rows.select_related("mediator"), pk=pk)
    actions.remove_absence(absence, by=actor(request), now=timezone.now())
    messages.success(request, _("L’absence est retirée."))
    return redirect("staff_openings")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*HOURS_KEEPERS)
def closure_added(request: HttpRequest) -> HttpResponse:
    """A site is closed for a while."""
    reach, now = reach_of(request), timezone.now()
    initial = {"first_day": timezone.localdate(now)}
    form = ClosureForm(request.POST or None, sites=managed_sites(reach), initial=initial)

    def hit() -> list[Appointment]:
        return affected.by_closure(form.closure(), visible=within(reach), now=now)

    def save() -> None:
        actions.add_closure(form.closure(), by=actor(request), now=now)

    return _asked(request, form, _("Fermer un lieu"), hit, save)


@require_POST
@staff(*HOURS_KEEPERS)
def closure_removed(request: HttpRequest, pk: int) -> HttpResponse:
    """The site opens after all."""
    rows = Closure.objects.filter(site__in=managed_sites(reach_of(request)).order_by()).select_related("site")
    closure = get_object_or_404(rows, pk=pk)
    actions.remove_closure(closure, by=actor(request), now=timezone.now())
    messages.success(request, _("La fermeture est retirée."))
    return redirect("staff_openings")
