"""Reminders of what is to be done at decent hours; the words of sheets in every language; autonomy as a drawing."""

from dataclasses import fields
from datetime import UTC, date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from bookings.following import autonomy, usual
from bookings.outcomes.vocabularies import THEMES
from notifications.moments.next_steps import reminder
from notifications.take_home.themes import CODES, theme_in
from notifications.take_home.words import BY_MACHINE, WORDS
from notifications.texts import neighbours
from notifications.texts import write as texts
from notifications.texts.encoding import Alphabet, size
from notifications.texts.kinds import Kind
from tests.pure.test_texts import FACTS

PARIS = ZoneInfo("Europe/Paris")
DUE = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("noted", "goes"),
    [
        (datetime(2026, 11, 30, 10, 0, tzinfo=UTC), datetime(2026, 12, 7, 9, 0, tzinfo=UTC)),
        (datetime(2026, 12, 7, 7, 0, tzinfo=UTC), datetime(2026, 12, 8, 9, 0, tzinfo=UTC)),
        # Shortly before midnight in Paris is still the day before.
        (datetime(2026, 12, 6, 22, 59, tzinfo=UTC), datetime(2026, 12, 7, 9, 0, tzinfo=UTC)),
    ],
)
def test_somebody_is_reminded_at_ten_the_day_before_or_on_the_day(noted: datetime, goes: datetime) -> None:
    moment = reminder(DUE, noted_at=noted, zone=PARIS)
    assert moment is not None
    assert (moment.send_after, moment.expires_at) == (goes, datetime(2026, 12, 8, 18, 0, tzinfo=UTC))


def test_what_is_noted_on_its_day_or_too_late_reminds_nobody() -> None:
    assert reminder(DUE, noted_at=datetime(2026, 12, 8, 8, 0, tzinfo=UTC), zone=PARIS) is None
    assert reminder(DUE, noted_at=datetime(2026, 12, 9, 8, 0, tzinfo=UTC), zone=PARIS) is None


def test_a_sheet_says_everything_in_each_language_with_the_same_places() -> None:
    assert set(WORDS) == {"fr", "fr-falc", "en", *neighbours.LANGUAGES}
    assert set(neighbours.LANGUAGES) == BY_MACHINE
    for language, words in WORDS.items():
        for each in fields(words):
            said = getattr(words, each.name)
            places = {name for _text, name, _spec, _conversion in Formatter().parse(said) if name}
            assert said and places == ({"day"} if each.name in ("on", "before") else set()), (language, said)


@pytest.mark.parametrize("language", list(WORDS))
def test_each_national_theme_has_plain_words_in_each_language(language: str) -> None:
    assert set(THEMES) == CODES
    said = [theme_in(code, language) for code in THEMES]
    assert all(said) and len(set(said)) == len(said)
    assert max(map(len, said)) <= 60, "a line of large print, two at most"
    assert theme_in("inconnu", language) == ""


def test_usual_things_are_in_each_language_and_other_words_stay_as_they_are() -> None:
    assert set(usual.LANGUAGES) == set(WORDS)
    for words in usual.USUAL:
        assert usual.in_language(words, "fr") == words
        assert all(usual.in_language(words, each) for each in usual.LANGUAGES)
        assert len({usual.in_language(words, each) for each in usual.LANGUAGES}) >= 7
    assert usual.in_language("Appeler ma fille", "ar") == "Appeler ma fille"


@pytest.mark.parametrize("language", texts.WRITTEN_IN)
def test_a_reminder_of_something_to_do_says_it_and_keeps_within_its_parts(language: str) -> None:
    from dataclasses import replace

    longest = "Rapporter la carte d’identité, " * 4
    facts = replace(FACTS, step=longest[:120], due=DUE, service="R" * 20)
    body = texts.sms(Kind.NEXT_STEP, language, facts)
    assert "d’identité" in body or "d'identité" in body
    assert facts.link in body and neighbours.readable(facts.phone, language) in body
    assert (size(body).alphabet is Alphabet.GSM7) is (language in texts.GSM7_LANGUAGES)
    assert size(body).parts <= texts.most_parts(Kind.NEXT_STEP, language, bringing=True)


def test_sessions_are_drawn_in_order_from_left_to_right_and_the_most_alone_is_the_highest() -> None:
    first, last = date(2026, 9, 1), date(2026, 11, 3)
    drawn = autonomy.drawing([(last, "autonome"), (first, "entierement_accompagne"), (last, "inconnu")])
    assert [point.day for point in drawn.points] == [first, last]
    low, high = drawn.points
    assert low.x < high.x and low.y > high.y
    assert drawn.line.count(",") == 2
    assert [code for code, _height in drawn.levels] == [
        "autonome",
        "partiellement_autonome",
        "entierement_accompagne",
    ]
    assert all(0 < point.y < autonomy.HEIGHT and 0 < point.x < autonomy.WIDTH for point in drawn.points)


def test_one_session_is_a_point_and_none_is_nothing() -> None:
    assert len(autonomy.drawing([(DUE, "autonome")]).points) == 1
    assert autonomy.drawing([]).points == ()
