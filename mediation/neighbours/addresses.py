"""Addresses begin with the language that was chosen, also where the page had to be in French."""

from typing import Any

from django.conf import settings
from django.urls import URLResolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language

from mediation.neighbours.codes import asked


class _Prefix(LocalePrefixPattern):
    @property
    def language_prefix(self) -> str:
        language = asked(get_language()) or settings.LANGUAGE_CODE
        return "" if language == settings.LANGUAGE_CODE else f"{language}/"


def in_each_language(*urls: Any) -> list[Any]:
    """As Django's `i18n_patterns`; French has no prefix."""
    return [URLResolver(_Prefix(prefix_default_language=False), list(urls))]
