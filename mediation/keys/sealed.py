"""Every place of the database where something stands encrypted, in batches, and putting a value back sealed anew."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models, transaction

from mediation.crypto import EncryptedTextField
from mediation.keys.signed import looks_sealed

# So many rows are read, sealed and written at once: a short transaction beside those of whoever is served meanwhile.
BATCH = 1000
# Neither a row's key nor a Fernet token holds it. (Lists cost the driver as much a value as the database takes to write it.)
_BETWEEN = ","

Seal = Callable[[str], str]


@dataclass(frozen=True)
class Table:
    """The encrypted columns of one table."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.model._meta.label

    @property
    def key(self) -> "models.Field[Any, Any]":
        return self.model._meta.pk

    def quoted(self) -> tuple[str, str]:
        """The table's name and its key's column, as SQL writes them."""
        quoted = connection.ops.quote_name
        return quoted(self.model._meta.db_table), quoted(str(self.key.column))


def tables() -> list[Table]:
    """All of them, found in the models: a column that is added tomorrow is among them by itself."""
    found = []
    for model in apps.get_models():
        columns = tuple(
            str(each.column)
            for each in model._meta.local_concrete_fields
            if isinstance(each, EncryptedTextField)
        )
        if columns:
            found.append(Table(model, columns))
    return sorted(found, key=lambda table: table.name)


def batches(table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in the order of their keys, as they stand when each batch is read: the key, then `table.columns`."""
    source, key = table.quoted()
    wanted = ", ".join(map(connection.ops.quote_name, table.columns))
    begin = f"SELECT {key}, {wanted} FROM {source}"
    after: list[Any] = []
    while True:
        with connection.cursor() as cursor:
            where = f" WHERE {key} > %s" if after else ""
            cursor.execute(f"{begin}{where} ORDER BY {key} LIMIT {BATCH}", after)
            rows = cursor.fetchall()
        if not rows:
            return
        after = [rows[-1][0]]
        yield rows


def write(table: Table, column: str, changes: list[tuple[Any, str, str]]) -> int:
    """Puts (key, old, new) in; how many rows took it. A value that somebody changed meanwhile is left as it is."""
    if not changes:
        return 0
    (target, key), sealed = table.quoted(), connection.ops.quote_name(column)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kind, array = table.key.rel_db_type(connection), f"string_to_array(%s, '{_BETWEEN}')"
            cursor.execute(
                f"UPDATE {target} SET {sealed} = n.new FROM unnest({array}::{kind}[], {array}, {array})"
                f" AS n(pk, old, new) WHERE {target}.{key} = n.pk AND {target}.{sealed} = n.old",
                [_BETWEEN.join(map(str, each)) for each in zip(*changes, strict=True)],
            )
            return int(cursor.rowcount)
        cursor.executemany(
            f"UPDATE {target} SET {sealed} = %s WHERE {key} = %s AND {sealed} = %s",
            [(new, pk, old) for pk, old, new in changes],
        )
        return int(cursor.rowcount)


# -- Second steps: sealed words inside JSON ---------------------------------------------------------
def second_steps() -> Iterator[tuple[Authenticator, list[str]]]:
    """Each second step that keeps a secret, with its sealed words."""
    for step in Authenticator.objects.order_by("pk").iterator(chunk_size=BATCH):
        words = [word for word in _words(step.data) if looks_sealed(word)]
        if words:
            yield step, words


def seal_second_step(pk: int, seal: Seal) -> None:
    """Seals the words of one anew, under its lock."""
    with transaction.atomic():
        step = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if step is not None:
            step.data = _each(step.data, lambda word: seal(word) if looks_sealed(word) else word)
            step.save(update_fields=["data"])


def _words(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from _words(value)
    elif isinstance(data, list):
        for value in data:
            yield from _words(value)
    elif isinstance(data, str):
        yield data


def _each(data: Any, change: Seal) -> Any:
    if isinstance(data, dict):
        return {name: _each(value, change) for name, value in data.items()}
    if isinstance(data, list):
        return [_each(value, change) for value in data]
    return change(data) if isinstance(data, str) else data
