"""The API beside what it stands on: booking beside the web form, free times beside the search itself."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from statistics import median, quantiles
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client, override_settings
from django.urls import reverse

from bookings.actions.api_keys import make_key
from bookings.bench.measure import Figure, ms, seconds
from bookings.bench.serving import CLIENTS, WORKERS, dealt, requests, served
from bookings.bench.writes import Free, form, mobile
from bookings.models import ApiKey
from bookings.people.who import Actor
from bookings.synthetic.ground import SyntheticGround
from bookings.times import search
from mediation.models import Organisation

# Of a thousand bookings the first learn their statements and their sites, in each worker.
ROUNDS, _WARM = 10, 2
_PAIRS = 120
_NUMBERS = count()


def booking(load: SyntheticGround, free: Sequence[Free], *, now: datetime) -> Figure:
    """Bookings by programs, beside as many by the web form of the same workers, turn by turn; the first turns warm both up."""
    secret = _key(now)
    rates, floors = [], []
    with served() as port:
        for turn in range(ROUNDS):
            ours, theirs = free[2 * turn :: 2 * ROUNDS], free[2 * turn + 1 :: 2 * ROUNDS]
            forms = [[form(load, one) for one in part] for part in dealt(theirs)]
            bodies = [[_booking(load, one, secret) for one in part] for part in dealt(ours)]
            # Each goes first as often as the other.
            if turn % 2:
                floors.append(requests(port, forms, expect=302))
            rates.append(requests(port, bodies, expect=201))
            if not turn % 2:
                floors.append(requests(port, forms, expect=302))
    # Of turns side by side: a moment in which the machine is busy with something else disturbs both.
    ratio = median(ours / theirs for ours, theirs in zip(rates[_WARM:], floors[_WARM:], strict=True))
    rate, floor = median(rates[_WARM:]), median(floors[_WARM:])
    return Figure(
        f"booking through the API, {WORKERS} workers, {CLIENTS} clients",
        f"{rate:.0f}/s",
        f"{floor:.0f}/s (web form)",
        f"{ratio:.2f} x",
        ">= 0.95 x",
        ratio >= 0.95,
    )


def free_times(load: SyntheticGround, *, now: datetime) -> Figure:
    """A week of one site, asked for by a program, beside the same search as a function; the 95th of 100 of both."""
    topic, site = load.topics[0], load.sites[0]
    start, end = now + timedelta(days=1), now + timedelta(days=8)
    asked = {
        "topic": topic.public_id,
        "site": site.public_id,
        "start": start.isoformat(),
        "end": end.isoformat(),
    }
    address = f"{reverse('api_free_times')}?{urlencode(asked)}"
    client, headers = Client(SERVER_NAME="127.0.0.1"), {"Authorization": f"Bearer {_key(now)}"}

    def by_api() -> object:
        answer = client.get(address, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"status {answer.status_code}: {answer.content[:300]!r}")
        return answer

    def as_function() -> object:
        return search.times(topic, start=start, end=end, now=now, site_ids=[site.pk])

    with override_settings(API_REQUESTS_A_MINUTE=1_000_000):
        by_api(), as_function()
        pairs = [(seconds(by_api), seconds(as_function)) for _ in range(_PAIRS)]
    ours, floor = (quantiles(each, n=20)[-1] for each in zip(*pairs, strict=True))
    return Figure(
        "free times by API, one site, a week, 95th percentile",
        ms(ours),
        f"the search itself: {ms(floor)}",
        f"{ours / floor:.2f} x",
        "<= 2.5 x",
        ours <= 2.5 * floor,
    )


def _key(now: datetime) -> str:
    organisation = Organisation.objects.create(name=f"Mesure {next(_NUMBERS)}", refers=True)
    _row, secret = make_key(
        organisation=organisation,
        name="Mesure",
        scopes=tuple(ApiKey.Scope.values),
        expires_at=None,
        by=Actor("desk"),
        now=now,
    )
    return secret


def _booking(load: SyntheticGround, free: Free, secret: str) -> bytes:
    body = json.dumps(
        {
            "topic": load.topics[0].public_id,
            "site": load.sites[free.site].public_id,
            "starts_at": free.starts_at.isoformat(),
            "people": [{"name": f"Mesure {uuid4()}"}],
            "reach": {"kind": "mobile", "value": mobile(next(_NUMBERS))},
        }
    ).encode()
    head = (
        f"POST {reverse('api_appointments')} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: application/json\r\nAuthorization: Bearer {secret}\r\nIdempotency-Key: {uuid4()}\r\n\r\n"
    )
    return head.encode() + body
