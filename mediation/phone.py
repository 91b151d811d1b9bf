"""Telephone numbers: what was typed → E.164 and what kind of line it is. Pure.

Premium numbers are never called or texted. France (+33) is assumed where no country is given.
"""

from dataclasses import dataclass
from enum import Enum

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

# Numbers the regulator keeps for fiction (ARCEP): phonenumbers knows them as unassigned, demos need them.
_FICTION_MOBILE = "+3363998"
_FICTION_LANDLINE = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")


class Line(Enum):
    """What kind of line a number is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    PREMIUM = "premium"
    OTHER = "other"


@dataclass(frozen=True)
class Phone:
    """A number in E.164 and its kind of line."""

    e164: str
    line: Line
    country: int

    @property
    def last4(self) -> str:
        """The last four digits, by which a desk searches."""
        return self.e164[-4:]


class NotAPhone(ValueError):
    """What was typed is not a telephone number that can exist."""


_KINDS = {
    PhoneNumberType.MOBILE: Line.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Line.MOBILE,
    PhoneNumberType.FIXED_LINE: Line.LANDLINE,
    PhoneNumberType.VOIP: Line.LANDLINE,
    PhoneNumberType.PREMIUM_RATE: Line.PREMIUM,
    PhoneNumberType.SHARED_COST: Line.PREMIUM,
}


def read_phone(typed: str, *, region: str = "FR") -> Phone:
    """The number that was typed, with spaces, dots, (0) or 00 prefixes allowed. Raises `NotAPhone`."""
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException as error:
        raise NotAPhone(str(error.error_type)) from None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    line = _fiction(e164) or _KINDS.get(phonenumbers.number_type(number), Line.OTHER)
    if line is Line.OTHER and not phonenumbers.is_valid_number(number):
        raise NotAPhone("not a valid number")
    return Phone(e164=e164, line=line, country=number.country_code or 0)


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
    """A number as people read it: `06 39 98 00 01` at home, international elsewhere."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == 33
    form = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
