"""Which language a page or a piece of it is in, and the ways to the others."""

from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from mediation.confirmed_texts import read_by_somebody
from mediation.neighbours import codes, words
from mediation.templatetags.page import national

register = template.Library()

_CURRENT = SafeString(' aria-current="true"')
_RIGHT_TO_LEFT = SafeString(' dir="rtl"')
_GLOBE = SafeString(
    '<svg class="globe" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/>'
    '<path d="M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18"/></svg>'
)


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """Each language of the service with this page's address in it and whether it is the current one.

    Without a request (an error page) the addresses are those of the first page.
    """
    request = context.get("request")
    here = request.get_full_path() if request is not None else "/"
    route = request.resolver_match.route if request is not None and request.resolver_match else "/"
    current = codes.asked(context.get("LANGUAGE_CODE")) or settings.LANGUAGE_CODE
    return [
        {
            "code": code,
            "tag": code.partition("-")[0],
            "direction": codes.direction(code),
            "name": name,
            "url": _in_language(here, route, code),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """`languages` as links, the current one marked: those read most side by side, the others behind one that opens."""
    every = languages(context)
    beside = [each for each in every if each["code"] not in codes.LANGUAGES or each["current"]]
    folded = [each for each in every if each not in beside]
    return format_html(
        '{}<details class="more-languages"><summary>{}<span class="unseen">{}</span></summary>'
        '<div class="languages">{}</div></details>\n',
        _links(beside),
        _GLOBE,
        gettext("Autres langues"),
        _links(folded),
    )


def _links(languages: list[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "",
        '<a href="{}" lang="{}" hreflang="{}"{}{}>{}</a>\n',
        (
            (
                each["url"],
                each["tag"],
                each["tag"],
                _RIGHT_TO_LEFT if each["direction"] == "rtl" else "",
                _CURRENT if each["current"] else "",
                each["name"],
            )
            for each in languages
        ),
    )


@register.filter
def tongue(language: str) -> SafeString:
    """The attributes of a text that is not in the page's language, for voices and for the order of its signs; mostly none."""
    here = get_language() or settings.LANGUAGE_CODE
    if not language or language.partition("-")[0] == here.partition("-")[0]:
        return SafeString("")
    turned = codes.direction(language) != codes.direction(here)
    written = format_html(' lang="{}"', language.partition("-")[0])
    return written + format_html(' dir="{}"', codes.direction(language)) if turned else written


@register.filter
def tongue_of(texts: dict[str, str]) -> SafeString:
    """The same of what `in_language` gives."""
    return tongue("" if texts.get(get_language() or "") else "fr")


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


@register.simple_tag(takes_context=True)
def language_note(context: template.Context) -> SafeString:
    """In the reader's own language: that the page is in French for want of a text, or that nobody has read its texts yet."""
    language = get_language()
    if wanted := codes.shown_instead(language):
        return _note(wanted, words.IN_FRENCH[wanted])
    if language not in codes.LANGUAGES or _is_read(language):
        return SafeString("")
    phone = national(str(context["service"].phone or "")) if "service" in context else ""
    call = f" {words.CALL[language].format(phone=phone)}" if phone else ""
    return _note(language, words.BY_MACHINE[language] + call)


def _is_read(language: str) -> bool:
    try:
        return (language, "pages") in read_by_somebody()
    except (DatabaseError, InterfaceError):  # On the page that says so.
        return False


def _note(language: str, text: str) -> SafeString:
    return format_html(
        '<p class="notice notice--care small no-print" lang="{}" dir="{}">{}</p>\n',
        language,
        codes.direction(language),
        text,
    )
