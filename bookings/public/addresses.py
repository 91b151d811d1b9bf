"""Addresses of topics, places and times, written once: a page of times has twenty, and Django tries a pattern's every form.

Never for an address that holds a token: it would be kept in memory.
"""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

_SOME_MOMENT = "00010101T0000Z"


def address(name: str, *parts: str) -> str:
    """The page of that name, in the language of the page being made."""
    return _written(name, parts, get_language())


def address_at(name: str, *parts: str, moment: str) -> str:
    """The same for one of many moments, the last part of it: written once with another in its place."""
    return address(name, *parts, _SOME_MOMENT).replace(_SOME_MOMENT, moment)


@lru_cache(maxsize=4_096)
def _written(name: str, parts: tuple[str, ...], language: str | None) -> str:
    return reverse(name, args=parts)
