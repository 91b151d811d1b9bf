"""A page is whole in a language of the neighbourhood, or in French from its first line to its last. Never half."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.backends import django as backend
from django.utils import translation

from mediation.neighbours.codes import LANGUAGES, instead
from mediation.neighbours.unsaid import missed, noting

_READING = ("GET", "HEAD")


class WholePages:
    """A page that lacks a text is made a second time, in French; addresses stay those of the language that was chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language()
        if language not in LANGUAGES:
            return self.get_response(request)
        with noting() as lacking:
            response = self.get_response(request)
        # (What was sent is not received twice: such a page is made again by `Engine`.)
        if (
            lacking
            and request.method in _READING
            and response.get("Content-Type", "").startswith("text/html")
        ):
            translation.activate(instead(language))
            request.LANGUAGE_CODE = instead(language)
            response = self.get_response(request)
        return response


class _Page(backend.Template):
    def render(self, context: Any = None, request: HttpRequest | None = None) -> Any:
        page = super().render(context, request)
        language = translation.get_language()
        # Here all that a view gives to its page is a text to be looked up when shown (a test reads the views).
        if language not in LANGUAGES or request is None or not missed():
            return page
        with translation.override(instead(language)):
            return super().render(context, request)


class Engine(backend.DjangoTemplates):
    """Django's; a page is made again in French when a text of it was missing."""

    def from_string(self, template_code: str) -> Any:
        return _Page(self.engine.from_string(template_code), self)

    def get_template(self, template_name: str) -> Any:
        found = super().get_template(template_name)
        return _Page(found.template, self)
