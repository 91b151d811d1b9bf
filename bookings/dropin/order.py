"""Whose turn it is: one rule, printed on the page. Pure.

First whoever has an appointment, at its time and with their mediator; then whoever comes back from a pause; then the numbers,
in the order in which people came. Somebody called in vain is passed over for some minutes and keeps their place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class InLine:
    """Somebody who waits. `placed_at`: since when they have their place; `back_at`: when they came back from a pause.

    `promised_at` and `mediator_id` are those of their appointment, if they have one.
    """

    pk: int
    number: int
    placed_at: datetime
    back_at: datetime | None = None
    promised_at: datetime | None = None
    mediator_id: int | None = None
    not_before: datetime | None = None


def in_order(line: Iterable[InLine], *, now: datetime) -> list[InLine]:
    """All who wait, whoever is next first. An appointment whose time has not come stands last."""
    return sorted(line, key=lambda each: _place(each, now))


def may_be_called(each: InLine, *, now: datetime, mediator_id: int | None) -> bool:
    """Whether that mediator may call them now."""
    if each.not_before is not None and each.not_before > now:
        return False
    if each.promised_at is not None:
        return each.promised_at <= now and each.mediator_id == mediator_id
    return True


def next_for(mediator_id: int | None, line: Iterable[InLine], *, now: datetime) -> InLine | None:
    """Whom this mediator calls next; nobody when nobody may be called yet."""
    found = (
        each for each in in_order(line, now=now) if may_be_called(each, now=now, mediator_id=mediator_id)
    )
    return next(found, None)


def _place(each: InLine, now: datetime) -> tuple[int, datetime, int]:
    if each.promised_at is not None:
        return (0 if each.promised_at <= now else 3), each.promised_at, each.number
    if each.back_at is not None:
        return 1, each.back_at, each.number
    return 2, each.placed_at, each.number
