"""What a booking looks at once nobody else can take the mediator's time: one read, under locks already held."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateTimeField,
    ExpressionWrapper,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
)

from bookings.models import Commitment
from bookings.people.residents import held_by
from bookings.times.ground import LONGEST
from bookings.times.kept import STANDING, Version
from bookings.times.reading import Epoch
from bookings.times.span import Span
from mediation.models import Mediator
from mediation.prepared import Given, Prepared
from mediation.straight import Question, ask

# A way from one site to another is gone within a day there.
_A_DAY = timedelta(days=1)
_NEAR, _HELD, _GROUND = range(3)


class Use(NamedTuple):
    """A commitment near; `begins`, `frees` and `ends` (with the buffer) are seconds since 1970, UTC; `zone` is its site's."""

    pk: int
    mediator_id: int
    site_id: int
    begins: int
    frees: int
    ends: int
    needs_machine: bool
    stands: bool
    zone: str

    def touches(self, span: Span) -> bool:
        """Whether it is in the way of the span, and not only near."""
        return self.begins < span.free_again_at.timestamp() and self.ends > span.taken_from.timestamp()


class Looked(NamedTuple):
    """Commitments near; the name keys of those asked about, one for each appointment they have ahead with that contact;
    which openings stand (None: nobody asked).
    """

    near: list[Use]
    held: list[str]
    ground: Version | None


def look(
    span: Span,
    mediator_id: int,
    *,
    now: datetime,
    names: Sequence[str] = (),
    contact_index: str | None = None,
    ground: bool = False,
    after: Sequence[Question] = (),
) -> Looked:
    """The mediator's commitments that touch the span, or are within a day of it where the way counts, and everybody's that
    touch it at the site if it is limited; what people of these name keys hold with the contact; with `ground` (PostgreSQL)
    which openings stand. One query; those `after` which it is put (locks) go on the same way.
    """
    near = _A_DAY if span.zone else timedelta(0)
    since, until = span.taken_from - near, span.free_again_at + near
    asked = names if contact_index is not None else ()
    question = _read.question(
        limited=span.rooms is not None or span.machines is not None, people=len(asked), ground=ground
    )(
        mediator=mediator_id,
        site=span.site_id,
        starts_at=span.taken_from,
        free_again_at=span.free_again_at,
        since=since,
        until=until,
        # Says nothing new: PostgreSQL can tell how few there are without knowing the moments, and plans once for all.
        last_end=until + LONGEST,
        now=now,
        contact_index=contact_index,
        **{f"name_{number}": name for number, name in enumerate(asked)},
    )
    rows = ask(*after, question)[-1]
    return Looked(
        [Use(*row[1:]) for row in rows if row[0] == _NEAR],
        [row[9] for row in rows if row[0] == _HELD],
        next((row[9] for row in rows if row[0] == _GROUND), None),
    )


@Prepared
def _read(*, limited: bool, people: int, ground: bool) -> "QuerySet[Any, Any]":
    parts = [_held(people)] if people else []
    if ground:
        parts.append(_standing())
    near = _near(limited=limited)
    return near.union(*parts, all=True) if parts else near


def _near(*, limited: bool) -> "QuerySet[Commitment, Any]":
    moment = DateTimeField()
    which = Q(
        mediator_id=Given("mediator", BigIntegerField()),
        starts_at__lt=Given("until", moment),
        ends_at__gt=Given("since", moment),
        ends_at__lt=Given("last_end", moment),
    )
    if limited:
        which |= Q(
            site_id=Given("site", BigIntegerField()),
            starts_at__lt=Given("free_again_at", moment),
            ends_at__gt=Given("starts_at", moment),
            ends_at__lt=Given("last_end", moment),
        )
    stands = Q(held_until__isnull=True) | Q(held_until__gt=Given("now", moment))
    return (
        Commitment.objects.filter(which)
        .order_by()
        .annotate(what=Value(_NEAR))
        .values_list(
            "what",
            "pk",
            "mediator_id",
            "site_id",
            Epoch("starts_at"),
            Epoch("frees_at"),
            Epoch("ends_at"),
            "needs_machine",
            ExpressionWrapper(stands, output_field=BooleanField()),
            "site__timezone",
        )
    )


# The columns of a commitment between the first, which says what a row is, and the last, which is text.
_COLUMNS: list[Any] = [*[BigIntegerField()] * 3, *[IntegerField()] * 3, *[BooleanField()] * 2]
_EMPTY: dict[str, Any] = {
    f"no_{number}": Value(None, output_field=field) for number, field in enumerate(_COLUMNS)
}


def _held(people: int) -> "QuerySet[Any, Any]":
    rows = held_by(people).order_by().annotate(what=Value(_HELD), **_EMPTY)
    return rows.values_list("what", *_EMPTY, "participants__name_key")


class _Standing(Func):
    """Which openings stand, as `kept.version` says it."""

    arity = 0
    template = f"({STANDING})"
    output_field = CharField()


def _standing() -> "QuerySet[Any, Any]":
    one_row = Mediator.objects.filter(pk=Given("mediator", BigIntegerField())).order_by()
    rows = one_row.annotate(what=Value(_GROUND), **_EMPTY, standing=_Standing())
    return rows.values_list("what", *_EMPTY, "standing")
