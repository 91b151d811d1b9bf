"""An opening as it will be: its dates of the weeks to come, those it leaves out and why, where else its mediator is set to be."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bookings.times.gaps import hours_of
from mediation import holidays
from mediation.departments import subdivision
from mediation.intervals import overlaps
from mediation.models import Opening, Site
from mediation.opening import NO_DAYS, expand

WEEKS = 4


class LeftOut(Enum):
    """Why an opening does not run on one of its dates."""

    HOLIDAY = "holiday"
    SCHOOL = "school"
    APART = "apart"


@dataclass(frozen=True)
class Date:
    """One date of the rule, on the clocks of the site; `elsewhere`: ids of sites where its mediator receives at that time."""

    day: date
    starts_at: datetime
    ends_at: datetime
    left_out: LeftOut | None
    elsewhere: tuple[int, ...] = ()


def dates_of(opening: Opening, *, now: datetime, weeks: int = WEEKS) -> list[Date]:
    """The dates of a rule (saved or not yet) from now on, or from its first day. Three queries."""
    zone = ZoneInfo(opening.site.timezone)
    first = max(now, datetime.combine(opening.first_day, datetime.min.time(), zone))
    last = first + timedelta(weeks=weeks)
    years = range(first.year, last.year + 1)
    every = opening.rule(years)._replace(skipped=NO_DAYS)
    found = expand(every, zone=opening.site.timezone, start=int(first.timestamp()), end=int(last.timestamp()))
    hours = hours_of([opening.mediator_id], start=first, end=last) if found else None
    dates = []
    for start, end in found:
        starts_at, ends_at = (datetime.fromtimestamp(at, UTC) for at in (start, end))
        day = starts_at.astimezone(zone).date()
        sites = [
            site
            for (_who, site), blocks in (hours.there.items() if hours else ())
            if site != opening.site_id and overlaps(blocks, start, end)
        ]
        dates.append(Date(day, starts_at, ends_at, _left_out(opening, day, years), tuple(sorted(sites))))
    return dates


def _left_out(opening: Opening, day: date, years: range) -> LeftOut | None:
    if day.isoformat() in opening.skipped_days.split():
        return LeftOut.APART
    if not opening.on_holidays and day in holidays.days(years, _subdivision(opening.site)):
        return LeftOut.HOLIDAY
    return LeftOut.SCHOOL if day in holidays.school_days(years, opening.school_zone) else None


def _subdivision(site: Site) -> str:
    return subdivision(site.commune.insee_code if site.commune else "", site.postcode)
