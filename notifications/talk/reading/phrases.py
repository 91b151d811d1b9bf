"""A small language for phrases: `je (viens|viendrai) [bien]` is four of them. Pure."""

import re
from collections.abc import Iterator

from notifications.talk.reading.letters import fold

_WORDS = re.compile(r"[^()|\[\]]+")
_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|([^()\[\]]+)")


def every(*patterns: str) -> Iterator[str]:
    """All the phrases that the patterns stand for, folded: `(a|b)` is one of them, `[a|b]` one or none."""
    for pattern in patterns:
        yield from _every(_WORDS.sub(lambda words: f" {fold(words[0])} ", pattern))


def _every(pattern: str) -> Iterator[str]:
    said = [""]
    for one_of, perhaps, plain in _PART.findall(pattern):
        choices = one_of.split("|") if one_of else ["", *perhaps.split("|")] if perhaps else [plain]
        said = [f"{before} {choice}" for before in said for choice in choices]
    for phrase in said:
        yield " ".join(phrase.split())
