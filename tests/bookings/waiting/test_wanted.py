"""When somebody who waits could come, in words."""

from django.utils import translation

from bookings.waiting.wanted import wanted_in_words


def test_days_are_written_as_each_language_writes_them():
    with translation.override("fr"):
        assert wanted_in_words([1, 3], []).startswith("mardi, jeudi")
    with translation.override("en"):
        assert wanted_in_words([1, 3], []).startswith("Tuesday, Thursday")
