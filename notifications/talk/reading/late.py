"""Somebody who says that they will be late, and nothing else. Pure."""

from notifications.talk.reading.spelling import words_of

_LATE = frozenset({"retard", "retards", "late", "delayed"})
_BESIDE = frozenset(
    words_of(
        "bonjour bonsoir salut hello hi madame monsieur desole pardon sorry excusez moi merci svp stp s il vous plait "
        "oui ok d accord je j on nous y serai suis sera aurai ai avoir vais etre risque d arrive arriverai viens viendrai "
        "la mais avec en de un une du peu petit petite leger legere legerement environ a peu pres quelques cause "
        "minute minutes min mn mins quart heure demi dizaine vingtaine au rdv et finalement juste prevois "
        "i m am ill ll will be a bit little running about by coming but yes"
    )
) | {"1h00", "1h30", "0h30"}


def is_late(words: list[str]) -> bool:
    """Whether it says so in words that say nothing else: no "pas", no bus, no question."""
    if not _LATE & set(words):
        return False
    return all(word in _LATE or word in _BESIDE or _minutes(word) for word in words)


def _minutes(word: str) -> bool:
    number = word.removesuffix("min").removesuffix("mn").removesuffix("mins")
    return number.isascii() and number.isdigit() and len(number) < 3
