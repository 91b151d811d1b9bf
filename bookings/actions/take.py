"""Taking a mediator's time: the one place where a commitment is made."""

from datetime import datetime

from django.db.models import Q

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
    in_the_way = _in_the_way(span, mediator_id)
    mine = [each for each in in_the_way if each.mediator_id == mediator_id]
    expired = [each.pk for each in mine if not _stands(each, now)]
    if len(expired) < len(mine):
        raise SlotTaken
    if expired:
        Commitment.objects.filter(pk__in=expired).delete()
    _refuse_full_site(span, [each for each in in_the_way if _stands(each, now)])
    return Commitment.objects.create(
        mediator_id=mediator_id,
        site_id=span.site_id,
        starts_at=span.starts_at,
        ends_at=span.free_again_at,
        frees_at=span.ends_at,
        needs_machine=span.needs_machine,
        held_until=held_until,
    )


def _in_the_way(span: Span, mediator_id: int) -> list[Commitment]:
    """The mediator's commitments that touch the span, and everybody's at the site if it is limited. One query."""
    whose = Q(mediator_id=mediator_id)
    if span.rooms is not None or span.machines is not None:
        whose |= Q(site_id=span.site_id)
    return list(Commitment.objects.filter(whose).overlapping(span.starts_at, span.free_again_at))


def _stands(commitment: Commitment, now: datetime) -> bool:
    return commitment.held_until is None or commitment.held_until > now


def _refuse_full_site(span: Span, standing: list[Commitment]) -> None:
    there = [
        each
        for each in standing
        if each.site_id == span.site_id and each.starts_at < span.ends_at and each.frees_at > span.starts_at
    ]
    if span.rooms is not None and _most_at_once(there) >= span.rooms:
        raise SlotTaken
    on_machines = [each for each in there if each.needs_machine]
    if span.needs_machine and span.machines is not None and _most_at_once(on_machines) >= span.machines:
        raise SlotTaken


def _most_at_once(uses: list[Commitment]) -> int:
    """The highest number of `uses` under way at one instant; one that ends frees its place at once."""
    starts, ends = [(each.starts_at, 1) for each in uses], [(each.frees_at, -1) for each in uses]
    most = current = 0
    for _, step in sorted(starts + ends):
        current += step
        most = max(most, current)
    return most
