"""Makes a synthetic load: residents, appointments behind and ahead, promised time as the product leaves it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from bookings.demo.residents import FIRST_NAMES, LANDLINES, MOBILES, SURNAMES
from bookings.models import Appointment, Commitment, Contact, JournalEntry, Participation, Resident
from bookings.numbers import BOOKING
from bookings.people.contacts import value_index
from bookings.people.names import name_key
from bookings.records import bulk
from bookings.synthetic import plan
from bookings.synthetic.ground import SyntheticGround, make_ground
from mediation import holidays
from mediation.crypto import encrypt

APPOINTMENTS_A_RESIDENT = 8
# Commitments and journal of what is over are kept this long: nothing searches further back.
RECENT = timedelta(days=28)
_APPOINTMENT = (
    *("id", "number", "organisation_id", "site_id", "topic_id", "mediator_id", "commitment_id", "status"),
    *("starts_at", "ends_at", "actual_start", "actual_end", "contact_id", "channel", "idempotency_key"),
    "booked_at",
)
_COMMITMENT = ("id", "mediator_id", "site_id", "starts_at", "ends_at", "frees_at")
_STATUSES = ("done",) * 16 + ("no_show",) * 2 + ("excused",) * 2
_CHANNELS = ("web", "web", "desk", "phone")
# Without a common factor with how many numbers of a length there are: each comes once in so many appointments.
_NUMBER_STEP = 700_001


def generate(*, mediators: int, appointments: int, sites: int, seed: int, now: datetime) -> SyntheticGround:
    """Adds a load to the database, all or nothing; the same for the same arguments and day.

    No commitment overlaps another. Entries of the journal are of origin "demo" and marked as read.
    """
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    random = Random(seed)  # noqa: S311 - the same load each time, no secret
    days_ahead = plan.days_ahead(today, _free(today, 1, 1))
    behind, ahead = plan.split(mediators, appointments, len(days_ahead))
    count = -(-behind // (mediators * plan.TAKEN_A_DAY))
    days_behind = plan.days_behind(today, _free(today, count // 200 + 2, 0), count)
    cells = chain(
        plan.cells(days_behind, mediators, behind, random), plan.cells(days_ahead, mediators, ahead, random)
    )
    with transaction.atomic():
        ground = make_ground(mediators=mediators, sites=sites, first_day=min([today, *days_behind]))
        bulk.trust_references()
        people = _people(-(-appointments // APPOINTMENTS_A_RESIDENT), now)
        _Writer(ground, people, now, random).write(cells)
    _analyse()
    return ground


def _free(today: date, years_behind: int, years_ahead: int) -> frozenset[date]:
    return holidays.days(range(today.year - years_behind, today.year + years_ahead + 1))


def _people(count: int, now: datetime) -> tuple[int, int, int]:
    """`count` residents, each with a phone of their own; (first resident, first contact, count)."""
    first, contact = bulk.next_id(Resident), bulk.next_id(Contact)
    bulk.write(
        Resident,
        ("id", "name", "name_key", "created_at", "last_contact_at"),
        ((first + number, name, name_key(name), now, now) for number, name in enumerate(_names(count))),
    )
    bulk.write(
        Contact,
        ("id", "kind", "value", "value_index", "last4"),
        (_contact(pk) for pk in range(contact, contact + count)),
    )
    bulk.reset_sequences(Resident, Contact)
    return first, contact, count


def _names(count: int) -> Iterator[str]:
    for number in range(count):
        family = number // len(FIRST_NAMES)
        yield f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[family % len(SURNAMES)]} {family}"


def _contact(pk: int) -> tuple[object, ...]:
    """The ranges for fiction hold 19,000 numbers: beyond them a contact is a letter, which may be anything."""
    if pk < 10_000:
        kind, value = "mobile", MOBILES.format(80_000 + pk)
    elif pk < 19_000:
        kind, value = "landline", LANDLINES.format(1_000 + pk - 10_000)
    else:
        return pk, "letter", encrypt(f"{pk} rue de la Mesure"), None, ""
    return pk, kind, encrypt(value), value_index(kind, value), value[-4:]


class _Writer:
    """Turns cells into rows of four tables. Rows wait in memory only for commitments and the journal."""

    def __init__(
        self, ground: SyntheticGround, people: tuple[int, int, int], now: datetime, random: Random
    ) -> None:
        self.ground, self.now, self.random = ground, now, random
        self.resident, self.contact, self.people = people
        self.site_ids = [site.pk for site in ground.sites]
        self.mediator_ids = [mediator.pk for mediator in ground.mediators]
        self.topic_ids = [topic.pk for topic in ground.topics]
        self.first = bulk.next_id(Appointment)
        self.next_commitment = bulk.next_id(Commitment)
        self.last = self.first
        self.commitments: list[bulk.Row] = []
        self.journal: list[bulk.Row] = []
        self.standing = 0

    def write(self, cells: Iterator[plan.Cell]) -> None:
        """Writes everything."""
        bulk.write(Appointment, _APPOINTMENT, self._appointments(cells))
        bulk.write(Commitment, _COMMITMENT, self.commitments)
        first = bulk.next_id(Participation)
        bulk.write(
            Participation,
            ("id", "appointment_id", "resident_id", "position"),
            (
                (first + pk - self.first, pk, self.resident + self._who(pk), 1)
                for pk in range(self.first, self.last)
            ),
        )
        bulk.write(
            JournalEntry,
            (
                "at",
                "kind",
                "appointment_id",
                "organisation_id",
                "channel",
                "version",
                "origin",
                "told_at",
                "id",
            ),
            ((*row, pk) for pk, row in enumerate(self.journal, start=bulk.next_id(JournalEntry))),
        )
        bulk.reset_sequences(Appointment, Commitment, Participation, JournalEntry)

    def _who(self, pk: int) -> int:
        """Residents come round in an order that is not that of the table."""
        return (pk - self.first) * 7_919 % self.people

    def _appointments(self, cells: Iterator[plan.Cell]) -> Iterator[bulk.Row]:
        day, times = None, []
        for cell in cells:
            if cell.day != day:
                day, times = cell.day, _times(cell.day)
            site = self.site_ids[plan.place(cell.mediator, cell.day.weekday(), len(self.site_ids))]
            for taken in cell.taken:
                yield self._appointment(self.mediator_ids[cell.mediator], site, *times[taken])

    def _appointment(self, mediator: int, site: int, starts_at: datetime, ends_at: datetime) -> bulk.Row:
        pk, random = self.last, self.random
        self.last += 1
        over = ends_at < self.now
        status = random.choice(_STATUSES) if over else "booked"
        booked_at = min(starts_at - timedelta(hours=random.randrange(2, 400)), self.now)
        channel = random.choice(_CHANNELS)
        recent = ends_at > self.now - RECENT
        commitment = None
        if recent and status != "excused":
            commitment, self.next_commitment = self.next_commitment, self.next_commitment + 1
            self.commitments.append((commitment, mediator, site, starts_at, ends_at, ends_at))
        if recent:
            organisation = self.ground.organisation.pk
            self.journal.append((booked_at, "booked", pk, organisation, channel, 1, "demo", booked_at))
        done = status == "done"
        self.standing += not over
        return (
            *(pk, _number(pk, self.standing), self.ground.organisation.pk, site),
            *(random.choice(self.topic_ids), mediator, commitment, status, starts_at, ends_at),
            *(starts_at if done else None, ends_at if done else None, self.contact + self._who(pk)),
            *(channel, f"synthetic-{pk}", booked_at),
        )


def _number(pk: int, standing: int) -> str:
    """As the product leaves them: a tenth of the shortest, then of the next (`bookings.records.drawing`)."""
    for these in BOOKING.lengths:
        if standing <= len(these) // 10:
            break
        standing -= len(these) // 10
    return str(these[pk * _NUMBER_STEP % len(these)])


def _times(day: date) -> list[tuple[datetime, datetime]]:
    """The nine times of a local day, in UTC. Clocks change on Sundays, when nobody works here."""
    midnight = datetime.combine(day, time(0), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
    return [
        (midnight + timedelta(minutes=start), midnight + timedelta(minutes=start + plan.SLOT_MIN))
        for start in plan.STARTS
    ]


def _analyse() -> None:
    """Fresh statistics, so that the planner knows the tables it is about to be measured on."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
