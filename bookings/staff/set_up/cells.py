"""What the pages of the set-up write."""

from typing import Any

from django import template

from bookings.staff.set_up.files.columns import Sheet
from bookings.staff.set_up.history import called as name_of

register = template.Library()


@register.filter
def called(row: Any) -> str:
    """What people call a thing."""
    return name_of(row)


@register.filter
def plain(number: float) -> str:
    """A number as a drawing has it: with a point, in every language."""
    return f"{number:g}"


@register.filter
def heading(column: str, sheet: Sheet) -> str:
    """What a column of a file is called on the page."""
    return sheet.heading(column)
