"""The booking action itself: eight processes that book free times, each with its own connection.

Each has booked for a while when the count begins: a process of the service lives for days, and what it learns in its first
minute (statements written and planned, rules read) is paid once.
"""

import json
import multiprocessing
import os
import random
import resource
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from _load import synthetic
from _server import processor_seconds

CLIENTS, BOOKINGS, WARM = 8, 1200, 60


def _free(count: int) -> list[tuple[Any, Any, datetime]]:
    """Free times (topic, site, start), in no order, no two of one mediator at once."""
    load = synthetic()
    from django.utils import timezone

    from bookings.bench.writes import free_times

    found = free_times(load, now=timezone.now() + timedelta(days=1), count=count)
    return [(load.topics[0], load.sites[each.site], each.starts_at) for each in found]


def _book(part: list[tuple[Any, Any, datetime]], number: int) -> None:
    from django.utils import timezone

    from bookings.actions.book import book
    from bookings.errors import SlotTaken

    try:
        from bookings.actions.wish import Wish
    except ImportError:
        from bookings.actions.book import Wish

    try:
        from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
    except ImportError:
        from bookings.people import RESIDENT_ON_WEB, Participant, WayToReach

    drawn = random.Random(f"{os.environ['ROUND']} {number}")  # noqa: S311 - fictional numbers
    for topic, site, starts_at in part:
        wish = Wish(
            topic=topic,
            site=site,
            starts_at=starts_at,
            participants=[Participant(name=f"Mesure {uuid4()}")],
            reach=WayToReach(kind="mobile", value=f"+3363998{drawn.randrange(10_000):04}"),
        )
        try:
            book(wish, by=RESIDENT_ON_WEB, now=timezone.now(), idempotency_key=uuid4().hex)
        except SlotTaken:  # Two mediators' same time drawn twice: once in some hundreds.
            continue


def main() -> None:
    free = _free(BOOKINGS + CLIENTS * WARM)
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    together = fork.Barrier(CLIENTS + 1)

    def client(number: int) -> None:
        part = free[number::CLIENTS]
        _book(part[:WARM], number)
        together.wait()
        _book(part[WARM:], number)

    processes = [fork.Process(target=client, args=(number,)) for number in range(CLIENTS)]
    for process in processes:
        process.start()
    together.wait()
    before = sum(processor_seconds(each.pid) for each in processes)
    began = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - began
    if any(process.exitcode for process in processes):
        raise RuntimeError("a client failed")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    rate = {"name": "the booking action, 8 clients", "value": BOOKINGS / seconds, "unit": "/s"}
    print(json.dumps(rate | {"at_least": 1.8}))
    each = (spent.ru_utime + spent.ru_stime - before) / BOOKINGS * 1000
    print(json.dumps({"name": "  processor time of one", "value": each, "unit": "ms"}))


main()
