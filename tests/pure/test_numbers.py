"""Numbers that are read aloud and typed: what fits, and that one number means one thing."""

import re

import pytest

from bookings.numbers import BOOKING, MOST_DIGITS, ON_PAPER, REFERRAL, grouped
from bookings.synthetic.generate import _number
from notifications.voice.duration import seconds
from notifications.voice.phrases import Phrase
from notifications.voice.words import WORDS

SIX_DIGITS_ALONE = (
    "Composez votre numéro : six chiffres, puis deux fois dièse ; ou les huit chiffres de votre invitation."
)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        *(("482913", True), ("4829137", True), ("84829137", True), ("48291", False), ("482913700", False)),
        *(("", False), ("48291x", False), ("٤٨٢٩١٣", False), ("+82913", False)),
    ],
)
def test_a_booking_number_has_six_to_eight_digits(typed: str, fits: bool) -> None:
    assert BOOKING.fits(typed) is fits
    assert bool(re.fullmatch(BOOKING.pattern, typed)) is fits


def test_eight_digits_are_a_booking_s_or_somebody_else_s_never_both() -> None:
    longest = BOOKING.lengths[-1]
    assert not set(longest[:: 10**6]) & set(ON_PAPER[:: 10**6])
    assert max(ON_PAPER) < min(longest) and max(REFERRAL.lengths[0]) < min(longest)
    assert len(str(max(longest))) == MOST_DIGITS == len(str(max(REFERRAL.lengths[0])))


def test_each_length_is_longer_than_the_one_before_and_no_number_begins_with_zero() -> None:
    assert [len(str(these[0])) for these in BOOKING.lengths] == list(BOOKING.digits) == [6, 7, 8]
    assert all(len(str(these[0])) == len(str(these[-1])) for these in BOOKING.lengths)


def test_a_number_is_shown_in_two_groups() -> None:
    shown = [
        grouped(number).replace("\N{NO-BREAK SPACE}", " ") for number in ("482913", "4829137", "84829137")
    ]
    assert shown == ["482 913", "482 9137", "8482 9137"]


def test_the_load_for_measuring_has_as_many_standing_numbers_as_a_country_needs() -> None:
    drawn = {_number(pk, standing) for standing, pk in enumerate(range(77, 77 + 1_200_000), start=1)}
    assert len(drawn) == 1_200_000
    assert {len(number) for number in drawn} == {6, 7, 8}
    assert all(BOOKING.fits(number) for number in drawn)


def test_whoever_has_six_digits_does_not_listen_longer_than_when_all_had_six() -> None:
    assert seconds([str(WORDS[Phrase.NUMBER])]) <= seconds([SIX_DIGITS_ALONE])
