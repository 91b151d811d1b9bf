"""The one form of the counter: who, what, where and when. Everything may stay empty until one books."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Appointment, Contact
from bookings.people.names import name_key
from bookings.people.preparation import LANGUAGES, NEEDS, stored
from bookings.people.who import Participant, WayToReach
from bookings.staff.agenda.lines import topic_names
from bookings.staff.languages import languages_and_costs
from bookings.staff.reaching import PHONE, REACHES
from bookings.staff.waiting import offers
from bookings.times.search import Preference
from mediation.crypto import keyed_hash
from mediation.day_field import DayField
from mediation.models import Accreditation, Gender, Mediator, Site, Topic
from mediation.number_offers import OffersNumbers

NEW = "new"
_SPOKEN = [("fr", gettext_lazy("français")), *LANGUAGES.items()]


class DeskForm(OffersNumbers):
    """What the counter knows so far. `topics` and `sites` are read once for the whole page."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    call_back = forms.IntegerField(widget=forms.HiddenInput, required=False)
    waiting = forms.IntegerField(widget=forms.HiddenInput, required=False)
    resident = forms.CharField(required=False)
    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Téléphone"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Ou ses 4 derniers chiffres, ou le numéro de réservation, pour chercher."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("Comment la joindre ?"), choices=REACHES, required=False, initial=PHONE
    )
    reach_value = forms.CharField(
        label=gettext_lazy("Courriel, adresse, ou qui et comment"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shared = forms.BooleanField(label=gettext_lazy("Téléphone partagé avec d’autres"), required=False)
    by_call = forms.BooleanField(label=gettext_lazy("Préfère un appel à un SMS"), required=False)
    second_name = forms.CharField(
        label=gettext_lazy("Une deuxième personne vient (nom)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    second_phone = forms.CharField(
        label=gettext_lazy("Son téléphone, si vous l’appelez à part"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "tel"}),
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Qui demande ?"),
        required=False,
        choices=[
            ("self", gettext_lazy("La personne elle-même")),
            ("relative", gettext_lazy("Un proche")),
            ("carer", gettext_lazy("Un aidant")),
            ("guardian", gettext_lazy("Un tuteur ou un curateur")),
            ("professional", gettext_lazy("Un professionnel")),
        ],
    )
    contact_name = forms.CharField(label=gettext_lazy("Nom de qui demande"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Langue des messages"),
        required=False,
        choices=languages_and_costs,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Que devons-nous préparer ?"),
        required=False,
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter = forms.ChoiceField(
        label=gettext_lazy("Un interprète"),
        required=False,
        choices=[("", gettext_lazy("non")), *LANGUAGES.items()],
    )
    no_fixed_address = forms.BooleanField(label=gettext_lazy("Sans adresse fixe"), required=False)
    survey_consent = forms.BooleanField(
        label=gettext_lazy("Veut bien répondre à une enquête"), required=False
    )

    topic = forms.ChoiceField(
        label=gettext_lazy("Motif"),
        required=False,
        widget=forms.RadioSelect(attrs={"data-refresh": True}),
    )
    site = forms.TypedChoiceField(
        label=gettext_lazy("Lieu"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"data-refresh": True}),
    )
    near = forms.CharField(
        label=gettext_lazy("Ou près de"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Commune, code postal, quartier ou adresse."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    from_day = DayField(
        label=gettext_lazy("À partir du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "data-refresh": True}, format="%Y-%m-%d"),
    )
    mediator = forms.TypedChoiceField(
        label=gettext_lazy("Médiateur"), required=False, coerce=int, empty_value=None
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Reçu par"),
        required=False,
        choices=[
            ("", gettext_lazy("indifférent")),
            (Gender.WOMAN, gettext_lazy("une femme")),
            (Gender.MAN, gettext_lazy("un homme")),
        ],
    )
    speaks = forms.ChoiceField(
        label=gettext_lazy("Qui parle"),
        required=False,
        choices=[
            ("", gettext_lazy("indifférent")),
            *(each for each in _SPOKEN if each[0] not in ("fr", "lsf")),
        ],
    )
    sign_language = forms.BooleanField(label=gettext_lazy("En langue des signes"), required=False)
    accreditation = forms.ChoiceField(label=gettext_lazy("Habilitation"), required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("Comment ?"), required=False, choices=Appointment.Mode.choices
    )
    address = forms.CharField(
        label=gettext_lazy("Adresse de la visite, à domicile"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Effacée la nuit après la visite. Seule la personne qui y va la lit."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    exact = forms.TimeField(
        label=gettext_lazy("À une heure précise"),
        required=False,
        help_text=gettext_lazy("Avec un lieu, un jour et un médiateur : aussi hors de ses plages."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    slot = forms.CharField(required=False)
    # What stands in the way of the time chosen, as the page has said it: booked all the same.
    outside = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, topics: list[Topic], sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {topic.public_id: topic for topic in topics}
        self.sites = {site.pk: site for site in sites}
        names = topic_names()
        self._choices("topic", [(each.public_id, names.get(each.pk, each.code)) for each in topics])
        anywhere = ("", _("Tous les lieux"))
        self._choices("site", [anywhere, *((site.pk, site.name) for site in sites)])
        anybody = ("", _("indifférent"))
        mediators = Mediator.objects.filter(active=True).values_list("pk", "name")
        self._choices("mediator", [anybody, *mediators])
        rights = Accreditation.objects.values_list("code", "name")
        self._choices("accreditation", [("", _("aucune en particulier")), *rights])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def put_cursor(self, name: str) -> None:
        """The field in which one goes on to type, when it is one of this form's boxes."""
        if name in self.fields:
            self.fields[name].widget.attrs["autofocus"] = True

    # -- what was said so far, whether or not the rest is right --------------------------------------
    def said(self, name: str) -> Any:
        """A field's value as cleaned, or None when it is missing or wrong."""
        if not self.is_bound:
            return self.get_initial_for_field(self.fields[name], name)
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self.cleaned_data.get(name)

    @property
    def chosen_topic(self) -> Topic | None:
        """The topic, if one was chosen."""
        return self.topics.get(self.said("topic") or "")

    @property
    def idempotency_key(self) -> str:
        """The same form sent twice books once; going back to book for somebody else, or another time, books."""
        who = self.said("resident") or name_key(self.said("name") or "")
        return keyed_hash("desk", f"{self.said('key') or uuid.uuid4()}|{self.said('slot')}|{who}")

    def preference(self) -> Preference:
        """What narrows the mediators."""
        return Preference(
            mediator_id=self.said("mediator") or None,
            gender=self.said("gender") or "",
            sign_language=bool(self.said("sign_language")),
            language=self.said("speaks") or "",
            accreditation=self.said("accreditation") or "",
            way=self._way(),
        )

    def _way(self) -> str:
        """How one meets, where it is said and the topic is given so."""
        topic, said = self.chosen_topic, self.said("mode") or ""
        return said if topic is not None and said in topic.ways else ""

    @property
    def resident_id(self) -> int | None:
        """The person picked among those found; None for somebody new, or nobody yet."""
        picked = self.said("resident") or ""
        return int(picked) if picked.isascii() and picked.isdigit() and len(picked) < 18 else None

    @property
    def is_new(self) -> bool:
        """Whether staff said that this is somebody new."""
        return bool(self.said("resident") == NEW)

    # -- what booking needs ------------------------------------------------------------------------
    def refuse_incomplete(self) -> None:
        """Adds an error beside each thing that a booking still lacks."""
        if not self.said("topic"):
            self.add_error("topic", _("Choisissez un motif."))
        if offers.read_slot(self.said("slot") or "") is None:
            self.add_error("slot", _("Choisissez une heure."))
        if self.resident_id is None:
            if not (self.said("name") or "").strip():
                self.add_error("name", _("Écrivez un nom, ou choisissez une personne trouvée."))
            if self.said("reach") in (PHONE, "", None) and not (self.said("phone") or "").strip():
                self.add_error(
                    "phone", _("Écrivez un téléphone, ou choisissez une autre façon de la joindre.")
                )
        if self.said("reach") not in (PHONE, Contact.Kind.NONE, "", None) and not self.said("reach_value"):
            self.add_error("reach_value", _("Écrivez comment joindre la personne."))

    def way(self, known: Contact | None) -> WayToReach:
        """How to reach the person: what was typed, or as last time for somebody known."""
        kind = self.said("reach") or PHONE
        typed = (self.said("phone") or "").strip()
        shared = bool(self.said("shared"))
        if kind == PHONE:
            digits = sum(character.isdigit() for character in typed)
            if known is not None and digits in (0, 4, 6):
                return WayToReach(kind=known.kind, value=known.value, shared=known.shared)
            by_call = bool(self.said("by_call"))
            return WayToReach(kind=Contact.Kind.MOBILE, value=typed, shared=shared, by_call=by_call)
        return WayToReach(kind=kind, value=self.said("reach_value") or "", shared=shared)

    def participants(self, name: str) -> list[Participant]:
        """Who comes: the person, and perhaps somebody with them."""
        first = Participant(
            name=name,
            resident_id=self.resident_id,
            no_fixed_address=bool(self.said("no_fixed_address")),
        )
        second = (self.said("second_name") or "").strip()
        phone = (self.said("second_phone") or "").strip()
        return [first, Participant(name=second, phone=phone)] if second else [first]

    def preparation(self) -> list[str]:
        """What to prepare, as stored."""
        return stored(self.said("needs") or [], self.said("interpreter") or "")
