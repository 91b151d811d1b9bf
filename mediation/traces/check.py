"""Reading the whole chain again: whether anything was cut out, changed or put in between."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from mediation.models import Trace, TraceLink
from mediation.traces.chain import chained
from mediation.traces.keep import head, of, start, tie
from mediation.traces.write import leave_trace

logger = logging.getLogger(__name__)
_AT_ONCE = 2_000
_MOST_TOLD = 20


@dataclass
class Checked:
    """What was found. `first`, `last`: the numbers of the first trace there is and of the last; `hash`: the last one's.

    `missing`: numbers where something was cut out; `changed`: numbers whose trace is not as it was tied (of both the first
    few are named); `waiting`: how many of the last minute are still to be tied.
    """

    first: int = 0
    last: int = 0
    hash: str = ""
    count: int = 0
    missing: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    waiting: int = 0
    # A number and a hash that were noted elsewhere: whether the chain still has them. None: they are older than the first.
    known: bool | None = True

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.changed or self.known is False)


def check(*, noted: tuple[int, str] | None = None, newest: int = 0) -> Checked:
    """Computes every hash anew, from the first trace that is still there; a few rows in memory at a time.

    With `newest`, only so many of the last ones: the one before them is believed.

    `noted`: a number and its hash as they stood in a file, on a page or in a log: a chain that was cut at its end, or
    written anew, has not got them.
    """
    number, before = _before(newest) if newest else start()
    found = Checked(first=number + 1, last=number, hash=before)
    if noted is not None:
        found.known = None if noted[0] < number else noted == (number, before)
    links = TraceLink.objects.select_related("trace").filter(number__gt=number).order_by("number")
    for link in links.iterator(chunk_size=_AT_ONCE):
        _follow(found, link)
        if noted is not None and noted[0] == link.number:
            found.known = noted[1] == link.hash
    end = TraceLink.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if end > found.last:
        _tell(found.missing, found.last + 1)
    found.waiting = Trace.objects.filter(link=None).count()
    return found


def check_all(*, now: datetime, channel: str, noted: tuple[int, str] | None = None) -> Checked:
    """The whole chain, with a trace of it and, when something is wrong, an error in the log."""
    tie(now=now, all_of_them=True)
    found = check(noted=noted)
    leave_trace(
        Trace.Kind.TRACES_CHECKED,
        now=now,
        channel=channel,
        whole=found.whole,
        first=found.first,
        last=found.last,
        all=True,
    )
    if not found.whole:
        logger.error("Traces are missing or were changed: see manage.py traces check")
    return found


def _before(newest: int) -> tuple[int, str]:
    last, _proof = head()
    found = TraceLink.objects.filter(number=last - newest).values_list("number", "hash").first()
    return found or start()


def _follow(found: Checked, link: TraceLink) -> None:
    """One step; after a fault the chain is followed from what stands there, so that each is told once."""
    if link.number != found.last + 1:
        _tell(found.missing, found.last + 1)
    elif chained(link.number, of(link.trace), found.hash) != link.hash:
        _tell(found.changed, link.number)
    found.last, found.hash, found.count = link.number, link.hash, found.count + 1


def _tell(faults: list[int], number: int) -> None:
    if len(faults) < _MOST_TOLD:
        faults.append(number)
