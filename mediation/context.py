"""What every page knows about the service itself."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mediation.models import Territory
from mediation.remembered import remembered

current_territory = remembered(Territory.current)


def service(request: HttpRequest) -> dict[str, Any]:
    """`service`: the territory's own row, read only if a template asks, and remembered for some seconds."""
    return {"service": SimpleLazyObject(current_territory)}
