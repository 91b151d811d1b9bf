"""A team's referrals to take in hand: a page of 500 among two hundred thousand, beside the same page among two thousand."""

import gzip
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from bookings.bench.measure import Figure, counted, ms, seconds
from bookings.bench.small import Beside
from bookings.models import Appointment, Contact, Referral, Resident
from bookings.records import bulk
from bookings.referrals.states import OPEN, State
from mediation.models import Organisation, Role, Topic, User

OWN, SMALL, MANY = 500, 2_000, 200_000
_PAGE = "/equipe/orientations/"
_ROUNDS = 8
_OPEN = sorted(each.value for each in OPEN)
_ALL = [*_OPEN, *([State.MET.value, State.CLOSED.value] * 6)]
_NAMES: tuple[str, ...] = (
    "id",
    "public_id",
    "number",
    "partner_id",
    "organisation_id",
    "topic_id",
    "resident_id",
    "contact_id",
)
_NAMES += ("state", "since", "created_at", "received_at", "expires_at", "channel", "idempotency_key")


def in_hand(small: Beside) -> Figure:
    """Turn by turn in both databases."""
    with small.turned_to():
        few = _Team(SMALL)
    many = _Team(MANY)
    spent: list[float] = []
    floors: list[float] = []
    for _ in range(_ROUNDS):
        with small.turned_to():
            floors += few.durations()
        spent += many.durations()
    with counted() as statements:
        size = len(gzip.compress(many.page(), 6))
    measured, floor = sorted(spent)[len(spent) // 2], sorted(floors)[len(floors) // 2]
    return Figure(
        f"referrals in hand: {OWN} of {MANY:,}",
        f"{ms(measured)}, {len(statements)} queries, {size / 1000:.1f} kB compressed",
        f"of {SMALL:,}: {ms(floor)}",
        f"{measured / floor:.2f} x",
        "<= 1.2 x, <= 12 queries",
        measured <= 1.2 * floor and len(statements) <= 12,
    )


class _Team:
    """A desk with so many referrals open, in the database at hand, among so many of all teams."""

    def __init__(self, among: int) -> None:
        now = timezone.now()
        own, others, partner = (
            Organisation.objects.create(name=f"Mesure {n}", refers=n == 2) for n in range(3)
        )
        topic = Topic.objects.order_by("pk").first() or Topic.objects.create(code="mesure")
        people = [
            Resident.objects.create(name=f"Personne {n}", created_at=now, last_contact_at=now)
            for n in range(50)
        ]
        contact = Contact.objects.create(kind=Contact.Kind.NONE)
        first = bulk.next_id(Referral)
        shared = (topic.pk, contact.pk, partner.pk)
        rows = (
            _row(first + n, own.pk if n < OWN else others.pk, people[n % 50].pk, shared, n, now)
            for n in range(among)
        )
        bulk.write(Referral, _NAMES, rows)
        bulk.reset_sequences(Referral)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Referral._meta.db_table}")
        user = User.objects.create_user(f"bench-referrals-{among}@example.org")
        Role.objects.create(user=user, kind=Role.Kind.DESK, organisation=own)
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(user)

    def page(self) -> bytes:
        """What the desk reads."""
        answer = self.client.get(_PAGE)
        if answer.status_code != 200:
            raise RuntimeError(f"status {answer.status_code}")
        return answer.content

    def durations(self) -> list[float]:
        """A few pages once warm."""
        self.page()
        return [seconds(self.page) for _ in range(5)]


def _row(
    pk: int, organisation: int, resident: int, shared: tuple[int, int, int], number: int, now: datetime
) -> bulk.Row:
    topic, contact, partner = shared
    states = _OPEN if number < OWN else _ALL
    since = now - timedelta(minutes=number % 40_000)
    return (
        pk,
        f"m{pk:011d}",
        f"{10_000_000 + pk}",
        partner,
        organisation,
        topic,
        resident,
        contact,
        states[number % len(states)],
        since,
        since,
        since,
        now + timedelta(days=1 + number % 40),
        Appointment.Channel.WEB.value,
        f"bench-{pk}",
    )
