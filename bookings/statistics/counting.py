"""What sessions add to which figures. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MISSING = ""
"""The code of what nobody noted."""
WALK_IN = "walk_in"
"""The channel of who came without an appointment."""
DONE = "done"
# Longer waits than a year are slips, or people who asked for a day far away.
_LONGEST_WAIT_DAYS = 366

Counts = dict[str, dict[str, int]]
"""How often each code, by indicator."""


@dataclass(frozen=True)
class Fate:
    """What became of an appointment whose day is over, or of a visit, in the national codes.

    `waited_days` are whole days on the town's clocks from asking to being received; None for who came unannounced.
    """

    status: str
    channel: str
    mode: str
    waited_days: int | None
    noted: bool
    themes: Sequence[str] = ()
    result: str = ""
    autonomy: str = ""


@dataclass(frozen=True)
class Where:
    """Whose session it was, by ids; `commune` is "" outside the territory."""

    organisation: int
    site: int
    commune: str
    mediator: int


class Tally:
    """Counts by scope, as sessions are added."""

    def __init__(self) -> None:
        self.counts: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(
            lambda: defaultdict(Counter)
        )

    def add(self, where: Where, fate: Fate) -> None:
        """One session, in every scope it is part of."""
        facts = list(facts_of(fate))
        everywhere = scopes(where)
        for scope in everywhere:
            self.add_facts(scope, facts)
        # A theme alone, of the territory and of an organisation: what took place about it.
        if fate.status == DONE:
            took_place = [fact for fact in facts if fact[0] != "attendance"]
            for theme in fate.themes:
                for scope in everywhere[:2]:
                    self.add_facts(of_theme(scope, theme), took_place)

    def add_facts(self, scope: str, facts: Sequence[tuple[str, str]]) -> None:
        """One of each of these codes."""
        counts = self.counts[scope]
        for indicator, code in facts:
            counts[indicator][code] += 1

    def add_number(self, scope: str, indicator: str, code: str, number: int) -> None:
        """So many of one code."""
        if number:
            self.counts[scope][indicator][code] += number

    def plain(self) -> dict[str, Counts]:
        """What was counted, as it is stored; what came to nothing is not there."""
        return {
            scope: {
                indicator: {code: n for code, n in codes.items() if n > 0}
                for indicator, codes in counts.items()
                if any(n > 0 for n in codes.values())
            }
            for scope, counts in self.counts.items()
        }


def scopes(where: Where) -> Sequence[str]:
    """Whose figures it is part of: the territory's, its organisation's, site's, mediator's and commune's."""
    places = ("t", f"o{where.organisation}", f"s{where.site}", f"m{where.mediator}")
    return (*places, f"c{where.commune}") if where.commune else places


def of_theme(scope: str, theme: str) -> str:
    """The scope of one theme within another: `t/email`, `o12/email`."""
    return f"{scope}/{theme}"


def facts_of(fate: Fate) -> Iterator[tuple[str, str]]:
    """(indicator, code) of everything that a session is counted in, once each."""
    walked_in = fate.waited_days is None
    if not walked_in:
        yield "attendance", fate.status
    if fate.status != DONE:
        return
    yield "sessions", "individual"
    yield "channel", WALK_IN if walked_in else fate.channel
    yield "mode", fate.mode
    if fate.waited_days is not None:
        yield "wait", str(min(max(fate.waited_days, 0), _LONGEST_WAIT_DAYS))
    yield "noted", "yes" if fate.noted else "no"
    for theme in fate.themes or (MISSING,):
        yield "theme", theme
    yield "result", fate.result if fate.noted else MISSING
    yield "autonomy", fate.autonomy if fate.noted else MISSING


def summed(parts: Sequence[Mapping[str, Mapping[str, int]]]) -> Counts:
    """Several counts as one."""
    whole: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in parts:
        for indicator, codes in part.items():
            whole[indicator].update(codes)
    return {indicator: dict(codes) for indicator, codes in whole.items()}


def moved(
    counts: Mapping[str, Mapping[str, int]],
    changes: Sequence[tuple[Mapping[str, Mapping[str, int]], Mapping[str, Mapping[str, int]]]],
) -> Counts:
    """The same less what each change was, and with what it is; what comes to nothing is not there."""
    whole = {indicator: dict(codes) for indicator, codes in counts.items()}
    for was, is_now in changes:
        for sign, part in ((-1, was), (1, is_now)):
            for indicator, codes in part.items():
                sums = whole.setdefault(indicator, {})
                for code, n in codes.items():
                    sums[code] = sums.get(code, 0) + sign * n
    left = {indicator: {code: n for code, n in codes.items() if n} for indicator, codes in whole.items()}
    return {indicator: codes for indicator, codes in left.items() if codes}


def without(counts: Mapping[str, Mapping[str, int]], indicator: str) -> Counts:
    """The same but for one indicator."""
    return {name: dict(codes) for name, codes in counts.items() if name != indicator}
