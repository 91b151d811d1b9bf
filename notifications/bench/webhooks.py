"""Webhooks: one process beside a bare HTTP client on the same receiver, which answers in 100 ms."""

import json
from concurrent.futures import ThreadPoolExecutor

import requests
from django.test import override_settings
from django.utils import timezone
from requests.adapters import HTTPAdapter

from bookings.bench.measure import Figure, seconds
from bookings.models import Change
from mediation.models import Organisation
from notifications.bench.provider import standing_in
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.deliver import AT_ONCE, deliver
from notifications.subscriptions.signing import secret_of

_ANSWERS_IN = 0.1
_A_REFERRAL = 4
"""Events of one referral, each of which waits for the one before."""


def rate(count: int) -> Figure:
    """`count` events by one process, beside as many bare requests. Once each: a thousand a second would be a lie anyway."""
    with standing_in(seconds=_ANSWERS_IN) as address:
        host = address.removeprefix("http://")
        with override_settings(WEBHOOK_ALLOW=[host]):
            bare = count / seconds(lambda: _post_all(address, count))
            target = _due(address, count)
            ours = count / seconds(_send_all)
    taken = target.deliveries.filter(state=WebhookDelivery.State.TAKEN, attempts=1).count()
    if taken != count:
        raise RuntimeError(f"{taken} of {count} events were taken at the first attempt")
    ratio = ours / bare
    return Figure(
        f"{count:,} webhooks by one process, {AT_ONCE} at a time",
        f"{ours:.0f}/s",
        f"{bare:.0f}/s (bare client)",
        f"{ratio:.2f} x",
        ">= 0.8 x",
        ratio >= 0.8,
    )


def _send_all() -> None:
    """Sweep after sweep, as the clock asks for them."""
    while WebhookDelivery.objects.anything_due(timezone.now()):
        deliver()


def _post_all(address: str, count: int) -> None:
    """The same requests without anything of ours."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE))
    body = json.dumps({"type": "referral.invited", "data": {"state": "x" * 150}}).encode()

    def post(_: int) -> int:
        return session.post(address, data=body, timeout=10).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(post, range(count)))


def _due(address: str, count: int) -> WebhookTarget:
    now = timezone.now()
    organisation = Organisation.objects.create(name="Mesure", refers=True)
    target = WebhookTarget.objects.create(
        organisation=organisation, url=f"{address}/events", secret=secret_of(b"b" * 32), made_at=now
    )
    told = {"audience": organisation, "event": "referral.invited", "state": "invited", "step": "invited"}
    changes = [Change(number=n, at=now, numbered_at=now, **told) for n in range(1, count + 1)]
    Change.objects.bulk_create(changes, batch_size=1000)
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                target=target,
                change=each,
                referral_id=each.number // _A_REFERRAL,
                due_at=now,
                created_at=now,
            )
            for each in changes
        ],
        batch_size=1000,
    )
    return target
