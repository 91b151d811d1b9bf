"""What residents read: every kind in every language, within its parts, saying neither topic nor name."""

import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import get_day_names, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from bookings.people.preparation import SMS_EACH
from notifications.texts import dates, neighbours
from notifications.texts import write as texts
from notifications.texts.answers import ANSWERS
from notifications.texts.encoding import Alphabet, size
from notifications.texts.kinds import DROP_INS, STANDARD, TODAY, Kind
from notifications.texts.write import Facts

PARIS = ZoneInfo("Europe/Paris")
ONE_PART = {Kind.CODE, Kind.CONFIRMATION, Kind.REMINDER}
FACTS = Facts(
    service="RDV numérique Rennes",
    phone="02 61 91 00 00",
    link="https://rdv.example.fr/r/AbCdEf12Gh34",
    starts_at=datetime(2026, 12, 8, 8, 30, tzinfo=UTC),
    zone=PARIS,
    place="Médiathèque Lucien Rose",
    site="Médiathèque Lucien-Rose",
    address="12 rue Élise-Œuvre, 35000 Rennes",
    number="481516",
    code="620 914",
)
every_text = pytest.mark.parametrize("language", texts.WRITTEN_IN)
cheap_text = pytest.mark.parametrize("language", texts.GSM7_LANGUAGES)
neighbours_text = pytest.mark.parametrize("language", neighbours.LANGUAGES)
every_kind = pytest.mark.parametrize("kind", STANDARD)


def test_a_confirmation_says_who_writes_when_where_the_number_and_whom_to_call() -> None:
    assert texts.sms(Kind.CONFIRMATION, "fr", FACTS) == (
        "RDV numérique Rennes : mar. 8 déc. à 9h30, Médiathèque Lucien Rose. Numéro 481516. "
        "Changer : https://rdv.example.fr/r/AbCdEf12Gh34 ou 02 61 91 00 00"
    )


def test_an_english_reader_gets_english() -> None:
    assert texts.sms(Kind.REMINDER, "en", FACTS) == (
        "RDV numérique Rennes. Reminder: Tue 8 Dec at 9:30, Médiathèque Lucien Rose. "
        "See or cancel: https://rdv.example.fr/r/AbCdEf12Gh34 or 02 61 91 00 00"
    )


@pytest.mark.parametrize(
    ("preferred", "written"),
    [("fr", "fr"), ("en", "en"), ("fr-falc", "fr"), ("ar", "ar"), ("so", "fr"), ("", "fr")],
)
def test_who_reads_easy_french_or_a_language_we_do_not_write_gets_french(
    preferred: str, written: str
) -> None:
    assert texts.language_of(preferred) == written


@every_text
@every_kind
def test_every_sms_is_useful_without_its_link_and_cheap_in_french_and_english(
    kind: Kind, language: str
) -> None:
    body = texts.sms(kind, language, FACTS)
    assert size(body).alphabet is Alphabet.GSM7 or language not in texts.GSM7_LANGUAGES
    assert FACTS.service in body
    assert neighbours.readable(FACTS.phone, language) in body
    if kind is Kind.CODE:
        assert neighbours.readable(FACTS.code, language) in body
    else:
        assert FACTS.link in body
        assert FACTS.place in body
        assert ("9" in body and ":30" in body) or "h30" in body


@cheap_text
@every_kind
def test_the_longest_names_and_dates_keep_within_the_parts(kind: Kind, language: str) -> None:
    # `Territory.sms_name` holds 20 characters, `Site.short_name` 30: no form lets more in.
    for day in range(366):
        starts_at = datetime(2026, 1, 1, 13, 45, tzinfo=UTC) + timedelta(days=day)
        facts = replace(FACTS, service="R" * 20, place="M" * 30, starts_at=starts_at)
        assert size(texts.sms(kind, language, facts)).parts <= (1 if kind in ONE_PART else 2)


TO_BRING = (
    "Une pièce d’identité",
    "Les courriers reçus",
    "Vos identifiants et mots de passe, si vous les avez",
)


@cheap_text
@pytest.mark.parametrize("kind", [Kind.CONFIRMATION, Kind.REMINDER])
def test_what_to_bring_is_said_in_two_parts(kind: Kind, language: str) -> None:
    body = texts.sms(kind, language, replace(FACTS, bring=TO_BRING))
    assert "une pièce d'identité ; les courriers recus" in body
    assert size(body).parts == 2
    assert FACTS.link in body and FACTS.phone in body


