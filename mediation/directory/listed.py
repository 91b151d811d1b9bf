"""Values of a list ("A|B"), recognised whatever their spaces, apostrophes and capitals, written as the schema has them."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from mediation.directory.schema import ENUMERATIONS, LIST_SEPARATOR
from mediation.directory.typologies import CODES, RENAMED

LISTED = frozenset({*ENUMERATIONS, "typologie"})


def loosely(value: str) -> str:
    """A value without what people type differently: spaces, capitals, kinds of apostrophe and accent coding."""
    folded = unicodedata.normalize("NFC", value).casefold().replace("’", "'")
    return "".join(folded.split())


def parts(value: str) -> list[str]:
    """What stands between the separators, empty parts left out."""
    return [part for part in value.split(LIST_SEPARATOR) if part.strip()]


def known(column: str, value: str) -> tuple[str, ...]:
    """The listed values that a cell names, in its order, each once, in the schema's own writing."""
    return tuple(dict.fromkeys(_exact(column)[key] for key in _keys(value) if key in _exact(column)))


def unknown(column: str, value: str) -> list[str]:
    """The parts of a cell that no listed value is meant by."""
    return [part for part in parts(value) if loosely(part) not in _exact(column)]


def closest(column: str, part: str) -> str:
    """The listed value that an unknown one most likely meant; "" when none is near."""
    from difflib import get_close_matches  # Only where something is wrong.

    near = get_close_matches(loosely(part), _exact(column), n=1, cutoff=0.8)
    return _exact(column)[near[0]] if near else ""


def _keys(value: str) -> list[str]:
    return [loosely(part) for part in parts(value)]


@lru_cache
def _exact(column: str) -> Mapping[str, str]:
    if column == "typologie":
        return {loosely(code): code for code in sorted(CODES)} | {loosely(a): b for a, b in RENAMED.items()}
    return {loosely(value): value for value in ENUMERATIONS[column]}
