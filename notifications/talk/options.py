"""The options of a question, as an SMS lists them. Pure but for the zone of the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from notifications.texts import dates, places


@dataclass(frozen=True)
class Option:
    """One digit and the time it stands for (UTC), on the clocks of `zone`; `mode`, `place`: where it is, if that is asked."""

    digit: int
    at: datetime
    zone: str
    mode: str = ""
    place: str = ""


def said(options: Sequence[Option], written: str) -> str:
    """`4 : mar. 8 déc. à 9h30, 5 : …`, in a language that messages are written in."""
    return _AND[written].join(_one(each, written) for each in options)


def _one(option: Option, written: str) -> str:
    when = dates.short(option.at, ZoneInfo(option.zone), written)
    space = " " if written == "fr" else ""
    place = (places.elsewhere(option.mode, written) or option.place) if option.place else ""
    return f"{option.digit}{space}: {when}{f', {place}' if place else ''}"


_AND = {"fr": " ; ", "en": "; ", "ar": "؛ ", "uk": "; ", "tr": "; ", "pt": "; ", "es": "; "}
