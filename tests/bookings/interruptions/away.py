"""A full Monday of fourteen, and Léa who falls ill that morning."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bookings.actions.decide import work_through
from bookings.actions.interrupt import Decision, Plan, interrupt
from bookings.models import Appointment, Interrupted, Interruption
from bookings.people.who import Actor
from mediation.models import Absence, Mediator, Topic
from tests.people import FRIDAY_BEFORE, MONDAY, TEN, a_mediator, receives
from tests.staff import Town

HALF_PAST_SEVEN = TEN - timedelta(minutes=150)
SUNDAY = FRIDAY_BEFORE + timedelta(days=2)


@dataclass
class FullDay:
    """Léa's Monday, every half hour from nine to four, and who decides about it."""

    town: Town = field(default_factory=Town)
    appointments: list[Appointment] = field(default_factory=list)
    coordinator: Actor = field(init=False)

    def __post_init__(self) -> None:
        Topic.objects.update(duration_min=30, notice_min=0)
        self.town.topic.refresh_from_db()
        self.coordinator = Actor(channel="desk", user_id=self.town.user("coordinator").pk)
        for number in range(14):
            self.appointments.append(
                self.town.books(
                    TEN - timedelta(hours=1) + timedelta(minutes=30 * number),
                    f"Personne {number}",
                    phone=f"06 39 98 40 {number:02}",
                )
            )

    def colleague(self, name: str, opens: int, closes: int, **fields: object) -> Mediator:
        """Somebody else who receives at that site on Mondays."""
        mediator = a_mediator(self.town.here, name, **fields)
        receives(mediator, self.town.site, opens, closes)
        return mediator

    def plan(self, remedy: str, *, only: int | None = None) -> Plan:
        """The same remedy for everybody (or the first `only` of them)."""
        appointments = list(
            Appointment.objects.filter(pk__in=[each.pk for each in self.appointments])
            .select_related("topic", "site", "contact")
            .order_by("starts_at")
        )
        return Plan(
            interruption=Interruption(
                kind=Interruption.Kind.AWAY,
                organisation=self.town.here,
                mediator=self.town.lea,
                first_day=MONDAY,
                last_day=MONDAY,
            ),
            sites=[self.town.site],
            decisions=[Decision(each, remedy) for each in appointments[:only]],
            absence=Absence(mediator=self.town.lea, first_day=MONDAY, starts=time.min, ends=time.min),
        )

    def falls_ill(
        self, remedy: str, *, now: datetime, key: str = "ill", only: int | None = None
    ) -> Interruption:
        """It is said, and nothing more has been done."""
        return interrupt(self.plan(remedy, only=only), by=self.coordinator, now=now, idempotency_key=key)

    def works(self, now: datetime) -> int:
        """A worker goes through it once."""
        return work_through(clock=lambda: now, limit=100)

    def results(self) -> dict[str, int]:
        """How many of each result."""
        found = list(Interrupted.objects.values_list("result", flat=True))
        return {result: found.count(result) for result in set(found)}
