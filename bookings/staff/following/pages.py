"""One person's page of goals and next steps, with how much they could do alone; and what is done with each line."""

import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.add_step import add_step, drop_step, say_step, tick_step
from bookings.actions.followed import note_reading
from bookings.actions.set_goal import end_goal, set_goal
from bookings.errors import NotStanding
from bookings.following.autonomy import LEVELS, drawing
from bookings.following.links import is_late
from bookings.following.reached import reached
from bookings.following.usual import in_language
from bookings.models import Appointment, Contact, Goal, NextStep, Outcome, Resident
from bookings.outcomes import vocabularies as codes
from bookings.staff import vocabulary
from bookings.staff.asking import actor, way_back
from bookings.staff.following.forms import GoalForm, StepForm
from bookings.staff.following.reading import goals_read, person_and_session, sessions_read, steps_read
from mediation.access import NOTE_READERS, reach_of, staff

_DONE_SHOWN, _SESSIONS_SHOWN = 10, 12
_GOAL, _STEP = "objectif", "etape"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*NOTE_READERS)
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person wants to be able to do, what is next, and how far they are. A goal and a step are two forms of it."""
    person, last = person_and_session(request, pk)
    sent = request.POST.get("form", "")
    goals = goals_read(reach_of(request)).filter(resident=person).order_by("closed_on", "set_on", "pk")
    known = [(goal.pk, goal.words) for goal in goals if goal.state == Goal.State.OPEN]
    goal = GoalForm(request.POST if sent == _GOAL else None, prefix=_GOAL)
    step = StepForm(request.POST if sent == _STEP else None, prefix=_STEP, goals=known)
    if request.method == "POST" and _saved(request, person, last, goal, step):
        return redirect("staff_following", pk)
    context = {
        "person": person,
        "goals": goals,
        "goal_form": goal,
        "step_form": step,
        "key": uuid.uuid4().hex,
        **_steps(request, person),
        "chart": _chart(request, person),
        "last": last,
    }
    if request.method != "POST" and (goals or context["open"] or context["done"]):
        organisation = last.organisation_id
        note_reading(person.pk, organisation_id=organisation, by=actor(request), now=timezone.now())
    status = 422 if goal.errors or step.errors else 200
    return render(request, "staff/following/person.html", context, status=status)


def _saved(request: HttpRequest, person: Resident, last: Appointment, goal: GoalForm, step: StepForm) -> bool:
    now, by = timezone.now(), actor(request)
    today = timezone.localdate(now, ZoneInfo(last.site.timezone))
    key = request.POST.get("cle", "")[:64] or uuid.uuid4().hex
    try:
        if goal.is_bound and goal.is_valid():
            words, organisation = goal.cleaned_data["words"], last.organisation_id
            set_goal(
                person.pk, words=words, organisation_id=organisation, on=today, by=by, now=now, form_key=key
            )
            messages.success(request, _("L’objectif est noté."))
            return True
        if step.is_bound and step.is_valid():
            return _step_saved(request, person, last, step, today, key)
    except NotStanding:
        messages.error(request, _("Cette fiche vient de changer : rien n’a été noté."))
    return False


def _step_saved(
    request: HttpRequest, person: Resident, last: Appointment, form: StepForm, today: date, key: str
) -> bool:
    if not form.said:
        form.add_error("words", _("Choisissez une chose à faire, ou écrivez-la."))
        return False
    step = form.step(today=today)
    add_step(
        person.pk,
        step,
        organisation_id=last.organisation_id,
        mediator_id=reach_of(request).mediator_id or last.mediator_id,
        by=actor(request),
        now=timezone.now(),
        form_key=key,
    )
    messages.success(request, said_of(step.reminded, person))
    return True


def said_of(reminded: bool, person: Resident) -> str:
    """What is said to who has just noted a step."""
    if reminded and person.discreet:
        return _("C’est noté. Personne discrète : aucun message ne partira.")
    if not reminded:
        return _("C’est noté.")
    way = reached({person.pk}).get(person.pk)
    kind = way.contact.kind if way is not None else Contact.Kind.NONE
    if kind in (Contact.Kind.MOBILE, Contact.Kind.EMAIL):
        return _("C’est noté. Un rappel partira la veille.")
    if kind == Contact.Kind.LETTER:
        return _("C’est noté. Une lettre de rappel sera à poster, ou l’équipe appellera.")
    return _("C’est noté. La veille, l’équipe préviendra la personne.")


def shown(step: NextStep, *, now: datetime) -> dict[str, Any]:
    """A step as pages of the team list it."""
    return {
        "step": step,
        "words": in_language(step.words, get_language() or "fr"),
        "late": is_late(step, now=now),
    }


def _steps(request: HttpRequest, person: Resident) -> dict[str, Any]:
    now = timezone.now()
    rows = steps_read(reach_of(request)).filter(resident=person).select_related("goal", "mediator")
    ahead = rows.filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")
    done = rows.exclude(done_at=None).order_by("-done_at")[:_DONE_SHOWN]
    return {"open": [shown(step, now=now) for step in ahead], "done": [shown(step, now=now) for step in done]}


def _chart(request: HttpRequest, person: Resident) -> dict[str, Any] | None:
    """Their last sessions of which somebody has noted it; None where there is nothing to compare."""
    noted = Outcome.objects.filter(
        appointment__in=sessions_read(reach_of(request)).filter(participations__resident=person),
        autonomy__in=LEVELS,
    )
    rows = noted.order_by("-appointment__starts_at").values_list(
        "appointment__starts_at", "appointment__site__timezone", "autonomy"
    )
    sessions = [(at.astimezone(ZoneInfo(zone)).date(), code) for at, zone, code in rows[:_SESSIONS_SHOWN]]
    if not sessions:
        return None
    drawn = drawing(sessions)
    names = dict(vocabulary.choices(codes.AUTONOMY))
    return {
        "drawn": drawn,
        "levels": [(names[code], y) for code, y in drawn.levels],
        "last_day": drawn.points[-1].day,
        "rows": [(point.day, names[point.code]) for point in drawn.points],
    }


@require_POST
@staff(*NOTE_READERS)
def goal_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Reached, left aside, or taken up again."""
    goal = get_object_or_404(goals_read(reach_of(request)), pk=pk)
    state = request.POST.get("etat", "")
    if state in Goal.State.values:
        now = timezone.now()
        on = timezone.localdate(now)
        end_goal(goal.pk, as_=Goal.State(state), on=on, by=actor(request), now=now)
        messages.success(request, _("C’est noté."))
    return redirect("staff_following", goal.resident_id)


@require_POST
@staff(*NOTE_READERS)
def step_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, not done after all, said to the person, or taken off the list."""
    step = get_object_or_404(steps_read(reach_of(request)), pk=pk)
    by, now, wanted = actor(request), timezone.now(), request.POST.get("geste", "")
    try:
        if wanted in ("fait", "a_faire"):
            tick_step(step.pk, done=wanted == "fait", by=by, now=now)
        elif wanted == "dit":
            say_step(step.pk, by=by, now=now)
        elif wanted == "retirer":
            drop_step(step.pk, by=by, now=now)
        messages.success(request, _("C’est noté."))
    except NextStep.DoesNotExist:
        messages.error(request, _("Cette chose à faire n’est plus sur la liste."))
    return redirect(way_back(request, reverse("staff_following", args=[step.resident_id])))
