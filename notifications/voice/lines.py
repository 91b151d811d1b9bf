"""A sentence of the line, and what is listened for after the last one. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from notifications.voice.phrases import Phrase


class Listen(StrEnum):
    """What the telephone does once all is said."""

    KEYS = "keys"
    RECORD = "record"
    DIAL = "dial"
    HANG_UP = "hang up"


@dataclass(frozen=True)
class Line:
    """One sentence. `key` is the key it offers, if it does; `language` when it is not the caller's."""

    phrase: Phrase
    values: dict[str, str] = field(default_factory=dict)
    key: str = ""
    language: str = ""


@dataclass(frozen=True)
class Prompt:
    """What is said, what is listened for, how many digits make an answer, and whether it is said slowly.

    `before` is said before anything is listened for.
    """

    lines: tuple[Line, ...]
    listen: Listen = Listen.KEYS
    digits: int = 1
    slow: bool = False
    before: tuple[Line, ...] = ()


def offer(phrase: Phrase, key: str, **values: str) -> Line:
    """A choice and its key."""
    return Line(phrase, {**values, "key": key}, key=key)
