"""Noting that a text is missing in a language of the neighbourhood, while a page is made.

Only the catalogues of these languages have a note at their end; French and English are looked up as ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

from django.utils.translation import trans_real

from mediation.neighbours.codes import LANGUAGES

_missed: ContextVar[list[str] | None] = ContextVar("missed", default=None)


@contextmanager
def noting() -> Iterator[list[str]]:
    """What is missing while this runs."""
    missed: list[str] = []
    token = _missed.set(missed)
    try:
        yield missed
    finally:
        _missed.reset(token)


def missed() -> int:
    """How many texts were missing so far: what was made meanwhile is to be kept only when it is still as many."""
    noted = _missed.get()
    return len(noted) if noted is not None else 0


class _AtTheEnd(NullTranslations):
    """Asked for what a catalogue does not have: notes it, and says it in French."""

    def gettext(self, message: str) -> str:
        _note(message)
        return trans_real.translation("fr").gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        _note(msgid1)
        return trans_real.translation("fr").ngettext(msgid1, msgid2, n)


def _note(message: str) -> None:
    noted = _missed.get()
    if noted is not None:
        noted.append(message)


class Catalogue(trans_real.DjangoTranslation):
    """Django's, with the note at the end of those of the neighbourhood."""

    def _add_fallback(self, localedirs: object = None) -> None:
        if self.language() in LANGUAGES:
            self.add_fallback(_AtTheEnd())
        else:
            super()._add_fallback(localedirs)  # type: ignore[misc]


def begin() -> None:
    """From now on Django makes its catalogues this way."""
    trans_real.DjangoTranslation = Catalogue  # type: ignore[misc]
