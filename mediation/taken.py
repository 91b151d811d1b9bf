"""The values of a new row as the database takes them.

Django asks six functions about each value. Of the kinds of field that rows are mostly made of, a value of the right type
is what the database takes: a booking has fifty of them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, DateTimeField, Field, ForeignKey, IntegerField, Model

_Take = Callable[[Any], Any]


def values_of(row: Model, fields: "Iterable[Field[Any, Any]]") -> list[Any]:
    """What `INSERT` is given for these fields of a new row, in order."""
    vendor, given = connection.vendor, []
    for field in fields:
        kind, take = _kind_of(vendor, field)
        value = getattr(row, field.attname)
        if kind is None or (value is not None and type(value) is not kind):
            given.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
        else:
            given.append(value if value is None or take is None else take(value))
    return given


@cache
def _kind_of(vendor: str, field: "Field[Any, Any]") -> tuple[type | None, _Take | None]:
    """The type of which a value (or none) needs no more than this to be taken; without a type Django is asked."""
    if type(field) is DateTimeField:
        always_django = vendor != "postgresql" or field.auto_now or field.auto_now_add
        return (None, None) if always_django else (datetime, partial(_aware, field))
    target = field
    while isinstance(target, ForeignKey):
        target = target.target_field
    if type(target) in (CharField, BooleanField):
        return (str if type(target) is CharField else bool), None
    if isinstance(target, IntegerField):
        # The driver is told how wide a number is, or it would prepare a statement for each width.
        name = (
            "BigIntegerField" if target.get_internal_type() == "BigAutoField" else target.get_internal_type()
        )
        return int, partial(connection.ops.adapt_integerfield_value, internal_type=name)
    return None, None


def _aware(field: "DateTimeField[Any, Any]", moment: datetime) -> Any:
    return moment if moment.tzinfo else field.get_db_prep_save(moment, connection)
