"""The forms about a person who is followed: a goal, and what is to be done next."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings.actions.add_step import Step
from bookings.following.usual import USUAL, in_language
from bookings.models import NextStep
from mediation.day_field import DayField

LONGEST = 120
"""What is said in an SMS: short enough for two parts with the day and the link."""
NO_DAY, OTHER_DAY = "", "date"
_DAYS = (
    ("7", gettext_lazy("Dans une semaine")),
    ("14", gettext_lazy("Dans deux semaines")),
    ("30", gettext_lazy("Dans un mois")),
    (OTHER_DAY, gettext_lazy("Autre jour")),
    (NO_DAY, gettext_lazy("Sans date")),
)


class GoalForm(forms.Form):
    """What the person wants to be able to do."""

    words = forms.CharField(
        label=gettext_lazy("Ce que la personne veut savoir faire, avec ses mots"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class StepForm(forms.Form):
    """What is to be done: a usual thing in one tap, or words; by whom, until when, and whether to write to the person."""

    use_required_attribute = False

    usual = forms.ChoiceField(
        label=gettext_lazy("Que faire avant la prochaine fois ?"),
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Ou avec vos mots, que la personne lira"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Une phrase courte, sans nom ni numéro : elle peut partir par SMS."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Qui le fait ?"),
        choices=NextStep.Who.choices,
        required=False,
        initial=NextStep.Who.PERSON,
        widget=forms.RadioSelect,
    )
    due = forms.ChoiceField(
        label=gettext_lazy("Pour quand ?"),
        required=False,
        choices=_DAYS,
        initial="7",
        widget=forms.RadioSelect,
    )
    due_on = DayField(
        label=gettext_lazy("Autre jour"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    goal = forms.ChoiceField(label=gettext_lazy("Pour quel objectif ?"), required=False)
    remind = forms.BooleanField(
        label=gettext_lazy("La personne est d’accord pour un message de rappel, la veille"), required=False
    )

    def __init__(self, *args: Any, goals: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fr"
        usual = [(str(place), in_language(words, language)) for place, words in enumerate(USUAL)]
        self.fields["usual"].choices = [*usual, ("", _("Autre chose"))]  # type: ignore[attr-defined]
        if goals:
            named = [(str(pk), words) for pk, words in goals]
            self.fields["goal"].choices = [("", _("aucun en particulier")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["goal"]

    @property
    def said(self) -> bool:
        """Whether anything is to be done at all."""
        return bool(self.cleaned_data.get("words") or self.cleaned_data.get("usual"))

    def clean(self) -> dict[str, Any]:
        """A day other than those offered is needed where it is the one that was ticked, and lies ahead."""
        cleaned = super().clean() or {}
        said = bool(cleaned.get("words") or cleaned.get("usual"))
        if said and cleaned.get("due") == OTHER_DAY and "due_on" not in self.errors:
            day = cleaned.get("due_on")
            if day is None:
                self.add_error("due_on", _("Indiquez le jour."))
            elif day < timezone.localdate():
                self.add_error("due_on", _("Ce jour est passé."))
        if said and cleaned.get("remind") and cleaned.get("due") == NO_DAY:
            self.add_error("due", _("Pour un rappel, il faut un jour."))
        return cleaned

    def step(self, *, today: date) -> Step:
        """What was ticked and typed; words count before the usual thing."""
        data = self.cleaned_data
        return Step(
            words=data["words"] or USUAL[int(data["usual"])],
            who=data["who"] or NextStep.Who.PERSON,
            due_on=self._due_on(today),
            remind=data["remind"],
            goal_id=int(data["goal"]) if data.get("goal") else None,
        )

    def _due_on(self, today: date) -> date | None:
        due = self.cleaned_data["due"]
        if due == OTHER_DAY:
            day: date | None = self.cleaned_data["due_on"]
            return day
        return today + timedelta(days=int(due)) if due != NO_DAY else None
