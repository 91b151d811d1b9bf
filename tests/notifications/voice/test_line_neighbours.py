"""The line in the languages of the neighbourhood: chosen with keys, booked with keys, remembered the next time."""

from datetime import UTC, datetime, time

import pytest
from django.utils import translation

from bookings.models import Appointment, Resident
from mediation.neighbours.codes import LANGUAGES
from notifications.voice import spoken, tongues
from notifications.voice.words import WORDS
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town

in_each = pytest.mark.parametrize("language", LANGUAGES)
walks = pytest.mark.usefixtures("clock")


@walks
def test_somebody_books_in_arabic_and_is_greeted_in_arabic_the_next_time(town: Town) -> None:
    caller = Caller().call().press("9")
    assert caller.choices["2"] == "للعربية، اضغطوا على 2."
    assert caller.languages == {"en-GB", "arb", "uk-UA", "tr-TR", "pt-PT", "es-ES"}
    caller.press("2")
    assert "Pour le français, faites 9." in caller.heard
    # Names stay French, in a French voice.
    assert caller.press("1").languages <= {"arb", "fr-FR"}
    caller.press("1").press("1")
    assert "الجمعة 27 نوفمبر، الساعة العاشرة صباحا" in caller.choices["1"]
    caller.press("1")
    caller.press(next(key for key, said in caller.choices.items() if "دون" in said))
    caller.press("1")
    made = Appointment.objects.get()
    assert (made.language, made.channel) == ("ar", "phone")
    assert "arb" in caller.languages and "Vous" not in caller.text
    again = Caller().call()
    assert again.languages <= {"arb", "fr-FR"} and "موعد" in again.text


@walks
def test_a_caller_who_chose_arabic_comes_back_to_french_with_the_same_key(town: Town) -> None:
    caller = Caller().call().press("9").press("2").press("9")
    assert "Pour prendre un rendez-vous, faites 1." in caller.text


@walks
@in_each
def test_a_resident_whose_language_is_known_hears_it_at_once(town: Town, language: str) -> None:
    town.book(datetime(2026, 12, 1, 9, tzinfo=UTC))
    Appointment.objects.update(language=language)
    Resident.objects.update(language=language)
    voices = Caller().call().languages
    assert {"ar": "arb"}.get(language, language) in {voice.partition("-")[0] for voice in voices}


@in_each
def test_every_sentence_of_the_line_is_said(language: str) -> None:
    with translation.override(language):
        said = {phrase: str(words) for phrase, words in WORDS.items()}
    with translation.override("fr"):
        french = {str(words) for words in WORDS.values() if not isinstance(words, str)}
    assert {phrase: words for phrase, words in said.items() if words in french} == {}


@pytest.mark.parametrize(
    ("at", "ar", "uk", "tr", "pt", "es"),
    [
        (
            *(time(9, 30), "الساعة التاسعة والنصف صباحا", "о девʼятій тридцять", "saat dokuz otuz"),
            *("às nove e trinta", "a las nueve y treinta de la mañana"),
        ),
        (
            *(time(12, 0), "الساعة الثانية عشرة ظهرا", "о дванадцятій", "saat on iki"),
            *("ao meio-dia", "a las doce del mediodía"),
        ),
        (
            *(
                time(13, 5),
                "الساعة الواحدة وخمس دقائق بعد الظهر",
                "о тринадцятій нуль пʼять",
                "saat on üç sıfır beş",
            ),
            *("às treze e cinco", "a la una y cinco de la tarde"),
        ),
    ],
)
def test_hours_are_said_as_people_say_them(at: time, ar: str, uk: str, tr: str, pt: str, es: str) -> None:
    said = {"ar": ar, "uk": uk, "tr": tr, "pt": pt, "es": es}
    assert {language: tongues.clock(at, language) for language in LANGUAGES} == said


@in_each
def test_numbers_days_and_hours_have_no_digit_left_but_the_day_of_the_month(language: str) -> None:
    assert len({tongues.number(value, language) for value in range(100)}) == 100
    for hour in range(24):
        for minute in (0, 5, 15, 30, 45, 59):
            assert not any(sign.isdigit() for sign in spoken.clock(time(hour, minute), language))
    at = datetime(2026, 12, 8, 8, 30, tzinfo=UTC)
    assert spoken.from_today(at, UTC, language, now=at) != spoken.moment(at, UTC, language)
    assert spoken.digits("482107", language).count(tongues.number(8, language)) == 1
    assert (
        spoken.minutes(0, 20, language)
        != spoken.minutes(10, 20, language)
        != spoken.minutes(200, 300, language)
    )
