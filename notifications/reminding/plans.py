"""Which reminders an appointment has: the nearest plan, or the usual ones where nobody has set any."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from bookings.models import Appointment
from mediation import holidays
from mediation.departments import subdivision
from mediation.models import Site
from notifications.channels.ringing import all_hours
from notifications.models.reminding import DAYS, EARLY, HOURS, ReminderPlan
from notifications.moments.reminders import DEFAULT_RULES, Reminder, ReminderRule, reminders
from notifications.moments.timing import Hours

NAMES = (EARLY, DAYS, HOURS)
Rules = tuple[ReminderRule, ...]
Whose = tuple[int | None, int | None]


@dataclass(frozen=True)
class Plans:
    """All plans, by (organisation, topic); None stands for all. `days_off`: the public holidays around now, of
    all places where there is a site."""

    rules: Mapping[Whose, Rules]
    days_off: frozenset[date]
    zones: tuple[ZoneInfo, ...]

    def rules_for(self, organisation_id: int | None, topic_id: int | None) -> Rules:
        """The nearest plan's."""
        for whose in ((organisation_id, topic_id), (organisation_id, None), (None, topic_id), (None, None)):
            if whose in self.rules:
                return self.rules[whose]
        return DEFAULT_RULES

    def perhaps_due(self, name: str, now: datetime) -> Q | None:
        """Appointments that may have a reminder of that name due: a little wide where a nearer plan says otherwise.

        None: nobody is reminded so.
        """
        parts = [self._of(whose, rule, now) for whose, rule in self._named(name)]
        return Q(*parts, _connector=Q.OR) if parts else None

    def due(
        self,
        name: str,
        *,
        starts_at: datetime,
        told_at: datetime,
        zone: ZoneInfo,
        whose: Whose,
        hours: Hours,
        now: datetime,
    ) -> Reminder | None:
        """The reminder of that name, if it is due now and still useful to who was told at `told_at`."""
        planned = reminders(
            starts_at=starts_at,
            told_at=told_at,
            zone=zone,
            rules=self.rules_for(*whose),
            holidays=self.days_off,
            hours=hours,
        )
        named = (each for each in planned if each.rule == name)
        return next((each for each in named if each.send_after <= now < each.expires_at), None)

    def _named(self, name: str) -> Iterator[tuple[Whose, ReminderRule]]:
        all_rules = {(None, None): DEFAULT_RULES, **self.rules}
        return ((whose, rule) for whose, rules in all_rules.items() for rule in rules if rule.name == name)

    def _of(self, whose: Whose, rule: ReminderRule, now: datetime) -> Q:
        organisation, topic = whose
        until = max(
            rule.due_until(now, zone, self.days_off, hours) for zone in self.zones for hours in all_hours()
        )
        part = Q(starts_at__lte=until)
        if organisation is not None:
            part &= Q(organisation=organisation)
        return part & Q(topic=topic) if topic is not None else part


def read_plans(*, now: datetime) -> Plans:
    """Every plan, and the zones and holidays of all sites: two queries."""
    rules = {(plan.organisation_id, plan.topic_id): plan.rules() for plan in ReminderPlan.objects.all()}
    columns = "timezone", "commune__insee_code", "postcode"
    sites = list(Site.objects.order_by().values_list(*columns).distinct())
    zones = dict.fromkeys(zone for zone, _insee_code, _postcode in sites)
    places = {subdivision(insee_code or "", postcode) for _zone, insee_code, postcode in sites} or {""}
    years = {(now + timedelta(days=ahead)).year for ahead in (-31, 62)}
    days_off = frozenset[date]().union(*(holidays.days(years, place) for place in places))
    return Plans(rules, days_off, tuple(map(ZoneInfo, zones)))


def rules_of(appointment: Appointment, plans: Plans) -> Rules:
    """The reminders that this appointment has."""
    return plans.rules_for(appointment.organisation_id, appointment.topic_id)
