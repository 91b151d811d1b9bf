"""Who waits in a drop-in, read from the database as the rules know them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bookings.dropin.order import InLine, in_order
from bookings.models import DropInDay, Turn


def waiting_in(day: DropInDay, *, now: datetime) -> list[InLine]:
    """All who wait that day, whoever is next first. One query."""
    rows = Turn.objects.filter(day=day, state=Turn.State.WAITING).select_related("appointment")
    return in_order(map(as_in_line, rows), now=now)


def as_in_line(turn: Turn) -> InLine:
    """One of them."""
    appointment = turn.appointment if turn.promised else None
    return InLine(
        pk=turn.pk,
        number=turn.number,
        placed_at=turn.placed_at,
        back_at=turn.back_at,
        promised_at=appointment.starts_at if appointment else None,
        mediator_id=appointment.mediator_id if appointment else None,
        not_before=turn.not_before,
    )


def ahead_of(pk: int, line: Sequence[InLine]) -> int:
    """How many stand before that one."""
    return next((place for place, each in enumerate(line) if each.pk == pk), len(line))


def lined_up(turns: Iterable[Turn], *, now: datetime) -> list[Turn]:
    """Turns that wait, in the order in which they are called."""
    by_pk = {turn.pk: turn for turn in turns}
    return [by_pk[each.pk] for each in in_order(map(as_in_line, by_pk.values()), now=now)]
