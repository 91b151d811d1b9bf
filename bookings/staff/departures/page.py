"""The page of a mediator who stops: what is left behind, who could take it, then the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.depart import Departure, Fate, Left, come_back, depart
from bookings.models import Appointment
from bookings.staff.asking import actor
from bookings.staff.departures.forms import LAST_DAY, NOW, DepartureForm
from bookings.times.departures import (
    Animated,
    animated_after,
    appointments_after,
    colleague_for,
    openings_after,
    works_elsewhere,
)
from mediation.access import COORDINATORS, Kind, Reach, reach_of, staff
from mediation.actions.withdraw_role import withdraw_role
from mediation.crypto import keyed_hash
from mediation.models import Mediator, Opening, Role

_COLLEAGUES_LOOKED_FOR = 100


@dataclass(frozen=True)
class Promised:
    """An appointment that is left behind, who could receive instead (nobody: ""), and whether it is called off."""

    appointment: Appointment
    colleague: str
    cancelled: bool


@dataclass(frozen=True)
class LeftBehind:
    """What a departure affects. `seen` stands for all of it: a confirmation counts for what was shown."""

    openings: list[Opening]
    promised: list[Promised]
    workshops: list[Animated]
    seen: str


def leaving_within(reach: Reach) -> QuerySet[Mediator]:
    """Mediators whose departure one may decide about: of one's organisations, or at work there."""
    if reach.holds(Kind.METRO_COORDINATOR):
        return Mediator.objects.all()
    ours = reach.organisations(Kind.COORDINATOR)
    theirs = Q(organisation__in=ours) | Q(openings__site__organisation__in=ours)
    theirs |= Q(user__roles__kind=Kind.MEDIATOR, user__roles__organisation__in=ours)
    return Mediator.objects.filter(pk__in=Mediator.objects.filter(theirs).order_by().values("pk"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*COORDINATORS)
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, shows what it would do, and does it once that was seen."""
    reach, now = reach_of(request), timezone.now()
    mediator = get_object_or_404(leaving_within(reach), pk=pk)
    roles = _roles(mediator, reach)
    today = timezone.localdate(now)
    form = DepartureForm(
        request.POST or None, today=today, has_access=bool(roles), initial={"last_day": today}
    )
    left_behind = None
    if request.method == "POST" and form.is_valid():
        leaving = _departure(mediator, form, reach, roles, now)
        left_behind = _left_behind(leaving, now=now)
        if request.POST.get("action") == "confirmer" and request.POST.get("vu") == left_behind.seen:
            return _left(request, leaving, form, roles, now)
    context = {
        "mediator": mediator,
        "form": form,
        "left_behind": left_behind,
        "elsewhere": works_elsewhere(mediator, _scope(mediator, reach), now=now),
    }
    return render(request, "staff/team/departure.html", context, status=422 if form.errors else 200)


def _scope(mediator: Mediator, reach: Reach) -> frozenset[int] | None:
    """The organisations one decides for; None for all, which is also so where they work nowhere else."""
    return None if reach.holds(Kind.METRO_COORDINATOR) else reach.organisations(Kind.COORDINATOR)


def _roles(mediator: Mediator, reach: Reach) -> list[Role]:
    """The roles that let them in as a mediator, as far as they are one's own to take back; never one's own."""
    if mediator.user_id is None or (reach.user and mediator.user_id == reach.user.pk):
        return []
    held = Role.objects.filter(user=mediator.user_id, kind=Kind.MEDIATOR).select_related("organisation")
    return list(reach.limit_people(held))


def _departure(
    mediator: Mediator, form: DepartureForm, reach: Reach, roles: Iterable[Role], now: datetime
) -> Departure:
    answers, where = form.cleaned_data, _scope(mediator, reach)
    if (
        where is not None
        and mediator.organisation_id in where
        and not works_elsewhere(mediator, where, now=now)
    ):
        where = None
    return Departure(
        mediator=mediator,
        last_day=answers["last_day"],
        organisations=where,
        fate=Fate(answers["fate"]),
        otherwise=Fate(answers["otherwise"]),
        reason=answers["reason"].strip(),
        roles=[role.pk for role in roles] if answers.get("access") == LAST_DAY else (),
    )


def _left_behind(leaving: Departure, *, now: datetime) -> LeftBehind:
    openings = list(openings_after(leaving.mediator, leaving.last_day, leaving.organisations))
    rows = appointments_after(leaving.mediator, leaving.last_day, leaving.organisations, now=now)
    names = dict(Mediator.objects.values_list("pk", "name")) if rows else {}
    asks = leaving.fate is Fate.HAND_OVER
    rest = leaving.otherwise if asks else leaving.fate
    promised = [
        Promised(
            row,
            _colleague(row, names, now=now) if asks and number < _COLLEAGUES_LOOKED_FOR else "",
            cancelled=rest is Fate.CANCEL,
        )
        for number, row in enumerate(rows)
    ]
    animated = animated_after(leaving.mediator, leaving.last_day, leaving.organisations, now=now)
    shown = (
        leaving.last_day,
        leaving.fate,
        leaving.otherwise,
        [o.pk for o in openings],
        [r.pk for r in rows],
        [(each.date.pk, each.others) for each in animated],
    )
    return LeftBehind(openings, promised, animated, keyed_hash("departure", repr(shown))[:16])


def _colleague(appointment: Appointment, names: dict[int, str], *, now: datetime) -> str:
    return next((names[pk] for pk in colleague_for(appointment, now=now).mediator_ids), "")


def _left(
    request: HttpRequest, leaving: Departure, form: DepartureForm, roles: Iterable[Role], now: datetime
) -> HttpResponse:
    done = depart(leaving, by=actor(request), now=now)
    if form.cleaned_data.get("access") == NOW:
        for role in roles:
            withdraw_role(role=role, by=reach_of(request))
    messages.success(request, _said(leaving.mediator, done))
    if done.kept:
        messages.warning(
            request, _("Les rendez-vous gardés sont dans « Plages et absences », à replacer un par un.")
        )
    if done.alone:
        messages.warning(
            request,
            ngettext(
                "%(n)s date d’atelier n’a plus personne pour l’animer : changez l’animateur, ou annulez-la.",
                "%(n)s dates d’atelier n’ont plus personne pour les animer : changez l’animateur, ou annulez-les.",
                done.alone,
            )
            % {"n": done.alone},
        )
    return redirect("staff_people")


def _said(mediator: Mediator, done: Left) -> str:
    words = _(
        "C’est fait pour %(name)s. Plages terminées : %(openings)s. Rendez-vous confiés : %(handed)s, "
        "annulés : %(cancelled)s, gardés : %(kept)s."
    )
    return words % {
        "name": mediator.name,
        "openings": done.openings,
        "handed": done.handed_over,
        "cancelled": done.cancelled,
        "kept": done.kept,
    }


@require_POST
@staff(*COORDINATORS)
def departure_undone(request: HttpRequest, pk: int) -> HttpResponse:
    """Receives again: openings and the role are given anew."""
    mediator = get_object_or_404(leaving_within(reach_of(request)), pk=pk)
    come_back(mediator, by=actor(request), now=timezone.now())
    messages.success(
        request,
        _("%(name)s peut de nouveau recevoir. Ajoutez ses plages ; pour son accès, envoyez une invitation.")
        % {"name": mediator.name},
    )
    return redirect("staff_people")
