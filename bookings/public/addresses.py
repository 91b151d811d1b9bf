"""Addresses of topics, places and times, written once: a page of times has twenty, and Django tries a pattern's every form.

Never for an address that holds a token: it would be kept in memory.
"""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language


def address(name: str, *parts: str) -> str:
    """The page of that name, in the language of the page being made."""
    return _written(name, parts, get_language())


@lru_cache(maxsize=4_096)
def _written(name: str, parts: tuple[str, ...], language: str | None) -> str:
    return reverse(name, args=parts)
