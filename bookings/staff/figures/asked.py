"""The period that pages of figures and files are asked for."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from bookings.statistics.periods import Period
from mediation.day_field import DayField


class PeriodForm(forms.Form):
    """From when to when; both days are part of it."""

    first = DayField(label=gettext_lazy("Du"), widget=forms.DateInput(attrs={"type": "date"}))
    last = DayField(label=gettext_lazy("Au"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_last(self) -> date:
        """The end does not come before the beginning."""
        first: date | None = self.cleaned_data.get("first")
        last: date = self.cleaned_data["last"]
        if first and last < first:
            raise forms.ValidationError(gettext_lazy("Cette date est avant la première."))
        return last

    @property
    def period(self) -> Period:
        """What was asked for, once it is valid."""
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])
