"""What templates need that Django does not ship: pictograms, telephone numbers, the other languages."""

from collections.abc import Iterator
from typing import Any

import phonenumbers
from django import template
from django.conf import settings
from django.template.loader import select_template
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
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
def national(number: str) -> str:
    """A telephone number as people read it here: +33261910000 → 02 61 91 00 00."""
    try:
        parsed = phonenumbers.parse(number, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """Each language of the service with this page's address in it and whether it is the current one.

    Without a request (an error page) the addresses are those of the first page.
    """
    request = context.get("request")
    here = request.get_full_path() if request is not None and request.method == "GET" else "/"
    if request is not None and request.method != "GET":
        here = request.path
    return list(_addresses(here, context.get("LANGUAGE_CODE", settings.LANGUAGE_CODE)))


def _addresses(here: str, current: str) -> Iterator[dict[str, Any]]:
    for code, name in settings.LANGUAGES:
        yield {
            "code": code,
            "tag": code.partition("-")[0],
            "name": name,
            "url": translate_url(here, code),
            "current": code == current,
        }
