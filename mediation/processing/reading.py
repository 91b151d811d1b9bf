"""The whole table: what each part names, together."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from mediation.processing.kinds import Activity, Table, What, Whose


@cache
def tables() -> tuple[Table, ...]:
    """Every table, in the order of settings' `PROCESSED_DATA`."""
    return tuple(table for path in settings.PROCESSED_DATA for table in import_string(path))


def tables_of(activity: Activity) -> list[Table]:
    """The tables that hold something of people for one activity."""
    return [table for table in tables() if table.activity is activity and table.whose is not None]


def categories(found: list[Table], whose: Whose | None = None) -> list[What]:
    """The categories of data in these tables, each once, in the order of `What`; of one kind of people alone, if that is
    asked.
    """
    there = {each.what for table in found for each in table.holds if whose is None or table.whose is whose}
    return [what for what in What if what in there]
