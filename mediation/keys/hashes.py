"""What is found by keyed hashes: under which index key each stands, and hashing anew what can be, while serving.

A hash under a named key ends in the key's name (`mediation.crypto`), so that rows are counted where they stand. Only what
stands encrypted beside its hash can be hashed anew; links, codes and keys of programs are hashes alone: they are found
under the older key until their time is over, or until they are used.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Length, Right
from django.utils import timezone

from mediation.crypto import hash_under, mark_of
from mediation.key_names import fingerprint
from mediation.keyed_field import KeyedHashField

BATCH = 500
_DIGITS = 64
# A statement that lost a deadlock against somebody who is served is sent again.
_TRIES = 5

Progress = Callable[[str, int], None]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """One column of keyed hashes."""

    model: type[models.Model]
    field: KeyedHashField

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"


def columns() -> list[Column]:
    """All of them, found in the models."""
    found = [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, KeyedHashField)
    ]
    return sorted(found, key=lambda column: column.name)


def under_keys() -> dict[str, Counter[str]]:
    """By place, how many rows that somebody may still look for stand under which key (its fingerprint)."""
    return {column.name: counted for column in columns() if (counted := _counted(column))}


def total(under: dict[str, Counter[str]], key: str) -> int:
    """How many of them stand under this key."""
    return sum(counts[key] for counts in under.values())


def _counted(column: Column) -> Counter[str]:
    if column.field.press:
        return Counter()
    name, now = column.field.name, timezone.now()
    rows = column.model._base_manager.annotate(digits=Length(name), end=Right(name, 8))
    rows = rows.filter(_looked_for(column.field, now), digits=_DIGITS)
    unnamed = next((key for key in settings.INDEX_KEYS if not mark_of(key)), None)
    named = [mark_of(key) for key in settings.INDEX_KEYS if mark_of(key)]
    stands = Case(
        *(When(end=mark, then=Value(mark)) for mark in named),
        default=Value(fingerprint(unnamed) if unnamed else ""),
    )
    grouped = rows.annotate(stands=stands).order_by().values_list("stands")
    return Counter(dict(grouped.annotate(number=Count("pk", distinct=True))))


def _looked_for(field: KeyedHashField, now: Any) -> Q:
    asked = Q(**{f"{field.open_only}__isnull": True}) if field.open_only else Q()
    if not field.until:
        return asked
    good = Q(**{f"{field.until[0]}__isnull": True})
    for path in field.until:
        good |= Q(**{f"{path}__gt": now})
    return asked & good


# -- Hashing anew ---------------------------------------------------------------------------------------
def hash_anew(progress: Progress) -> tuple[int, list[str]]:
    """Brings what can be under the newest key; how many rows, and the places where two rows have one value.

    May be stopped and begun again: a row under the newest key already is none of those that are looked for. Every value
    that stands somewhere is hashed for every column in which its hash may stand: also a conversation, which keeps no
    number, comes over with the contact's.
    """
    newest = fingerprint(settings.INDEX_KEYS[0])
    behind = {place for place, counts in under_keys().items() if set(counts) - {newest}}
    targets = [each for each in columns() if each.field.purposes and each.name in behind]
    purposes = sorted({purpose for each in targets for purpose in each.field.purposes})
    changed, twice = 0, set()
    for source in columns():
        if not source.field.of or not targets:
            continue
        for values in _values(source):
            pairs = {purpose: _pairs(purpose, values) for purpose in purposes}
            for target in targets:
                for purpose in target.field.purposes:
                    moved, left = _moved(target, pairs[purpose])
                    changed += moved
                    twice |= {target.name} if left else set()
            progress(source.name, len(values))
    return changed, sorted(twice)


def _values(source: Column) -> Iterator[list[str]]:
    """What stands encrypted beside the hashes, in batches, in the order of the rows' keys."""
    of = source.field.of
    rows = source.model._base_manager.order_by("pk").exclude(**{of: ""}).values_list("pk", of)
    after: dict[str, Any] = {}
    while batch := list(rows.filter(**after)[:BATCH]):
        yield [value for _, value in batch]
        after = {"pk__gt": batch[-1][0]}


def _pairs(purpose: str, values: list[str]) -> Pairs:
    newest, *older = settings.INDEX_KEYS
    return [
        (hash_under(key, purpose, value), hash_under(newest, purpose, value))
        for value in dict.fromkeys(values)
        for key in older
    ]


def _moved(target: Column, pairs: Pairs) -> tuple[int, bool]:
    """Puts the new hashes where the old ones stand; how many, and whether some could not be: another row has it."""
    for tried in range(1, _TRIES + 1):
        try:
            return _put(target, pairs), False
        except IntegrityError:
            return _one_by_one(target, pairs), True
        except OperationalError:
            if tried == _TRIES:
                raise
    raise AssertionError("unreachable")


def _one_by_one(target: Column, pairs: Pairs) -> int:
    moved = 0
    for pair in pairs:
        try:
            moved += _put(target, [pair])
        except IntegrityError:
            continue
    return moved


def _put(target: Column, pairs: Pairs) -> int:
    quoted = connection.ops.quote_name
    table, column = quoted(target.model._meta.db_table), quoted(str(target.field.column))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} SET {column} = n.new FROM unnest(%s::text[], %s::text[]) AS n(old, new)"
                f" WHERE {table}.{column} = n.old",
                [list(each) for each in zip(*pairs, strict=True)],
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE {column} = %s", [(new, old) for old, new in pairs]
            )
        return int(cursor.rowcount)
