"""Telephone numbers: what was typed → E.164 and what kind of line it is. Pure.

Premium numbers are never called or texted. France is assumed where no country is given; overseas France goes by its
prefixes (`mediation.overseas`). What is not certain is refused, with what was probably meant (`mediation.meant`): nobody's
number is guessed silently.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from mediation import overseas

# Numbers the regulator keeps for fiction (ARCEP): phonenumbers knows them as unassigned, demos need them.
_FICTION_MOBILE = "+3363998"
_FICTION_LANDLINE = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")
_FRANCE = "33"


class Line(Enum):
    """What kind of line a number is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    PREMIUM = "premium"
    OTHER = "other"


@dataclass(frozen=True)
class Phone:
    """A number in E.164, its kind of line and its country code."""

    e164: str
    line: Line
    country: int

    @property
    def last4(self) -> str:
        """The last four digits, by which a desk searches."""
        return self.e164[-4:]

    @property
    def place(self) -> str:
        """The overseas territory it belongs to, by name; empty for any other number."""
        return overseas.place(self.country, self.e164[1 + len(str(self.country)) :])


class Wrong(Enum):
    """Why something typed is not taken for a number."""

    NO_DIGITS = "no digits"
    SHORT = "short number"
    """The number of a service (39 49, 112): nobody can be called there."""
    INCOMPLETE = "incomplete"
    TOO_LONG = "too many digits"
    UNKNOWN = "no such number"
    """As many digits as a number has, and none begins like that."""
    SEVERAL = "several numbers"
    LETTERS = "letters"


class NotAPhone(ValueError):
    """What was typed is not a telephone number that can exist. `digits`: how many were typed."""

    def __init__(self, wrong: Wrong, digits: int = 0) -> None:
        super().__init__(wrong.value)
        self.wrong, self.digits = wrong, digits


_KINDS = {
    PhoneNumberType.MOBILE: Line.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Line.MOBILE,
    PhoneNumberType.FIXED_LINE: Line.LANDLINE,
    PhoneNumberType.VOIP: Line.LANDLINE,
    PhoneNumberType.PREMIUM_RATE: Line.PREMIUM,
    PhoneNumberType.SHARED_COST: Line.PREMIUM,
}
_SHORT = re.compile(r"1[578]|11\d|19[167]|10\d\d|3\d{3}|11[68]\d{3}")
# A one-character "letter" that people type for a 1.
_NOT_SIGNS = re.compile(r"[^\W\d_]|\|")


def plain(typed: str) -> str:
    """What was typed with each digit and sign in its everyday form, whatever the keyboard (٠٦, ０６)."""
    text = unicodedata.normalize("NFKC", typed)
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in text).strip()


def read_phone(typed: str) -> Phone:
    """The number that was typed, with spaces, dots, (0) or 00 prefixes allowed. Raises `NotAPhone`."""
    text = plain(typed)
    digits = re.sub(r"\D", "", text)
    if not digits:
        raise NotAPhone(Wrong.NO_DIGITS)
    if _NOT_SIGNS.search(text):
        raise NotAPhone(Wrong.LETTERS, len(digits))
    phone = whole(text)
    if phone is None:
        raise NotAPhone(_what_is_wrong(text, digits), len(digits))
    return phone


def whole(text: str) -> Phone | None:
    """The one number that all digits of a `plain` text make, if they make one."""
    number = re.sub(r"[^\d+]", "", re.sub(r"^(\s*\(?(?:\+|00)[\d\s]+\)?\s*)\(0\)", r"\1", text))
    if number.rfind("+") > 0:
        return None
    e164 = _international(f"+{number[2:]}" if number.startswith("00") else number)
    return _known(e164) if e164 else None


def _international(number: str) -> str | None:
    """E.164 of digits as dialled in France, or after a `+`; None when there are too few or too many."""
    if number.startswith("+") and not number.startswith(f"+{_FRANCE}"):
        return number
    rest = number.removeprefix(f"+{_FRANCE}")
    # Without the zero, or with the country's code but not its sign.
    if len(rest) == 11 and rest.startswith(_FRANCE):
        rest = rest[2:]
    nine = rest[1:] if len(rest) == 10 and rest.startswith("0") else rest
    if len(nine) != 9 or nine.startswith("0"):
        return None
    french = f"+{_FRANCE}{nine}"
    return french if _fiction(french) else overseas.international(nine) or french


def _known(e164: str) -> Phone | None:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None
    exact = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    line = _fiction(exact) or _KINDS.get(phonenumbers.number_type(number), Line.OTHER)
    if line is Line.OTHER and not phonenumbers.is_valid_number(number):
        return None
    return Phone(e164=exact, line=line, country=number.country_code or 0)


def _what_is_wrong(text: str, digits: str) -> Wrong:
    if text.count("+") > 1 or len(digits) >= 18:
        return Wrong.SEVERAL
    if text.startswith("+") and not digits.startswith(_FRANCE):
        return Wrong.UNKNOWN
    if _SHORT.fullmatch(digits):
        return Wrong.SHORT
    # In France a number has ten digits, or nine after the country's code.
    for country in (_FRANCE, f"00{_FRANCE}"):
        if text.startswith(("+", "00")) and digits.startswith(country):
            digits = "0" + digits.removeprefix(country).removeprefix("0")
    if len(digits) == 10:
        return Wrong.UNKNOWN
    return Wrong.INCOMPLETE if len(digits) < 10 else Wrong.TOO_LONG


def is_mainland(e164: str) -> bool:
    """Whether a number is one of mainland France; providers charge more for the others, overseas France among them."""
    return e164.startswith(f"+{_FRANCE}")


def is_fiction(e164: str) -> bool:
    """Whether the number (E.164) is kept for fiction: it rings at nobody's."""
    return _fiction(e164) is not None


def _fiction(e164: str) -> Line | None:
    if len(e164) != 12:
        return None
    if e164.startswith(_FICTION_MOBILE):
        return Line.MOBILE
    return Line.LANDLINE if e164.startswith(_FICTION_LANDLINE) else None


def shown(e164: str) -> str:
    """A number as its people read it: `06 39 98 00 01`, `0692 12 34 56`; international elsewhere."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    ten = overseas.national(number.country_code or 0, str(number.national_number))
    if ten is not None and len(ten) == 10:
        return f"{ten[:4]} {ten[4:6]} {ten[6:8]} {ten[8:]}"
    home = number.country_code == int(_FRANCE)
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
