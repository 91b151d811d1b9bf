"""What programs send."""

from typing import Any

from bookings.referrals import information
from tests import people
from tests.staff import Town

TEN, ELEVEN = "2026-11-30T10:00:00+01:00", "2026-11-30T11:00:00+01:00"
MOBILE = {"kind": "mobile", "value": people.AMINA_MOBILE}


def booking(town: Town, **fields: Any) -> dict[str, Any]:
    """Amina, the Monday at ten."""
    return {
        "topic": town.topic.public_id,
        "site": town.site.public_id,
        "starts_at": TEN,
        "people": [{"name": "Amina Essai"}],
        "reach": MOBILE,
        **fields,
    }


def referring(town: Town, **fields: Any) -> dict[str, Any]:
    """Amina is referred; the service invites her."""
    return {
        "topic": town.topic.public_id,
        "site": town.site.public_id,
        "name": "Amina Essai",
        "reach": MOBILE,
        "informed_version": information.CURRENT,
        **fields,
    }


def waiting(town: Town, **fields: Any) -> dict[str, Any]:
    """Amina waits for a time."""
    return {
        "topic": town.topic.public_id,
        "sites": [town.site.public_id],
        "name": "Amina Essai",
        "reach": MOBILE,
        **fields,
    }
