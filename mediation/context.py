"""What every page knows about the service itself."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mediation.models import Territory


def service(request: HttpRequest) -> dict[str, Any]:
    """`service`: the territory's own row, read at most once a page and only if a template asks."""
    return {"service": SimpleLazyObject(Territory.current)}
