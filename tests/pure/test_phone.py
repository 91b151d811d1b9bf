"""Numbers as people write them: read by what they are, and never guessed silently."""

import pytest

from mediation.meant import meant
from mediation.phone import Line, NotAPhone, Wrong, read_phone, shown

OVERSEAS = [
    ("0692 12 34 56", "+262692123456", Line.MOBILE, "La Réunion"),
    ("0693 12 34 56", "+262693123456", Line.MOBILE, "La Réunion"),
    ("0262 12 34 56", "+262262123456", Line.LANDLINE, "La Réunion"),
    ("0263 12 34 56", "+262263123456", Line.LANDLINE, "La Réunion"),
    ("0269 61 23 45", "+262269612345", Line.LANDLINE, "Mayotte"),
    ("0639 06 12 34", "+262639061234", Line.MOBILE, "Mayotte"),
    ("0590 12 34 56", "+590590123456", Line.LANDLINE, "Guadeloupe"),
    ("0690 12 34 56", "+590690123456", Line.MOBILE, "Guadeloupe"),
    ("0691 22 12 34", "+590691221234", Line.MOBILE, "Guadeloupe"),
    ("0594 12 34 56", "+594594123456", Line.LANDLINE, "Guyane"),
    ("0694 12 34 56", "+594694123456", Line.MOBILE, "Guyane"),
    ("0596 30 12 34", "+596596301234", Line.LANDLINE, "Martinique"),
    ("0696 12 34 56", "+596696123456", Line.MOBILE, "Martinique"),
    ("0697 12 34 56", "+596697123456", Line.MOBILE, "Martinique"),
    ("0508 41 23 45", "+508412345", Line.LANDLINE, "Saint-Pierre-et-Miquelon"),
]


@pytest.mark.parametrize(("typed", "e164", "line", "place"), OVERSEAS)
def test_a_number_of_overseas_france_is_read_as_its_owner_dials_it(
    typed: str, e164: str, line: Line, place: str
) -> None:
    phone = read_phone(typed)
    assert (phone.e164, phone.line, phone.place) == (e164, line, place)
    assert shown(e164) == typed
    assert read_phone(e164) == phone


@pytest.mark.parametrize(
    "typed",
    ["+33 692 12 34 56", "0033 6 92 12 34 56", "+33 (0)692 12 34 56", "692123456", "+262 692 12 34 56"],
)
def test_the_prefix_says_whose_it_is_whatever_country_was_put_before_it(typed: str) -> None:
    assert read_phone(typed).e164 == "+262692123456"


def test_the_numbers_kept_for_fiction_stay_mainland_ones() -> None:
    phone = read_phone("06 39 98 00 12")
    assert (phone.e164, phone.line, phone.place) == ("+33639980012", Line.MOBILE, "")


@pytest.mark.parametrize("typed", ["0639 12 34 56", "0691 99 99 99"])
def test_an_overseas_prefix_nobody_has_is_no_mainland_number_either(typed: str) -> None:
    assert wrong(typed) is Wrong.UNKNOWN


@pytest.mark.parametrize(
    "typed",
    [
        "06 39 98 00 01",
        "06.39.98.00.01",
        "06/39/98/00/01",
        "0639-98-0001",
        "(06) 39 98 00 01",
        "639980001",
        "33639980001",
        "+33639980001",
        "+33 (0)6 39 98 00 01",
        "(+33) 6 39 98 00 01",
        "0033 6 39 98 00 01",
        "\u202a06\u00a039\u202f98 00 01\u202c",
        "٠٦٣٩٩٨٠٠٠١",
        "０６３９９８０００１",
    ],
)
def test_one_number_is_read_however_it_is_spaced(typed: str) -> None:
    assert read_phone(typed).e164 == "+33639980001"


def test_a_number_from_abroad_is_read_with_its_country() -> None:
    assert read_phone("0041 79 123 45 67").e164 == read_phone("+41 79 123 45 67").e164 == "+41791234567"


