"""The telephone line: how long a caller waits for each answer, through the whole application and a real database."""

from statistics import quantiles
from time import perf_counter
from uuid import uuid4

from django.conf import settings

from bookings.bench.measure import Figure, ms
from notifications.handset.walker import Walker
from notifications.handset.wire import Reply

LIMIT_S = 0.5
_LINE = "+33261910000"
# Book: the first topic, as soon as possible, other times, later ones, the first of these, without a name, yes.
_KEYS = ("1", "1", "1", "4", "1", "1", "2", "1")


class _Timed(Walker):
    """A caller with a watch. `waits`: seconds for each answer."""

    waits: list[float]

    def send(self, path: str, form: dict[str, str]) -> Reply:
        began = perf_counter()
        reply = super().send(path, form)
        self.waits.append(perf_counter() - began)
        return reply


def turns(calls: int) -> Figure:
    """The 95th percentile of all answers to so many callers, one after the other, who each book and hang up."""
    settings.TWILIO_AUTH_TOKEN = "bench-only"  # noqa: S105
    waits: list[float] = []
    for number in range(calls + 1):
        caller = _Timed(f"+336399{80000 + number:05d}", _LINE, f"CA{uuid4().hex}")
        caller.waits = []
        caller.call()
        for key in _KEYS:
            caller.press(key)
        caller.hang_up()
        # The first call meets empty caches: it is a caller too, but not one in twenty.
        waits += caller.waits
    p95 = quantiles(waits, n=20)[-1]
    return Figure(
        f"an answer of the line, 300 mediators, 95th percentile of {len(waits)}",
        ms(p95),
        ms(LIMIT_S),
        f"worst {ms(max(waits))}",
        "<= 500 ms",
        p95 <= LIMIT_S,
    )
