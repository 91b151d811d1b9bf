"""The seats at a workshop that a referral led to, as its pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from bookings.models import Referral, Registration, WorkshopDate
from bookings.public.workshops import shown_of
from mediation.models import Site


@dataclass(frozen=True)
class SeatsShown:
    """What it is called, in which language; where, and the dates that stand. `waits`: there is no seat yet."""

    title: str
    language: str
    site: Site
    dates: Sequence[WorkshopDate]
    waits: bool


def seats_of(referral: Referral) -> SeatsShown | None:
    """None where it led to no workshop, or to seats that were given back. Three queries."""
    if referral.registration_id is None:
        return None
    rows = Registration.objects.filter(state__in=Registration.STANDING)
    found = rows.select_related("workshop__site").filter(pk=referral.registration_id).first()
    if found is None:
        return None
    dates = list(found.dates.filter(cancelled_at=None).order_by("starts_at"))
    text = shown_of(found.workshop, get_language() or "fr", dates).text
    title, language = (text.title, text.language) if text else ("", "")
    waits = found.state not in Registration.SEATED
    return SeatsShown(title, language, found.workshop.site, dates, waits)
