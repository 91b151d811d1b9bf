"""How long a call takes by ear: one measure for tests, the bench and whoever rewrites a sentence. Pure."""

from collections.abc import Iterable

LETTERS_A_SECOND = 14
"""How fast the line's voices speak; spaces and signs count, as they are breath."""
KEY_S = 1.0
"""From the end of a sentence to the key."""


def seconds(sentences: Iterable[str], *, keys: int = 0) -> float:
    """What whoever listens to all of it, and then presses so many keys, spends on the telephone."""
    return sum(map(len, sentences)) / LETTERS_A_SECOND + keys * KEY_S
