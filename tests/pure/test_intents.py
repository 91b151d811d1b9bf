"""Reading replies: as people write them, in seven languages, and whatever else may come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.talk.intents import read
from notifications.talk.meanings import Meaning, Wanted

TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *(
            (text, Meaning.CONFIRM)
            for text in (
                "oui",
                "OUI !",
                " Oui merci",
                "ok",
                "D’accord",
                "d'accord",
                "Ouii".replace("ii", "i"),
            )
        ),
        *(
            (text, Meaning.CONFIRM)
            for text in (
                "je confirme",
                "cofirmer",
                "👍",
                "👍🏽",
                "✅",
                "Yes",
                "نعم",
                "так",
                "Evet",
                "sim",
                "sí",
            )
        ),
        *(
            (text, Meaning.CANCEL)
            for text in (
                "non",
                "NON.",
                "annuler",
                "anuler",
                "Annulez svp",
                "je ne viens pas",
                "👎",
                "لا",
                "ні",
            )
        ),
        *(
            (text, Meaning.CANCEL)
            for text in ("Hayır", "não", "cancel", "Bonjour, je ne peux pas venir à ce rendez-vous")
        ),
        *(
            (text, Meaning.MOVE)
            for text in (
                "changer",
                "Déplacer",
                "deplacer svp",
                "reporter",
                "autre jour",
                "змінити",
                "cambiar",
            )
        ),
        *((text, Meaning.HELP) for text in ("aide", "AIDE!", "?", " ? ", "help", "؟", "Aidez-moi")),
        *((text, Meaning.STOP) for text in ("STOP", "Arrêt", "arret", "unsubscribe")),
        *((text, Meaning.START) for text in ("start", "Reprendre")),
        *(
            (text, Meaning.UNKNOWN)
            for text in ("", " ", "\x00", "merci", "oui ou non ?", "🙂", "👍👎", "12345", "1 2", "-1")
        ),
        ("Bonjour, mon fils pourra-t-il venir avec moi et oui il a sa carte", Meaning.UNKNOWN),
    ],
)
def test_what_people_write(text: str, meaning: Meaning) -> None:
    assert read(text).meaning is meaning


@pytest.mark.parametrize("text", ["1", " 1 ", "1.", "1 !", "1️⃣", "١", "１", "(1)", "\u200f1\u200f", "'1'"])
def test_a_digit_is_a_digit_however_it_is_written(text: str) -> None:
    assert (read(text).meaning, read(text).digit) == (Meaning.DIGIT, 1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mardi", Wanted(weekday=1)),
        ("Mardi matin ?", Wanted(weekday=1, morning=True)),
        ("plutôt jeudi après-midi", Wanted(weekday=3, morning=False)),
        ("changer pour lundi", Wanted(weekday=0)),
        ("8/12", Wanted(month_and_day=(12, 8))),
        ("le 8 décembre", Wanted(month_and_day=(12, 8))),
        ("mardi 1er décembre", Wanted(month_and_day=(12, 1))),
        ("demain", Wanted(days_ahead=1)),
        ("après-demain matin", Wanted(days_ahead=2, morning=True)),
        ("le matin", Wanted(morning=True)),
        ("Friday afternoon", Wanted(weekday=4, morning=False)),
        ("le matin ou l’après-midi lundi", Wanted(weekday=0)),
    ],
)
def test_a_day_is_asked_for_in_words(text: str, wanted: Wanted) -> None:
    assert (read(text).meaning, read(text).wanted) == (Meaning.WHEN, wanted)


@pytest.mark.parametrize("text", ["31/02", "32/12", "8/13", "0/1", "8 brumaire"])
def test_a_date_that_no_year_has_is_not_guessed(text: str) -> None:
    assert read(text).meaning is Meaning.UNKNOWN


@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        (Wanted(weekday=1), date(2026, 12, 1)),
        (Wanted(weekday=0), date(2026, 12, 7)),
        (Wanted(month_and_day=(12, 8)), date(2026, 12, 8)),
        (Wanted(month_and_day=(1, 8)), date(2027, 1, 8)),
        (Wanted(month_and_day=(2, 29)), date(2027, 3, 1)),
        (Wanted(days_ahead=2), date(2026, 12, 3)),
        (Wanted(morning=True), TUESDAY),
    ],
)
def test_a_day_asked_for_is_the_next_one_like_it(wanted: Wanted, day: date) -> None:
    assert wanted.first_day(TUESDAY) == day
    assert wanted.one_day is (wanted != Wanted(morning=True))


def test_only_the_beginning_of_ten_thousand_characters_is_read() -> None:
    assert read("oui" + " " * 20_000).meaning is Meaning.CONFIRM
    assert read("x" * 20_000 + " oui").meaning is Meaning.UNKNOWN


@given(st.text(max_size=400))
def test_nothing_that_can_be_written_is_too_strange(text: str) -> None:
    said = read(text)
    assert (said.meaning is Meaning.DIGIT) is (said.digit >= 0)
    assert (said.meaning is Meaning.WHEN) is (said.wanted is not None)


@given(st.sampled_from(["oui", "annuler", "changer", "aide"]), st.text("  \u200e\u200f!.,", max_size=5))
def test_signs_around_a_word_do_not_matter(word: str, around: str) -> None:
    assert read(f"{around}{word}{around}").meaning is read(word).meaning
