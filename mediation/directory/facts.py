"""Raw national values to the typed facts that the product works with, and back after somebody edited them.

One rule for both ways (`followed`): the raw value stands as long as it still says what the product knows; once
a fact was edited, the exported value follows the edit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from mediation.directory.schema import LIST_SEPARATOR
from mediation.phone import NotAPhone, read_phone

NAME_MAX, ADDRESS_MAX, URL_MAX, EMAIL_MAX, POSTCODE_MAX = 200, 250, 200, 254, 10
_EMAIL = re.compile(r"[^@\s|;,<>]+@[^@\s|;,<>]+\.[^@\s|;,<>]+")


@dataclass(frozen=True)
class Facts:
    """What a national line says of a place, readable: phone in E.164, degrees in WGS 84, "" when unknown."""

    name: str
    address: str
    address_extra: str
    postcode: str
    latitude: float | None
    longitude: float | None
    phone: str
    email: str
    website: str


COLUMN_OF = {
    "name": "nom",
    "address": "adresse",
    "address_extra": "complement_adresse",
    "postcode": "code_postal",
    "latitude": "latitude",
    "longitude": "longitude",
    "phone": "telephone",
    "email": "courriels",
    "website": "site_web",
}


def facts(national: Mapping[str, str]) -> Facts:
    """The typed facts of raw national values; a missing column is an unknown fact."""

    def raw(column: str) -> str:
        return national.get(column, "")

    return Facts(
        name=one_line(raw("nom"), NAME_MAX),
        address=one_line(raw("adresse"), ADDRESS_MAX),
        address_extra=one_line(raw("complement_adresse"), ADDRESS_MAX),
        postcode=one_line(raw("code_postal"), POSTCODE_MAX),
        latitude=number(raw("latitude")),
        longitude=number(raw("longitude")),
        phone=readable_phone(raw("telephone")),
        email=_first_email(raw("courriels")),
        website=_first_address(raw("site_web")),
    )


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str | float | None]:
    """The facts that a newer national line changes, by field name.

    A fact whose raw value did not change is not among them: what staff corrected here survives the re-import of
    a file that still says the same thing.
    """
    old, new = facts(before), facts(after)
    return {
        field.name: getattr(new, field.name)
        for field in fields(Facts)
        if not before or getattr(old, field.name) != getattr(new, field.name)
    }


def followed(national: Mapping[str, str], now: Facts) -> dict[str, str]:
    """The raw values to publish for a place that is `now` as described: raw where nothing was edited."""
    said = facts(national)
    values = dict(national)
    for name, column in COLUMN_OF.items():
        edited = getattr(now, name)
        if edited != getattr(said, name):
            values[column] = _written(name, edited, national.get(column, ""))
    return values


def _written(name: str, edited: str | float | None, raw: str) -> str:
    """An edited fact in the schema's form; in a list, only the item that the product uses is replaced."""
    if isinstance(edited, float):
        return f"{edited:.7f}".rstrip("0").rstrip(".")
    text = edited or ""
    if name not in ("email", "website"):
        return text
    others = [part for part in raw.split(LIST_SEPARATOR)[1:] if part]
    return LIST_SEPARATOR.join([text, *others] if text else others)


def one_line(text: str, limit: int) -> str:
    """`text` on one line, spaces made single, cut with an ellipsis to at most `limit` characters."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def number(text: str) -> float | None:
    """A decimal number, with a point or, as French spreadsheets write it, a comma; None when it is not one."""
    plain = text.strip().replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+", plain):
        return None
    return float(plain)


def readable_phone(text: str) -> str:
    """E.164 of a number as French people write it, "" when it cannot be dialled."""
    plain = text.strip()
    for candidate in (plain, "+" + plain):
        try:
            return read_phone(candidate).e164
        except NotAPhone:
            continue
    return ""


def emails(text: str) -> list[str]:
    """Every address in a text, each once."""
    return list(dict.fromkeys(_EMAIL.findall(text)))


def _first_email(text: str) -> str:
    match = _EMAIL.search(text)
    return match.group() if match and len(match.group()) <= EMAIL_MAX else ""


def _first_address(text: str) -> str:
    first = text.split(LIST_SEPARATOR)[0].strip()
    readable = re.fullmatch(r"https?://[^\s|;,]+", first) and len(first) <= URL_MAX
    return first if readable else ""
