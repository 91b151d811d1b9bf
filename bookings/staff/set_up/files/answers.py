"""From the cells of a line to what a browser would have sent of the form: yes and no, lists, choices by what they are called."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.sheets.columns import plain
from bookings.sheets.reading import FORMULA
from bookings.sheets.words import FORMULA_SAID
from mediation.set_up import seen
from mediation.set_up_forms import PhoneField

_YES = frozenset(("oui", "o", "yes", "y", "x", "1", "vrai", "true"))
_NO = frozenset(("non", "n", "no", "0", "faux", "false"))
_CLOCK = re.compile(r"^(\d{1,2})(?:\s*(?:h|:|\.)\s*(\d{2})?(?::\d{2})?)?$", re.IGNORECASE)
_NAMED = 8


class CellRefused(Exception):
    """What a cell says is not understood; `said` tells why."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class Answers:
    """The cells of a line. Reading them collects in `faults` what is wrong, each with its column."""

    def __init__(self, values: Mapping[str, str], fields: Mapping[str, str]) -> None:
        self.values, self.fields = values, fields
        self.faults: list[tuple[str, str]] = [
            (name, str(FORMULA_SAID)) for name, value in values.items() if value == FORMULA
        ]

    def cell(self, name: str) -> str:
        """What stands in a column; a formula counts as nothing, and is said."""
        value = self.values.get(name, "")
        return "" if value == FORMULA else value

    def refuse(self, column: str, said: str) -> None:
        """The line is not taken, because of this column."""
        if (column, said) not in self.faults:
            self.faults.append((column, said))

    def read(self, column: str, reading: Callable[[str], Any]) -> Any:
        """What `reading` makes of a cell that says something; None where it does not, or is refused."""
        typed = self.cell(column)
        if not typed:
            return None
        try:
            return reading(typed)
        except CellRefused as refused:
            self.refuse(column, refused.said)
            return None

    def fill(self, form: forms.BaseForm, *, but: tuple[str, ...] = ()) -> QueryDict:
        """The form as a browser would send it: what is stored, and what the line says in its place.

        An empty cell changes nothing. `but`: columns that are read otherwise.
        """
        data = QueryDict(mutable=True)
        for bound in form:
            seen.put(data, bound)
        for column, name in self.fields.items():
            field = form.fields.get(name)
            if field is not None and column not in but:
                said = self.read(column, lambda typed, field=field: as_sent(field, typed))  # type: ignore[misc]
                if said is not None:
                    _set(data, name, said)
        return data

    def take_errors(self, form: forms.BaseForm) -> None:
        """What the form says is wrong, beside the column that it is about."""
        columns = {field: column for column, field in self.fields.items()}
        for name, errors in form.errors.items():
            column = columns.get(name, "")
            label = "" if column or name == "__all__" else f"{form.fields[name].label}\u00a0: "
            for said in errors:
                if not any(known == column for known, _why in self.faults if column):
                    self.refuse(column, f"{label}{said}")


def _set(data: QueryDict, name: str, said: Any) -> None:
    if isinstance(said, list):
        data.setlist(name, said)
    elif said is False:
        data.pop(name, None)
    else:
        data[name] = "on" if said is True else said


def as_sent(field: forms.Field, typed: str) -> Any:
    """What a browser sends for what somebody wrote in a cell. Raises `CellRefused`."""
    if isinstance(field, forms.NullBooleanField):
        return "true" if yes_or_no(typed) else "false"
    if isinstance(field, forms.BooleanField):
        return yes_or_no(typed)
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        choices = choices_of(field)
        return [chosen(each, choices) for each in several(typed)]
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return chosen(typed, choices_of(field))
    if isinstance(field, forms.TimeField):
        return clock(typed)
    if isinstance(field, forms.FloatField):
        return typed.replace(",", ".")
    if isinstance(field, PhoneField) and len(typed) == 9 and typed.isascii() and typed.isdigit():
        # Excel takes a French telephone number for a quantity, and its first zero away.
        return f"0{typed}"
    return typed


def yes_or_no(typed: str) -> bool:
    """What was answered. Raises `CellRefused`."""
    word = plain(typed)
    if word not in _YES | _NO:
        raise CellRefused(_("écrivez oui ou non"))
    return word in _YES


def several(typed: str) -> list[str]:
    """What a list names."""
    return [each.strip() for each in re.split(r"[,;|\n]", typed) if each.strip()]


def clock(typed: str) -> str:
    """An hour as people write it: "9", "9h", "9 h 30", "09:30", "09:30:00". Raises `CellRefused`."""
    found = _CLOCK.match(typed.strip())
    if found is None:
        raise CellRefused(_("écrivez une heure comme 9:30"))
    hours, minutes = int(found[1]), int(found[2] or 0)
    return f"{hours % 24 if (hours, minutes) == (24, 0) else hours:02d}:{minutes:02d}"


def choices_of(field: Any) -> list[tuple[str, str]]:
    """(what is sent, what it is called) of each choice: in the language of the page, then in the others of the team."""
    here = get_language()
    found = _called(field)
    for language in settings.STAFF_LANGUAGES:
        if language != here:
            with translation.override(language):
                found += _called(field)
    return found


def _called(field: Any) -> list[tuple[str, str]]:
    return [(str(key), str(label)) for key, label in field.choices if str(key) != ""]


def _bare(label: str) -> str:
    """Without its article: "une femme" is chosen by "femme" too."""
    return re.sub(r"^(?:un|une|le|la|les|a|an|the) ", "", plain(label))


def chosen(typed: str, choices: list[tuple[str, str]]) -> str:
    """The choice that is called like this, whole or without what stands before "·". Raises `CellRefused`."""
    word = plain(typed)
    exact = [key for key, label in choices if word in (plain(label), plain(key), _bare(label))]
    found = exact or [key for key, label in choices if plain(label.rpartition("·")[2]) == word]
    if len(set(found)) == 1:
        return found[0]
    if found:
        raise CellRefused(_("plusieurs portent ce nom"))
    # Each once, as the page calls it.
    names = list(dict(reversed(choices)).values())[::-1]
    if len(names) > _NAMED:
        raise CellRefused(_("pas connu"))
    raise CellRefused(_("pas connu ; au choix : %(names)s") % {"names": ", ".join(names) or "—"})
