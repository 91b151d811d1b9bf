"""What somebody is asked who registers for a workshop: who comes, to which dates, how to reach them."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from bookings.people.preparation import languages_of_messages
from bookings.people.who import Participant
from bookings.public.reach_form import ReachForm, text_field
from bookings.public.workshops import Shown
from mediation.templatetags.page import clock, weekday


class EnrolForm(ReachForm):
    """One person, or two who come together."""

    name = text_field(
        _("Nom de la personne qui vient"),
        hint=_("Un seul nom suffit. Un prénom suffit aussi."),
        required=True,
        autocomplete="name",
    )
    second_name = text_field(_("Nom de la deuxième personne"), hint=_("Si vous venez à deux."))
    dates = forms.MultipleChoiceField(
        label=_("À quelles dates venez-vous ?"),
        help_text=_("Ne cochez rien pour venir à toutes les dates."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    messages_in = forms.ChoiceField(
        label=_("Nos messages : dans quelle langue ?"),
        choices=lambda: [("", _("La langue de cette page")), *languages_of_messages()],
        required=False,
    )

    survey = forms.BooleanField(
        label=_("Je veux bien répondre à quelques questions après l’atelier."), required=False
    )

    # Mistakes are listed in the order of the page.
    field_order = ("dates", "name", "second_name", "reach")

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].help_text = _("Pour vous dire si une date change.")
        self.fields["name"].error_messages["required"] = _("Écrivez un nom.")
        zone = shown.workshop.site.timezone
        if shown.workshop.single_dates and len(shown.dates) > 1:
            self.fields["dates"].choices = [  # type: ignore[attr-defined]
                (str(date.pk), _day_to_say(date, zone)) for date in shown.dates
            ]
        else:
            del self.fields["dates"]

    @property
    def people(self) -> list[Participant]:
        """Who comes. Only when the form is right."""
        names = (self.cleaned_data["name"], self.cleaned_data["second_name"])
        return [Participant(name) for name in names if name]

    @property
    def date_ids(self) -> list[int]:
        """The dates they want; none means all."""
        return [int(pk) for pk in self.cleaned_data.get("dates", ())]


def _day(date: Any, zone: str) -> str:
    said = f"{weekday(date.starts_at, zone)}, {clock(date.starts_at, zone)}"
    return said if date.left > 0 else _("%(day)s (complet)") % {"day": said}


_day_to_say = lazy(_day, str)
