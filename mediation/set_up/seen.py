"""What somebody had before their eyes when they typed, against what is stored now: one way for every form.

A page carries a short mark of each answer as it was shown. When it comes back, an answer whose mark no longer fits was
changed meanwhile. What the person did not touch follows the other change; what both changed keeps what was typed, and
is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

FIELD = "vus"
_LONGEST_SHOWN = 120


@dataclass(frozen=True)
class Meanwhile:
    """An answer that somebody else changed: what it says now; `kept`: what was typed stands in its place."""

    label: str
    now: str
    kept: bool


def marks(form: forms.BaseForm) -> dict[str, str]:
    """A mark for each answer: as stored where the form is not bound, as typed where it is."""
    return {bound.name: _mark(_value(bound)) for bound in form}


def written(form: forms.BaseForm) -> str:
    """The marks as a page carries them."""
    return " ".join(f"{name}:{mark}" for name, mark in marks(form).items())


def changed_meanwhile(typed: forms.BaseForm, stored: forms.BaseForm, carried: str) -> list[Meanwhile]:
    """What somebody else changed since the page was shown, and that the person did not type alike."""
    return [
        Meanwhile(str(stored[name].label), in_words(stored[name]), kept=touched)
        for name, touched in _differing(typed, stored, carried)
    ]


def merged(typed: forms.BaseForm, stored: forms.BaseForm, carried: str) -> QueryDict:
    """What was typed, with the other's answers where the person had touched nothing."""
    data = QueryDict(mutable=True)
    data.update(typed.data)
    for name, touched in _differing(typed, stored, carried):
        if not touched:
            put(data, stored[name])
    return data


def in_words(bound: forms.BoundField) -> str:
    """An answer as a list of changes says it."""
    value, field = _value(bound), bound.field
    if isinstance(field, forms.BooleanField):
        return {True: _("oui"), False: _("non")}.get(value, _("non renseigné"))
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        chosen = value if isinstance(value, list | tuple) else [value]
        names = {str(key): str(label) for key, label in list(field.choices)}  # type: ignore[arg-type]
        text = ", ".join(names.get(str(each), str(each)) for each in chosen if each not in (None, ""))
    else:
        text = _plain(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _differing(typed: forms.BaseForm, stored: forms.BaseForm, carried: str) -> list[tuple[str, bool]]:
    """(name, whether the person had touched it) of what was changed by others."""
    shown = _read(carried)
    mine, now = marks(typed), marks(stored)
    return [
        (name, mine[name] != shown.get(name))
        for name in now
        if name in mine and now[name] != shown.get(name) and now[name] != mine[name]
    ]


def _read(carried: str) -> Mapping[str, str]:
    pairs = (each.partition(":") for each in carried.split())
    return {name: mark for name, _colon, mark in pairs}


def _value(bound: forms.BoundField) -> Any:
    """The answer; a number as its box writes it in the page's language."""
    value = bound.value()
    return bound.field.widget.format_value(value) if bound.field.localize else value


def _mark(value: Any) -> str:
    """Tells two answers apart; to who has the page without the service's secret, as a device that keeps it, nothing."""
    return salted_hmac("mediation.set_up.seen", _plain(value)).hexdigest()[:10]


def _plain(value: Any) -> str:
    """The same text for what is stored and for what a browser sends of it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, list | tuple | set):
        return ", ".join(sorted(_plain(each) for each in value))
    return str(value).replace("\r\n", "\n").strip()


def put(data: QueryDict, stored: forms.BoundField) -> None:
    """An answer as a browser would send it."""
    name, value = stored.html_name, _value(stored)
    widget = stored.field.widget
    if isinstance(widget, forms.CheckboxInput):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(value, list | tuple | set):
        data.setlist(name, [_plain(each) for each in value])
    elif isinstance(widget, forms.NullBooleanSelect):
        data[name] = {True: "true", False: "false"}.get(value, "unknown")
    else:
        data[name] = _plain(value)
