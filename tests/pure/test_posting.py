"""Until when a letter is worth posting: working days, counted back from the day it is about."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.letters.words import WORDS
from notifications.moments.posting import (
    before,
    last_posting_day,
    post_by,
    reminded_until,
    reminder_is_due,
)
from notifications.outbox.by_letter import BY_LETTER
from notifications.texts.encoding import is_gsm7
from notifications.texts.kinds import Kind
from notifications.texts.write import WRITTEN_IN

PARIS = ZoneInfo("Europe/Paris")
ARMISTICE = frozenset({date(2026, 11, 11)})


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 4), date(2026, 11, 30)),  # A Friday: the Monday before.
        (date(2026, 12, 7), date(2026, 12, 1)),  # A Monday: over one weekend.
        (date(2026, 12, 6), date(2026, 12, 1)),  # A Sunday: as for the Monday after.
        (date(2026, 11, 13), date(2026, 11, 6)),  # The post rests on a public holiday.
    ],
)
def test_a_letter_is_posted_four_working_days_before(day: date, last: date) -> None:
    assert last_posting_day(day, ARMISTICE) == last


def test_posting_ends_with_the_day_where_the_appointment_is() -> None:
    assert post_by(date(2026, 12, 4), ARMISTICE, PARIS) == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert post_by(date(2026, 7, 10), ARMISTICE, PARIS) == datetime(2026, 7, 6, 22, tzinfo=UTC)


def test_a_reminder_waits_three_working_days_in_the_queue_before_it_is_too_late() -> None:
    due = [
        day for day in range(16, 31) if reminder_is_due(date(2026, 11, day), date(2026, 12, 4), frozenset())
    ]
    assert due == [25, 26, 27, 28, 29, 30]


@given(day=st.dates(date(2026, 1, 1), date(2030, 1, 1)), count=st.integers(0, 20))
def test_counting_back_ends_on_a_working_day_and_never_skips_one(day: date, count: int) -> None:
    found = before(day, count, ARMISTICE)
    assert found == day or (found.weekday() < 5 and found not in ARMISTICE)
    if count:
        assert before(before(day, count - 1, ARMISTICE), 1, ARMISTICE) == found


@given(today=st.dates(date(2026, 1, 1), date(2030, 1, 1)), ahead=st.integers(0, 40))
def test_the_question_to_the_agenda_misses_no_reminder_that_is_due(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    if reminder_is_due(today, day, ARMISTICE):
        assert day <= reminded_until(today, ARMISTICE)


@pytest.mark.parametrize("language", WRITTEN_IN)
def test_every_letter_has_its_words_in_every_language(language: str) -> None:
    words = WORDS[language]
    # A letter that asks for another time opens as the one that calls a time off.
    assert set(words.opening) == BY_LETTER - {Kind.CHOICE}
    assert len({*words.opening.values()}) == len(words.opening)
    others = (words.when, words.where, words.bring, words.number, words.change, words.another_day, words.scan)
    assert all(others) and len(set(others)) == len(others)
    assert language in ("fr", "en", "pt", "es") or not is_gsm7(words.opening[Kind.MOVED])
