"""Whom an imported line belongs to: the commune it stands in, the organisation that answers for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import F

from mediation.directory.facts import one_line
from mediation.directory.listed import loosely
from mediation.directory.schema import PIVOT_PATTERN, UNKNOWN_PIVOT
from mediation.gazetteer.listed import fresh
from mediation.gazetteer.places import Gazetteer, How, Place
from mediation.gazetteer.reading import read
from mediation.models import Commune, Organisation

NAME_MAX = 160


@dataclass(frozen=True)
class Communes:
    """The territory's communes, read once for a whole file."""

    by_code: Mapping[str, Commune]
    gazetteer: Gazetteer

    @classmethod
    def load(cls) -> Self:
        """All of them, with those they took in. Four queries."""
        # A row for each commune that one took in, or one alone.
        communes = list(Commune.objects.annotate(former_code=F("former__insee_code")))
        by_code = {commune.former_code: commune for commune in communes if commune.former_code}
        by_code |= {commune.insee_code: commune for commune in communes}
        return cls(by_code, fresh())

    def of(self, values: Mapping[str, str]) -> Commune | None:
        """By INSEE code, today's or a former one; without a known one, by postcode and name as people write them."""
        code = values.get("code_insee", "").strip()
        if code and code in self.by_code:  # Former names have no code of their own.
            return self.by_code[code]
        town = f"{values.get('code_postal', '')} {values.get('commune', '')}"
        found = {place.commune for place in self._read(town)}
        return self.by_code.get(found.pop()) if len(found) == 1 else None

    def _read(self, town: str) -> tuple[Place, ...]:
        reading = read(town, self.gazetteer)
        return reading.places if reading.how is How.NAME else ()


def remark_on(values: Mapping[str, str], commune: Commune | None) -> str:
    """What staff should know of the commune found for a line, in French; "" when there is nothing."""
    code = one_line(values.get("code_insee", ""), 10)
    said = one_line(f"{values['commune']} ({values['code_postal'].strip()})", NAME_MAX)
    if commune is None:
        named = f"« {said} », code INSEE {code}" if code else f"« {said} »"
        return f"{named} : commune inconnue de ce territoire ; le lieu n’est rattaché à aucune commune."
    if not code or commune.insee_code == code:
        return ""
    return (
        f"« {said} », code INSEE {code} : lu comme « {commune} », {commune.insee_code} (commune fusionnée ?)."
    )


class Organisations:
    """The organisation of each new site; the one named `given`, if any, answers for all of them."""

    def __init__(self, given: str) -> None:
        self.given = one_line(given, NAME_MAX)
        known = list(Organisation.objects.order_by("-pk"))
        self.by_name = {loosely(one.name): one for one in known}
        self.by_pivot = {one.national_id: one for one in known if one.national_id}

    def of(self, values: Mapping[str, str]) -> Organisation:
        """The line's `structure_parente` (a name, or a SIRET), else its pivot, else the place's own name."""
        if self.given:
            return self._by_name(self.given)
        parent = one_line(values.get("structure_parente", ""), NAME_MAX)
        if re.fullmatch("[0-9]{14}", parent):
            return self._by_pivot(parent, one_line(values["nom"], NAME_MAX))
        if parent:
            return self._by_name(parent)
        return self._by_pivot(values["pivot"].strip(), one_line(values["nom"], NAME_MAX))

    def _by_pivot(self, pivot: str, name: str) -> Organisation:
        if pivot == UNKNOWN_PIVOT or not re.fullmatch(PIVOT_PATTERN, pivot):
            return self._by_name(name)
        if pivot not in self.by_pivot:
            self.by_pivot[pivot] = Organisation.objects.create(name=name, national_id=pivot)
        return self.by_pivot[pivot]

    def _by_name(self, name: str) -> Organisation:
        key = loosely(name)
        if key not in self.by_name:
            self.by_name[key] = Organisation.objects.create(name=name)
        return self.by_name[key]
