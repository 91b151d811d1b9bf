"""After a date: who came, and one outcome for all, in counters."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.attend import attend
from bookings.actions.record_workshop import Achieved, record_workshop
from bookings.errors import BookingError, InvalidReport, SeatsTaken, TooEarly
from bookings.models import WorkshopDate, WorkshopOutcome
from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import MAX_DURATION_MIN
from bookings.staff import vocabulary
from bookings.staff.asking import actor
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from bookings.staff.workshops.reading import date_or_404, title_of
from bookings.workshops.collective import NOT_SAID
from mediation.access import RECEPTION, Kind, staff

_AGES = {code: label for code, label in codes.AGES.items() if code != NOT_SAID}
_MOST = 500


def _count(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class WorkshopOutcomeForm(forms.Form):
    """How many came, what about; then how many women and men, and of which age."""

    participants = _count(gettext_lazy("Combien de personnes sont venues ?"), required=True)
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("De quoi s’agissait-il ?"),
        required=False,
        choices=vocabulary.choices(codes.THEMES),
        widget=forms.CheckboxSelectMultiple,
    )
    duration_min = forms.IntegerField(
        label=gettext_lazy("Durée, en minutes"), min_value=1, max_value=MAX_DURATION_MIN
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Niveau"),
        required=False,
        choices=[("", gettext_lazy("Non précisé")), *vocabulary.choices(codes.LEVELS)],
        widget=forms.RadioSelect,
    )
    women = _count(gettext_lazy("Femmes"))
    men = _count(gettext_lazy("Hommes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for (code, _plain), (_code, label) in zip(_AGES.items(), vocabulary.choices(_AGES), strict=True):
            self.fields[f"age_{code}"] = _count(label)

    @property
    def ages(self) -> list[forms.BoundField]:
        """The counters of ages."""
        return [self[f"age_{code}"] for code in _AGES]

    def achieved(self) -> Achieved:
        """What was counted. Only when the form is right."""
        given = self.cleaned_data
        return Achieved(
            participants=given["participants"],
            themes=given["themes"],
            duration_min=given["duration_min"],
            women=given["women"] or 0,
            men=given["men"] or 0,
            ages={code: given[f"age_{code}"] or 0 for code in _AGES},
            level=given["level"],
        )

    def tell(self, broken: tuple[Any, ...]) -> None:
        """Puts each broken rule beside its field."""
        words = {
            "themes": _("Cochez au moins un thème."),
            "participants": _("Il faut au moins une personne. Si personne n’est venu, ne notez rien."),
            "men": _("Cela fait plus de personnes qu’il n’en est venu."),
        }
        for fault in broken:
            said = words.get(fault.field, _("Ce choix ne va pas avec le reste."))
            if fault.field == "ages":
                said = _("Les âges font plus de personnes qu’il n’en est venu.")
            self.add_error(fault.field if fault.field in self.fields else None, said)


@require_POST
@staff(*RECEPTION)
def attended(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticks of a date, and how many came without registering."""
    date = date_or_404(request, pk)
    came = {int(each) for each in request.POST.getlist("venue") if each.isascii() and each.isdigit()}
    typed = request.POST.get("sans_inscription", "").strip()
    walk_ins = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    try:
        attend(date.pk, came=came, walk_ins=walk_ins, by=actor(request), now=timezone.now())
    except SeatsTaken as refused:
        left = date.capacity - refused.taken
        said = ngettext(
            "Il n’y avait que %(n)s place pour qui vient sans s’inscrire. Vérifiez qui est venu.",
            "Il n’y avait que %(n)s places pour qui vient sans s’inscrire. Vérifiez qui est venu.",
            left,
        )
        messages.error(request, said % {"n": left})
    except TooEarly:
        messages.error(request, _("Cet atelier n’a pas encore commencé."))
    else:
        messages.success(request, _("Les présences sont notées."))
    return redirect("staff_workshop", date.workshop_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.MEDIATOR, Kind.COORDINATOR)
@one_at_a_time
def workshop_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """One outcome for all who came, whichever animator notes it; what was ticked is there already."""
    date = date_or_404(request, pk)
    known = WorkshopOutcome.objects.filter(date=date).first()
    look = compared(lambda data: WorkshopOutcomeForm(data, initial=_initial(date, known)), typed_in(request))
    right = request.method == "POST" and not look.meanwhile and look.form.is_valid()
    if right and _saved(request, date, look.form):
        return redirect("staff_workshop", date.workshop_id)
    context = {
        "form": look.form,
        "date": date,
        "title": title_of(date.workshop),
        "known": known,
        **look.context,
    }
    return render(request, "staff/workshops/outcome.html", context, status=look.status)


def _saved(request: HttpRequest, date: WorkshopDate, form: WorkshopOutcomeForm) -> bool:
    try:
        record_workshop(date.pk, form.achieved(), by=actor(request), now=timezone.now())
    except InvalidReport as refused:
        form.tell(refused.faults)
    except BookingError:
        form.add_error(None, _("Cet atelier n’a pas encore commencé."))
    else:
        messages.success(request, _("Compte rendu enregistré."))
        return True
    return False


def _initial(date: WorkshopDate, known: WorkshopOutcome | None) -> dict[str, object]:
    if known is None:
        came = date.attendances.filter(came=True).count() + date.walk_ins
        minutes = int((date.ends_at - date.starts_at).total_seconds()) // 60
        return {"participants": came or None, "duration_min": minutes}
    ages = {f"age_{code}": count for code, count in known.ages.items()}
    names = ("participants", "themes", "duration_min", "level", "women", "men")
    return {**{name: getattr(known, name) for name in names}, **ages}
