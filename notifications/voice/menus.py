"""Menus of at most four choices: how longer lists are read out. Pure.

Topics come in the order of how often people want them: they are leafed through, three and "another one" a page. Places
come in the order of the alphabet: a long list is first told by its ranges ("entre Beauregard et Cleunay"), which takes
whoever wants the last of fourteen two keys instead of five.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from notifications.voice.memory import Memory, Option
from notifications.voice.states import BY_NAME, State

MOST = 4
"""Nobody remembers more than that by ear."""
OTHER_TIMES = "4"
LANGUAGE_KEY = "9"
"""To the other languages; from any of them back to French."""
_LEAFED = 2 * (MOST - 1)
"""So many are leafed through in two pages; more of them are told by ranges."""


class Range(NamedTuple):
    """Options that follow each other in a list, from one up to but not with another."""

    start: int
    end: int


def visible(memory: Memory) -> list[tuple[str, Option]]:
    """(key, option) of the page that is read out now; nothing where ranges are."""
    if ranges(memory):
        return []
    start, end = _page(memory)
    return [(str(number), option) for number, option in enumerate(memory.options[start:end], start=1)]


def ranges(memory: Memory) -> list[tuple[str, Range]]:
    """(key, range) of a list too long to be leafed through; nothing for others."""
    start, end = _within(memory)
    count = end - start
    if memory.state not in BY_NAME or count <= _LEAFED:
        return []
    parts = MOST if count > MOST * (MOST - 1) else -(-count // MOST)
    cuts = [start + round(count * part / parts) for part in range(parts + 1)]
    return [(str(number + 1), Range(cuts[number], cuts[number + 1])) for number in range(parts)]


def more_key(memory: Memory) -> str:
    """The key for the next page, empty when all has been read out at once."""
    start, end = _within(memory)
    if memory.state is State.TIMES or end - start <= MOST or ranges(memory):
        return ""
    return str(len(visible(memory)) + 1)


def next_page(memory: Memory) -> int:
    """The page after this one; after the last comes the first."""
    _start, end = _page(memory)
    return memory.page + 1 if end < _within(memory)[1] else 0


def _within(memory: Memory) -> tuple[int, int]:
    """The part of the list that was chosen; all of it at first."""
    return (memory.part[0], memory.part[1]) if memory.part else (0, len(memory.options))


def _page(memory: Memory) -> tuple[int, int]:
    start, end = _within(memory)
    if end - start <= MOST:
        return start, end
    size = MOST - 1
    return start + memory.page * size, min(start + (memory.page + 1) * size, end)


def others(languages: Sequence[str]) -> list[tuple[str, str]]:
    """(key, language) of all but the first. More than four: nobody has to remember any but their own."""
    return [(str(number), each) for number, each in enumerate(languages[1:], start=1)]


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