@every_text
def test_a_long_list_is_cut_between_two_things_and_says_that_there_is_more(language: str) -> None:
    body = texts.sms(Kind.REMINDER, language, replace(FACTS, bring=("Un document assez long",) * 20))
    assert "..." in body or "…" in body
    assert size(body).parts <= (2 if language in texts.GSM7_LANGUAGES else 5)
    assert FACTS.link in body


def test_one_thing_too_long_for_a_text_is_left_to_the_page() -> None:
    assert texts.sms(Kind.REMINDER, "fr", replace(FACTS, bring=("x" * 400,))) == texts.sms(
        Kind.REMINDER, "fr", FACTS
    )


@neighbours_text
def test_things_to_bring_that_nobody_has_translated_are_at_the_link(language: str) -> None:
    plain = texts.sms(Kind.CONFIRMATION, language, FACTS)
    pointing = texts.sms(Kind.CONFIRMATION, language, replace(FACTS, bring_at_link=True))
    assert len(pointing) > len(plain)


@neighbours_text
@every_kind
def test_a_text_in_a_language_of_the_neighbourhood_costs_what_staff_are_told(
    kind: Kind, language: str
) -> None:
    longest = replace(FACTS, service="R" * 20, place="M" * 30)
    for month in range(1, 13):
        starts_at = datetime(2026, month, 28, 13, 45, tzinfo=UTC)
        assert size(texts.sms(kind, language, replace(longest, starts_at=starts_at))).parts <= 4
    assert size(texts.sms(kind, language, FACTS)).parts <= SMS_EACH[language] + (
        kind in {Kind.MOVED, Kind.CANCELLED_BY_US}
    )


@neighbours_text
def test_days_and_months_are_those_of_that_language(language: str) -> None:
    days, months = get_day_names(locale=language), get_month_names(locale=language)
    for day in range(366):
        at = datetime(2026, 1, 1, 11, 5, tzinfo=UTC) + timedelta(days=day)
        said = dates.short(at, UTC, language).replace("ʼ", "’")
        assert days[at.weekday()].replace("ʼ", "’") in said
        assert months[at.month] in said
        assert f" {at.day} " in f" {said}"
        assert "11:05" in said or "11h05" in said
        assert dates.long(at, UTC, language) == dates.short(at, UTC, language)


@every_kind
def test_in_arabic_no_number_is_in_groups_that_would_be_read_backwards(kind: Kind) -> None:
    body = texts.sms(kind, "ar", FACTS)
    assert "0261910000" in body and "02 61" not in body
    assert unicodedata.bidirectional(body[0]) == "AL"


@pytest.mark.parametrize("mode", ["phone", "video", "home"])
@neighbours_text
def test_an_appointment_elsewhere_is_said_in_every_language(mode: str, language: str) -> None:
    assert neighbours.elsewhere(mode, language)
    assert neighbours.elsewhere("on_site", language) == ""


@every_text
def test_a_reminder_says_how_to_answer_where_that_costs_no_part_more(language: str) -> None:
    said = 0
    for length in range(1, 31):
        facts = replace(FACTS, service="RDV", place="M" * length)
        told = texts.sms(Kind.REMINDER, language, replace(facts, answerable=True))
        plain = texts.sms(Kind.REMINDER, language, facts)
        assert size(told).parts == size(plain).parts
        assert facts.link in told and neighbours.readable(facts.phone, language) in told
        assert not any(answer in plain for answer in ANSWERS[language])
        said += any(f" {answer} " in told for answer in ANSWERS[language])
    assert said
    assert all(digit in answer for digit in "123" for answer in ANSWERS[language])


def test_the_clearest_answer_that_fits_is_said() -> None:
    def told(place: str, service: str = "RDV") -> str:
        facts = replace(FACTS, service=service, place=place, answerable=True)
        return texts.sms(Kind.REMINDER, "fr", facts)

    assert "Répondez 1 pour confirmer, 2 pour annuler, 3 pour changer. Ou : https" in told("MQ")
    assert "Répondez 1 oui, 2 annuler, 3 changer. Ou : https" in told("Médiathèque des Arts")
    assert "Voir ou annuler : https" in told("M" * 30, "R" * 20)
    assert "Répondez" not in texts.sms(Kind.CONFIRMATION, "fr", replace(FACTS, answerable=True))


@cheap_text
def test_what_to_bring_comes_before_how_to_answer(language: str) -> None:
    facts = replace(FACTS, bring=TO_BRING, answerable=True)
    told = texts.sms(Kind.REMINDER, language, facts)
    assert texts.as_worded("{apporter}", language, replace(facts, bring=TO_BRING[:2])).rstrip(".") in told
    assert size(told).parts == 2


