"""The columns of a file, and what people call them. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

MOST_BYTES = 5_000_000
MOST_LINES = 10_000
ENGLISH = "en"


@dataclass(frozen=True)
class Column:
    """One column. `others`: headers that mean the same; `english`: its header, and its example, on an English page."""

    name: str
    required: bool = False
    others: tuple[str, ...] = ()
    example: str = ""
    longest: int = 120
    english: str = ""
    english_example: str = ""

    def heading(self, language: str) -> str:
        """What it is called in a file that is offered in that language."""
        return self.english if language == ENGLISH and self.english else self.name

    def shown(self, language: str) -> str:
        """Its example there."""
        return self.english_example if language == ENGLISH and self.english_example else self.example


def meant(header: str, columns: Iterable[Column]) -> str | None:
    """The column that a header means, however it is written; None for one nobody knows."""
    known = {
        said: column.name for column in columns for said in (column.name, column.english, *column.others)
    }
    words = plain(header).strip(" *:")
    return known.get(words) or known.get(words.replace("_", " ")) or known.get(words.replace(" ", "_"))


def plain(text: str) -> str:
    """In small letters, without accents and with one kind of blank."""
    letters = unicodedata.normalize("NFKD", text.strip().lower())
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())
