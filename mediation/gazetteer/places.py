"""What there is to be named, and what was understood. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Latitude, longitude in degrees (WGS 84).
Point = tuple[float, float]


class Kind(StrEnum):
    """What a place is; the letter its code begins with."""

    COMMUNE = "c"
    NEIGHBOURHOOD = "q"
    FORMER = "a"


@dataclass(frozen=True)
class Place:
    """A commune, a neighbourhood, or a commune of former days that somebody may live in.

    `code` is what an address carries; `bare_name` has no commune in brackets; `commune` and `commune_name` are those of
    today.
    """

    code: str
    name: str
    bare_name: str
    commune: str
    commune_name: str
    point: Point | None = None
    postcodes: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """By the first letter of its code."""
        return Kind(self.code[0])

    @property
    def in_full(self) -> str:
        """As it is said back to whoever named it: `Saint-Grégoire (35760)`, `Maurepas (Rennes)`."""
        numbered = self.kind is Kind.COMMUNE and self.postcodes
        return f"{self.name} ({', '.join(self.postcodes)})" if numbered else self.name


@dataclass(frozen=True)
class Gazetteer:
    """All there is to be named. Postcodes, and those of CEDEX that are known one by one, lead to INSEE codes."""

    places: tuple[Place, ...]
    postcodes: Mapping[str, frozenset[str]]
    cedex: Mapping[str, frozenset[str]]


class How(StrEnum):
    """How a place was understood, or why it was not."""

    POSTCODE = "postcode"
    CEDEX = "cedex"
    NAME = "name"
    SEVERAL = "several"
    GUESS = "guess"
    ELSEWHERE = "elsewhere"
    STREET = "street"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """The places meant, and how they were understood."""

    how: How
    places: tuple[Place, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether one may go on without asking which is meant."""
        return self.how in (How.POSTCODE, How.CEDEX, How.NAME)
