"""Ages in the national bands."""

import pytest

from bookings.outcomes.ages import age_in, band, plausible
from bookings.outcomes.vocabularies import AGES


@pytest.mark.parametrize(
    ("age", "code"),
    [
        *((0, "moins_de_douze"), (11, "moins_de_douze"), (12, "douze_dix_huit"), (17, "douze_dix_huit")),
        *((18, "dix_huit_vingt_quatre"), (24, "dix_huit_vingt_quatre"), (25, "vingt_cinq_trente_neuf")),
        *((40, "quarante_cinquante_neuf"), (60, "soixante_soixante_neuf"), (69, "soixante_soixante_neuf")),
        *((70, "soixante_dix_plus"), (119, "soixante_dix_plus")),
    ],
)
def test_an_age_is_in_its_band(age: int, code: str) -> None:
    assert band(age) == code and code in AGES


def test_a_year_of_birth_is_read_in_the_year_of_the_session_and_what_was_said_stays() -> None:
    assert age_in(2026, birth_year=1966, said="") == "soixante_soixante_neuf"
    assert age_in(2025, birth_year=1966, said="") == "quarante_cinquante_neuf"
    assert age_in(2026, birth_year=None, said="non_communique") == "non_communique"
    assert age_in(2026, birth_year=None, said="") == ""


def test_nobody_is_born_tomorrow_or_two_centuries_ago() -> None:
    assert plausible(2026, year=2026) and not plausible(2027, year=2026) and not plausible(1900, year=2026)
