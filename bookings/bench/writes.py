"""Bookings under load: the action beside a bare INSERT, the web form beside an empty view. Eight clients each."""

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from bookings.actions.book import book
from bookings.actions.wish import Wish
from bookings.bench.measure import Figure
from bookings.bench.serving import CLIENTS, WORKERS, dealt, requests, served
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.public import drafts
from bookings.public.asked import stamp
from bookings.synthetic.ground import SyntheticGround
from bookings.times import slots
from bookings.times.ground import read_ground
from mediation.wallclock import second_after

# Floor and work take turns, so that a noisy machine disturbs both alike.
ROUNDS = 3
_FAR = datetime(2090, 1, 1, tzinfo=UTC)
_INSERT = """
    INSERT INTO bookings_commitment (mediator_id, site_id, starts_at, ends_at, frees_at, needs_machine)
    VALUES (%s, %s, %s, %s, %s, false)
"""


class Free(NamedTuple):
    """A time that can be booked."""

    site: int
    starts_at: datetime


def free_times(load: SyntheticGround, *, now: datetime, count: int) -> list[Free]:
    """`count` free times from tomorrow on, in no order, no two of one mediator at once."""
    topic, first, last = load.topics[0], now + timedelta(days=1), now + timedelta(days=50)
    positions = {site.pk: position for position, site in enumerate(load.sites)}
    ground = read_ground(topic, first=first, last=last, site_ids=list(positions))
    window = second_after(first), second_after(last)
    found = slots.find(
        ground.agenda(*window, now=now), ground.times, now=second_after(now), start=window[0], end=window[1]
    )
    times = [Free(positions[site], datetime.fromtimestamp(start, UTC)) for start, _, site, _ in found]
    return random.Random(1).sample(times, count)  # noqa: S311 - which times is no secret


def action(load: SyntheticGround, free: Sequence[Free]) -> Figure:
    """`book` itself, by eight processes, beside as many bare INSERTs under the exclusion constraint."""
    rates, floors = [], []
    for turn in range(ROUNDS):
        part = free[turn::ROUNDS]
        inserts = [(number % CLIENTS, number) for number in range(len(part))]
        floors.append(rate([partial(_insert, load, each) for each in dealt(inserts)], len(inserts)))
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM bookings_commitment WHERE starts_at >= %s", [_FAR])
        rates.append(rate([partial(book_all, load, each) for each in dealt(part)], len(part)))
    return _figure(f"the booking action, {CLIENTS} clients", rates, floors)


def over_http(load: SyntheticGround, free: Sequence[Free]) -> Figure:
    """The web form sent to two gunicorn workers, beside an empty view of the same workers."""
    with served() as port:
        empty = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        warm = [[empty] * 20 for _ in range(CLIENTS)]
        requests(port, warm)
        rates, floors = [], []
        for turn in range(ROUNDS):
            floors.append(requests(port, [[empty] * 100 for _ in range(CLIENTS)]))
            forms = [[form(load, one) for one in part] for part in dealt(free[turn::ROUNDS])]
            rates.append(requests(port, forms, expect=302))
    return _figure(f"bookings over HTTP, {WORKERS} workers, {CLIENTS} clients", rates, floors)


def _figure(name: str, rates: Sequence[float], floors: Sequence[float]) -> Figure:
    rate, floor = median(rates), median(floors)
    return Figure(
        name, f"{rate:.0f}/s", f"{floor:.0f}/s", f"1/{floor / rate:.1f}", ">= 1/15", rate >= floor / 15
    )


def rate(clients: Sequence[Callable[[], None]], count: int) -> float:
    """Pieces of work a second, the clients being processes of their own that start together."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    together = fork.Barrier(len(clients) + 1)

    def run(client: Callable[[], None]) -> None:
        connection.ensure_connection()
        together.wait()
        client()

    processes = [fork.Process(target=run, args=(client,)) for client in clients]
    for process in processes:
        process.start()
    together.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
    spent = time.perf_counter() - began
    if any(process.exitcode for process in processes):
        raise RuntimeError("a client failed")
    return count / spent


def _insert(load: SyntheticGround, part: Sequence[tuple[int, int]]) -> None:
    mediators, site = [mediator.pk for mediator in load.mediators], load.sites[0].pk
    with connection.cursor() as cursor:
        for index, number in part:
            starts_at = _FAR + timedelta(hours=number * CLIENTS + index)
            ends_at = starts_at + timedelta(minutes=45)
            cursor.execute(_INSERT, [mediators[index % len(mediators)], site, starts_at, ends_at, ends_at])


def book_all(load: SyntheticGround, part: Sequence[Free]) -> None:
    """One client's bookings, one after the other."""
    now = timezone.now()
    for number, free in enumerate(part):
        wish = Wish(
            topic=load.topics[0],
            site=load.sites[free.site],
            starts_at=free.starts_at,
            participants=[Participant(name=f"Mesure {uuid4()}")],
            reach=WayToReach(kind="mobile", value=mobile(number)),
        )
        book(wish, by=RESIDENT_ON_WEB, now=now, idempotency_key=uuid4().hex)


def mobile(number: int) -> str:
    """One of the numbers that nobody has."""
    return f"+3363998{(os.getpid() * 101 + number) % 10_000:04}"


def form(load: SyntheticGround, free: Free) -> bytes:
    """The request that a browser sends from the page "for whom"."""
    topic, site = load.topics[0], load.sites[free.site]
    typed = {"relation": "self", "name": f"Mesure {uuid4()}", "reach": "mobile"}
    typed |= {"mobile": mobile(random.randrange(10_000)), "draft": drafts.sign(drafts.new_id())}  # noqa: S311
    body = urlencode(typed).encode()
    address = reverse("take", args=[topic.public_id, site.public_id, stamp(free.starts_at)])
    head = (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    return head.encode() + body
