"""Registrations for workshops under load: eight clients want the seats of one date, beside as many single bookings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from uuid import uuid4

from django.utils import timezone

from bookings.actions.enrol import Enrolment, enrol
from bookings.bench.measure import Figure
from bookings.bench.serving import CLIENTS, dealt
from bookings.bench.writes import ROUNDS, Free, book_all, rate
from bookings.models import Workshop, WorkshopText
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.synthetic.ground import SyntheticGround

SEATS = 100


def registrations(load: SyntheticGround, free: Sequence[Free], *, now: datetime) -> Figure:
    """`enrol` for all seats of one date, by eight processes; the floor is `book`, turn by turn, by as many."""
    rates, floors = [], []
    for turn in range(ROUNDS):
        part = free[turn * SEATS : (turn + 1) * SEATS]
        floors.append(rate([partial(book_all, load, each) for each in dealt(part)], len(part)))
        workshop = _workshop(load, now)
        seats = dealt(range(SEATS))
        rates.append(rate([partial(_enrol, workshop.pk, each) for each in seats], SEATS))
        if workshop.dates.get().taken != SEATS:
            raise RuntimeError("seats were lost or given twice")
    work, floor = median(rates), median(floors)
    name = f"workshop registrations, {CLIENTS} clients, {SEATS} seats (floor: single bookings)"
    return Figure(name, f"{work:.0f}/s", f"{floor:.0f}/s", f"{work / floor:.2f} x", ">= 1 x", work >= floor)


def _workshop(load: SyntheticGround, now: datetime) -> Workshop:
    site = load.sites[0]
    workshop = Workshop.objects.create(
        organisation_id=site.organisation_id, site=site, topic=load.topics[0], capacity=SEATS, made_at=now
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Mesure")
    starts_at = now + timedelta(days=7)
    workshop.dates.create(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=SEATS)
    return workshop


def _enrol(workshop_id: int, part: Sequence[int]) -> None:
    workshop, now = Workshop.objects.get(pk=workshop_id), timezone.now()
    for number in part:
        wanted = Enrolment(
            workshop,
            [Participant(f"Mesure {uuid4()}")],
            WayToReach("mobile", f"+3363998{number:04}"),
        )
        key = uuid4().hex
        enrol(wanted, by=RESIDENT_ON_WEB, now=now, idempotency_key=key, token=key)
