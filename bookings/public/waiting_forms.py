"""What somebody is asked who waits for a time: which days, which part of the day, where; and how to reach them."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bookings.actions.wait import When
from bookings.models import Appointment, WaitingEntry
from bookings.people.preparation import languages_of_messages
from bookings.public.reach_form import ReachForm, text_field
from bookings.waiting.queue import AFTERNOON, MORNING
from mediation.models import Site

HERE, ANYWHERE = "here", "anywhere"
PARTS = [("", _("Peu importe")), (MORNING, _("Le matin")), (AFTERNOON, _("L’après-midi"))]
# Sundays are asked for by nobody.
_DAYS = [(str(number), capfirst(WEEKDAYS[number])) for number in range(6)]


class WhenForm(forms.Form):
    """The days and the part of the day somebody could come."""

    days = forms.MultipleChoiceField(
        label=_("Quels jours pouvez-vous venir ?"),
        help_text=_("Ne cochez rien si tous les jours vous vont."),
        choices=_DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(
        label=_("À quel moment de la journée ?"), choices=PARTS, required=False, widget=forms.RadioSelect
    )

    @property
    def when(self) -> When:
        """As an action takes it. Only when the form is right."""
        part = self.cleaned_data["part"]
        return When([int(day) for day in self.cleaned_data["days"]], [part] if part else [])


class SoonerForm(WhenForm):
    """An earlier time than one's appointment."""

    where = forms.ChoiceField(label=_("Où pouvez-vous venir ?"), widget=forms.RadioSelect, initial=HERE)
    field_order = ("where", "days", "part")

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = appointment.site
        where = self.fields["where"]
        where.choices = [  # type: ignore[attr-defined]
            (HERE, _("Dans le même lieu : %(site)s") % {"site": self.site.name}),
            (ANYWHERE, _("Dans n’importe quel lieu")),
        ]

    @property
    def sites(self) -> list[Site]:
        """Where they could come; nothing is anywhere."""
        return [self.site] if self.cleaned_data["where"] == HERE else []

    @staticmethod
    def as_asked(entry: WaitingEntry) -> dict[str, object]:
        """What the form shows of a wait that exists."""
        return {
            "where": HERE if entry.sites.exists() else ANYWHERE,
            "days": [str(day) for day in entry.weekdays],
            "part": entry.parts[0] if len(entry.parts) == 1 else "",
        }


class WaitForm(WhenForm, ReachForm):
    """A time about a topic, when one is free: who, how to reach them, when."""

    REACHES = [
        choice
        for choice in ReachForm.REACHES
        if choice[0] in ("mobile", "mobile_shared", "landline", "email")
    ]

    name = text_field(
        _("Votre nom"),
        hint=_("Un seul nom suffit. Un prénom suffit aussi."),
        required=True,
        autocomplete="name",
    )
    messages_in = forms.ChoiceField(
        label=_("Nos messages : dans quelle langue ?"),
        choices=lambda: [("", _("La langue de cette page")), *languages_of_messages()],
        required=False,
    )
    field_order = (
        "days",
        "part",
        "name",
        "reach",
        "mobile",
        "shared_mobile",
        "landline",
        "email",
        "messages_in",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["through"], self.fields["letter"]
        reach = self.fields["reach"]
        reach.choices = self.REACHES  # type: ignore[attr-defined]
        reach.label = _("Comment vous prévenir ?")
        reach.help_text = _("Dès qu’une place se libère.")
        self.fields["name"].error_messages["required"] = _("Écrivez un nom. Un prénom suffit.")

    @property
    def ways(self) -> list[tuple[Any, Any]]:
        """Each way to reach somebody, with the field of the answer it needs."""
        return [(choice, self[self.ANSWERS[choice.data["value"]][0]]) for choice in self["reach"]]
