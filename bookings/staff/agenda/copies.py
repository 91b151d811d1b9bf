"""A week copied onto others: chosen, seen as it will be, kept, and taken back."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.actions.copy_week import Copied, copy_week, undo_copy
from bookings.models import Appointment
from bookings.staff.agenda.keeping import openings_kept, who_receives
from bookings.staff.asking import actor, day_asked, within
from bookings.templatetags.staff import day as in_words
from bookings.times.affected import by_exception
from bookings.times.copying import Step, plan
from mediation.access import RECEPTION, Reach, reach_of, staff
from mediation.days import read_day
from mediation.models import Opening

_WEEKS = 12
COPIED = "bookings.copied-week"
_WEEK = timedelta(days=7)


class CopyForm(forms.Form):
    """What is copied, and onto which weeks."""

    DATES, WHOLE = "dates", "semaine"

    what = forms.ChoiceField(
        label=gettext_lazy("Que copier ?"),
        choices=[
            (DATES, gettext_lazy("seulement les dates à part")),
            (WHOLE, gettext_lazy("toute la semaine, comme elle est")),
        ],
        widget=forms.RadioSelect,
    )
    alone = forms.BooleanField(
        label=gettext_lazy(
            "Retirer de ces semaines les plages qui reviennent et que la semaine copiée n’a pas"
        ),
        required=False,
    )
    weeks = forms.MultipleChoiceField(
        label=gettext_lazy("Sur quelles semaines ?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, mondays: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.isoformat(), _("du %(day)s") % {"day": in_words(each)}) for each in mondays]
        self.fields["weeks"].choices = choices  # type: ignore[attr-defined]

    def plan(self, openings: Sequence[Opening], monday: date) -> dict[date, list[Step]]:
        """What would change, by week."""
        data = self.cleaned_data
        targets = [read_day(each) for each in data["weeks"]]
        whole = data["what"] == self.WHOLE
        return plan(openings, monday, targets, whole=whole, alone=whole and data["alone"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def week_copied(request: HttpRequest, pk: int) -> HttpResponse:
    """One mediator's week (`jour`) onto others; what will be is shown before it is stored."""
    reach, now = reach_of(request), timezone.now()
    mediator = get_object_or_404(who_receives(reach), pk=pk)
    asked = day_asked(request)
    monday = asked - timedelta(days=asked.weekday())
    openings = list(_openings(reach, pk, monday))
    form = CopyForm(
        request.POST or None,
        mondays=_mondays(monday, timezone.localdate(now)),
        initial={"what": CopyForm.DATES},
    )
    weeks = form.plan(openings, monday) if form.is_bound and form.is_valid() else None
    hit = _hit(weeks, reach, now) if weeks else []
    steps = [step for week in (weeks or {}).values() for step in week]
    warned = bool(hit) or any(step.clashes for step in steps)
    if (
        steps
        and request.POST.get("action") == "enregistrer"
        and (not warned or request.POST.get("vu") == "1")
    ):
        done = copy_week(steps, by=actor(request), now=now)
        messages.success(request, _("C’est enregistré."))
        said = signing.dumps([pk, done.openings, done.dates], salt=COPIED)
        return redirect("staff_copied_week", said)
    context = {
        "form": form, "mediator": mediator, "monday": monday, "sunday": monday + timedelta(days=6),
        "weeks": weeks, "steps": steps, "affected": hit, "warned": warned, "openings": openings,
    }  # fmt: skip
    return render(request, "staff/agenda/copy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def copied_week(request: HttpRequest, copy: str) -> HttpResponse:
    """What was copied just now, to be taken back if it was a mistake."""
    try:
        pk, openings, dates = signing.loads(copy, salt=COPIED)
    except signing.BadSignature:
        raise Http404 from None
    reach = reach_of(request)
    mediator = get_object_or_404(who_receives(reach), pk=pk)
    touched = {*openings, *(rule for rule, _day in dates)}
    standing = openings_kept(reach).filter(pk__in=touched)
    if request.method == "POST":
        kept = set(standing.values_list("pk", flat=True))
        ours = Copied(
            [each for each in openings if each in kept], [each for each in dates if each[0] in kept]
        )
        undo_copy(ours, by=actor(request), now=timezone.now())
        messages.success(request, _("La copie est annulée."))
        return redirect("staff_openings")
    rows = standing.filter(pk__in=openings).order_by("first_day", "opens")
    context = {"mediator": mediator, "rows": rows, "dates": len(dates)}
    return render(request, "staff/agenda/copied.html", context)


def _openings(reach: Reach, pk: int, monday: date) -> Iterable[Opening]:
    """Those that one may change, but for what was over before that week."""
    found = openings_kept(reach).filter(mediator=pk).exclude(last_day__lt=monday)
    return found.prefetch_related("topics").order_by("pk")


def _mondays(copied: date, today: date) -> list[date]:
    this = today - timedelta(days=today.weekday())
    first = max(this, copied)
    mondays = [first + number * _WEEK for number in range(_WEEKS + 1)]
    return [monday for monday in mondays if monday != copied][:_WEEKS]


def _hit(weeks: dict[date, list[Step]], reach: Reach, now: Any) -> list[Appointment]:
    """Appointments on dates that would not run as they do."""
    rows = {
        row.pk: row
        for week in weeks.values()
        for step in week
        if step.rule is not None and step.skipped is not None
        for row in by_exception(step.rule, step.skipped, step.opening, visible=within(reach), now=now)
    }
    return sorted(rows.values(), key=lambda row: row.starts_at)
