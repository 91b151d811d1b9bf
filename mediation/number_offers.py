"""Beside a field that is not one telephone number, the numbers that were probably meant: one press puts one in its place.

The press sends the whole form again with that number in the field; nothing is put there without it.
"""

from typing import Any

from django import forms

from mediation.meant import meant
from mediation.phone import shown

PRESSED = "numero"


class OffersNumbers(forms.Form):
    """A form with telephone numbers in it. `offer_numbers` after a refusal; `components/numbers.html` shows them."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_with_pressed(data), *args, **kwargs)

    def offer_numbers(self, field: str) -> None:
        """Offers what was probably meant in that field, if anything was."""
        typed = str(self.data.get(self.add_prefix(field), ""))
        numbers = [(f"{self.add_prefix(field)}={shown(phone.e164)}", phone) for phone in meant(typed)]
        self.fields[field].meant = numbers  # type: ignore[attr-defined]


def _with_pressed(data: Any) -> Any:
    """The form as it was sent, with the number that was pressed in its field."""
    field, _equals, number = data.get(PRESSED, "").partition("=") if data else ("", "", "")
    if field not in (data or ()):
        return data
    changed = data.copy()
    changed[field] = number
    return changed
