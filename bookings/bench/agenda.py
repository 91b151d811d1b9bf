"""The agenda of a team: thirty mediators beside five, and one that is open and asks again beside a page with nothing in it."""

import gzip
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from time import process_time

from django.test import Client, override_settings

from bookings.bench.empty import EMPTY
from bookings.bench.measure import Figure, counted, in_turn, ms
from bookings.synthetic.generate import generate
from mediation.models import Organisation, Role, User

_PAGES = {"week grid": "/equipe/semaine/", "day side by side": "/equipe/jour/cote-a-cote/"}


def agendas(appointments: int, *, now: datetime) -> Iterator[Figure]:
    """Next Monday's pages of two teams, which stand in the same database as everybody else."""
    monday = now.date() + timedelta(days=7 - now.weekday())
    teams = {
        count: _desk(
            generate(mediators=count, appointments=count * 300, sites=3, seed=count, now=now).organisation
        )
        for count in (30, 5)
    }
    for name, page in _PAGES.items():
        yield _against_five(
            f"{name} of 30 mediators, {appointments} appointments", f"{page}?jour={monday}", teams
        )
    with override_settings(ROOT_URLCONF="bookings.bench.empty"):
        yield _unchanged(teams[30], f"{_PAGES['week grid']}?jour={monday}")


def _desk(organisation: Organisation) -> Client:
    user = User.objects.create_user(f"bench-{organisation.pk}@example.org")
    Role.objects.create(user=user, kind=Role.Kind.DESK, organisation=organisation)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client


def _get(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"status {answer.status_code}")
    return answer.content


def _against_five(name: str, address: str, teams: dict[int, Client]) -> Figure:
    thirty, five = (partial(_get, teams[count], address) for count in (30, 5))
    took, floor = in_turn(thirty, five, rounds=15)
    busy, busy_floor = in_turn(thirty, five, rounds=15, clock=process_time)
    with counted() as statements:
        size = len(gzip.compress(thirty(), 6))
    reached = took <= 2 * floor and len(statements) <= 12 and size <= 60_000
    return Figure(
        name,
        f"{ms(took)}, {len(statements)} queries, {size / 1000:.1f} kB compressed",
        f"of 5: {ms(floor)}",
        f"{took / floor:.2f} x (processor {busy / busy_floor:.2f} x)",
        "<= 2 x, <= 12 queries, <= 60 kB",
        reached,
    )


def _unchanged(client: Client, address: str) -> Figure:
    found = re.search(r"hx-headers='([^']+)'", _get(client, address).decode())
    tag = unescape(found[1] if found else "").encode().decode("unicode_escape").partition('": "')[2][:-2]

    def again() -> None:
        answer = client.get(address, headers={"HX-Request": "true", "If-None-Match": tag})
        if answer.status_code != 304:
            raise RuntimeError(
                f"status {answer.status_code}: five minutes have just begun, or the tag is wrong"
            )

    took, floor = in_turn(again, partial(_get, client, EMPTY), rounds=60)
    return Figure(
        "unchanged agenda asked again",
        ms(took),
        f"an empty staff page: {ms(floor)}",
        f"{took / floor:.2f} x",
        "<= 2 x",
        took <= 2 * floor,
    )
