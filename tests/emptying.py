"""After a test that commits, only the tables that hold something are emptied.

Django empties all hundred and writes anew who may do what in its admin: a third of a second of the processor on PostgreSQL.
"""

from functools import cache

from django.db import connection, transaction

from mediation.traces.guard import TABLES, guard, unguard

SWOLLEN = 1_000_000
"""Bytes from which a table without a row costs whoever looks into it."""
_MADE_WITH_THE_TABLES = {"django_migrations", "django_content_type", "auth_permission"}


def empty_what_is_filled() -> None:
    """What migrations themselves note stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_which_are_filled())
        filled = [table for (table,) in cursor.fetchall()]
        # Traces are not to be removed: a test's own are, with the guard taken away and put back.
        guarded = bool(set(TABLES) & set(filled))
        for statement in unguard(connection.vendor) if guarded else ():
            cursor.execute(statement, None)
        for table in filled:
            cursor.execute(f'DELETE FROM "{table}"')
        for statement in guard(connection.vendor) if guarded else ():
            cursor.execute(statement, None)


@cache
def _which_are_filled() -> str:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = sorted(set(tables) - _MADE_WITH_THE_TABLES)
    return " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT 1 FROM \"{each}\")" for each in asked)


def make_swollen_tables_anew() -> None:
    """On PostgreSQL, between two tests: tables that hold nothing any more but the room for what was taken back.

    Nobody cleans up there (no autovacuum: it would note that every table is empty). After sixty thousand messages that a test
    took back, each later question about messages cost a tenth of a second, and processes that helped to look for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND pg_relation_size(oid) > %s AND NOT relname = ANY(%s)",
            [SWOLLEN, sorted(_MADE_WITH_THE_TABLES | set(TABLES))],
        )
        swollen = ", ".join(f'"{table}"' for (table,) in cursor.fetchall())
        if swollen:
            cursor.execute(f"TRUNCATE {swollen} CASCADE")
