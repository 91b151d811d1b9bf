"""Texts that a machine wrote are marked as such until somebody of the team has read them; when they change, again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from mediation.models import ConfirmedText
from mediation.neighbours.codes import LANGUAGES
from mediation.remembered import forget, remembered

Kind = ConfirmedText.Kind


@dataclass(frozen=True)
class State:
    """Where one language's texts of one kind stand. `changed`: they were confirmed, and are others now."""

    language: str
    kind: Kind
    confirmation: ConfirmedText | None
    changed: bool

    @property
    def name(self) -> str:
        """The language in its own words."""
        return LANGUAGES[self.language]

    @property
    def confirmed(self) -> bool:
        """Whether somebody has read the texts of today."""
        return self.confirmation is not None and not self.changed


@lru_cache
def digest(language: str, kind: str) -> str:
    """Of the texts that this process says: pages and telephone share a catalogue."""
    read = hashlib.sha256()
    if kind == Kind.MESSAGES:
        files = sorted((settings.BASE_DIR / "templates" / "messages").glob(f"*/{language}/*"))
    else:
        files = [settings.BASE_DIR / "mediation" / "locale" / language / "LC_MESSAGES" / "django.mo"]
    for file in files:
        read.update(file.name.encode() + file.read_bytes())
    return read.hexdigest()


def states() -> Iterator[State]:
    """Of every language and kind. One query."""
    rows = {(row.language, row.kind): row for row in ConfirmedText.objects.select_related("by")}
    for language in LANGUAGES:
        for kind in Kind:
            row = rows.get((language, kind.value))
            yield State(language, kind, row, row is not None and row.digest != digest(language, kind))


@remembered
def read_by_somebody() -> frozenset[tuple[str, str]]:
    """(language, kind) of the texts of today that somebody has confirmed. One query."""
    rows = ConfirmedText.objects.filter(language__in=LANGUAGES).values_list("language", "kind", "digest")
    return frozenset((language, kind) for language, kind, known in rows if known == digest(language, kind))


def confirm(language: str, kind: str, *, by: int, now: datetime) -> None:
    """Somebody has read the texts as they are now."""
    said = {"digest": digest(language, kind), "by_id": by, "at": now}
    ConfirmedText.objects.update_or_create(language=language, kind=kind, defaults=said)
    forget()


def take_back(language: str, kind: str) -> None:
    """They are marked again."""
    ConfirmedText.objects.filter(language=language, kind=kind).delete()
    forget()
