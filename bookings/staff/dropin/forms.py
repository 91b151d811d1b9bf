"""What is asked of somebody who walks in: nothing that may not stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.join_drop_in import WalkIn
from bookings.staff.agenda.lines import topic_names
from bookings.staff.languages import languages_and_costs
from mediation.models import Topic
from mediation.number_offers import OffersNumbers

_QUIET = {"autocomplete": "off", "spellcheck": "false"}


def topic_field(*, required: bool) -> "forms.ModelChoiceField[Topic]":
    """A topic as radio buttons; none is a choice where it is not required."""
    return forms.ModelChoiceField(
        label=_("Motif"),
        queryset=Topic.objects.filter(active=True),
        required=required,
        empty_label=None if required else _("À voir sur place"),
        widget=forms.RadioSelect,
    )


def _name_topics(form: forms.Form) -> None:
    names = topic_names()
    field = form.fields["topic"]
    field.label_from_instance = lambda each: names.get(each.pk, each.code)  # type: ignore[attr-defined]


class WalkInForm(OffersNumbers):
    """Two taps: the topic, if one likes, and « Donner un numéro »."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    topic = topic_field(required=False)
    name = forms.CharField(
        label=_("Prénom ou nom"), max_length=200, required=False, widget=forms.TextInput(attrs=_QUIET)
    )
    show_initial = forms.BooleanField(label=_("Montrer l’initiale à l’écran"), required=False)
    phone = forms.CharField(
        label=_("Mobile"),
        max_length=120,
        required=False,
        help_text=_("Pour recevoir le numéro par SMS, puis un SMS quand son tour approche."),
        widget=forms.TextInput(attrs={**_QUIET, "inputmode": "tel"}),
    )
    language = forms.ChoiceField(label=_("Langue des messages"), required=False, choices=languages_and_costs)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_topics(self)

    def walk_in(self) -> WalkIn:
        """Who walks in. Only when the form is right."""
        given = self.cleaned_data
        return WalkIn(
            topic=given["topic"],
            name=given["name"],
            phone=given["phone"],
            show_initial=given["show_initial"],
            language=given["language"] or "fr",
        )


class NoteForm(forms.Form):
    """What the visit of somebody helped was about, and who came, if they say."""

    topic = topic_field(required=True)
    name = forms.CharField(
        label=_("Prénom ou nom"),
        max_length=200,
        required=False,
        help_text=_("Vide : la visite est comptée sans nom."),
        widget=forms.TextInput(attrs=_QUIET),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_topics(self)
