"""The four reads that slots stand on, as prepared queries. Their number and size, not their work, is what costs."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)

from bookings.models import BusyTime, Commitment
from mediation.among import Ids
from mediation.models import Absence, Equipment, Opening, Room, Site
from mediation.models.opening import RULE_COLUMNS
from mediation.prepared import Given, Prepared, Row

__all__ = [
    "ASKED_FOR",
    "Epoch",
    "Row",
    "Where",
    "absences",
    "commitments",
    "openings",
    "sites",
]

# What a preference narrows in the database, by its field; a language is looked for in what was read.
ASKED_FOR = ("mediator_id", "gender", "sign_language", "accreditation", "language")
_SITES = Given("site_ids", Ids())
_SITE = Given("site_id", BigIntegerField())


class Where(Enum):
    """At which sites one looks. One alone is a shape of its own: PostgreSQL plans it once for all."""

    ANYWHERE = "anywhere"
    ONE = "one"
    SEVERAL = "several"

    @classmethod
    def of(cls, site_ids: Sequence[int] | None) -> "Where":
        """The shape for these sites; None is all of them."""
        if site_ids is None:
            return cls.ANYWHERE
        return cls.ONE if len(site_ids) == 1 else cls.SEVERAL

    def at(self, column: str) -> Q:
        """The condition on the column that names the site."""
        if self is Where.ANYWHERE:
            return Q()
        return Q(**({column: _SITE} if self is Where.ONE else {f"{column}__among": _SITES}))


class Epoch(Func):
    """A timestamp as whole seconds since 1970 (UTC), which both databases give without a datetime."""

    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS bigint)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps timestamps as UTC text."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, **context)


@Prepared
def openings(
    *, where: Where, some_days: bool, accredited: bool, asked_for: Sequence[str]
) -> "QuerySet[Opening, Any]":
    """Rules of openings for `topic` that may run from `from_day` to `to_day` (some days: on these `weekdays`)."""
    from_day = Given("from_day", DateField())
    found = Opening.objects.filter(
        Q(topics=Given("topic", BigIntegerField())) | Q(topics__isnull=True),
        Q(last_day__isnull=True) | Q(last_day__gte=from_day),
        Q(repeat_weeks__gt=0) | Q(first_day__gte=from_day),
        first_day__lte=Given("to_day", DateField()),
        mediator__active=True,
        site__active=True,
    ).order_by()
    if some_days:
        # Nights that began the day before, and sites whose days are not these, come too.
        found = found.filter(
            Q(first_day__iso_week_day__among=Given("weekdays", Ids()))
            | Q(closes__lte=F("opens"))
            | ~Q(site__timezone=Given("zone", CharField()))
        )
    found = found.filter(where.at("site_id"))
    if accredited:
        found = found.filter(mediator__accreditations=Given("topic_accreditation", BigIntegerField()))
    columns = ["mediator_id", "site_id", "on_holidays"]
    columns += RULE_COLUMNS
    columns += ["mediator__languages"] if "language" in asked_for else []
    return _narrowed(found, asked_for).values_list(*columns)


def _narrowed(found: "QuerySet[Opening]", asked_for: Sequence[str]) -> "QuerySet[Opening]":
    if "mediator_id" in asked_for:
        found = found.filter(mediator_id=Given("mediator_id", BigIntegerField()))
    if "gender" in asked_for:
        found = found.filter(mediator__gender=Given("gender", CharField()))
    if "sign_language" in asked_for:
        found = found.filter(mediator__sign_language=True)
    if "accreditation" in asked_for:
        found = found.filter(mediator__accreditations__code=Given("accreditation", CharField()))
    return found


_A_SITE = ("pk", "timezone", "places", "machines", "commune__insee_code", "postcode")


@Prepared
def sites(*, where: Where) -> "QuerySet[Site, Any]":
    """Each site's zone, room places and machines, its commune and postcode (the holidays there go by them), with its
    closures between `first` and `last` in epoch seconds.

    A row a site, or one for each of its closures.
    """

    def total(model: type[Room] | type[Equipment], column: str) -> Subquery:
        rows = model._default_manager.filter(site=OuterRef("pk")).order_by().values("site")
        return Subquery(rows.annotate(total=Sum(column)).values("total"))

    touching = Q(
        closures__ends_at__gt=Given("first", DateTimeField()),
        closures__starts_at__lt=Given("last", DateTimeField()),
    )
    found = Site.objects.filter(where.at("pk"), active=True).order_by()
    return found.annotate(
        places=total(Room, "places"),
        machines=total(Equipment, "count"),
        shut=FilteredRelation("closures", condition=touching),
    ).values_list(*_A_SITE, Epoch("shut__starts_at"), Epoch("shut__ends_at"))


@Prepared
def absences(*, where: Where) -> "QuerySet[Absence, Any]":
    """Rules of absences that may run between `from_day` and `to_day`, of those who receive at the sites."""
    between = Given("from_day", DateField()), Given("to_day", DateField())
    away = Absence.objects.around(*between).filter(mediator__active=True).order_by()
    if where is not Where.ANYWHERE:
        away = away.filter(mediator_id__in=Opening.objects.filter(where.at("site_id")).values("mediator_id"))
    return away.values_list(
        "mediator_id", "first_day", "starts", "ends", "last_day", "repeat_weeks", "extra_days"
    )


# Mediator, start, end with the buffer, the site; where a site is limited also the end without the buffer, and whether a
# machine is used. Busy time from outside has no site.
_PROMISE = ("mediator_id", Epoch("starts_at"), Epoch("ends_at"), "site_id")
_USE = (*_PROMISE, Epoch("frees_at"), "needs_machine")
_NO_SITE = Value(None, output_field=BigIntegerField())
_BUSY = ("mediator_id", Epoch("starts_at"), Epoch("ends_at"), "no_site")
_BUSY_TOO = (*_BUSY, Epoch("ends_at"), "no_machine")


@Prepared
def commitments(*, limited: bool, but_one: bool) -> "QuerySet[Commitment, Any]":
    """What stands at `now` between `first` and `last`: of these mediators, and at limited sites of anybody; and when
    these mediators are busy elsewhere.
    """
    moment = DateTimeField()
    standing = Commitment.objects.filter(
        Q(held_until__isnull=True) | Q(held_until__gt=Given("now", moment)),
        ends_at__gt=Given("first", moment),
        ends_at__lt=Given("last_end", moment),
        starts_at__lt=Given("last", moment),
    ).order_by()
    if but_one:
        standing = standing.exclude(pk=Given("ignoring", BigIntegerField()))
    columns = _USE if limited else _PROMISE
    theirs = Q(mediator_id__among=Given("mediators", Ids()))
    found = standing.filter(theirs).values_list(*columns)
    if not limited:
        return found.union(_busy(theirs).values_list(*_BUSY), all=True)
    others = standing.filter(site_id__among=Given("limited", Ids())).exclude(theirs)
    return found.union(others.values_list(*columns), _busy(theirs).values_list(*_BUSY_TOO), all=True)


def _busy(theirs: Q) -> "QuerySet[BusyTime]":
    moment = DateTimeField()
    here = BusyTime.objects.filter(
        theirs, ends_at__gt=Given("first", moment), starts_at__lt=Given("last", moment)
    ).order_by()
    return here.annotate(no_site=_NO_SITE, no_machine=Value(value=False))
