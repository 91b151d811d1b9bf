"""The 24 places of the demo. Kinds of place are real, streets and telephones are not."""

import csv
from pathlib import Path
from typing import NamedTuple

from mediation.directory.names import short_name, spoken_name
from mediation.directory.schema import COLUMNS, UNKNOWN_PIVOT


class Kind(NamedTuple):
    """What places of one kind have in common. `lent` is (what, how many)."""

    organisation: str
    typology: str
    programmes: str
    rooms: tuple[tuple[str, int], ...]
    lent: tuple[tuple[str, int], ...]
    hours: str
    services: str


_PAPERS = "Aide aux démarches administratives|Maîtrise des outils numériques du quotidien"
_LEARN = "Maîtrise des outils numériques du quotidien|Utilisation sécurisée du numérique"
_ACCESS = "Accès internet et matériel informatique"

KINDS = {
    "esc": Kind(
        "ccas",
        "CCAS",
        "Aidants Connect|Conseillers numériques",
        (("Bureau 1", 1), ("Espace numérique", 2)),
        (("Ordinateurs portables", 3), ("Tablette", 1)),
        "Mo-Fr 09:00-12:00,14:00-17:00",
        f"{_PAPERS}|{_ACCESS}",
    ),
    "mediatheque": Kind(
        "ville",
        "BIB",
        "Bibliothèques numérique de référence|Conseillers numériques",
        (("Salle numérique", 3),),
        (("Ordinateurs", 4), ("Tablettes", 2)),
        "Tu-Fr 10:00-12:30,14:00-18:30; Sa 10:00-17:00",
        f"{_LEARN}|Loisirs et créations numériques|{_ACCESS}",
    ),
    "maison": Kind(
        "souris",
        "ASSO|CS",
        "Conseillers numériques",
        (("Salle du fond", 1), ("Atelier", 1)),
        (("Ordinateurs portables", 2),),
        "Mo-Fr 09:00-12:30,13:30-18:00",
        f"{_LEARN}|Parentalité et éducation avec le numérique",
    ),
    "mairie": Kind(
        "mairies",
        "MUNI",
        "Conseillers numériques",
        (("Bureau du rez-de-chaussée", 1), ("Salle des associations", 1)),
        (("Ordinateur", 2),),
        "Mo-Fr 08:30-12:00,13:30-17:00",
        _PAPERS,
    ),
    "services": Kind(
        "services",
        "RFS",
        "France Services|Aidants Connect|Point d'accès numérique CAF",
        (("Bureau d’accueil", 2),),
        (("Ordinateurs", 2), ("Scanner", 1)),
        "Mo-Fr 09:00-12:00,14:00-17:30",
        f"{_PAPERS}|{_ACCESS}",
    ),
    "association": Kind(
        "clic",
        "ASSO",
        "Conseillers numériques|Certification PIX",
        (("Grande table", 3),),
        (("Ordinateurs portables", 4),),
        "Mo-Sa 10:00-18:00",
        f"{_LEARN}|Insertion professionnelle via le numérique",
    ),
    "marche": Kind(
        "clic",
        "ASSO",
        "Conseillers numériques",
        (("Camionnette", 1),),
        (("Tablettes", 2),),
        "Sa 08:30-12:30",
        _PAPERS,
    ),
}


class Place(NamedTuple):
    """One place. `marks`: S step-free, L lift, B hearing loop, G sign language, Q quiet room, C children welcome;
    a small letter says it is known to be missing, an absent one that nobody knows."""

    kind: str
    name: str
    commune: str
    neighbourhood: str
    street: str
    postcode: str
    latitude: float
    longitude: float
    stop: str
    way: str
    marks: str
    languages: str


def _places() -> tuple[Place, ...]:
    """The lines of places.csv."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return tuple(
        Place(latitude=float(line.pop("latitude")), longitude=float(line.pop("longitude")), **line)
        for line in lines
    )


PLACES = _places()

_MARKS = {
    "S": "step_free",
    "L": "lift",
    "B": "hearing_loop",
    "G": "sign_language",
    "Q": "quiet_room",
    "C": "child_friendly",
}
# English says where to go too; the invented way in is short enough to be told in one sentence.
_ENGLISH_WAY = "Ask for digital help at the door; staff will show you the way."


def access(place: Place) -> dict[str, bool | None]:
    """What is known of a place's accessibility, by field of Site; None is "nobody knows"."""
    known = {letter.upper(): letter.isupper() for letter in place.marks}
    return {field: known.get(letter) for letter, field in _MARKS.items()}


def directions(place: Place) -> dict[str, str]:
    """How to get in, per language."""
    return {"fr": place.way, "en": _ENGLISH_WAY, "fr-falc": place.way}


def names(place: Place) -> dict[str, str]:
    """The place's full, short and spoken names."""
    return {
        "name": place.name,
        "short_name": short_name(place.name),
        "spoken_name": spoken_name(place.name),
    }


def national(place: Place, position: int, commune: str, organisation: str, day: str) -> dict[str, str]:
    """The place's 32 raw national values; `position` is its place in the list, from 1; `day` is ISO."""
    kind = KINDS[place.kind]
    special = ["Langues étrangères (anglais)"] if "en" in place.languages.split() else []
    given = {
        "id": f"demo-{position:02}",
        "pivot": UNKNOWN_PIVOT,
        "nom": place.name,
        "commune": commune,
        "code_postal": place.postcode,
        "code_insee": place.commune,
        "adresse": place.street,
        "latitude": str(place.latitude),
        "longitude": str(place.longitude),
        "typologie": kind.typology,
        "telephone": phone(position),
        "courriels": f"lieu{position:02}@demo.example",
        "horaires": kind.hours,
        "presentation_resume": f"Lieu de démonstration. {place.way}",
        "source": "Démonstration",
        "itinerance": "Itinérant" if place.kind == "marche" else "Fixe",
        "structure_parente": organisation,
        "date_maj": day,
        "services": kind.services,
        "prise_en_charge_specifique": "|".join([*(["Surdité"] if "G" in place.marks else []), *special]),
        "frais_a_charge": "Gratuit",
        "dispositif_programmes_nationaux": kind.programmes,
        "modalites_acces": "Se présenter|Téléphoner|Prendre un RDV en ligne",
        "modalites_accompagnement": "Accompagnement individuel",
    }
    return {column: given.get(column, "") for column in COLUMNS}


def phone(position: int) -> str:
    """The invented landline of the place at this position."""
    return f"+3326191{position:04}"
