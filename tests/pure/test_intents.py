"""Reading replies: as people write them, in seven languages, and whatever else may come."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.talk.intents import read
from notifications.talk.meanings import Meaning, Wanted
from notifications.talk.reading.lexicon import lexicon
from notifications.talk.reading.pieces import cover
from notifications.talk.senses import Why

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


# -- As people write them ---------------------------------------------------------------------------
def read_alone() -> list[tuple[str, list[str]]]:
    path = Path(__file__).parents[1] / "notifications" / "talk" / "replies.json"
    groups = json.loads(path.read_text(encoding="utf-8"))["read_alone"]
    return [(text, group["accept"]) for group in groups for text in group["texts"]]


@pytest.mark.parametrize(("text", "accepted"), read_alone())
def test_each_is_read_as_a_careful_person_would(text: str, accepted: list[str]) -> None:
    assert read(text).meaning in accepted


@pytest.mark.parametrize(
    "text", ["n’annulez pas", "je ne viens pas seule", "cancer", "pas d’accord", "je charge", "no change"]
)
def test_a_word_inside_another_thing_cancels_nothing(text: str) -> None:
    assert read(text).meaning is Meaning.UNKNOWN


@pytest.mark.parametrize("text", ["non", "annuler svp", "J’annule !", "2 annuler", "لا", "hayır", "ні"])
def test_only_the_word_alone_cancels_without_asking_back(text: str) -> None:
    said = read(text)
    assert (said.meaning, said.plain) == (Meaning.CANCEL, True)


@pytest.mark.parametrize(
    "text", ["non merci", "je ne viens pas", "annuler mon rdv", "anuler", "annulé", "ok annulez", "nan", "👎"]
)
def test_a_cancellation_that_says_more_is_to_be_asked_back(text: str) -> None:
    said = read(text)
    assert (said.meaning, said.plain) == (Meaning.CANCEL, False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("oui ?", Why.QUESTION),
        ("oui si je peux", Why.CONDITION),
        ("oui mais pas seule", Why.CONDITION),
        ("oui non", Why.CONTRADICTION),
        ("1 annuler", Why.CONTRADICTION),
        ("je ne peux pas lire", Why.NEGATION),
        ("carte sim perdue", Why.OTHER_WORDS),
        ("oui так", Why.TWO_ALPHABETS),
        ("оui", Why.TWO_ALPHABETS),
        ("😢", Why.SIGNS),
        ("1=oui", Why.SIGNS),
        ("oui " * 100, Why.LONG),
        ("je serai en retard de 10 min", Why.LATE),
        ("je confirme demain", Why.CONDITION),
        ("merci, à bientôt", Why.COURTESY),
    ],
)
def test_what_is_left_to_a_person_says_why(text: str, why: Why) -> None:
    said = read(text)
    assert (said.meaning, said.why) == (Meaning.UNKNOWN, why)


MONDAY_TEN = datetime(2026, 11, 30, 10, 0)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("oui lundi", True),
        ("je viens lundi à 10h", True),
        ("oui pour le 30 novembre", True),
        ("ok 30/11", True),
        ("oui demain", True),
        ("je serai là demain matin", True),
        ("oui mardi", False),
        ("je viens lundi à 9h30", False),
        ("oui demain après-midi", False),
        ("ok 1/12", False),
        ("oui apres demain", False),
    ],
)
def test_a_day_beside_a_yes_is_compared_with_the_appointment(text: str, fits: bool) -> None:
    said = read(text)
    assert said.meaning is Meaning.CONFIRM and said.named is not None
    assert said.named.fits(MONDAY_TEN, date(2026, 11, 29)) is fits


@pytest.mark.parametrize("text", ["le 4", "je prends le 4", "ok pour le 4", "numéro 4 svp"])
def test_a_digit_among_words_counts_only_as_an_option(text: str) -> None:
    assert (read(text).meaning, read(text).option) == (Meaning.UNKNOWN, 4)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("نعم شكرا", "ar"),
        ("так", "uk"),
        ("hayır", "tr"),
        ("não vou", "pt"),
        ("no puedo ir", "es"),
        ("no", ""),
        ("oui", ""),
    ],
)
def test_the_language_of_a_neighbour_is_heard(text: str, language: str) -> None:
    assert read(text).language == language


def test_every_phrase_of_the_vocabulary_is_read_alone_as_something() -> None:
    """No phrase is shadowed by another, nor cut by how words are written the one way."""
    for phrase, known in lexicon().items():
        pieces = cover(phrase.split())
        assert pieces is not None, phrase
        assert known.sense in {piece.sense for piece in pieces} or len(pieces) == 1, phrase


@given(st.lists(st.sampled_from(sorted(lexicon())), min_size=1, max_size=4))
def test_no_and_yes_together_never_do_anything(phrases: list[str]) -> None:
    said = read(" ".join([*phrases, "oui", "non"]))
    assert said.meaning not in (Meaning.CONFIRM, Meaning.STOP, Meaning.START, Meaning.EARLIER, Meaning.DIGIT)
    assert not said.plain
