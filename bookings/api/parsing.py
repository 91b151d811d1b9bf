"""What a request's body may be: one JSON object of a megabyte at most. Answers are JSON, whatever is asked for."""

from collections.abc import Iterable, Mapping
from typing import IO, Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from bookings.api.json_text import Unreadable, read_object
from bookings.api.problem import Problem

LARGEST = 1_000_000


class ObjectParser(BaseParser):
    """Reads the body as `json_text` does; answers 413 and 400."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise Problem("too-large")
        try:
            return read_object(raw)
        except Unreadable:
            raise Problem("unreadable") from None


class OnlyJson(BaseContentNegotiation):
    """One way to read and one to write; a client that accepts anything else gets JSON, as RFC 9110 allows."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser, for what says to be JSON; nothing else is read (415)."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next(iter(parsers)) if kind == ObjectParser.media_type else None

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """JSON."""
        (renderer,) = renderers
        return renderer, str(renderer.media_type)
