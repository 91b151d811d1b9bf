"""A problem on its way to whoever called: raised anywhere in the API, answered by `bookings.api.problems`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from rest_framework.exceptions import APIException


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field: a JSON pointer (or the parameter's name), a code, a sentence."""

    pointer: str
    code: str
    detail: str | Promise


class Problem(APIException):
    """One of `problem_types`. `more` are members of its own (as `alternatives`); `headers` go with the answer."""

    def __init__(
        self,
        slug: str,
        detail: str | Promise = "",
        *,
        errors: Sequence[Fault] = (),
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail=slug)
        self.slug = slug
        self.said = str(detail)
        self.errors = tuple(errors)
        self.more = dict(more or {})
        self.headers = dict(headers or {})
