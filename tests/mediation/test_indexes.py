"""What the database writes beside each row."""

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


# (table, column) where somebody looks for what begins so.
BEGINNINGS = {
    ("bookings_resident", "name_key"),
    ("bookings_edition", "period"),
    ("notifications_simulatedmessage", "to_index"),
}


def test_no_index_is_kept_for_beginnings_that_nobody_looks_for() -> None:
    """Django adds one to each text that has an index. One more to write for each booking, and hashes land anywhere in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, substring(indexdef from '\\((\\w+) (?:varchar|text)_pattern_ops') FROM pg_indexes "
            "WHERE indexdef LIKE '%_pattern_ops)' AND tablename ~ '^(bookings|notifications)_'"
        )
        assert set(cursor.fetchall()) == BEGINNINGS
