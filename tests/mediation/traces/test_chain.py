"""The chain of traces: a cut, a change, an end that is gone are seen; old days that went are not taken for a cut."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from mediation.models import Trace, TraceLink, TraceStart
from mediation.traces.check import check
from mediation.traces.guard import TABLES, unguard
from mediation.traces.keep import forget_old_traces, head, tie
from mediation.traces.write import leave_trace

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def opened(person: int, at: datetime = NOON, by: int = 7) -> Trace:
    return leave_trace(
        Trace.Kind.PERSON_READ, now=at, actor=by, about="resident", about_id=person, pages=[2, 1]
    )


def behind_the_guard(statement: str) -> None:
    """As somebody does it who owns the database."""
    with connection.cursor() as cursor:
        for each in unguard(connection.vendor):
            cursor.execute(each, None)
        cursor.execute(statement)


@pytest.fixture
def ten() -> list[Trace]:
    made = [opened(person) for person in range(10)]
    assert tie(now=NOON) == 10
    return made


def test_a_chain_that_nobody_touched_is_whole(ten: list[Trace]) -> None:
    found = check()
    assert found.whole
    assert (found.first, found.last, found.count, found.waiting) == (1, 10, 10, 0)
    assert (found.last, found.hash) == head()


def test_traces_are_tied_once_and_new_ones_after_the_old(ten: list[Trace]) -> None:
    assert tie(now=NOON) == 0
    late = opened(99, at=NOON - timedelta(minutes=5))
    assert tie(now=NOON) == 1
    assert TraceLink.objects.get(trace=late).number == 11
    assert check().whole


def test_one_that_was_cut_out_is_missed_where_it_was(ten: list[Trace]) -> None:
    pk = ten[4].pk
    behind_the_guard(f"DELETE FROM mediation_tracelink WHERE trace_id = {pk}")
    behind_the_guard(f"DELETE FROM mediation_trace WHERE id = {pk}")
    found = check()
    assert not found.whole
    assert found.missing == [5]


def test_one_that_was_changed_is_named(ten: list[Trace]) -> None:
    behind_the_guard(f"UPDATE mediation_trace SET actor = 8 WHERE id = {ten[6].pk}")
    assert check().changed == [7]


@pytest.mark.parametrize("column", ["kind", "channel", "about", "why"])
def test_every_word_of_a_trace_is_under_its_hash(ten: list[Trace], column: str) -> None:
    behind_the_guard(f"UPDATE mediation_trace SET {column} = 'x' WHERE id = {ten[0].pk}")
    assert check().changed == [1]


def test_an_end_that_was_cut_off_is_missed_by_who_noted_it(ten: list[Trace]) -> None:
    noted = head()
    assert check(noted=noted).known
    behind_the_guard("DELETE FROM mediation_tracelink WHERE number > 8")
    behind_the_guard(f"DELETE FROM mediation_trace WHERE id IN ({ten[8].pk}, {ten[9].pk})")
    assert check().whole
    assert check(noted=noted).known is False
    assert not check(noted=noted).whole


def test_days_whose_time_is_over_go_whole_and_the_rest_stays_a_chain(settings) -> None:
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "traces": 365}
    for days in (400, 380, 366, 365, 10, 0):
        at = NOON - timedelta(days=days)
        opened(days, at=at)
        tie(now=at, all_of_them=True)
    noted = head()
    assert forget_old_traces(now=NOON) == 3
    assert set(Trace.objects.values_list("about_id", flat=True)) == {0, 10, 365}
    found = check(noted=noted)
    assert found.whole
    assert found.known
    assert (found.first, found.last) == (4, 6)
    assert forget_old_traces(now=NOON) == 0
    assert TraceStart.objects.count() == 1
    opened(1)
    tie(now=NOON)
    assert check().whole


def test_a_young_trace_behind_an_old_one_keeps_what_follows_it(settings) -> None:
    """Nothing goes out of its turn: what was tied after a younger one waits for it."""
    for days in (400, 5, 400):
        opened(days, at=NOON - timedelta(days=days))
        tie(now=NOON - timedelta(days=days), all_of_them=True)
    assert forget_old_traces(now=NOON) == 1
    assert check().whole


def test_a_setting_cannot_make_traces_go_sooner_than_the_database_lets_them(settings) -> None:
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "traces": 1}
    opened(1, at=NOON - timedelta(days=30))
    assert forget_old_traces(now=NOON) == 0


def test_when_everything_is_old_the_chain_goes_on_from_what_it_was() -> None:
    old = NOON - timedelta(days=500)
    opened(1, at=old)
    tie(now=old)
    number, proof = head()
    assert forget_old_traces(now=NOON) == 1
    assert head() == (number, proof) == (1, TraceStart.objects.get().hash)
    opened(2)
    tie(now=NOON)
    assert (check().first, check().last, check().whole) == (2, 2, True)


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_or_remove_a_trace(table: str) -> None:
    now = datetime.now(UTC)
    opened(1, at=now)
    tie(now=now)
    TraceStart.objects.create(number=0, hash="0" * 64, at=now)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET at = at"):
        with (
            pytest.raises(DatabaseError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_command_says_what_is_there_and_fails_on_a_cut(ten: list[Trace]) -> None:
    said = io.StringIO()
    call_command("traces", "status", stdout=said)
    assert said.getvalue().strip() == "{}:{}".format(*head())
    call_command("traces", "check", noted=said.getvalue().strip(), stdout=said)
    assert "rien ne manque" in said.getvalue()
    assert Trace.objects.filter(kind="traces_checked", channel="command").exists()
    behind_the_guard(f"UPDATE mediation_trace SET about_id = 5000 WHERE id = {ten[2].pk}")
    with pytest.raises(CommandError, match="changé\N{NO-BREAK SPACE}: 3"):
        call_command("traces", "check", stdout=said)
