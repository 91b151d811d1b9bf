"""The short names by which SMS say where: read again by the coordinator, each place's own."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from mediation.directory.names import SHORT_MAX, fits_an_sms
from mediation.errors import ShortNamesRefused
from mediation.models import Site


def short_name_faults(names: Mapping[int, str]) -> dict[int, str]:
    """What is wrong with each of these names (by site), as a code: `empty`, `long`, `letters`, `taken`. One query."""
    others = Site.objects.exclude(pk__in=names).exclude(short_name="").values_list("short_name", flat=True)
    taken = Counter(each.casefold() for each in (*others, *names.values()))
    found = {pk: _fault(name, taken) for pk, name in names.items()}
    return {pk: fault for pk, fault in found.items() if fault}


def _fault(name: str, taken: Counter[str]) -> str:
    if not name:
        return "empty"
    if len(name) > SHORT_MAX:
        return "long"
    if not fits_an_sms(name):
        return "letters"
    return "taken" if taken[name.casefold()] > 1 else ""


@transaction.atomic
def name_sites(*, names: Mapping[int, str], now: datetime) -> None:
    """Gives these sites (by id) these short names, as read again now. Raises `ShortNamesRefused`, and changes nothing."""
    if faults := short_name_faults(names):
        raise ShortNamesRefused(faults)
    sites = list(Site.objects.select_for_update().filter(pk__in=names).order_by("pk"))
    # Two places may change names with each other: first nobody has one.
    Site.objects.filter(pk__in=names).update(short_name="")
    for site in sites:
        site.short_name, site.short_name_reviewed_at = names[site.pk], now
    try:
        with transaction.atomic():
            Site.objects.bulk_update(sites, ["short_name", "short_name_reviewed_at"])
    except IntegrityError:
        # Somebody gave one of them to another place this very moment.
        raise ShortNamesRefused(short_name_faults(names)) from None
