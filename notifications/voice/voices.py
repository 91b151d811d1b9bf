"""French names inside sentences of another language, for a French voice to say. Pure.

The English voice makes "Bréquigny" something nobody in Rennes has heard of. Such a name is marked in the text by two signs
that nobody types; whoever speaks the text changes voices there, whoever writes it down leaves the signs out.
"""

import re

_BEGINS, _ENDS = "\ue000", "\ue001"
_MARKED = re.compile(f"{_BEGINS}([^{_ENDS}]*){_ENDS}")
_LEADING = re.compile(r"([\s,.;:!?]*)(.*?)\s*", re.DOTALL)
_SIGNS = re.compile(f"[{_BEGINS}{_ENDS}]")
FRENCH = "fr"


def french(name: str, language: str) -> str:
    """A French name as part of a text in `language`."""
    bare = plain(name)
    return bare if language == FRENCH or not bare else f"{_BEGINS}{bare}{_ENDS}"


def plain(text: str) -> str:
    """The text as it is read."""
    return _SIGNS.sub("", text)


def by_voice(text: str, language: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the language of the voice that says it; a piece has at least one letter."""
    pieces: list[tuple[str, str]] = []
    for number, piece in enumerate(_MARKED.split(text)):
        signs, words = _LEADING.fullmatch(piece).groups()  # type: ignore[union-attr]
        if pieces and signs.strip():
            # A comma or a full stop by itself is no sentence: it goes with what comes before.
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + signs.strip())
        if words:
            pieces.append((FRENCH if number % 2 else language, words))
    return pieces
