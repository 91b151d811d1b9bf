"""What templates need that Django does not ship: pictograms, telephone numbers, the other languages."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.loader import select_template
from django.urls import translate_url
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mediation.models import Site
from mediation.models.stop import standing_at
from mediation.phone import NotAPhone, read_phone, shown

register = template.Library()

_CURRENT = SafeString(' aria-current="true"')


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

    No-break spaces keep it on one line, and in order among right-to-left text.
    """
    return shown(number).replace(" ", "\xa0")


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
    return time_format(wall, "g:i\xa0a").replace(".", "")


@register.filter
def weekday(moment: datetime | date, zone: str = "") -> str:
    """The day in full, as said: mardi 24 novembre. With a `zone`, the day it is there."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(ZoneInfo(zone or settings.TIME_ZONE)).date()
    return _weekday(moment, get_language() or "")


@lru_cache(maxsize=1_024)
def _weekday(day: date, language: str) -> str:
    words = date_format(day, "l j F")
    return words.replace(" 1 ", " 1er ") if day.day == 1 and language.startswith("fr") else words


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """Each language of the service with this page's address in it and whether it is the current one.

    Without a request (an error page) the addresses are those of the first page.
    """
    request = context.get("request")
    here = request.get_full_path() if request is not None else "/"
    route = request.resolver_match.route if request is not None and request.resolver_match else "/"
    current = context.get("LANGUAGE_CODE") or settings.LANGUAGE_CODE
    return [
        {
            "code": code,
            "tag": code.partition("-")[0],
            "name": name,
            "url": _in_language(here, route, code),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """`languages` as links, the current one marked."""
    return format_html_join(
        "",
        '<a href="{}" lang="{}" hreflang="{}"{}>{}</a>\n',
        (
            (each["url"], each["tag"], each["tag"], _CURRENT if each["current"] else "", each["name"])
            for each in languages(context)
        ),
    )


_routes_with_languages: dict[str, bool] = {}


def _in_language(here: str, route: str, code: str) -> str:
    """The page's address in another language. Only the prefix differs: whether a route has one is asked once, because
    reading and writing an address anew takes longer than a small page.
    """
    if route not in _routes_with_languages:
        _routes_with_languages[route] = any(
            translate_url(here, other) != here for other, _ in settings.LANGUAGES
        )
    if not _routes_with_languages[route]:
        return here
    prefixes = [f"/{other}" for other, _ in settings.LANGUAGES if here.startswith(f"/{other}/")]
    bare = here.removeprefix(prefixes[0]) if prefixes else here
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"
