"""The facts behind the figures, read a day at a time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min

from bookings.models import Appointment, JournalEntry, Participation, Referral, WorkshopOutcome
from bookings.statistics.counting import DONE, MISSING, Counts, Fate, Tally, Where, of_theme, scopes
from bookings.statistics.demand import add_demand
from bookings.statistics.known import AGE, GENDER, add_known
from bookings.statistics.periods import Period
from bookings.workshops.collective import NOT_SAID, Counted, ages, genders

PEOPLE = "people"
"""The indicator that does not add up."""
COMMUNE = "commune"
"""How many were received in each commune, in the territory's own row: the map need not read a row a commune and month."""
_FIELDS = (
    *("organisation", "site", "site__commune__insee_code", "mediator", "status", "channel", "mode"),
    *("starts_at", "booked_at", "outcome", "outcome__themes", "outcome__result", "outcome__autonomy"),
)
_REFERRAL_STEPS = {
    JournalEntry.Kind.REFERRAL_ACCEPTED: "accepted",
    JournalEntry.Kind.REFERRAL_BOOKED: "booked",
    JournalEntry.Kind.REFERRAL_MET: "met",
}
_AT_ONCE = 2_000


def clock() -> ZoneInfo:
    """The clocks by which a day is a day in the figures."""
    return ZoneInfo(settings.TIME_ZONE)


def midnight(day: date) -> datetime:
    """When a day begins there."""
    return datetime(day.year, day.month, day.day, tzinfo=clock())


def counts_of(day: date) -> Mapping[str, Counts]:
    """Everything that one day adds up to, by scope; fourteen queries."""
    tally = Tally()
    span = midnight(day), midnight(day + timedelta(days=1))
    _sessions(tally, *span)
    _workshops(tally, *span)
    _referrals(tally, day, *span)
    add_known(tally, day, *span)
    add_demand(tally, day, *span)
    _by_commune(tally)
    return tally.plain()


def _by_commune(tally: Tally) -> None:
    received = {
        scope[1:]: sum(counts["sessions"].values())
        for scope, counts in tally.counts.items()
        if scope.startswith("c") and "sessions" in counts
    }
    for code, n in received.items():
        tally.add_number("t", COMMUNE, code, n)


def _sessions(tally: Tally, start: datetime, end: datetime) -> None:
    here = clock()
    rows = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=end)
    for row in rows.values_list(*_FIELDS).iterator(_AT_ONCE):
        (
            organisation,
            site,
            commune,
            mediator,
            status,
            channel,
            mode,
            starts_at,
            booked_at,
            outcome,
            *codes,
        ) = row
        themes, result, autonomy = codes
        # Whoever was written down when the session had begun came unannounced.
        announced = booked_at < starts_at
        waited = starts_at.astimezone(here).date() - booked_at.astimezone(here).date() if announced else None
        fate = Fate(
            status=status,
            channel=channel,
            mode=mode,
            waited_days=waited.days if waited is not None else None,
            noted=outcome is not None,
            themes=themes or (),
            result=result or "",
            autonomy=autonomy or "",
        )
        tally.add(Where(organisation, site, commune or "", mediator), fate)


def _workshops(tally: Tally, start: datetime, end: datetime) -> None:
    """Whoever came to a workshop, counted where and with whom it took place; nobody by name. Dates that were held, their
    seats and what they were about: of those whose outcome is noted. The same by theme, of the territory and the organisation.
    """
    held = WorkshopOutcome.objects.filter(date__starts_at__gte=start, date__starts_at__lt=end)
    for outcome in held.select_related("date__workshop__site__commune").prefetch_related("date__animations"):
        workshop, came = outcome.date.workshop, _came(outcome)
        commune = f"c{workshop.site.commune.insee_code}" if workshop.site.commune else ""
        places = (
            "t",
            f"o{workshop.organisation_id}",
            f"s{workshop.site_id}",
            *([commune] if commune else ()),
        )
        animators = [f"m{each.mediator_id}" for each in outcome.date.animations.all()]
        about = [of_theme(scope, theme) for theme in outcome.themes for scope in places[:2]]
        for scope in (*places, *animators, *about):
            for indicator, code, number in came:
                tally.add_number(scope, indicator, code, number)
        for scope in (*places, *animators):
            for theme in outcome.themes:
                tally.add_number(scope, "workshop_theme", theme, 1)


def _came(outcome: WorkshopOutcome) -> Sequence[tuple[str, str, int]]:
    """(indicator, code, how many) of all who came: their ages and genders as somebody counted them, the rest unknown."""
    counted = Counted(outcome.participants, outcome.women, outcome.men, outcome.ages)
    return [
        ("sessions", "workshop", outcome.participants),
        ("workshops", "held", 1),
        ("workshops", "seats", outcome.date.capacity),
        *((AGE, MISSING if code == NOT_SAID else code, n) for code, n in ages(counted).items()),
        *((GENDER, MISSING if code == NOT_SAID else code, n) for code, n in genders(counted).items()),
    ]


def _referrals(tally: Tally, day: date, start: datetime, end: datetime) -> None:
    """Of the referrals received that day: how far they have come, and how many days until they were met."""
    received = Referral.objects.filter(received_at__gte=start, received_at__lt=end)
    organisations = dict(received.values_list("pk", "organisation"))
    for organisation in organisations.values():
        for scope in ("t", f"o{organisation}"):
            tally.add_number(scope, "referrals", "received", 1)
    reached = JournalEntry.objects.filter(
        referral__in=list(organisations), kind__in=_REFERRAL_STEPS
    ).order_by()
    for pk, kind, at in reached.values_list("referral", "kind").annotate(first=Min("at")):
        step = _REFERRAL_STEPS[JournalEntry.Kind(kind)]
        for scope in ("t", f"o{organisations[pk]}"):
            tally.add_number(scope, "referrals", step, 1)
            if step == "met":
                waited = (at.astimezone(clock()).date() - day).days
                tally.add_number(scope, "referral_wait", str(waited), 1)


def people_of(period: Period) -> Mapping[str, Mapping[str, int]]:
    """How many different people were received, new and returning, by scope; two queries.

    New is whose first session in the territory lies in the period. Somebody erased goes on being one person.
    """
    taken_part = Participation.objects.filter(appointment__status=DONE)
    start, end = midnight(period.first), midnight(period.after)
    within = taken_part.filter(appointment__starts_at__gte=start, appointment__starts_at__lt=end)
    before = taken_part.filter(appointment__starts_at__lt=start, resident__in=within.values("resident"))
    returning = set(before.values_list("resident", flat=True).distinct())
    people: dict[str, set[int]] = defaultdict(set)
    fields = ("organisation", "site", "site__commune__insee_code", "mediator")
    seen = within.values_list("resident", *(f"appointment__{field}" for field in fields)).distinct()
    for resident, organisation, site, commune, mediator in seen.iterator(_AT_ONCE):
        for scope in scopes(Where(organisation, site, commune or "", mediator)):
            people[scope].add(resident)
    return {
        scope: {
            code: number
            for code, number in (
                ("new", len(residents - returning)),
                ("returning", len(residents & returning)),
            )
            if number
        }
        for scope, residents in people.items()
    }
