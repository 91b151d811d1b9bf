"""Who should help, as a resident asked and as an address carries it: codes and a signed id, nothing typed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing
from django.http import QueryDict

from bookings.people.preparation import LANGUAGES, language_name
from bookings.times.search import Preference
from mediation.models import Gender, Mediator, Topic
from mediation.models.opening import BOOKABLE
from mediation.remembered import remembered

_SALT = "bookings.same-mediator"
# How residents may ask to meet; somebody's home is arranged with the team.
WAYS = (Topic.Mode.PHONE.value, Topic.Mode.VIDEO.value)


@dataclass(frozen=True)
class Offered:
    """What may be asked for at a site, or anywhere: only what some mediator there has."""

    women: bool
    men: bool
    sign_language: bool
    languages: tuple[tuple[str, str], ...]
    accreditations: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        both = self.women and self.men
        return both or self.sign_language or bool(self.languages) or bool(self.accreditations)


@remembered
def offered(site_id: int | None) -> Offered:
    """What the mediators who receive at that site (anywhere: None) can be chosen by. One query."""
    mediators = Mediator.objects.order_by()
    here = {"openings__site_id": site_id} if site_id is not None else {}
    mediators = mediators.filter(active=True, openings__reception__in=BOOKABLE, **here)
    rows = set()
    spoken: set[str] = set()
    for gender, sign, languages, code, name in mediators.values_list(
        "gender", "sign_language", "languages", "accreditations__code", "accreditations__name"
    ):
        rows.add((gender, sign, code, name))
        spoken |= set(languages)
    return Offered(
        women=any(gender == Gender.WOMAN for gender, *_ in rows),
        men=any(gender == Gender.MAN for gender, *_ in rows),
        sign_language=any(sign for _, sign, *_ in rows),
        languages=tuple((code, language_name(code)) for code in sorted(spoken - {"fr"})),
        accreditations=tuple(sorted({(code, name) for *_, code, name in rows if code})),
    )


def read(query: QueryDict) -> Preference:
    """The preference an address carries; what is unknown or forged asks for nothing."""
    gender = query.get("g", "")
    language = query.get("l", "")
    return Preference(
        mediator_id=_read_mediator(query.get("m", "")),
        gender=gender if gender in (Gender.WOMAN, Gender.MAN) else "",
        sign_language=query.get("s") == "1",
        language=language if language in LANGUAGES else "",
        accreditation=query.get("h", "")[:50].replace("\x00", ""),
        way=way if (way := query.get("c", "")) in WAYS else "",
    )


def write(preference: Preference) -> str:
    """The query string of an address that carries the preference; empty when nothing was asked."""
    parts = {
        "m": same_mediator(preference.mediator_id) if preference.mediator_id else "",
        "g": preference.gender,
        "s": "1" if preference.sign_language else "",
        "l": preference.language,
        "h": preference.accreditation,
        "c": preference.way,
    }
    asked = {key: value for key, value in parts.items() if value}
    return f"?{urlencode(asked)}" if asked else ""


def same_mediator(mediator_id: int) -> str:
    """The mediator, named so that nobody can try others."""
    return signing.Signer(salt=_SALT).sign(str(mediator_id))


def _read_mediator(signed: str) -> int | None:
    try:
        return int(signing.Signer(salt=_SALT).unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
