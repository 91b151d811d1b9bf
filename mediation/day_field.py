"""A day in a form: only one that somebody may mean (`mediation.days`)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from mediation.days import is_near


class DayField(forms.DateField):
    """A date field that refuses days far from any calendar beside itself, before anybody reckons with them."""

    def clean(self, value: Any) -> date | None:
        """The day; raises `ValidationError`."""
        day: date | None = super().clean(value)
        if day is not None and not is_near(day):
            raise forms.ValidationError(_("Vérifiez l’année."))
        return day
