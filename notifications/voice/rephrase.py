"""What was written to be read, as it is said to somebody: topics and opening hours. Pure."""

import re
from datetime import time

from notifications.voice.spoken import clock

# What somebody reads as their own words ("à ma place"), a voice says to them ("à votre place").
_TO_YOU = {
    "fr": (
        (r"\b(?:ma|mon)\b", "votre"),
        (r"\bmes\b", "vos"),
        (r"\bme\b", "vous"),
        (r"\b[mM][’'](?=\w)", "vous "),
        (r"\bmoi\b", "vous"),
    ),
    "en": ((r"\bmy\b", "your"), (r"\b(?:me|myself)\b", "you")),
}


def to_you(name: str, language: str) -> str:
    """A topic as it is offered by ear: `vous servir de votre téléphone`."""
    said = begins_small(name)
    for written, spoken in _TO_YOU.get(language, ()):
        said = re.sub(written, spoken, said)
    return said


_HOURS = {
    "fr": re.compile(r"\b(?P<hour>\d{1,2})\s*(?:h|:|heures?)\s*(?P<minute>\d{2})?(?!\w)(?P<part>)"),
    "en": re.compile(
        r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<part>am|pm|a\.m\.|p\.m\.|noon)(?!\w)"
    ),
}


def hours(text: str, language: str) -> str:
    """Opening hours as staff wrote them, their clock times said as the line says its own: `de neuf heures à midi`."""
    apart = re.sub(r"(?<=[\dhm])\s*[–-]\s*(?=\d)", " à " if language == "fr" else " to ", text)
    pattern = _HOURS.get(language)
    return pattern.sub(lambda found: _clock_written(found, language), apart) if pattern else apart


def _clock_written(found: re.Match[str], language: str) -> str:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["part"].startswith("p") and hour < 12:
        hour += 12
    elif found["part"].startswith("a") and hour == 12:
        hour = 0
    return clock(time(hour, minute), language) if hour < 24 and minute < 60 else found[0]


def begins_small(name: str) -> str:
    """`Me servir de mon téléphone` inside a sentence; `CAF` and `E-mail` keep their capital."""
    return name[0].lower() + name[1:] if len(name) > 1 and name[1].islower() else name
