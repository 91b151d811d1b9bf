"""Workshops as they are announced: when, where, what about, how many seats. Never how many came: that would be a small number
of people in one room.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bookings.exports.cells import inert
from bookings.models import Workshop, WorkshopDate
from bookings.open_data.datasets import Column, schema_of

SLUG = "ateliers"
TITLE = "Ateliers collectifs"
DESCRIPTION = "Les dates d’atelier des douze derniers mois et celles à venir : quand, où, sur quoi, pour combien de personnes."
_KEPT = timedelta(days=365)
_LEVELS = {Workshop.Level.BEGINNER: "debutant", Workshop.Level.USED: "intermediaire"}
COLUMNS: Sequence[Column] = (
    Column("date", "Jour de l’atelier.", "2026-11-26", kind="date"),
    Column("debut", "Heure de début, à l’heure du lieu.", "14:00", pattern=r"^\d{2}:\d{2}$"),
    Column("fin", "Heure de fin, à l’heure du lieu.", "16:00", pattern=r"^\d{2}:\d{2}$"),
    Column("titre", "Titre de l’atelier, en français.", "Mon premier courriel"),
    Column("niveau", "Code national du niveau ; vide : pour tout le monde.", "debutant"),
    Column("lieu", "Nom du lieu.", "Maison de quartier Fictive"),
    Column("code_insee", "Code INSEE de la commune du lieu ; vide hors du territoire.", "35238"),
    Column("commune", "Nom de cette commune.", "Rennes"),
    Column("places", "Nombre de places.", "8", kind="integer"),
    Column("etat", "prevu, passe ou annule.", "prevu", pattern="^(prevu|passe|annule)$"),
)
_MAY_BE_EMPTY = ("niveau", "code_insee", "commune")


def schema() -> dict[str, Any]:
    """The Table Schema of the file."""
    keys = ("date", "debut", "titre", "lieu")
    return schema_of(SLUG, TITLE, DESCRIPTION, COLUMNS, keys=keys, optional=_MAY_BE_EMPTY)


def as_csv(*, now: datetime) -> bytes:
    """The file: UTF-8, comma, one line a date, the oldest first. Two queries."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    writer.writerows(_lines(now))
    return written.getvalue().encode()


def _lines(now: datetime) -> Iterator[Sequence[str | int]]:
    dates = WorkshopDate.objects.filter(starts_at__gte=now - _KEPT).select_related("workshop__site__commune")
    for date in dates.prefetch_related("workshop__texts"):
        workshop, site = date.workshop, date.workshop.site
        zone = ZoneInfo(site.timezone)
        starts, ends = date.starts_at.astimezone(zone), date.ends_at.astimezone(zone)
        titles = {text.language: text.title for text in workshop.texts.all()}
        commune = (site.commune.insee_code, site.commune.name) if site.commune else ("", "")
        yield (
            *(f"{starts:%Y-%m-%d}", f"{starts:%H:%M}", f"{ends:%H:%M}", inert(titles.get("fr", ""))),
            *(_LEVELS.get(Workshop.Level(workshop.level), ""), inert(site.name), *commune),
            *(date.capacity, _state(date, now)),
        )


def _state(date: WorkshopDate, now: datetime) -> str:
    if date.cancelled_at is not None:
        return "annule"
    return "passe" if date.ends_at <= now else "prevu"
