"""The published files: names, columns, and their Table Schema. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bookings.open_data.cube import COMMUNE, MONTH, THEME

HIDDEN = "s"
"""What stands in the place of a secret count; the same mark whether the count is small or protects a small one."""
OTHERS = "AUTRES"
"""The small communes together, in the table by year."""
NOT_SAID = "non_renseigne"
"""The theme of a session whose outcome nobody has noted."""
LICENCE = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True)
class Column:
    """A column: its name, its type and pattern in Table Schema, what it holds (French, as all open data here)."""

    name: str
    description: str
    example: str
    kind: str = "string"
    pattern: str = ""


@dataclass(frozen=True)
class Dataset:
    """A table that is published: `over` is the axis it sums up, `first` and `second` the columns of the other two."""

    slug: str
    over: int
    title: str
    description: str
    frequency: str
    first: Sequence[Column]
    second: Sequence[Column]

    @property
    def yearly(self) -> bool:
        """Whether its periods are years."""
        return self.over == MONTH

    @property
    def columns(self) -> Sequence[Column]:
        return [*self.first, *self.second, COUNT]


_MOIS = Column(
    "mois", "Mois des accompagnements, année et mois.", "2026-10", pattern=r"^\d{4}-(0[1-9]|1[0-2])$"
)
_ANNEE = Column("annee", "Année des accompagnements.", "2026", kind="year")
_COMMUNE = (
    Column(
        "code_insee",
        "Code INSEE de la commune du lieu d’accompagnement ; AUTRES pour les petites communes ensemble.",
        "35238",
        pattern=r"^(\d[0-9AB]\d{3}|AUTRES)$",
    ),
    Column("commune", "Nom de cette commune.", "Rennes"),
)
_THEME = (
    Column(
        "theme",
        "Code national du premier thème noté ; non_renseigne quand rien n’est noté.",
        "email",
        pattern=r"^[a-z_]+$",
    ),
    Column("theme_libelle", "Libellé national de ce thème.", "E-mail"),
)
COUNT = Column(
    "accompagnements",
    "Nombre d’accompagnements individuels qui ont eu lieu. « s » : nombre secret.",
    "42",
    kind="integer",
)

DATASETS: Sequence[Dataset] = (
    Dataset(
        "accompagnements-mois-commune",
        THEME,
        "Accompagnements par mois et par commune",
        "Combien de personnes ont été aidées chaque mois, par commune du lieu d’accompagnement.",
        "MONTHLY",
        (_MOIS,),
        _COMMUNE,
    ),
    Dataset(
        "accompagnements-mois-theme",
        COMMUNE,
        "Accompagnements par mois et par thème",
        "De quoi il s’agissait, chaque mois.",
        "MONTHLY",
        (_MOIS,),
        _THEME,
    ),
    Dataset(
        "accompagnements-annee-commune-theme",
        MONTH,
        "Accompagnements par année, par commune et par thème",
        "De quoi il s’agissait dans chaque commune. Les petites communes sont réunies.",
        "ANNUAL",
        (_ANNEE, *_COMMUNE),
        _THEME,
    ),
)


def table_schema(dataset: Dataset) -> dict[str, Any]:
    """The Table Schema of a file, as frictionless and Validata read it."""
    keys = [column.name for column in dataset.columns if column.name in _KEYS]
    described = schema_of(dataset.slug, dataset.title, dataset.description, dataset.columns, keys=keys)
    return {**described, "missingValues": ["", HIDDEN]}


def schema_of(
    name: str,
    title: str,
    description: str,
    columns: Sequence[Column],
    *,
    keys: Sequence[str],
    optional: Sequence[str] = (),
) -> dict[str, Any]:
    """The Table Schema of these columns; `optional` ones may be empty."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": name,
        "title": title,
        "description": description,
        "missingValues": [""],
        "fields": [_field(column, required=column.name not in optional) for column in columns],
        "primaryKey": list(keys),
    }


_KEYS = ("mois", "annee", "code_insee", "theme")


def _field(column: Column, *, required: bool) -> dict[str, Any]:
    # The count alone may be missing: where it is secret.
    constraints: dict[str, Any] = {"required": True} if required else {}
    if column is COUNT:
        constraints = {"minimum": 0}
    if column.pattern:
        constraints["pattern"] = column.pattern
    return {
        "name": column.name,
        "type": column.kind,
        "description": column.description,
        "example": column.example,
        "constraints": constraints,
    }
