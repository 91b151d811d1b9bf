"""Taking a mediator's time: the one place where a commitment is made."""

from collections.abc import Sequence
from datetime import datetime

from bookings.actions.look import Use, look
from bookings.errors import SlotTaken
from bookings.locks import Scope
from bookings.models import Commitment
from bookings.times.going import on_the_way, who_goes
from bookings.times.span import Span
from mediation.intervals import merge, overlaps
from mediation.prepared import insert


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
    """`claim`, saved."""
    return insert(claim(span, mediator_id=mediator_id, now=now, held_until=held_until))


def claim(
    span: Span,
    *,
    mediator_id: int,
    now: datetime,
    held_until: datetime | None = None,
    near: Sequence[Use] | None = None,
) -> Commitment:
    """A commitment of `mediator_id` over `span`, to be saved under locks already held by the caller's transaction.
    `near` is what `look` has found under these locks.

    Deletes expired holds that are in the way first (no constraint can read the clock). Raises `SlotTaken`
    when the mediator, the rooms or the machines are taken, or the mediator could not get there in time or on from there.
    """
    around = look(span, mediator_id, now=now).near if near is None else near
    in_the_way = [each for each in around if each.touches(span)]
    mine = [each for each in in_the_way if each.mediator_id == mediator_id]
    if any(each.stands for each in mine):
        raise SlotTaken
    if mine:
        Commitment.objects.filter(pk__in=[each.pk for each in mine]).delete()
    _refuse_full_site(span, [each for each in in_the_way if each.stands])
    _refuse_on_the_way(span, mediator_id, around)
    return Commitment(
        mediator_id=mediator_id,
        site_id=span.site_id,
        starts_at=span.taken_from,
        ends_at=span.free_again_at,
        frees_at=span.ends_at,
        needs_machine=span.needs_machine,
        held_until=held_until,
    )


def _refuse_full_site(span: Span, standing: Sequence[Use]) -> None:
    start, end = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    there = [
        each for each in standing if each.site_id == span.site_id and each.begins < end and each.frees > start
    ]
    if span.rooms is not None and _most_at_once(there) >= span.rooms:
        raise SlotTaken
    on_machines = [each for each in there if each.needs_machine]
    if span.needs_machine and span.machines is not None and _most_at_once(on_machines) >= span.machines:
        raise SlotTaken


def _refuse_on_the_way(span: Span, mediator_id: int, around: Sequence[Use]) -> None:
    """The same rule as when times are searched, on what is promised now that nobody else can promise the mediator's time.

    Two bookings at once, at two sites far apart, have both been free when they were searched.
    """
    theirs = [each for each in around if each.mediator_id == mediator_id and each.stands]
    if not span.zone or all(each.site_id == span.site_id for each in theirs):
        return
    zones = {each.site_id: each.zone for each in theirs}
    taken = {mediator_id: [(each.begins, each.ends, each.site_id) for each in theirs]}
    here = {(mediator_id, span.site_id): ()}
    going = who_goes(here, {**zones, span.site_id: span.zone}, taken)
    ways = on_the_way(going, mediator_id, span.site_id, (), span.buffer_min * 60)
    start, end = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    if overlaps(merge(ways), start, end):
        raise SlotTaken


def _most_at_once(uses: Sequence[Use]) -> int:
    """The highest number of `uses` under way at one instant; one that ends frees its place at once."""
    starts, ends = [(each.begins, 1) for each in uses], [(each.frees, -1) for each in uses]
    most = current = 0
    for _, step in sorted(starts + ends):
        current += step
        most = max(most, current)
    return most
