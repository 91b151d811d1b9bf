"""What templates need that Django does not ship: pictograms, telephone numbers, days and hours."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.loader import select_template
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi

from mediation.models import Site
from mediation.models.stop import standing_at
from mediation.neighbours import codes, days
from mediation.phone import NotAPhone, read_phone, shown

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=64)
def pictogram(name: str) -> SafeString:
    """The drawing of that name, purely decorative; the question mark when there is none."""
    drawing = select_template(
        [f"components/pictograms/{name}.html", "components/pictograms/unknown.html"]
    ).render()
    return format_html(
        '<svg class="picto" viewBox="0 0 48 48" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(drawing.strip()),
    )


@register.filter
def standing(site: Site, moment: datetime) -> Site:
    """A site as it stands at that moment: a mobile one at the address of the day."""
    return standing_at(site, moment)


@register.filter
def national(number: str) -> str:
    """A telephone number as people read it here: +33261910000 → 02 61 91 00 00.

    No-break spaces keep it on one line, and in order among right-to-left text; a plus sign needs
    a mark for that.
    """
    written = shown(number).replace(" ", "\xa0")
    return f"\u200e{written}" if written.startswith("+") and get_language_bidi() else written


@register.filter
def understood(number: str) -> str:
    """A telephone number as it was understood: with the overseas territory it belongs to, if it does."""
    try:
        place = read_phone(number).place
    except NotAPhone:
        return national(number)
    return f"{national(number)} ({place})" if place else national(number)


@register.filter
def in_language(texts: dict[str, str]) -> str:
    """What was written for the page's language, or else in French; empty when nobody wrote it down."""
    return texts.get(get_language() or "") or texts.get("fr", "")


@register.filter
def clock(instant: datetime, zone: str = "") -> str:
    """The time on the wall of `zone`: 9 h 45, 9:45 am. A no-break space keeps it on one line."""
    local = instant.astimezone(ZoneInfo(zone or settings.TIME_ZONE))
    return _clock(local.hour, local.minute, get_language() or "")


def on_wall(at: time) -> str:
    """A time of the wall clock, as `clock` says it."""
    return _clock(at.hour, at.minute, get_language() or "")


@lru_cache(maxsize=2_048)
def _clock(hour: int, minute: int, language: str) -> str:
    wall = time(hour, minute)
    if language.startswith("fr"):
        return time_format(wall, "G\xa0\\h\xa0i")
    if language in codes.LANGUAGES:
        return days.clock(wall, language)
    return time_format(wall, "g:i\xa0a").replace(".", "")


@register.filter
def weekday(moment: datetime | date, zone: str = "") -> str:
    """The day in full, as said: mardi 24 novembre. With a `zone`, the day it is there."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()
    return _weekday(moment, get_language() or "")


def day_name(day: date) -> str:
    """The weekday alone: mardi."""
    language = get_language() or ""
    return days.weekday(day, language) if language in codes.LANGUAGES else date_format(day, "l")


@lru_cache(maxsize=1_024)
def _weekday(day: date, language: str) -> str:
    if language in codes.LANGUAGES:
        return days.said_day(day, language)
    words = date_format(day, "l j F")
    return words.replace(" 1 ", " 1er ") if day.day == 1 and language.startswith("fr") else words
