"""Taking a mediator's time: the one place where a commitment is made."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, BooleanField, DateTimeField, ExpressionWrapper, Q, QuerySet

from bookings.errors import SlotTaken
from bookings.models import Commitment
from bookings.records.transactions import Scope
from bookings.times.reading import Epoch
from bookings.times.span import Span
from mediation.prepared import Given, Prepared, insert


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
) -> Commitment:
    """A commitment of `mediator_id` over `span`, to be saved under locks already held by the caller's transaction.

    Deletes expired holds that are in the way first (no constraint can read the clock). Raises `SlotTaken`
    when the mediator, the rooms or the machines are taken.
    """
    in_the_way = _in_the_way(span, mediator_id, now)
    mine = [each for each in in_the_way if each.mediator_id == mediator_id]
    if any(each.stands for each in mine):
        raise SlotTaken
    if mine:
        Commitment.objects.filter(pk__in=[each.pk for each in mine]).delete()
    _refuse_full_site(span, [each for each in in_the_way if each.stands])
    return Commitment(
        mediator_id=mediator_id,
        site_id=span.site_id,
        starts_at=span.starts_at,
        ends_at=span.free_again_at,
        frees_at=span.ends_at,
        needs_machine=span.needs_machine,
        held_until=held_until,
    )


class _Use(NamedTuple):
    """A commitment in the way; `begins` and `frees` are seconds since 1970, UTC."""

    pk: int
    mediator_id: int
    site_id: int
    begins: int
    frees: int
    needs_machine: bool
    stands: bool


def _in_the_way(span: Span, mediator_id: int, now: datetime) -> list[_Use]:
    """The mediator's commitments that touch the span, and everybody's at the site if it is limited. One query."""
    limited = span.rooms is not None or span.machines is not None
    rows = _touching(limited=limited)(
        mediator=mediator_id,
        site=span.site_id,
        starts_at=span.starts_at,
        free_again_at=span.free_again_at,
        now=now,
    )
    return [_Use(*row) for row in rows]


@Prepared
def _touching(*, limited: bool) -> "QuerySet[Commitment, Any]":
    moment = DateTimeField()
    whose = Q(mediator_id=Given("mediator", BigIntegerField()))
    if limited:
        whose |= Q(site_id=Given("site", BigIntegerField()))
    stands = Q(held_until__isnull=True) | Q(held_until__gt=Given("now", moment))
    return Commitment.objects.filter(
        whose, starts_at__lt=Given("free_again_at", moment), ends_at__gt=Given("starts_at", moment)
    ).values_list(
        "pk",
        "mediator_id",
        "site_id",
        Epoch("starts_at"),
        Epoch("frees_at"),
        "needs_machine",
        ExpressionWrapper(stands, output_field=BooleanField()),
    )


def _refuse_full_site(span: Span, standing: list[_Use]) -> None:
    start, end = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    there = [
        each for each in standing if each.site_id == span.site_id and each.begins < end and each.frees > start
    ]
    if span.rooms is not None and _most_at_once(there) >= span.rooms:
        raise SlotTaken
    on_machines = [each for each in there if each.needs_machine]
    if span.needs_machine and span.machines is not None and _most_at_once(on_machines) >= span.machines:
        raise SlotTaken


def _most_at_once(uses: list[_Use]) -> int:
    """The highest number of `uses` under way at one instant; one that ends frees its place at once."""
    starts, ends = [(each.begins, 1) for each in uses], [(each.frees, -1) for each in uses]
    most = current = 0
    for _, step in sorted(starts + ends):
        current += step
        most = max(most, current)
    return most
