"""The last touches of the schema: what drf-spectacular cannot know, so that answers and requests are exactly as it says."""

from typing import Any

from bookings.api import retiring
from bookings.api.links import add_links
from bookings.api.strict import Strict


def only_operations(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Without the address that catches what has none, and methods that no view describes."""
    return [each for each in endpoints if hasattr(getattr(each[3].cls, each[2].lower(), None), "operation")]


def exact(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Unknown fields are refused in what is sent; what is to be retired says so; what may follow is linked."""
    schemas = result["components"]["schemas"]
    for component in list(generator.registry._components.values()):
        if isinstance(component.object, Strict) or (
            isinstance(component.object, type) and issubclass(component.object, Strict)
        ):
            schemas[component.name]["additionalProperties"] = False
    for path in result["paths"].values():
        for operation in path.values():
            if operation.get("operationId") in retiring.RETIRED:
                operation["deprecated"] = True
            add_links(operation)
    return result
