"""One message offers three times in the place of one that is called off: with digits where they fit, else by the link."""

from dataclasses import replace
from datetime import timedelta

import pytest

from notifications.texts import write as texts
from notifications.texts.choices import Choice
from notifications.texts.encoding import Alphabet, size
from notifications.texts.kinds import Kind
from tests.pure.test_texts import FACTS, PARIS, every_text

assert FACTS.starts_at is not None
THREE = tuple(
    Choice(FACTS.starts_at + timedelta(days=day, hours=hour), PARIS) for day, hour in ((1, 0), (1, 5), (2, 0))
)
ASKING = replace(FACTS, choices=THREE, answerable=True)
SHORT = replace(ASKING, service="RDV num.", place="MQ Fictive")


def test_it_says_not_to_come_and_which_digit_is_which_time() -> None:
    assert texts.sms(Kind.CHOICE, "fr", SHORT) == (
        "RDV num. : nous devons annuler votre rendez-vous (mar. 8 déc. à 9h30, MQ Fictive). Ne venez pas. "
        "Répondez 1 : mer. 9 déc. à 9h30, 2 : mer. 9 déc. à 14h30, 3 : jeu. 10 déc. à 9h30, 4 : aucune. "
        "Ou : https://rdv.example.fr/r/AbCdEf12Gh34 ou 02 61 91 00 00"
    )


@every_text
def test_digits_and_link_fit_into_the_parts_of_every_language(language: str) -> None:
    body = texts.sms(Kind.CHOICE, language, SHORT)
    assert size(body).parts <= texts.most_parts(Kind.CHOICE, language)
    assert all(f"{digit}{space}:" in body for digit in (1, 2, 3, 4) for space in (" " * (language == "fr"),))
    assert SHORT.link in body and ("02 61 91" in body or "0261" in body)
    if language in texts.GSM7_LANGUAGES:
        assert size(body).alphabet is Alphabet.GSM7


@every_text
def test_what_would_be_too_long_or_nobody_reads_points_to_the_page(language: str) -> None:
    far = tuple(replace(each, place="Centre social Carrefour 18") for each in THREE)
    for facts in (
        replace(ASKING, choices=far, service="R" * 20, place="M" * 30),
        replace(SHORT, answerable=False),
    ):
        body = texts.sms(Kind.CHOICE, language, facts)
        assert size(body).parts <= texts.most_parts(Kind.CHOICE, language)
        assert FACTS.link in body
        assert facts.answerable or ("4:" not in body and "4 :" not in body)
    assert "4 :" not in texts.sms(
        Kind.CHOICE, "fr", replace(ASKING, choices=far, service="R" * 20, place="M" * 30)
    )


@pytest.mark.parametrize("language", ["fr", "en", "uk"])
def test_an_e_mail_has_the_three_times_a_line_each(language: str) -> None:
    letter = texts.letter(Kind.CHOICE, language, ASKING)
    assert [line[:2] for line in letter.text.splitlines() if line[1:2] == "."] == ["1.", "2.", "3."]
    assert FACTS.link in letter.text
