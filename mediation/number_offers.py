"""Beside a field that is not one telephone number, the numbers that were probably meant: one press puts one in its place.

The press sends the whole form again with that number in the field; nothing is put there without it.
"""

from copy import copy
from typing import Any, Self

from django import forms

from mediation.meant import meant
from mediation.phone import shown

PRESSED = "numero"


class OffersNumbers(forms.Form):
    """A form with telephone numbers in it. `offer_numbers` after a refusal; `components/numbers.html` shows them."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_with_pressed(data), *args, **kwargs)

    # Whether other forms have the same fields: then nothing is written on them.
    shares_fields = False

    def sent_with(self, data: Any) -> Self:
        """The same form with what was sent, read with the fields of this one: a form of its own copies them all."""
        sent = copy(self)
        sent.is_bound, sent.data, sent.shares_fields = True, _with_pressed(data), True
        sent._errors, sent._bound_fields_cache = None, {}  # type: ignore[attr-defined]
        return sent

    def offer_numbers(self, field: str) -> None:
        """Offers what was probably meant in that field, if anything was."""
        if self.shares_fields:
            return
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
