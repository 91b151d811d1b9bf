"""The territory's sites as a national file: what was given, edits where staff made some, and how to book.

Only what the schema's patterns and the national library take is published (`directory.publishing`); a place where one
can book says so, with its page here, and any other says that it receives nobody.
"""

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from mediation.directory import publishing
from mediation.directory.facts import Facts, followed
from mediation.directory.listed import loosely
from mediation.directory.schema import UNKNOWN_PIVOT
from mediation.directory.writing import write
from mediation.models import Opening, Site

# Where the demonstration's own addresses lead (RFC 2606), as its telephone numbers ring at nobody's.
_NOWHERE = "https://demo.example"


def export_sites(*, today: date, organisation_id: int | None = None) -> bytes:
    """A national CSV (UTF-8) of all sites, in the order they came in; one query.

    `today` dates the lines that say something else than what was imported, and those never imported.
    """
    sites = Site.objects.places().select_related("commune", "organisation").order_by("pk")
    if organisation_id is not None:
        sites = sites.filter(organisation_id=organisation_id)
    return write(published(site, today) for site in with_drop_ins(sites, today))


def published(site: Site, today: date) -> dict[str, str]:
    """The 32 values of one site. The one place where an edit takes over from what was given."""
    values = publishing.clean(_edited(site, today))
    if not site.active:
        return publishing.closed(values)
    drop_in = bool(getattr(site, "has_drop_in", False))
    return publishing.receiving(values, booking_address(site), drop_in=drop_in)


def with_drop_ins(sites: QuerySet[Site], today: date) -> QuerySet[Site]:
    """The same, each knowing whether one may come without an appointment; `published` says so then."""
    held = Opening.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=today),
        Q(repeat_weeks__gt=0) | Q(first_day__gte=today),
        site=OuterRef("pk"),
        reception__in=(Opening.Reception.DROP_IN, Opening.Reception.BOTH),
        mediator__active=True,
    )
    return sites.annotate(has_drop_in=Exists(held))


def booking_address(site: Site) -> str:
    """The site's own page, in French; "" when this service's address has a port, which the library refuses.

    The demonstration runs on a port of somebody's own machine: what it publishes leads nowhere, as all its addresses.
    """
    with translation.override("fr"):
        path = reverse("place", args=[site.public_id])
    if urlsplit(settings.PUBLIC_URL).port is None:
        return f"{settings.PUBLIC_URL}{path}"
    return f"{_NOWHERE}{path}" if settings.DEMO else ""


def _edited(site: Site, today: date) -> dict[str, str]:
    given: dict[str, str] = site.national
    values = {**followed(given, _facts(site)), **site.corrected, **_edited_commune(site, given)}
    if values == given:
        return values
    ours = {
        "id": site.national_id or site.public_id,
        "pivot": site.organisation.national_id or UNKNOWN_PIVOT,
        "structure_parente": site.organisation.name,
    }
    return {**({} if given else ours), **values, "date_maj": today.isoformat()}


def _facts(site: Site) -> Facts:
    return Facts(
        name=site.name,
        address=site.address,
        address_extra=site.address_extra,
        postcode=site.postcode,
        latitude=site.latitude,
        longitude=site.longitude,
        phone=site.phone,
        email=site.email,
        website=site.website,
    )


def _edited_commune(site: Site, given: dict[str, str]) -> dict[str, str]:
    """The commune's columns when the site has been moved to another one than the file said."""
    commune = site.commune
    if commune is None:
        return {}
    code = given.get("code_insee", "").strip()
    same_name = loosely(given.get("commune", "")) == loosely(commune.name)
    if code == commune.insee_code or (not code and same_name):
        return {}
    return {"commune": commune.name, "code_insee": commune.insee_code}
