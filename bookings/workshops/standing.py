"""Whether somebody comes to a workshop already."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from bookings.models import Registration
from mediation.prepared import Given, Prepared


def comes_already(
    chosen: Collection[int], names: Collection[str], contact_index: str | None, dates: Collection[int]
) -> bool:
    """Whether somebody stands on one of these dates: a person staff chose, or a name (as it is compared) with that contact.

    Whoever leaves no contact is not counted.
    """
    those, ahead = _numbered("person", chosen), _numbered("date", dates)
    if chosen and _chosen(len(ahead), len(those))(**ahead, **those):
        return True
    keys = _numbered("name", names)
    return contact_index is not None and bool(
        _named(len(ahead), len(keys))(contact=contact_index, **ahead, **keys)
    )


def _numbered(name: str, values: Iterable[Any]) -> dict[str, Any]:
    return {f"{name}_{number}": value for number, value in enumerate(values)}


@Prepared
def _chosen(dates: int, people: int) -> "QuerySet[Registration, Any]":
    those: list[Any] = [Given(f"person_{number}", BigIntegerField()) for number in range(people)]
    return _standing(dates).filter(people__pk__in=those).values_list("pk")[:1]


@Prepared
def _named(dates: int, people: int) -> "QuerySet[Registration, Any]":
    keys = [Given(f"name_{number}", CharField()) for number in range(people)]
    found = _standing(dates).filter(
        contact__value_index=Given("contact", CharField()), people__name_key__in=keys
    )
    return found.values_list("pk")[:1]


def _standing(dates: int) -> "QuerySet[Registration]":
    those: list[Any] = [Given(f"date_{number}", BigIntegerField()) for number in range(dates)]
    return Registration.objects.filter(state__in=Registration.STANDING, dates__pk__in=those)
