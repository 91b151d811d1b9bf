"""What one reads of opening hours written by people: rules, each of some days and when they are open. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


class NotHours(Exception):
    """Something stands there that is no part of opening hours."""


@dataclass
class Rule:
    """Days, and when they are open."""

    days: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    closed: bool = False
    vague: bool = False
    comment: str = ""

    @property
    def says_when(self) -> bool:
        return bool(self.times) or self.closed or bool(self.comment)

    def written(self) -> str:
        times = "off" if self.closed else ",".join(self.times)
        comment = f'"{self.comment}"' if self.comment else ""
        return " ".join(part for part in (",".join(self.days), times, comment) if part)


def together(rules: list[Rule]) -> list[Rule]:
    """The rules; "9h-12h du lundi au vendredi" is one. Raises `NotHours` when a rule would say more than its words."""
    match rules:
        case [Rule(days=[], closed=False), Rule(says_when=False) as after] if rules[0].times:
            return [replace(rules[0], days=after.days)]
    silent = [rule for rule in rules if not rule.says_when]
    if any(rule.vague for rule in silent) or 0 < len(silent) < len(rules):
        raise NotHours("days without times")
    return _without_overlap(rules)


def _without_overlap(rules: list[Rule]) -> list[Rule]:
    """The rules, those for the same days as one: a later rule would take the place of an earlier one.

    Raises `NotHours` where only some days are the same: besides, or instead?
    """
    joined: list[Rule] = []
    for rule in rules:
        same = next((one for one in joined if one.days == rule.days and not one.closed), None)
        others = {day for one in joined if one is not same for day in _each(one)}
        if not rule.closed and others & set(_each(rule)):
            raise NotHours("the same day twice")
        if same is None:
            joined.append(rule)
        else:
            same.times += rule.times
    return joined


def _each(rule: Rule) -> Iterator[str]:
    for days in rule.days or ["Mo-Su"]:
        first, _to, last = days.partition("-")
        if not last:
            yield first
            continue
        start, end = WEEK.index(first), WEEK.index(last)
        yield from (WEEK[at % 7] for at in range(start, (end if end >= start else end + 7) + 1))
