"""What is held of a person, in words that they understand: names of sections and of what stands in them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.rights.held import Held, Item, Value
from mediation.phone import NotAPhone, read_phone, shown
from mediation.templatetags.page import clock, weekday

_SECTIONS: dict[str, Promise] = {
    "person": _("Vous"),
    "about": _("Ce que vous avez dit de vous"),
    "contacts": _("Comment vous joindre"),
    "appointments": _("Vos rendez-vous"),
    "goals": _("Ce que vous voulez savoir faire"),
    "steps": _("Ce qui est à faire"),
    "waits": _("Liste d’attente"),
    "call_backs": _("Demandes d’être rappelé"),
    "referrals": _("Ce qu’un partenaire nous a dit"),
    "workshops": _("Vos ateliers"),
    "drop_ins": _("Vos venues sans rendez-vous"),
    "messages": _("Les messages envoyés"),
    "received": _("Les SMS que vous avez écrits"),
    "answers": _("Nos réponses à vos SMS"),
    "calls": _("Vos appels à la ligne"),
    "history": _("Ce qui s’est passé"),
}
_NAMES: dict[str, Promise] = {
    "name": _("Nom"),
    "language": _("Langue des messages"),
    "commune": _("Ville"),
    "no_fixed_address": _("Sans adresse fixe"),
    "discreet": _("Aucun message"),
    "no_surveys": _("Ne pas demander mon avis"),
    "no_recognition": _("Ne pas me reconnaître au téléphone"),
    "known_since": _("Nous vous connaissons depuis"),
    "last_contact": _("Dernier contact"),
    "birth_year": _("Année de naissance"),
    "age": _("Âge"),
    "gender": _("Genre"),
    "situation": _("Situation"),
    "commune_refused": _("Ne veut pas dire sa ville"),
    "priority_area": _("Quartier prioritaire"),
    "said_on": _("Dit le"),
    "kind": _("Moyen"),
    "value": _("Numéro ou adresse"),
    "reaches_others": _("Sert aussi à quelqu’un d’autre"),
    "by_call": _("Préfère un appel"),
    "verified_on": _("Vérifié le"),
    "no_sms_since": _("Ne veut plus de SMS depuis"),
    "when": _("Quand"),
    "number": _("Numéro"),
    "place": _("Lieu"),
    "organisation": _("Structure"),
    "topic": _("Sujet"),
    "mediator": _("Avec qui"),
    "status": _("Où cela en est"),
    "way": _("Comment"),
    "booked_on": _("Pris le"),
    "booked_by": _("Pris par"),
    "booked_for": _("Pris pour"),
    "said_by": _("Qui l’a pris"),
    "reached": _("Pour vous joindre"),
    "own_number": _("Votre propre numéro"),
    "to_prepare": _("À préparer"),
    "interpreter": _("Interprète"),
    "asked_for": _("Demandé"),
    "with_others": _("Avec quelqu’un d’autre"),
    "survey_agreed": _("Avis : d’accord"),
    "called_off_on": _("Annulé le"),
    "called_off_why": _("Pourquoi"),
    "calls_tried": _("Appels essayés"),
    "address": _("Adresse de la visite"),
    "arrived_home": _("Arrivée chez vous"),
    "left_home": _("Départ de chez vous"),
    "interpreter_reference": _("Référence de l’interprète"),
    "done_about": _("De quoi il s’agissait"),
    "result": _("Résultat"),
    "autonomy": _("Autonomie"),
    "minutes": _("Minutes"),
    "note": _("Note sur la séance"),
    "note_elsewhere": _("Il y a une note. Le lieu peut vous la lire"),
    "sheet_done": _("Feuille : ce que nous avons fait"),
    "sheet_remember": _("Feuille : à retenir"),
    "words": _("En mots"),
    "state": _("Où cela en est"),
    "set_on": _("Fixé le"),
    "closed_on": _("Terminé le"),
    "done_by": _("Qui le fait"),
    "due_on": _("Avant le"),
    "remind": _("Avec un rappel"),
    "noted_on": _("Noté le"),
    "done_on": _("Fait le"),
    "places": _("Lieux"),
    "since": _("Depuis le"),
    "until": _("Jusqu’au"),
    "offered": _("Places proposées"),
    "phone": _("Téléphone"),
    "when_to_call": _("Quand appeler"),
    "reason": _("Raison"),
    "answered_on": _("Répondu le"),
    "partner": _("Partenaire"),
    "need": _("Besoin"),
    "sentence": _("Ce que le partenaire a appris"),
    "informed_on": _("Vous en avez été informé le"),
    "title": _("Atelier"),
    "came": _("Venues"),
    "what": _("Quoi"),
    "how": _("Par"),
    "text": _("Texte"),
    "ended_on": _("Fin"),
    "ours": _("Nous vous avons appelé"),
    "recorded": _("Nom enregistré"),
    "by_team": _("Par l’équipe"),
}


# Many small things: a line each, not a card.
_LINES = {"messages", "calls", "history"}


class SectionInWords(NamedTuple):
    """One section of the page. Each item is its facts, name and value in words; or `lines`, one an item."""

    name: str
    title: str
    items: list[list[tuple[str, str]]]
    lines: list[str]


def in_words(held: Held) -> Iterator[SectionInWords]:
    """Every section of the page."""
    for section in held.sections:
        title, in_lines = str(_SECTIONS[section.name]), section.name in _LINES
        items = [] if in_lines else [_facts(item) for item in section.items]
        lines = [_line(item) for item in section.items] if in_lines else []
        yield SectionInWords(section.name, title, items, lines)


def _line(item: Item) -> str:
    """What is known, one after the other; of a yes, what it is a yes to."""
    said = [str(_NAMES[name]) if value is True else _said(value) for name, value in item.items()]
    return " · ".join(said)


def _facts(item: Item) -> list[tuple[str, str]]:
    return [(str(_NAMES[name]), _said(value)) for name, value in item.items()]


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return gettext("oui")
    if isinstance(value, datetime):
        zone = getattr(value.tzinfo, "key", "")
        return f"{weekday(value, zone)} {value.year}, {clock(value, zone)}"
    if isinstance(value, date):
        return f"{weekday(value)} {value.year}"
    if isinstance(value, list):
        return ", ".join(value)
    return _as_read(str(value))


def _as_read(text: str) -> str:
    """A telephone number as people write it; anything else as it is."""
    try:
        return shown(read_phone(text).e164) if text.startswith("+") else text
    except NotAPhone:
        return text
