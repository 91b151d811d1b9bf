"""Reading the whole chain again: whether anything was cut out, changed or put in between."""

from dataclasses import dataclass, field

from mediation.models import Trace, TraceLink
from mediation.traces.chain import chained
from mediation.traces.keep import of, start

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


def check(*, noted: tuple[int, str] | None = None) -> Checked:
    """Computes every hash anew, from the first trace that is still there; a few rows in memory at a time.

    `noted`: a number and its hash as they stood in a file, on a page or in a log: a chain that was cut at its end, or
    written anew, has not got them.
    """
    number, before = start()
    found = Checked(first=number + 1, last=number, hash=before)
    if noted is not None:
        found.known = None if noted[0] < number else noted == (number, before)
    for link in TraceLink.objects.select_related("trace").order_by("number").iterator(chunk_size=_AT_ONCE):
        _follow(found, link)
        if noted is not None and noted[0] == link.number:
            found.known = noted[1] == link.hash
    end = TraceLink.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if end > found.last:
        _tell(found.missing, found.last + 1)
    found.waiting = Trace.objects.filter(link=None).count()
    return found


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
