"""Statements on one way: the same answers and the same refusals as one by one, and nothing half done."""

from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg import generators

from mediation import straight
from mediation.models import Commune, CommunePostcode
from mediation.straight import Question, ask
from mediation.together import insert_together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="straight ways are PostgreSQL's"),
]

_DOUBLE = Question("SELECT %s::int * 2, %s::text, %s::timestamptz IS NULL", [21, "été", None])
_DIVIDED = "SELECT 1 / %s::int"


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements went each straight way; what is asked has been asked often enough to be prepared."""
    seen: list[int] = []
    put = straight._put

    def noted(own: Any, sent: Any, *, commit: bool) -> Any:
        seen.append(len(sent) + commit)
        return put(own, sent, commit=commit)

    monkeypatch.setattr(straight, "_put", noted)
    return seen


def _prepared(*questions: Question) -> None:
    for question in questions:
        for _ in range(4):
            with connection.cursor() as cursor:
                cursor.execute(*question)


def test_a_prepared_statement_has_the_same_answer_as_by_a_cursor(ways: list[int]) -> None:
    by_cursor = ask(_DOUBLE)
    assert ways == []
    _prepared(_DOUBLE)

    assert ask(_DOUBLE) == by_cursor == [[(42, "été", True)]]
    assert ways == [1]


def test_values_may_have_names_and_percent_signs_stay(ways: list[int]) -> None:
    named = Question("SELECT %(b)s::int, '100%%', %(a)s::int, %(b)s::int", {"a": 1, "b": 2})
    _prepared(named)
    assert ask(named) == [[(2, "100%", 1, 2)]]
    assert ways == [1]


def test_whoever_counts_statements_sees_them_all(ways: list[int]) -> None:
    _prepared(_DOUBLE)
    with CaptureQueriesContext(connection) as queries:
        ask(_DOUBLE, _DOUBLE)
    assert len(queries) == 2
    assert ways == []


def test_a_transaction_begins_on_the_way_of_its_first_statements(ways: list[int]) -> None:
    _prepared(_DOUBLE)
    with transaction.atomic():
        assert ask(_DOUBLE, _DOUBLE) == [[(42, "été", True)]] * 2
        Commune.objects.create(insee_code="35991", name="Gardée")
        transaction.set_rollback(True)
    assert ways == [2]
    assert not Commune.objects.exists()


def test_what_is_last_is_committed_on_the_same_way_but_not_within_another_block(ways: list[int]) -> None:
    _prepared(_DOUBLE)
    after: list[str] = []
    with transaction.atomic():
        Commune.objects.create(insee_code="35991", name="Gardée")
        transaction.on_commit(lambda: after.append("committed"))
        ask(_DOUBLE, last=True)
        assert not after
    with transaction.atomic():
        with transaction.atomic():
            Commune.objects.create(insee_code="35992", name="Perdue")
            ask(_DOUBLE, last=True)
        transaction.set_rollback(True)

    assert after == ["committed"]
    assert [each.name for each in Commune.objects.all()] == ["Gardée"]
    assert ways == [2, 1]


def test_one_that_is_refused_takes_the_whole_transaction_with_it(ways: list[int]) -> None:
    _prepared(_DOUBLE, Question(_DIVIDED, [1]))

    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        _lose_a_commune(_DOUBLE, Question(_DIVIDED, [0]), _DOUBLE)

    assert ways == [4]
    assert not Commune.objects.exists()
    assert ask(_DOUBLE) == [[(42, "été", True)]]


def _lose_a_commune(*then: Question) -> None:
    Commune.objects.create(insee_code="35993", name="Perdue")
    ask(*then, last=True)


def test_what_the_commit_refuses_is_said_too(ways: list[int]) -> None:
    commune = Commune.objects.create(insee_code="35991", name="Fictive")
    for number in range(6):
        with transaction.atomic():
            insert_together(CommunePostcode(commune=commune, postcode=f"3590{number}"), last=True)
    assert ways[-1] == 2

    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        insert_together(CommunePostcode(commune_id=commune.pk + 1, postcode="35990"), last=True)

    assert ways[-1] == 2
    assert CommunePostcode.objects.count() == 6


def test_a_way_that_breaks_off_ends_the_connection_and_the_next_one_is_new(
    ways: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _prepared(_DOUBLE)

    def broken(_pgconn: Any) -> Any:
        raise OSError("no way back")

    with monkeypatch.context() as patched:
        patched.setattr(generators, "fetch_many", broken)
        with pytest.raises(OSError, match="no way back"):
            ask(_DOUBLE, _DOUBLE)

    assert connection.connection.closed
    connection.close()
    assert ask(_DOUBLE) == [[(42, "été", True)]]


def test_what_is_prepared_stays_so_when_a_transaction_is_taken_back(ways: list[int]) -> None:
    ask(_DOUBLE)
    _prepared(_DOUBLE)
    with transaction.atomic():
        Commune.objects.create(insee_code="35991", name="Perdue")
        transaction.set_rollback(True)

    assert ask(_DOUBLE) == [[(42, "été", True)]]
    assert ways == [1]
    assert not Commune.objects.exists()


def test_a_table_that_is_changed_has_its_statements_prepared_anew(ways: list[int]) -> None:
    whole = Question("SELECT * FROM passing WHERE %s::int > 0", [1])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE passing AS SELECT 1 AS a")
    _prepared(whole)
    assert ask(whole) == [[(1,)]]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE passing ADD COLUMN b int DEFAULT 2")

    assert ask(whole) == [[(1, 2)]]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE passing")
    assert ways == [1]
