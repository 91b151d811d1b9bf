"""Two transactions that wait for one another: PostgreSQL ends one, and it is done again; nobody reads of an error."""

import threading

import pytest
from django.db import connection

from bookings.records.transactions import short_transaction
from tests.people import an_organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_a_deadlock_is_no_error_to_anybody() -> None:
    rows = [an_organisation("Première"), an_organisation("Deuxième")]
    both_hold_one, tries, done = threading.Barrier(2), [0, 0], [False, False]

    @short_transaction
    def in_order(me: int, first: int, second: int) -> None:
        tries[me] += 1
        type(rows[0]).objects.select_for_update().get(pk=first)
        if tries[me] == 1:
            both_hold_one.wait(timeout=60)
        type(rows[0]).objects.select_for_update().get(pk=second)
        done[me] = True

    def run(me: int) -> None:
        try:
            in_order(me, rows[me].pk, rows[1 - me].pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(me,)) for me in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert done == [True, True]
    assert sorted(tries) == [1, 2]
