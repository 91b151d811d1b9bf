"""What kind of day it is where the sites are: a public holiday, school holidays."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from mediation import holidays
from mediation.departments import school_zone, subdivision
from mediation.models import Site


def day_marks(sites: Iterable[Site], first: date, days: int) -> dict[date, list[str]]:
    """In words, what there is to know of each of these days; the sites come with their commune.

    A day that is a holiday at one of the sites only is marked too: the openings say which receive.
    """
    places = {(site.commune.insee_code if site.commune else "", site.postcode) for site in sites}
    shown = [first + timedelta(days=each) for each in range(days)]
    years = range(first.year, shown[-1].year + 1)
    off = frozenset().union(*(holidays.days(years, each) for each in {subdivision(*at) for at in places}))
    school = {zone: holidays.school_days(years, zone) for zone in {school_zone(*at) for at in places}}
    return {day: _words(day, off, school) for day in shown}


def _words(day: date, off: frozenset[date], school: dict[str, frozenset[date]]) -> list[str]:
    zones = sorted(zone for zone, days in school.items() if day in days)
    said = [_("Jour férié")] if day in off else []
    if not zones:
        return said
    one_calendar = len(school) == 1
    named = _("Vacances scolaires (zone %(zone)s)") % {"zone": ", ".join(zones)}
    return [*said, _("Vacances scolaires") if one_calendar else named]