@every_text
@every_kind
def test_an_e_mail_says_the_same_in_text_and_in_html(kind: Kind, language: str) -> None:
    letter = texts.letter(kind, language, FACTS)
    html = texts.letter_page(language, letter.subject, letter.text)
    assert "\n" not in letter.subject
    assert FACTS.number not in letter.subject and FACTS.code not in letter.subject
    assert neighbours.readable(FACTS.phone, language) in letter.text and FACTS.service in letter.text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert "<script" not in html and "<img" not in html
    if kind is Kind.CODE:
        assert neighbours.readable(FACTS.code, language) in letter.text
    else:
        assert FACTS.link in letter.text and f'href="{FACTS.link}"' in html
        assert FACTS.address in letter.text and FACTS.site in letter.text


def test_a_site_named_with_markup_is_shown_as_it_is_named() -> None:
    letter = texts.letter(Kind.CONFIRMATION, "fr", replace(FACTS, site="<b>L'Atelier</b> & Co"))
    html = texts.letter_page("fr", letter.subject, letter.text)
    assert "<b>L'Atelier</b> & Co" in letter.text
    assert "<b>" not in html and "&lt;b&gt;" in html


def test_a_site_without_address_or_long_name_is_still_named() -> None:
    letter = texts.letter(Kind.REMINDER, "fr", replace(FACTS, site="", address=""))
    assert FACTS.place in letter.text


def test_there_is_no_room_for_a_name_or_a_topic() -> None:
    assert not {"name", "resident", "topic", "note"} & {field.name for field in fields(Facts)}


@pytest.mark.parametrize(
    ("at", "short_fr", "long_fr", "short_en", "long_en"),
    [
        (
            "2026-08-01 07:05",
            "sam. 1er aout à 9h05",
            "samedi 1er août à 9 h 05",
            "Sat 1 Aug at 9:05",
            "Saturday 1 August at 9:05",
        ),
        (
            "2026-02-03 13:00",
            "mar. 3 févr. à 14h00",
            "mardi 3 février à 14 h",
            "Tue 3 Feb at 14:00",
            "Tuesday 3 February at 14:00",
        ),
    ],
)
def test_days_are_said_as_people_say_them(
    at: str, short_fr: str, long_fr: str, short_en: str, long_en: str
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert dates.short(moment, PARIS, "fr") == short_fr
    assert dates.long(moment, PARIS, "fr").replace("\N{NO-BREAK SPACE}", " ") == long_fr
    assert dates.short(moment, PARIS, "en") == short_en
    assert dates.long(moment, PARIS, "en") == long_en


@given(place=st.text(max_size=40), service=st.text(max_size=30), kind=st.sampled_from(STANDARD))
def test_whatever_a_site_is_called_the_sms_stays_in_the_cheap_alphabet(
    place: str, service: str, kind: Kind
) -> None:
    facts = replace(FACTS, place=place, service=service)
    assert size(texts.sms(kind, "fr", facts)).alphabet is Alphabet.GSM7


@every_text
@pytest.mark.parametrize("kind", sorted(TODAY))
def test_what_is_said_today_is_short_and_says_when_and_whom_to_call(kind: Kind, language: str) -> None:
    until = FACTS.starts_at + timedelta(minutes=15) if FACTS.starts_at else None
    body = texts.sms(kind, language, replace(FACTS, until=until))
    assert size(body).alphabet is Alphabet.GSM7 or language not in texts.GSM7_LANGUAGES
    assert size(body).parts <= (1 if language in texts.GSM7_LANGUAGES else 3)
    assert neighbours.readable(FACTS.phone, language) in body
    if kind is Kind.DELAYED:
        assert "45" in body


@every_text
@pytest.mark.parametrize("kind", sorted(DROP_INS))
def test_a_number_of_a_drop_in_is_told_with_who_is_before_and_where(kind: Kind, language: str) -> None:
    facts = replace(FACTS, number="47", ahead=2, link="https://rdv.example.fr/permanence/bx3xh85v/")
    body = texts.sms(kind, language, facts)
    assert size(body).alphabet is Alphabet.GSM7 or language not in texts.GSM7_LANGUAGES
    assert size(body).parts <= (1 if language in texts.GSM7_LANGUAGES else 3)
    assert "47" in body and FACTS.place in body
    assert (": 2." in body) is (kind is not Kind.TURN_OFF)
    assert (neighbours.readable(FACTS.phone, language) in body) is (kind is Kind.TURN_OFF)
    assert (facts.link in body) is (kind is Kind.TURN_NUMBER)
