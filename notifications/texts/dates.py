"""Days and times in words: short for an SMS (in French and English GSM-7 only), long for an e-mail."""

from datetime import date, datetime, tzinfo

from notifications.texts import neighbours

_SHORT_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
# "aout" and "fevr." would be wrong in a page; here û is not in the alphabet of SMS, and é is.
_SHORT_MONTHS = {
    "fr": (
        "janv.",
        "févr.",
        "mars",
        "avril",
        "mai",
        "juin",
        "juil.",
        "aout",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ),
    "en": ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}
_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


def short(at: datetime, zone: tzinfo, language: str) -> str:
    """`mar. 8 déc. à 9h30`, `Tue 8 Dec at 9:30`: an aware moment on the wall clock of a zone."""
    local = at.astimezone(zone)
    if language in neighbours.LANGUAGES:
        return neighbours.said(local, language)
    day = short_day(local, language)
    if language == "fr":
        return f"{day} à {local.hour}h{local:%M}"
    return f"{day} at {local.hour}:{local:%M}"


def clock(at: datetime, zone: tzinfo, language: str) -> str:
    """`9h30`, `9:30`: the time of day alone, for an SMS."""
    local = at.astimezone(zone)
    return f"{local.hour}h{local:%M}" if language in ("fr", "pt") else f"{local.hour}:{local:%M}"


def long(at: datetime, zone: tzinfo, language: str) -> str:
    """`mardi 8 décembre à 9 h 30`, `Tuesday 8 December at 9:30`, with non-breaking spaces in the hour."""
    local = at.astimezone(zone)
    if language in neighbours.LANGUAGES:
        return neighbours.said(local, language)
    day = of_day(local, language)
    if language == "fr":
        minutes = f"\N{NO-BREAK SPACE}{local:%M}" if local.minute else ""
        return f"{day} à {local.hour}\N{NO-BREAK SPACE}h{minutes}"
    return f"{day} at {local.hour}:{local:%M}"


def day(at: datetime, zone: tzinfo, language: str) -> str:
    """`mardi 8 décembre`, `Tuesday 8 December`: the day of an aware moment on the wall calendar of a zone."""
    return of_day(at.astimezone(zone).date(), language)


def of_day(day: date, language: str) -> str:
    """The same of a day."""
    if language in neighbours.LANGUAGES:
        return neighbours.said_day(day, language)
    return f"{_DAYS[language][day.weekday()]} {_number(day, language)} {_MONTHS[language][day.month - 1]}"


def short_day(day: date, language: str) -> str:
    """`mar. 8 déc.`, `Tue 8 Dec`: a day for an SMS."""
    if language in neighbours.LANGUAGES:
        return neighbours.said_day(day, language)
    number, month = _number(day, language), _SHORT_MONTHS[language][day.month - 1]
    return f"{_SHORT_DAYS[language][day.weekday()]} {number} {month}"


def and_more(count: int, language: str) -> str:
    """` et 5 autres dates`, ` (+5)`: how many dates there are beside the one that is said; nothing without any."""
    if count < 1:
        return ""
    if language == "fr":
        return f" et {count} autre{'s' if count > 1 else ''} date{'s' if count > 1 else ''}"
    if language == "en":
        return f" and {count} more date{'s' if count > 1 else ''}"
    return f" (+{count})"


def day_and_month(local: datetime, language: str) -> tuple[str, int, str]:
    """(`mardi`, 8, `décembre`): the parts of a day, for whoever puts them into a sentence of their own."""
    return _DAYS[language][local.weekday()], local.day, _MONTHS[language][local.month - 1]


def _number(local: date, language: str) -> str:
    return "1er" if language == "fr" and local.day == 1 else str(local.day)
