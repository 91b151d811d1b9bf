"""Menus of at most four choices: how longer lists are read out in pages. Pure."""

import re
import unicodedata
from collections.abc import Sequence

from notifications.voice.memory import Memory, Option
from notifications.voice.states import State

MOST = 4
"""Nobody remembers more than that by ear."""
OTHER_TIMES = "4"
LANGUAGE_KEYS = ("9", "7", "6")
"""A key for each language besides the one that is spoken."""


def visible(memory: Memory) -> list[tuple[str, Option]]:
    """(key, option) of the page that is read out now."""
    start, end = _page(memory)
    return [(str(number), option) for number, option in enumerate(memory.options[start:end], start=1)]


def more_key(memory: Memory) -> str:
    """The key for the next page, empty when all has been read out at once."""
    if memory.state is State.TIMES or len(memory.options) <= MOST:
        return ""
    return str(len(visible(memory)) + 1)


def next_page(memory: Memory) -> int:
    """The page after this one; after the last comes the first."""
    _start, end = _page(memory)
    return memory.page + 1 if end < len(memory.options) else 0


def _page(memory: Memory) -> tuple[int, int]:
    if len(memory.options) <= MOST:
        return 0, MOST
    size = MOST - 1
    return memory.page * size, (memory.page + 1) * size


def others(memory: Memory, languages: Sequence[str]) -> list[tuple[str, str]]:
    """(key, language) of the languages one can change to."""
    return list(zip(LANGUAGE_KEYS, [each for each in languages if each != memory.language], strict=False))


def unknown_early(options: Sequence[Option]) -> tuple[Option, ...]:
    """The topics with "I don't know" on the first page: whoever does not know need not hear them all."""
    kept = [option for option in options if option.name]
    chosen = [option for option in options if not option.name]
    return (*kept[: MOST - 2], *chosen, *kept[MOST - 2 :])


def in_a_list(name: str) -> str:
    """What a name is listed under: without accents, and "Le Blosne" under B."""
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(each)
    )
    return re.sub(r"^(les?|la|l['’])\s*(?=\w)", "", bare)
