"""On PostgreSQL the application signs in as a role that may add traces, and neither change nor remove them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mediation.models import Organisation, Trace
from mediation.traces.check import check
from mediation.traces.guard import TABLES, rights_of, unguard
from mediation.traces.keep import forget_old_traces, tie
from mediation.traces.write import leave_trace

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
ROLE = "service of a test"


@contextmanager
def signed_in_as_the_application() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{ROLE}"')
        for statement in rights_of(ROLE):
            cursor.execute(statement)
        cursor.execute(f'SET ROLE "{ROLE}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def refused(statement: str) -> str:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(refusal.value)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = at", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_it_may_not_change_remove_or_empty_even_where_the_triggers_are_gone(
    table: str, statement: str
) -> None:
    with connection.cursor() as cursor:
        for each in unguard("postgresql")[: 2 * len(TABLES)]:
            cursor.execute(each)
    with signed_in_as_the_application():
        assert "permission denied" in refused(statement.format(table))


@pytest.mark.parametrize(
    "statement", ["ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TRIGGER traces_stay ON {}"]
)
def test_it_may_not_take_the_guard_away(statement: str) -> None:
    with signed_in_as_the_application():
        assert "must be owner" in refused(statement.format("mediation_trace"))


def test_it_adds_and_reads_and_ties_and_works_with_everything_else() -> None:
    now = timezone.now()
    with signed_in_as_the_application():
        leave_trace(Trace.Kind.NOTE_READ, now=now, actor=3)
        assert tie(now=now) == 1
        assert check().whole
        organisation = Organisation.objects.create(name="Médiathèque des Essais")
        organisation.name = "Médiathèque"
        organisation.save()
        organisation.delete()


def test_old_days_go_by_the_function_of_the_owner_and_young_ones_do_not() -> None:
    now = timezone.now()
    for days in (500, 0):
        leave_trace(Trace.Kind.NOTE_READ, now=now - timedelta(days=days), actor=3)
        tie(now=now - timedelta(days=days), all_of_them=True)
    with signed_in_as_the_application():
        assert forget_old_traces(now=now) == 1
        assert check().whole
        assert "only added to" in refused("SELECT mediation_forget_traces(2)")


def test_emptying_a_table_is_refused_to_the_owner_too() -> None:
    for table in TABLES:
        assert "only added to" in refused(f"TRUNCATE {table} CASCADE")
