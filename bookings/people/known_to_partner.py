"""Whether a partner has sent somebody before."""

from typing import Any

from django.db.models import CharField, QuerySet

from bookings.models import Referral, Resident
from bookings.people.names import name_key
from mediation.prepared import Given, Prepared


def known_to(partner_id: int, *, name: str, contact_index: str | None) -> Resident | None:
    """The person this very partner has referred before, by the same name and number. Nobody else's are looked at: likely
    twins are joined by a desk.
    """
    if contact_index is None:
        return None
    wanted = (partner_id, name_key(name))
    theirs = [pk for *found, pk in _referred_by_number()(contact=contact_index) if tuple(found) == wanted]
    return Resident.objects.get(pk=theirs[-1]) if theirs else None


@Prepared
def _referred_by_number() -> "QuerySet[Referral, Any]":
    """Partner, name and resident of all who were referred with a number: a few. (With the partner among the conditions,
    PostgreSQL may walk through all whom that partner has sent.)
    """
    same = Referral.objects.filter(
        contact__value_index=Given("contact", CharField()), resident__erased_at=None
    )
    return same.order_by("pk").values_list("partner", "resident__name_key", "resident")
