"""Values as the database takes them.

Django asks six functions about each value. Of the kinds of field that rows are mostly made of, a value of the right type
is what the database takes: a booking has fifty of them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, CharField, DateTimeField, Field, ForeignKey, IntegerField, Model


class Taken(NamedTuple):
    """A field, and the type of which a value needs no more than `take` (None: nothing at all) to be taken.

    Without a type Django is asked about every value.
    """

    field: "Field[Any, Any]"
    kind: type | None
    take: Callable[[Any], Any] | None


def own_connection() -> Any:
    """This thread's connection itself: `django.db.connection` looks it up anew each time it is asked for anything."""
    return connections[DEFAULT_DB_ALIAS]


def how_taken(field: "Field[Any, Any]") -> Taken:
    """How the database at hand takes the field's values."""
    if type(field) is DateTimeField:
        always_django = connection.vendor != "postgresql" or field.auto_now or field.auto_now_add
        return Taken(field, None, None) if always_django else Taken(field, datetime, partial(_aware, field))
    target = field
    while isinstance(target, ForeignKey):
        target = target.target_field
    if type(target) is BooleanField:
        return Taken(field, bool, None)
    if isinstance(target, CharField) and type(target).get_prep_value is CharField.get_prep_value:
        return Taken(field, str, None)
    if isinstance(target, IntegerField):
        # The driver is told how wide a number is, or it would prepare a statement for each width.
        name = target.get_internal_type().replace("AutoField", "IntegerField")
        return Taken(field, int, partial(connection.ops.adapt_integerfield_value, internal_type=name))
    return Taken(field, None, None)


def _aware(field: "DateTimeField[Any, Any]", moment: datetime) -> Any:
    return moment if moment.tzinfo else field.get_db_prep_save(moment, connection)


def values_of(row: Model, columns: Iterable[Taken]) -> list[Any]:
    """What `INSERT` is given for these fields of a new row, in order."""
    given = []
    for field, kind, take in columns:
        value = getattr(row, field.attname)
        if kind is None or (value is not None and type(value) is not kind):
            given.append(field.get_db_prep_save(field.pre_save(row, add=True), own_connection()))
        else:
            given.append(value if value is None or take is None else take(value))
    return given
