"""Numbers, days, hours, telephone numbers and addresses, written the way a voice reads them well. Pure.

A synthetic voice reads "9 h 30", "35000" or "02 61" in ways nobody understands: what counts is written out.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo

from mediation.directory.aloud import street_aloud
from mediation.neighbours.codes import LANGUAGES as NEIGHBOURS
from mediation.neighbours.days import said_day
from notifications.texts.dates import day_and_month
from notifications.voice import tongues

_FRENCH = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_FRENCH_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt")
_ENGLISH = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number(value: int, language: str) -> str:
    """A whole number from 0 to 99 in words, as it is said alone or before a masculine word."""
    if language in NEIGHBOURS:
        return tongues.number(value, language)
    return _english(value) if language == "en" else _french(value)


def _french(value: int) -> str:
    if value < 20:
        return _FRENCH[value]
    tens, ones = divmod(value, 10)
    if tens in (7, 9):
        tens, ones = tens - 1, ones + 10
    word = _FRENCH_TENS[tens]
    if ones == 0:
        return "quatre-vingts" if tens == 8 else word
    if ones in (1, 11) and tens < 8:
        return f"{word} et {_FRENCH[ones]}"
    return f"{word}-{_FRENCH[ones]}"


def _english(value: int) -> str:
    if value < 20:
        return _ENGLISH[value]
    tens, ones = divmod(value, 10)
    return f"{_ENGLISH_TENS[tens]}-{_ENGLISH[ones]}" if ones else _ENGLISH_TENS[tens]


def clock(local: datetime | time, language: str) -> str:
    """`neuf heures trente`, `midi`, `vingt et une heures`; `nine thirty in the morning`, `noon`."""
    if language in NEIGHBOURS:
        return tongues.clock(local, language)
    return _english_clock(local) if language == "en" else _french_clock(local)


def _feminine(value: int) -> str:
    return re.sub(r"\bun$", "une", _french(value))


def _french_clock(local: datetime | time) -> str:
    hour = {0: "minuit", 12: "midi"}.get(local.hour)
    if hour is None:
        hour = f"{_feminine(local.hour)} heure{'s' if local.hour > 1 else ''}"
    return f"{hour} {_feminine(local.minute)}" if local.minute else hour


def _english_clock(local: datetime | time) -> str:
    if local.minute == 0 and local.hour in (0, 12):
        return "midnight" if local.hour == 0 else "noon"
    hour = _english(local.hour % 12 or 12)
    oh = "oh " if 0 < local.minute < 10 else ""
    minute = f" {oh}{_english(local.minute)}" if local.minute else ""
    part = "morning" if local.hour < 12 else "afternoon" if local.hour < 18 else "evening"
    return f"{hour}{minute} in the {part}"


def moment(at: datetime, zone: tzinfo, language: str) -> str:
    """`mardi 8 décembre à neuf heures trente`, `mardi premier décembre à midi`, on the wall clock of a zone."""
    local = at.astimezone(zone)
    return after(None, local, language)


def day(local: datetime, language: str) -> str:
    """`mardi premier décembre`; `Tuesday 1st of December`."""
    if language in NEIGHBOURS:
        return said_day(local, language)
    weekday, number, month = day_and_month(local, language)
    if language == "en":
        return f"{weekday} {_ordinal(number)} of {month}"
    return f"{weekday} {'premier' if number == 1 else number} {month}"


def after(before: date | None, local: datetime, language: str) -> str:
    """A moment as it is said after one of the day `before`: the hour on the same day, the weekday in the same week."""
    if language in NEIGHBOURS:
        return tongues.after(before, local, language)
    days = (local.date() - before).days if before else 7
    at = "at" if language == "en" else "à"
    if days == 0:
        return clock(local, language)
    if 0 < days < 7:
        return f"{day_and_month(local, language)[0]} {at} {clock(local, language)}"
    return f"{day(local, language)} {at} {clock(local, language)}"


def from_today(at: datetime, zone: tzinfo, language: str, *, now: datetime) -> str:
    """`aujourd’hui à quatorze heures`, `tomorrow at noon`; a later day, or an earlier one, as in `moment`."""
    local = at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    if language in NEIGHBOURS and days in (0, 1):
        return tongues.from_today(local, language, days=days)
    words = ("today at", "tomorrow at") if language == "en" else ("aujourd’hui à", "demain à")
    return f"{words[days]} {clock(local, language)}" if days in (0, 1) else moment(at, zone, language)


def from_then_on(at: datetime, zone: tzinfo, language: str) -> str:
    """`à partir de lundi 30 novembre à neuf heures`."""
    if language in NEIGHBOURS:
        return tongues.from_then_on(moment(at, zone, language), language)
    return f"{'from' if language == 'en' else 'à partir de'} {moment(at, zone, language)}"


def on_the_list(language: str) -> str:
    """A date without seats."""
    if language in NEIGHBOURS:
        return tongues.on_the_list(language)
    return "full, on the waiting list" if language == "en" else "complet, sur la liste d’attente"


def spans(hours: Sequence[tuple[datetime, datetime]], language: str) -> str:
    """`de quatorze heures à dix-sept heures` (local times), several of them one after the other."""
    if language in NEIGHBOURS:
        return tongues.spans(hours, language)
    said = "from {} to {}" if language == "en" else "de {} à {}"
    return ", ".join(said.format(clock(opens, language), clock(closes, language)) for opens, closes in hours)


def minutes(low: int, high: int, language: str) -> str:
    """`vingt à trente-cinq minutes`; two hours at most are worth saying, more is `plus de` so much."""
    most = min(high, 95)
    if language in NEIGHBOURS:
        kind = "more" if high <= low or low > most else "between" if low else "less"
        return tongues.minutes(low, most, language, kind=kind)
    if high <= low or low > most:
        less = "more than {} minutes" if language == "en" else "plus de {} minutes"
        return less.format(_minutes(most, language))
    if low == 0:
        under = "less than {} minutes" if language == "en" else "moins de {} minutes"
        return under.format(_minutes(most, language))
    between = "{} to {} minutes" if language == "en" else "{} à {} minutes"
    return between.format(_minutes(low, language), _minutes(most, language))


def _minutes(value: int, language: str) -> str:
    return number(value, language) if language == "en" else _feminine(value)


def same_place(language: str) -> str:
    """The place that was named before this one."""
    if language in NEIGHBOURS:
        return tongues.same_place(language)
    return "the same place" if language == "en" else "même lieu"


def _ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def digits(text: str, language: str) -> str:
    """A booking number digit by digit: `quatre, huit, deux, un, zéro, sept`."""
    if language in NEIGHBOURS:
        return tongues.digits(text, language)
    return ", ".join(number(int(each), language) for each in text if each.isdecimal())


def phone(e164: str, language: str) -> str:
    """A number of France by pairs (`zéro deux, soixante et un, quatre-vingt-onze…`), any other digit by digit."""
    national = f"0{e164[3:]}" if e164.startswith("+33") and len(e164) == 12 else ""
    if not national or language != "fr":
        return digits(national or e164, language)
    return ", ".join(_pair(national[at : at + 2]) for at in range(0, 10, 2))


def _pair(two: str) -> str:
    if two[0] == "0":
        return f"zéro {_french(int(two[1]))}"
    return _french(int(two))


def address(street: str, commune: str) -> str:
    """Where to go: abbreviations in full, without the postcode, which nobody walks by."""
    parts = [part.strip() for part in (*street_aloud(street).split(","), commune)]
    return ", ".join(dict.fromkeys(part for part in parts if part))
