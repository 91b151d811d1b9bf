"""Columns of keyed hashes: written under the newest index key, found under every key that is listed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact, In

from mediation.crypto import every_hash
from mediation.prepared import Given, GivenOlder


class KeyedHashField(models.CharField):  # type: ignore[type-arg]
    """A keyed hash of a value. While `INDEX_KEY` is changed, `exact` and `in` find what any listed key has written.

    How a row comes under the newest key, or needs none any more (`manage.py keys`):
    `purposes`: those of `keyed_hash` that write here, where the value stands encrypted in some row: hashed anew;
    `of`: the encrypted column of this model that holds the value;
    `until`: moments, by path, after the last of which nobody looks for the row (the first of them null: it has no end);
    `open_only`: only rows where this column is null are looked for;
    `press`: tells a second press from a first; nobody presses again when a change of keys is over, so it is not waited for.
    """

    def __init__(
        self,
        *args: Any,
        purposes: tuple[str, ...] = (),
        of: str = "",
        until: tuple[str, ...] = (),
        open_only: str = "",
        press: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purposes, self.of, self.until, self.open_only, self.press = purposes, of, until, open_only, press

    def deconstruct(self) -> Any:
        """The database has a column of characters: migrations know nothing else."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """What is written is the plain text of the newest."""
        value = super().get_db_prep_value(value, connection, prepared)
        return str(value) if isinstance(value, str) else value


@KeyedHashField.register_lookup
class _UnderAnyKey(Exact):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, Given) and len(settings.INDEX_KEYS) > 1:
            return self._given(compiler, connection)
        if isinstance(self.rhs, str) and len(every_hash(self.rhs)) > 1:
            return In(self.lhs, list(every_hash(self.rhs))).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)

    def _given(self, compiler: Any, connection: Any) -> Any:
        lhs, params = self.process_lhs(compiler, connection)
        given = [
            self.rhs,
            *(GivenOlder(self.rhs, place) for place in range(1, len(settings.INDEX_KEYS))),
        ]
        return f"{lhs} IN ({', '.join(['%s'] * len(given))})", [*params, *given]


@KeyedHashField.register_lookup
class _AmongAnyKey(In):
    def get_prep_lookup(self) -> Any:
        if not hasattr(self.rhs, "as_sql"):
            self.rhs = [
                each for one in self.rhs for each in (every_hash(one) if isinstance(one, str) else (one,))
            ]
        return super().get_prep_lookup()
