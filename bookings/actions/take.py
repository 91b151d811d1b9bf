"""Taking a mediator's time: the one place where a commitment is made."""

from datetime import datetime

from bookings.errors import SlotTaken
from bookings.models import Commitment
from bookings.span import Span
from bookings.transactions import Scope


def locks_for(span: Span, mediator_id: int) -> list[tuple[Scope, int]]:
    """What must be locked to take `span`: the site only if its rooms or machines are limited."""
    limited = span.rooms is not None or span.machines is not None
    site = [(Scope.SITE, span.site_id)] if limited else []
    return [*site, (Scope.MEDIATOR, mediator_id)]


def take(
    span: Span,
    *,
    mediator_id: int,
    now: datetime,
    held_until: datetime | None = None,
) -> Commitment:
    """A commitment of `mediator_id` over `span`, under locks already held by the caller's transaction.

    Deletes expired holds that are in the way first (no constraint can read the clock). Raises `SlotTaken`
    when the mediator, the rooms or the machines are taken.
    """
    mine = Commitment.objects.filter(mediator_id=mediator_id).overlapping(span.starts_at, span.free_again_at)
    in_the_way = dict(mine.values_list("pk", "held_until"))
    expired = [pk for pk, held_until in in_the_way.items() if held_until is not None and held_until <= now]
    if len(expired) < len(in_the_way):
        raise SlotTaken
    if expired:
        Commitment.objects.filter(pk__in=expired).delete()
    _refuse_full_site(span, now=now)
    return Commitment.objects.create(
        mediator_id=mediator_id,
        site_id=span.site_id,
        starts_at=span.starts_at,
        ends_at=span.free_again_at,
        frees_at=span.ends_at,
        needs_machine=span.needs_machine,
        held_until=held_until,
    )


def _refuse_full_site(span: Span, *, now: datetime) -> None:
    if span.rooms is None and span.machines is None:
        return
    there = list(
        Commitment.objects.standing(now)
        .filter(site_id=span.site_id, starts_at__lt=span.ends_at, frees_at__gt=span.starts_at)
        .values_list("starts_at", "frees_at", "needs_machine")
    )
    if span.rooms is not None and _most_at_once([(start, end) for start, end, _ in there]) >= span.rooms:
        raise SlotTaken
    if span.needs_machine and span.machines is not None:
        on_machines = [(start, end) for start, end, machine in there if machine]
        if _most_at_once(on_machines) >= span.machines:
            raise SlotTaken


def _most_at_once(uses: list[tuple[datetime, datetime]]) -> int:
    """The highest number of `uses` under way at one instant; one that ends frees its place at once."""
    steps = sorted([(start, 1) for start, _ in uses] + [(end, -1) for _, end in uses])
    most = current = 0
    for _, step in steps:
        current += step
        most = max(most, current)
    return most
