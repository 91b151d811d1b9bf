"""The page where coordinators say when people are reminded, with what that means for an example."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.staff.agenda.lines import topic_names
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from mediation import holidays
from mediation.access import Kind, Reach, reach_of, staff
from mediation.context import territory_holidays
from mediation.models import Organisation, Topic, Trace
from mediation.traces.pages import traced
from notifications.models.reminding import ReminderPlan
from notifications.moments.reminders import DEFAULT_RULES, DaysOff, ReminderRule, reminders

SETTERS = (Kind.COORDINATOR, Kind.METRO_COORDINATOR)
_CLOCK = forms.TimeInput(attrs={"type": "time", "min": "08:00", "max": "19:59"}, format="%H:%M")
_MONDAY_MORNING, _THURSDAY = (0, time(9, 0)), (3, time(14, 30))


@dataclass(frozen=True)
class Example:
    """An appointment, and when its reminders go (UTC)."""

    starts_at: datetime
    reminded_at: list[datetime]


def plans_within(reach: Reach) -> QuerySet[ReminderPlan]:
    """The plans one may change; those of the whole territory only for who coordinates all of it."""
    plans = ReminderPlan.objects.select_related("organisation", "topic")
    if reach.holds(Kind.METRO_COORDINATOR):
        return plans
    return plans.filter(organisation__in=reach.organisations(Kind.COORDINATOR))


def organisations_within(reach: Reach) -> QuerySet[Organisation]:
    """Whose plans one may set."""
    everybody = Organisation.objects.order_by("name")
    if reach.holds(Kind.METRO_COORDINATOR):
        return everybody
    return everybody.filter(pk__in=reach.organisations(Kind.COORDINATOR))


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' class takes no argument at run time
    """A plan as people say it."""

    class Meta:
        model = ReminderPlan
        fields = (
            *("organisation", "topic", "early_days", "early_at", "days", "days_at", "hours"),
            "days_off",
        )
        labels = {
            "early_days": gettext_lazy("Un premier rappel, combien de jours avant"),
            "early_at": gettext_lazy("Il part à"),
            "days": gettext_lazy("Un rappel, combien de jours avant"),
            "days_at": gettext_lazy("Il part à"),
            "hours": gettext_lazy("Un dernier rappel, combien d’heures avant"),
            "days_off": gettext_lazy("Jours où aucun rappel ne part à l’avance"),
        }
        help_texts = {
            "early_days": gettext_lazy("Vide : pas de premier rappel."),
            "days": gettext_lazy("Vide : pas de rappel les jours d’avant."),
            "hours": gettext_lazy("Vide : pas de rappel le jour même. La nuit, il part la veille à 19 h 30."),
            "days_off": gettext_lazy("Ce qui tombe ces jours-là part le dernier autre jour d’avant."),
        }
        widgets = {"early_at": _CLOCK, "days_at": _CLOCK}

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = reach.holds(Kind.METRO_COORDINATOR)
        organisation, topic = self.fields["organisation"], self.fields["topic"]
        organisation.queryset = organisations_within(reach)  # type: ignore[attr-defined]
        organisation.required = not whole
        organisation.empty_label = _("Tout le territoire") if whole else None  # type: ignore[attr-defined]
        names = topic_names()
        topic.queryset = Topic.objects.filter(active=True)  # type: ignore[attr-defined]
        topic.empty_label = _("Tous les motifs")  # type: ignore[attr-defined]
        topic.label_from_instance = lambda each: names.get(each.pk, each.code)  # type: ignore[attr-defined]


@require_safe
@staff(*SETTERS)
def reminder_plans(request: HttpRequest) -> HttpResponse:
    """What is set within reach, and what counts where nothing is."""
    names, now = topic_names(), timezone.now()
    plans = plans_within(reach_of(request)).order_by("organisation__name", "topic__position")
    usual = ReminderPlan.objects.filter(organisation=None, topic=None).first()
    context = {
        "usual": said(usual),
        "usual_examples": examples(usual.rules() if usual else DEFAULT_RULES, now=now),
        "rows": [(plan, names.get(plan.topic_id or 0, ""), said(plan)) for plan in plans],
    }
    return render(request, "staff/reminding/reminders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SETTERS)
@traced(Trace.Kind.SETTING_CHANGED, about="reminder_plan", changes=True)
@one_at_a_time
def reminder_plan(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new plan or one that is there: looked at with examples, then stored."""
    reach, now = reach_of(request), timezone.now()
    if pk is None:
        usual = {"days": 2, "days_at": time(10, 0), "hours": 2}
        form, other = PlanForm(request.POST or None, initial=usual, reach=reach), None
    else:
        # Read for each form: a bound one puts what was typed into its row.
        other = compared(lambda data: _plan_form(reach, pk, data), typed_in(request))
        form = other.form
    shown: list[Example] | None = None
    if form.is_bound and form.is_valid() and not (other and other.meanwhile):
        if request.POST.get("action") == "enregistrer":
            form.save()
            messages.success(request, _("C’est enregistré. Les rappels suivent cette règle dès maintenant."))
            return redirect("staff_reminders")
        shown = examples(form.instance.rules(), now=now)
    context = {"form": form, "plan": pk, "examples": shown, **(other.context if other else {})}
    status = other.status if other else 422 if form.errors else 200
    return render(request, "staff/reminding/plan.html", context, status=status)


