"""What deserves a look in a file that may be taken: values that are kept but will not be used, or not published so."""

from collections.abc import Iterator, Mapping

from mediation.directory import publishing
from mediation.directory.facts import one_line, readable_phone
from mediation.directory.listed import LISTED
from mediation.directory.shown import shown
from mediation.hours import is_understood, speaks_of
from mediation.hours.meant import meant


def remarks(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(column, reason) of each value of one line that deserves a look."""
    said = {column: value for column, value in values.items() if value.strip()}
    published = publishing.clean(said)
    for column, value in said.items():
        if reason := _reason(column, value, published[column]):
            yield column, reason


def _reason(column: str, value: str, published: str) -> str:
    if column == "telephone":
        return _phone(value, published)
    if column == "horaires":
        return _hours(value)
    if column in ("latitude", "longitude"):
        return _degrees(value, published)
    if published == value.strip():
        return _replaced(column)
    if column == "pivot":
        return (
            f"{shown(column, value)} : ni SIRET (14 chiffres) ni RNA (W et 9 signes), publié comme inconnu."
        )
    if column in ("fiche_acces_libre", "prise_rdv"):
        return f"{shown(column, value)} : l’annuaire national refuse cette adresse (port, accent ou signe), non publiée."
    if column in LISTED or column in ("adresse", "commune"):
        return f"{shown(column, value)} : publié « {one_line(published, 80)} »."
    if column == "courriels":
        return "adresses électroniques publiées sans ce qui les entoure."
    return ""


def _replaced(column: str) -> str:
    return "publiée seulement si le lieu est fermé à la réservation ici." if column == "prise_rdv" else ""


def _phone(value: str, published: str) -> str:
    if not readable_phone(value):
        return "numéro illisible : gardé tel quel, le lieu n’aura pas de téléphone."
    if not published:
        return "numéro gardé mais non publié : l’annuaire national n’admet pas ceux de ce pays."
    return "" if value.strip() == published else "numéro publié sous sa forme internationale (+33…)."


def _degrees(value: str, published: str) -> str:
    if "," in value:
        return "virgule décimale lue comme un point, et publiée ainsi."
    return "" if published else "publiée seulement avec l’autre coordonnée."


def _hours(value: str) -> str:
    if is_understood(value):
        school = speaks_of(value, "SH")
        return (
            "vacances scolaires (SH) : lues comme les autres jours, leur calendrier n’est pas connu."
            if school
            else ""
        )
    proposal = meant(value)
    guess = (
        f"sans doute « {proposal} »" if proposal else "écrivez-les comme « Mo-Fr 09:00-12:00,14:00-17:00 »"
    )
    return f"{shown('horaires', value)} ne se lit pas, {guess} ; gardé tel quel, ni utilisé ni publié."
