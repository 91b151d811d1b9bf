"""What is held of a person as a file: names that stay the same, moments in ISO 8601 with their offset."""

from datetime import date, datetime
from typing import Any

from bookings.rights.held import Held, Value


def as_file(held: Held, *, now: datetime) -> dict[str, Any]:
    """To be written as JSON. `now`: when it was made."""
    return {
        "made_at": now.isoformat(timespec="seconds"),
        "held": {
            section.name: [{name: _written(value) for name, value in item.items()} for item in section.items]
            for section in held.sections
        },
    }


def _written(value: Value) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
