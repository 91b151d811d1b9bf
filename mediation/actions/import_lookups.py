"""Whom an imported line belongs to: the commune it stands in, the organisation that answers for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from mediation.directory.checking import loosely
from mediation.directory.facts import one_line
from mediation.directory.schema import PIVOT_PATTERN, UNKNOWN_PIVOT
from mediation.models import Commune, CommunePostcode, Organisation

NAME_MAX = 160


@dataclass(frozen=True)
class Communes:
    """The territory's communes, read once for a whole file."""

    by_code: dict[str, Commune]
    by_postcode: dict[tuple[str, str], Commune]

    @classmethod
    def load(cls) -> Self:
        """All of them, in two queries."""
        communes = {commune.pk: commune for commune in Commune.objects.all()}
        return cls(
            {commune.insee_code: commune for commune in communes.values()},
            {
                (row.postcode, loosely(communes[row.commune_id].name)): communes[row.commune_id]
                for row in CommunePostcode.objects.all()
            },
        )

    def of(self, values: Mapping[str, str]) -> Commune | None:
        """By INSEE code; without one, by postcode and name together (a postcode may be several communes)."""
        code = values.get("code_insee", "").strip()
        if code:
            return self.by_code.get(code)
        return self.by_postcode.get((values["code_postal"].strip(), loosely(values["commune"])))


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
