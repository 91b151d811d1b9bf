"""The national vocabularies on staff pages: an outcome in words, and what a topic suggests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from bookings.models import Appointment, Outcome
from bookings.outcomes import vocabularies as codes

# A topic's drawing says its field, whatever the territory calls it.
_THEMES_OF_PICTOGRAM: Mapping[str, Sequence[str]] = {
    "call": ["prendre_en_main_du_materiel"],
    "computer": ["prendre_en_main_du_materiel"],
    "email": ["email"],
    "forms": [codes.PAPERWORK],
    "health": ["sante", codes.PAPERWORK],
    "house": [codes.PAPERWORK],
    "internet": ["navigation_sur_internet"],
    "money": ["banque_et_achats_en_ligne"],
    "phone": ["prendre_en_main_du_materiel"],
    "photos": ["gere_ses_contenus_numeriques"],
    "print": ["bureautique"],
    "school": ["scolarite_et_numerique"],
    "security": ["securite_numerique"],
    "work": ["insertion_professionnelle"],
}
_SUB_THEMES_OF_PICTOGRAM: Mapping[str, Sequence[str]] = {
    "health": ["social_sante"],
    "house": ["logement"],
}
_PLACE_OF_MODE: Mapping[str, str] = {
    Appointment.Mode.ON_SITE: "lieu_activite",
    Appointment.Mode.HOME: "domicile",
    Appointment.Mode.PHONE: "a_distance",
    Appointment.Mode.VIDEO: "a_distance",
}


@dataclass(frozen=True)
class OutcomeInWords:
    """An outcome as staff read it. `has_note`: a private note exists; its text is read separately."""

    result: str
    themes: list[str]
    sub_themes: list[str]
    equipment: list[str]
    autonomy: str
    next_step: str
    referred_to: list[str]
    place: str
    duration_min: int
    has_note: bool
    recorded_at: datetime


def in_words(outcome: Outcome) -> OutcomeInWords:
    """The outcome with labels for codes; a code that is no longer in the vocabulary is shown as it is."""
    return OutcomeInWords(
        result=_label(codes.RESULTS, outcome.result),
        themes=_labels(codes.THEMES, outcome.themes),
        sub_themes=_labels(codes.SUB_THEMES, outcome.sub_themes),
        equipment=_labels(codes.EQUIPMENT, outcome.equipment),
        autonomy=_label(codes.AUTONOMY, outcome.autonomy),
        next_step=_label(codes.NEXT_STEPS, outcome.next_step),
        referred_to=_labels(codes.REFERRALS, outcome.referred_to),
        place=_label(codes.PLACES, outcome.place),
        duration_min=outcome.duration_min,
        has_note=bool(outcome.note),
        recorded_at=outcome.recorded_at,
    )


def choices(vocabulary: Mapping[str, str]) -> list[tuple[str, Promise]]:
    """A vocabulary as the choices of a field, in the reader's language."""
    return [(code, gettext_lazy(label)) for code, label in vocabulary.items()]


def suggestion(appointment: Appointment, *, now: datetime) -> dict[str, object]:
    """What the form starts with: what the topic is about, where it took place, how long it took."""
    pictogram = appointment.topic.pictogram
    return {
        "themes": list(_THEMES_OF_PICTOGRAM.get(pictogram, ())),
        "sub_themes": list(_SUB_THEMES_OF_PICTOGRAM.get(pictogram, ())),
        "next_step": "aucune",
        "place": _PLACE_OF_MODE.get(appointment.mode, "lieu_activite"),
        "duration_min": _nearest_preset(_minutes_spent(appointment, now)),
    }


def _minutes_spent(appointment: Appointment, now: datetime) -> float:
    """Minutes really spent if the clock knows them, else as promised."""
    promised = appointment.ends_at - appointment.starts_at
    if appointment.actual_start is None:
        return promised.total_seconds() / 60
    spent = (appointment.actual_end or now) - appointment.actual_start
    # Somebody marked as arrived in the morning and noted in the evening was not helped all day.
    return min(spent, promised * 2).total_seconds() / 60


def _nearest_preset(minutes: float) -> int:
    return min(codes.DURATION_PRESETS_MIN, key=lambda preset: abs(preset - minutes))


def _labels(vocabulary: Mapping[str, str], given: Sequence[str]) -> list[str]:
    return [_label(vocabulary, code) for code in given]


def _label(vocabulary: Mapping[str, str], code: str) -> str:
    label = vocabulary.get(code)
    return gettext(label) if label else code