def test_a_premium_number_is_told_from_the_others() -> None:
    assert read_phone("08 92 12 34 56").line is Line.PREMIUM


def wrong(typed: str) -> Wrong:
    with pytest.raises(NotAPhone) as refused:
        read_phone(typed)
    return refused.value.wrong


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Wrong.NO_DIGITS),
        ("Marie", Wrong.NO_DIGITS),
        ("39 49", Wrong.SHORT),
        ("112", Wrong.SHORT),
        ("118 218", Wrong.SHORT),
        ("06 39 98 00", Wrong.INCOMPLETE),
        ("+33 6 39 98 00", Wrong.INCOMPLETE),
        ("0639", Wrong.INCOMPLETE),
        ("06 39 98 00 011", Wrong.TOO_LONG),
        ("+33 6 39 98 00 01 1", Wrong.TOO_LONG),
        ("07 00 00 00 00", Wrong.UNKNOWN),
        ("1234567890", Wrong.UNKNOWN),
        ("+999 12 34 56 78", Wrong.UNKNOWN),
        ("06 39 98 00 01 / 02 61 91 00 02", Wrong.SEVERAL),
        ("06 39 98 00 01 Marie", Wrong.LETTERS),
        ("06 39 98 OO O1", Wrong.LETTERS),
    ],
)
def test_each_way_to_be_wrong_has_its_name(typed: str, why: Wrong) -> None:
    assert wrong(typed) is why


def test_a_number_of_ten_digits_is_never_called_incomplete() -> None:
    for start in range(100):
        typed = f"{start:02}00000000"
        try:
            read_phone(typed)
        except NotAPhone as refused:
            assert refused.wrong is Wrong.UNKNOWN, typed


def test_the_error_says_why_and_never_which_number() -> None:
    with pytest.raises(NotAPhone) as refused:
        read_phone("06 39 98 00 011")
    assert str(refused.value) == "too many digits"
    assert refused.value.digits == 11


AMINA, JEAN = "+33639980001", "+33261910002"


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("06 39 98 00 01 / 02 61 91 00 02", [AMINA, JEAN]),
        ("06 39 98 00 01 - 02 61 91 00 02", [AMINA, JEAN]),
        ("06 39 98 00 01 ou 02 61 91 00 02", [AMINA, JEAN]),
        ("06399800010261910002", [AMINA, JEAN]),
        ("+33639980001+33261910002", [AMINA, JEAN]),
        ("06 39 98 00 01 (fixe : 02 61 91 00 02)", [AMINA, JEAN]),
        ("06 39 98 00 01 Amina", [AMINA]),
        ("Amina 06 39 98 00 01", [AMINA]),
        ("tél : 06.39.98.00.01", [AMINA]),
        ("06 39 98 00 01 Il rappelle", [AMINA]),
        ("06 39 98 00 01 poste 12", [AMINA]),
        ("O6 39 98 OO O1", [AMINA]),
        ("o6 39 98 oo ol", [AMINA]),
        ("O63998OOOI", [AMINA]),
        ("06 39 98 00 0|", [AMINA]),
        ("O6 39 98 00 01 Olivier", [AMINA]),
        ("262692123456", ["+262692123456"]),
        ("0692 12 34 56 (Marie)", ["+262692123456"]),
        ("06 39 98 00 01 ou 06 39 98 00 01", [AMINA]),
        ("06 39 98 00 011", []),
        ("Olivier", []),
        ("39 49", []),
        ("08 92 12 34 56 ou 02 61 91 00 02", [JEAN]),
    ],
)
def test_what_was_probably_meant_is_known(typed: str, numbers: list[str]) -> None:
    with pytest.raises(NotAPhone):
        read_phone(typed)
    assert [phone.e164 for phone in meant(typed)] == numbers


def test_letters_are_not_read_as_the_keys_of_an_old_telephone() -> None:
    """phonenumbers reads "OO O1" as 66 6 1, as on a keypad: somebody else's number."""
    with pytest.raises(NotAPhone):
        read_phone("06 39 98 OO O1")