def _plan_form(reach: Reach, pk: int, data: QueryDict | None) -> PlanForm:
    return PlanForm(data, instance=get_object_or_404(plans_within(reach), pk=pk), reach=reach)


@require_POST
@staff(*SETTERS)
@traced(Trace.Kind.SETTING_CHANGED, about="reminder_plan", changes=True)
def reminder_plan_removed(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan goes; a wider one counts again, or the usual reminders."""
    get_object_or_404(plans_within(reach_of(request)), pk=pk).delete()
    messages.success(request, _("La règle est retirée. La règle plus générale compte de nouveau."))
    return redirect("staff_reminders")


def said(plan: ReminderPlan | None) -> list[str]:
    """A plan in words, one reminder each; none: the usual one. Empty where nobody is reminded."""
    rules = plan.rules() if plan else DEFAULT_RULES
    words = [_in_words(rule) for rule in rules]
    if plan and plan.days_off != DaysOff.NEVER and any(rule.at for rule in rules):
        words.append(_("pas %(days)s") % {"days": plan.get_days_off_display()})
    return words


def _in_words(rule: ReminderRule) -> str:
    if rule.at is None:
        return ngettext("%(n)s heure avant", "%(n)s heures avant", int(rule.hours_before)) % {
            "n": int(rule.hours_before)
        }
    days = ngettext("%(n)s jour avant", "%(n)s jours avant", rule.days_before) % {"n": rule.days_before}
    return _("%(days)s à %(clock)s") % {"days": days, "clock": rule.at.strftime("%H:%M")}


def examples(rules: Sequence[ReminderRule], *, now: datetime) -> list[Example]:
    """A Monday morning and a Thursday afternoon some weeks ahead, booked long before, in the territory's zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = now.astimezone(zone).date() + timedelta(days=40)
    return [_example(rules, first, weekday, clock, zone) for weekday, clock in (_MONDAY_MORNING, _THURSDAY)]


def _example(
    rules: Sequence[ReminderRule], first: date, weekday: int, clock: time, zone: ZoneInfo
) -> Example:
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    starts_at = datetime.combine(day, clock, zone).astimezone(UTC)
    planned = reminders(
        starts_at=starts_at,
        told_at=starts_at - timedelta(days=365),
        zone=zone,
        rules=rules,
        holidays=holidays.days([day.year - 1, day.year], territory_holidays()),
    )
    return Example(starts_at, [each.send_after for each in planned])
