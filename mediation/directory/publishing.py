"""A place's raw values → what is published: what the schema's patterns and the national library both take.

The raw values stay in the database to the letter; a value that is not taken here is published in the form that is, or
not at all (`clean`), and the import says so (`remarks`). Pure.
"""

import re
from collections.abc import Callable, Mapping

from mediation.directory.facts import emails, number, readable_phone
from mediation.directory.listed import LISTED, known
from mediation.directory.schema import LIST_SEPARATOR, UNKNOWN_PIVOT
from mediation.hours import is_understood, tidied

# Of the schema's pattern (6 to 9 digits) and the library's (6 digits, or 9 that do not begin with 0), what both take.
_PHONE = re.compile(r"\+(?:33|262|269|508|590|594|596|681|687|689)(?:[1-9][0-9]{8}|[0-9]{6})")
_PIVOT = re.compile(r"[a-zA-Z0-9]{14}|W[a-zA-Z0-9]{9}")
# Letters that the library takes in a street and in a commune; no port, accent or bracket in an address of the web.
_LETTERS = "A-Za-z0-9À-ÖØ-öø-ÿœ-ŸŒ\\s"
_NO_STREET = re.compile(rf"[^{_LETTERS}\-,()°.&:+–|;'’/]+")
_NO_COMMUNE = re.compile(rf"[^{_LETTERS}\-'’]+")
_WEB = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:(?:/[+~,%@/.A-Za-z0-9_-]*)?\??[-+=&;%@.A-Za-z0-9_]*#?[.!/\\A-Za-z0-9_]*)?"
)
_TYPED = str.maketrans({"«": "'", "»": "'", '"': "'", "“": "'", "”": "'", "‘": "'", "—": "-", "…": "."})

NOBODY, ONLINE = "Ce lieu n'accueille pas de public", "Prendre un RDV en ligne"
# What a place offers when nobody has said what: every one of ours teaches this, and without any service the library
# would read "receives nobody".
COME = "Se présenter"
DEFAULT_SERVICE = "Maîtrise des outils numériques du quotidien"
# What the library forgets of a place without services.
_OF_RECEPTION = (
    *("services", "publics_specifiquement_adresses", "prise_en_charge_specifique", "frais_a_charge"),
    *("itinerance", "modalites_accompagnement", "prise_rdv"),
)


def clean(values: Mapping[str, str]) -> dict[str, str]:
    """Each value as it can be published, "" when it cannot."""
    written = {column: _WRITTEN.get(column, _as_it_is)(value) for column, value in values.items()}
    written |= {
        column: LIST_SEPARATOR.join(known(column, values[column])) for column in LISTED if column in values
    }
    if not (written.get("latitude") and written.get("longitude")):
        written |= dict.fromkeys({"latitude", "longitude"} & set(written), "")
    return written


def receiving(values: Mapping[str, str], booking: str, *, drop_in: bool = False) -> dict[str, str]:
    """Clean values of a place where one can book, at the address `booking` ("" when it cannot be published).

    `drop_in`: one may also come without an appointment.
    """
    ways = [way for way in values.get("modalites_acces", "").split(LIST_SEPARATOR) if way not in ("", NOBODY)]
    more = [way for way in ((COME, ONLINE) if drop_in else (ONLINE,)) if way not in ways]
    return {
        **values,
        "services": values.get("services") or DEFAULT_SERVICE,
        "modalites_acces": LIST_SEPARATOR.join([*ways, *more]),
        "prise_rdv": web_address(booking) or values.get("prise_rdv", ""),
    }


def closed(values: Mapping[str, str]) -> dict[str, str]:
    """Clean values of a place that receives nobody: it says so, and names nothing that it would offer."""
    return {**values, **dict.fromkeys(_OF_RECEPTION, ""), "modalites_acces": NOBODY}


def web_address(value: str) -> str:
    """The address if the library takes it: no port, nothing but plain letters."""
    return value.strip() if _WEB.fullmatch(value.strip()) else ""


def phone(value: str) -> str:
    """In E.164, if the schema knows the country."""
    number = readable_phone(value)
    return number if _PHONE.fullmatch(number) else ""


def hours(value: str) -> str:
    """Opening hours that can be read, as they are read."""
    return tidied(value) if is_understood(value) else ""


def _as_it_is(value: str) -> str:
    return value


def _degrees(value: str) -> str:
    return value.strip().replace(",", ".") if number(value) is not None else ""


def _pivot(value: str) -> str:
    return value.strip() if _PIVOT.fullmatch(value.strip()) else UNKNOWN_PIVOT


def _without(refused: "re.Pattern[str]") -> Callable[[str], str]:
    def written(value: str) -> str:
        if not refused.search(value):
            return value
        return " ".join(refused.sub(" ", value.translate(_TYPED)).split())

    return written


_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "id": str.strip,
    "pivot": _pivot,
    "commune": _without(_NO_COMMUNE),
    "code_postal": str.strip,
    "code_insee": str.strip,
    "adresse": _without(_NO_STREET),
    "latitude": _degrees,
    "longitude": _degrees,
    "telephone": phone,
    "courriels": lambda value: LIST_SEPARATOR.join(emails(value)),
    "horaires": hours,
    "date_maj": str.strip,
    "fiche_acces_libre": web_address,
    "prise_rdv": web_address,
}
