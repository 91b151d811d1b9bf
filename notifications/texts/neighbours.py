"""Moments and places in the languages of the neighbourhood, as messages say them.

In Arabic nothing may stand as groups of digits: a right-to-left reader would see the groups in reverse.
"""

from datetime import datetime

from mediation.neighbours import codes, days
from mediation.neighbours.days import said_day as said_day

LANGUAGES = tuple(codes.LANGUAGES)

_SAID = {
    "ar": "{day} {number} {month} الساعة {hour}:{minute}",
    "uk": "{day}, {number} {month}, {hour}:{minute}",
    "tr": "{number} {month} {day}, saat {hour}:{minute}",
    "pt": "{day}, {number} de {month}, {hour}h{minute}",
    "es": "{day} {number} de {month}, {hour}:{minute}",
}
_ELSEWHERE = {
    "ar": {"phone": "عبر الهاتف", "video": "عبر مكالمة فيديو", "home": "في منزلكم"},
    "uk": {"phone": "телефоном", "video": "відеозвʼязком", "home": "у вас удома"},
    "tr": {"phone": "telefonla", "video": "görüntülü görüşmeyle", "home": "evinizde"},
    "pt": {"phone": "por telefone", "video": "por videochamada", "home": "em sua casa"},
    "es": {"phone": "por teléfono", "video": "por videollamada", "home": "en su casa"},
}


def said(local: datetime, language: str) -> str:
    """`martes 8 de diciembre, 9:30`: a moment that is on the wall clock already, 24 hours."""
    return _SAID[language].format(
        day=days.weekday(local, language),
        number=local.day,
        month=days.month(local, language),
        hour=local.hour,
        minute=f"{local:%M}",
    )


def elsewhere(mode: str, language: str) -> str:
    """Where an appointment is that is not at the site, in words; empty when it is there."""
    return _ELSEWHERE[language].get(mode, "")


def readable(number: str, language: str) -> str:
    """A telephone number or a code as that language's readers see it in the right order."""
    return number.replace(" ", "") if language == "ar" else number
