"""The one form of a referral. All of it may be half filled in, as a draft; only sending asks for what is needed."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings.actions.wait import When
from bookings.errors import InvalidContact
from bookings.people.mistakes import contact_mistake
from bookings.people.own_numbers import own_number
from bookings.people.preparation import LANGUAGES, NEEDS, stored
from bookings.public.reach_form import ReachForm, text_field
from bookings.referrals import information
from bookings.staff.agenda.lines import topic_names
from bookings.staff.languages import languages_and_costs
from bookings.waiting.queue import AFTERNOON, MORNING
from mediation.day_field import DayField
from mediation.models import Role, Site, Topic

REACHES = [
    ("mobile", gettext_lazy("Par SMS, sur son téléphone mobile")),
    ("mobile_shared", gettext_lazy("Par SMS, sur un téléphone partagé avec d’autres")),
    ("landline", gettext_lazy("Par appel, sur un fixe ou un mobile")),
    ("email", gettext_lazy("Par e-mail")),
    ("through", gettext_lazy("Par moi : je transmets les messages")),
    ("letter", gettext_lazy("Par courrier")),
]
_DAYS = [(str(number), capfirst(WEEKDAYS[number])) for number in range(6)]
_PARTS = [
    ("", gettext_lazy("peu importe")),
    (MORNING, gettext_lazy("le matin")),
    (AFTERNOON, gettext_lazy("l’après-midi")),
]
_REFRESHES = {"data-refresh": True}
_MANY = ("other_topics", "days", "needs")
# What belongs to the person alone: not carried over to the next one of a couple or a family.
OF_THE_PERSON = (
    "name",
    "mobile",
    "shared_mobile",
    "landline",
    "email",
    "slot",
    "workshop",
    "companion_phone",
    "key",
    "draft",
    "informed",
)


class PersonForm(ReachForm):
    """Who, how they are reached, what they need, until when and when they can come: what may also be corrected later."""

    name = text_field(gettext_lazy("Nom de la personne"), required=True, spellcheck="false")
    need = forms.CharField(
        label=gettext_lazy("En une phrase simple"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ce que la personne veut faire. Elle pourra lire cette phrase."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    deadline = DayField(
        label=gettext_lazy("Avant le (date limite de sa démarche)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Ses jours possibles (aucun : tous)"),
        choices=_DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(label=gettext_lazy("Moment de la journée"), choices=_PARTS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("reach", REACHES)
        reach = self.fields["reach"]
        reach.label, reach.help_text = _("Comment joindre la personne ?"), ""
        self.fields["name"].error_messages["required"] = _("Écrivez le nom de la personne.")

    # A deadline that has gone by since does not keep anybody from correcting the rest.
    may_be_over = False

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_deadline(self) -> Any:
        """A day that is over helps nobody; one that was in time when it was first said stays."""
        day = self.cleaned_data["deadline"]
        said_before = day is not None and day.isoformat() == self.initial.get("deadline")
        if day is not None and day < timezone.localdate() and not (said_before and self.may_be_over):
            raise forms.ValidationError(_("Ce jour est passé. Vérifiez la date."))
        return day

    @property
    def when(self) -> When:
        """When the person could come. Only when the form is right."""
        part = self.cleaned_data["part"]
        return When([int(day) for day in self.cleaned_data["days"]], [part] if part else [])


class ReferForm(PersonForm):
    """Whom, what, where, when. `topics` and `sites` are read once for the whole page; `roles`: whom one refers for."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    draft = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)
    informed_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    role = forms.ChoiceField(label=gettext_lazy("De la part de"), required=False)
    companion = text_field(gettext_lazy("Une deuxième personne vient avec elle (nom)"))
    companion_phone = text_field(
        gettext_lazy("Son téléphone, si nous l’appelons à part"),
        hint=gettext_lazy("Vide : nous appelons les deux au même numéro."),
        type="tel",
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue de nos messages"), choices=languages_and_costs, required=False
    )
    interpreter = forms.ChoiceField(
        label=gettext_lazy("Un interprète"),
        choices=[("", gettext_lazy("non")), *LANGUAGES.items()],
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Que devons-nous préparer ?"),
        choices=list(NEEDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Sa demande principale"), widget=forms.RadioSelect(attrs=_REFRESHES)
    )
    other_topics = forms.MultipleChoiceField(
        label=gettext_lazy("Et aussi"), required=False, widget=forms.CheckboxSelectMultiple
    )
    site = forms.TypedChoiceField(
        label=gettext_lazy("Lieu"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs=_REFRESHES),
    )
    near = text_field(
        gettext_lazy("Ou près de"),
        hint=gettext_lazy("Commune, code postal, quartier ou adresse."),
        spellcheck="false",
    )
    slot = forms.CharField(required=False, max_length=30)
    workshop = forms.CharField(required=False, max_length=30)
    # Said where this very person has been referred before, and that is still under way.
    once_more = forms.BooleanField(
        label=gettext_lazy("Orienter cette personne encore une fois"), required=False
    )
    informed = forms.BooleanField(
        error_messages={"required": gettext_lazy("Informez la personne, puis cochez cette case.")}
    )
    # As they stand on the page: the summary of what is wrong goes down it.
    field_order = ("role", "name", "reach", *(field for field, _missing in ReachForm.ANSWERS.values()))

    def __init__(
        self, *args: Any, topics: list[Topic], sites: list[Site], roles: list[Role], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {topic.public_id: topic for topic in topics}
        self.sites = {site.pk: site for site in sites}
        self.roles = {str(role.pk): role for role in roles}
        names = topic_names()
        named = [(each.public_id, names.get(each.pk, each.code)) for each in topics]
        self._choices("topic", named)
        self._choices("other_topics", named)
        self._choices(
            "site", [("", _("Le plus tôt, n’importe où")), *((each.pk, each.name) for each in sites)]
        )
        self._choices(
            "role", [(pk, " · ".join(filter(None, map(str, _where(r))))) for pk, r in self.roles.items()]
        )
        self.fields["role"].required = len(roles) > 1
        self.fields["informed"].label = information.sentence(information.CURRENT, get_language() or "fr")
        self.fields["topic"].error_messages["required"] = _("Choisissez une demande.")

    def clean_companion_phone(self) -> str:
        """A telephone, or nothing; left alone where nobody is called, as the box is not shown there."""
        typed = str(self.cleaned_data["companion_phone"]).strip()
        try:
            return own_number(typed).value if typed and self.calls else ""
        except InvalidContact as refused:
            raise forms.ValidationError(contact_mistake(refused)) from None

    @property
    def calls(self) -> bool:
        """Whether the help asked for is given by telephone: then each of those who come may have a number."""
        topic = self.topics.get(str(self["topic"].value() or ""))
        return topic is not None and topic.usual_way == Topic.Mode.PHONE

    @property
    def role_chosen(self) -> Role | None:
        """Whom one refers for; None without an account."""
        roles = list(self.roles.values())
        return self.roles.get(str(self.cleaned_data.get("role") or "")) or (roles[0] if roles else None)

    @property
    def preparation(self) -> list[str]:
        """What to prepare, as stored."""
        return stored(self.cleaned_data["needs"], self.cleaned_data["interpreter"])


def typed(data: Any) -> dict[str, Any]:
    """What was typed so far (a `QueryDict`), right or wrong, as a form shows it again and as a draft keeps it."""
    names = [name for name in ReferForm.base_fields if name in data]
    return {name: data.getlist(name) if name in _MANY else data[name] for name in names}


def blank() -> dict[str, Any]:
    """What a form starts with: a key of its own (a second press sends nothing more), the moment it is shown."""
    return {
        "key": str(uuid.uuid4()),
        "shown": int(timezone.now().timestamp()),
        "informed_version": information.CURRENT,
        "language": "fr",
    }


def _where(role: Role) -> tuple[object, object]:
    return role.organisation or "", role.team or ""
