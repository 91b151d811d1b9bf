"""A topic: its rules, and its texts in each language, one of them to be heard."""

import re
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.staff.set_up.fields import TEXT_LANGUAGES
from bookings.staff.set_up.form import SetUpForm
from mediation.access import Kind
from mediation.models import Topic, TopicText

PICTOGRAMS = {
    "forms": gettext_lazy("des papiers"),
    "house": gettext_lazy("une maison"),
    "phone": gettext_lazy("un téléphone"),
    "computer": gettext_lazy("un ordinateur"),
    "email": gettext_lazy("une enveloppe"),
    "internet": gettext_lazy("internet"),
    "print": gettext_lazy("une imprimante"),
    "photos": gettext_lazy("des photos"),
    "work": gettext_lazy("un travail"),
    "health": gettext_lazy("la santé"),
    "school": gettext_lazy("l’école"),
    "money": gettext_lazy("de l’argent"),
    "security": gettext_lazy("un cadenas"),
    "call": gettext_lazy("un appel"),
    "calendar": gettext_lazy("un calendrier"),
    "unknown": gettext_lazy("une question : « je ne sais pas »"),
}
# The languages that the telephone line speaks; easy French is heard as French.
SPOKEN_IN = ("fr", "en")
_IN_A_TEXT = ("name", "spoken", "explanation", "documents")
# Said after "Pour", to somebody: neither "je" nor "mon".
_OF_ONESELF = re.compile(r"\b(je|j['’]|mon|ma|mes|me|moi)\b", re.IGNORECASE)


def _named(part: str, language: str) -> str:
    return f"{part}_{language}"


class TopicForm(SetUpForm):
    """A reason to come."""

    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Comment on reçoit"),
        choices=Topic.Mode.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Topic.Mode.ON_SITE.value],
    )
    pictogram = forms.ChoiceField(label=gettext_lazy("Dessin"), choices=list(PICTOGRAMS.items()))

    class Meta:
        model = Topic
        fields = (
            *("pictogram", "position", "modes", "duration_min", "buffer_min", "notice_min", "horizon_days"),
            *("needs_machine", "accreditation"),
        )
        labels = {
            "position": gettext_lazy("Place dans la liste"),
            "notice_min": gettext_lazy("On réserve au plus tard, en minutes avant"),
            "horizon_days": gettext_lazy("On réserve au plus tôt, en jours avant"),
            "buffer_min": gettext_lazy("Temps libre après chaque rendez-vous (minutes)"),
        }
        help_texts = {
            "position": gettext_lazy("Le plus demandé d’abord : au téléphone, on écoute dans cet ordre."),
            "accreditation": gettext_lazy("Seules les personnes qui l’ont reçoivent pour ce motif."),
        }

    SECTIONS = (
        *(
            (gettext_lazy("Ses textes %(language)s"), tuple(_named(part, language) for part in _IN_A_TEXT))
            for language in TEXT_LANGUAGES
        ),
        (gettext_lazy("Ce qui se voit"), ("pictogram", "position", "modes")),
        (gettext_lazy("Ses règles"), ("duration_min", "buffer_min", "notice_min", "horizon_days")),
        (gettext_lazy("Ce qu’il demande"), ("needs_machine", "accreditation")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            last = Topic.objects.aggregate(last=Max("position"))["last"] or 0
            self.initial.setdefault("position", last + 1)
        else:
            self.initial["modes"] = self.instance.ways
        if self.instance.pictogram and self.instance.pictogram not in PICTOGRAMS:
            choices = [(self.instance.pictogram, self.instance.pictogram), *PICTOGRAMS.items()]
            self.fields["pictogram"].choices = choices  # type: ignore[attr-defined]
        self.fields["accreditation"].empty_label = _("Aucune")  # type: ignore[attr-defined]
        known = {text.language: text for text in self.instance.texts.all()} if self.instance.pk else {}
        for language in TEXT_LANGUAGES:
            self._add_text(language, known.get(language))

    def _add_text(self, language: str, text: TopicText | None) -> None:
        required = language == "fr"
        area = forms.Textarea(attrs={"rows": 3})
        made = {
            "name": forms.CharField(
                label=_("Nom"),
                max_length=80,
                required=required,
                help_text=_("Avec les mots de la personne : « Me servir de mon téléphone ».")
                if required
                else "",
            ),
            "explanation": forms.CharField(label=_("Explication"), max_length=300, required=False),
            "documents": forms.CharField(
                label=_("À apporter, une chose par ligne"), required=False, widget=area
            ),
        }
        if language in SPOKEN_IN:
            made["spoken"] = forms.CharField(
                label=_("Ce que dit le téléphone"), max_length=60, required=False, help_text=_heard(language)
            )
        for part, field in made.items():
            name = _named(part, language)
            if language == "en":
                field.widget.attrs["lang"] = "en"
            self.fields[name] = field
            self.initial[name] = getattr(text, part, "") if text else ""

    def sections(self) -> Any:
        """Each language's heading says which it is."""
        for section, language in _with_languages(super().sections()):
            title = str(section.title) % {"language": language} if language else section.title
            yield type(section)(title, section.fields)

    def clean(self) -> dict[str, Any]:
        """A spoken form that a voice can say to somebody; no text without its name."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if _OF_ONESELF.search(cleaned.get("spoken_fr") or ""):
            self.add_error(
                "spoken_fr",
                _("La voix parle à la personne : écrivez « votre » et « vous », pas « mon » ni « me »."),
            )
        for language in TEXT_LANGUAGES:
            told = any(cleaned.get(_named(part, language)) for part in _IN_A_TEXT[1:])
            if told and not cleaned.get(_named("name", language)) and language != "fr":
                self.add_error(_named("name", language), _("Donnez aussi le nom dans cette langue."))
        return cleaned

    def save(self, commit: bool = True) -> Topic:
        """The topic and its texts; a new one of a single organisation waits for the whole territory's coordination."""
        topic: Topic = self.instance
        if self.instance._state.adding:
            topic.code = _free_code(self.cleaned_data["name_fr"])
            if not self.reach.holds(Kind.METRO_COORDINATOR, Kind.OPERATOR):
                topic.active = False
                topic.proposed_by_id = min(self.reach.organisations(Kind.COORDINATOR))
        super().save(commit)
        for language in TEXT_LANGUAGES:
            values = {part: self.cleaned_data.get(_named(part, language), "") for part in _IN_A_TEXT}
            if values["name"]:
                topic.texts.update_or_create(language=language, defaults=values)
            else:
                topic.texts.filter(language=language).delete()
        return topic


def _heard(language: str) -> str:
    if language == "fr":
        return _("La ligne dit « Pour … » et ce texte : « vous servir de votre téléphone ». Vide : le nom.")
    return _("En anglais, la ligne dit ce texte, puis la touche : « to use your phone ».")


def _with_languages(sections: Any) -> Any:
    names = iter(TEXT_LANGUAGES.values())
    for section in sections:
        is_text = any(field.name.startswith("name_") for field in section.fields)
        yield section, next(names) if is_text else ""


def _free_code(name: str) -> str:
    plain = slugify(name)[:40] or "motif"
    taken = set(Topic.objects.filter(code__startswith=plain).values_list("code", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, 1000))
    return plain if plain not in taken else next(each for each in numbered if each not in taken)
