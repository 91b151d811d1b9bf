"""The two reads that slots stand on, as prepared queries. Their number and size, not their work, is what costs."""

from collections.abc import Collection, Sequence
from enum import Enum, IntEnum
from itertools import repeat
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    TimeField,
    Value,
)
from django.db.models.functions import Cast

from bookings.models import BusyTime, Commitment
from mediation.among import Ids
from mediation.models import Absence, Equipment, Opening, Room, Site
from mediation.models.opening import BOOKABLE
from mediation.prepared import Given, Prepared
from mediation.straight import Row

__all__ = [
    "ASKED_FOR",
    "Epoch",
    "Opened",
    "Part",
    "Row",
    "Where",
    "commitments",
    "ground",
]

# What a preference narrows in the database, by its field; a language is looked for in what was read.
ASKED_FOR = ("mediator_id", "gender", "sign_language", "accreditation", "language")
_SITES = Given("site_ids", Ids())
_SITE = Given("site_id", BigIntegerField())
_ITS_SITE = F("site_id")
_NO_SITE = Value(None, output_field=BigIntegerField())


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

    template = "CAST(DATE_PART('epoch', %(expressions)s) AS bigint)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps timestamps as UTC text."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, **context)


class Part(IntEnum):
    """What a row of the ground is: its first column."""

    OPENING = 0
    # Without a site: somebody is away. With one: they may have to come from there.
    ABSENCE = 1
    SITE = 2


class Opened(NamedTuple):
    """Which openings are looked for: on some days of the week alone; with an accreditation; who was asked for; at places,
    or also at sites that are none (`remote`).
    """

    some_days: bool
    accredited: bool
    asked_for: tuple[str, ...]
    remote: bool


_NONE = Value(0, output_field=IntegerField())
_NOTHING = Value("", output_field=CharField())
_NEITHER = Value(None, output_field=BooleanField())
# After part, site and mediator: a rule, as it is kept by an absence, and by an opening; whether it holds on public holidays.
# A site has other things in the same columns: one read costs less than three, and what it costs is their number.
_AWAY = (
    "first_day",
    "starts",
    "ends",
    "last_day",
    "repeat_weeks",
    "extra_days",
    "nth",
    "zone",
    "skipped",
    "neither",
    "said",
)
_HELD = (
    "first_day",
    "opens",
    "closes",
    "last_day",
    "repeat_weeks",
    "later",
    "nth_week",
    "school_zone",
    "skipped_days",
)


@Prepared
def ground(*, where: Where, opened: Opened | None, standing: bool) -> "QuerySet[Any, Any]":
    """One read of `opened` openings (None: of none) and, `standing`, of what stands in their way but commitments.

    Openings and absences have part, site, mediator, first day, start, end, last day, weeks between two, days more, week of
    the month, school zone, skipped days; openings also whether they hold on public holidays, and languages as JSON.
    Sites have part, site, when a closure begins, four empty columns, machines, when the closure ends, room places,
    zone, INSEE code, an empty column, postcode: a row a site, or one for each of its closures.
    """
    # (What has all columns comes first: PostgreSQL takes the kind of a column from there.)
    parts = [] if opened is None else [_openings(where, opened)]
    parts += [*_absences(where), _sites(where)] if standing else []
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _openings(where: Where, opened: Opened) -> "QuerySet[Any, Any]":
    """Rules for `topic` that may run from `opened_from` to `opened_to` (some days: on these `weekdays`).

    At places; `remote`: and at those that are none, for the `way` in which one meets.
    """
    from_day = Given("opened_from", DateField())
    # (Asked for so, PostgreSQL reads them once for many openings; joined, it looks up those of each.)
    only = Opening.topics.through.objects.filter(opening=OuterRef("pk")).order_by()
    found = Opening.objects.filter(
        Exists(only.filter(topic=Given("topic", BigIntegerField()))) | ~Exists(only),
        Q(last_day__isnull=True) | Q(last_day__gte=from_day),
        Q(repeat_weeks__gt=0) | Q(first_day__gte=from_day),
        first_day__lte=Given("opened_to", DateField()),
        reception__in=BOOKABLE,
        mediator__active=True,
        site__active=True,
    ).order_by()
    if opened.some_days:
        # Nights that began the day before, and sites whose days are not these, come too.
        found = found.filter(
            Q(first_day__iso_week_day__among=Given("weekdays", Ids()))
            | Q(closes__lte=F("opens"))
            | ~Q(site__timezone=Given("zone", CharField()))
        )
    found = found.filter(where.at("site_id"), _reached(remote=opened.remote))
    if opened.accredited:
        found = found.filter(mediator__accreditations=Given("topic_accreditation", BigIntegerField()))
    said = Cast("mediator__languages", TextField()) if "language" in opened.asked_for else _NOTHING
    return _rules(Part.OPENING, _narrowed(found, opened.asked_for), holidays=F("on_holidays"), said=said)


def _rules(
    part: Part,
    found: "QuerySet[Opening]",
    *,
    at: Any = _ITS_SITE,
    holidays: Any = _NEITHER,
    said: Any = _NOTHING,
) -> "QuerySet[Any, Any]":
    which = {"part": Value(part.value), "at": at, "later": _NONE, "holidays": holidays, "said": said}
    return found.annotate(**which).values_list("part", "at", "mediator_id", *_HELD, "holidays", "said")


def _reached(*, remote: bool) -> Q:
    place = Q(site__remote="")
    return place | Q(site__remote=Given("way", CharField())) if remote else place


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


def _sites(where: Where) -> "QuerySet[Any, Any]":
    """Each with room places and machines, its commune and postcode (the holidays there go by them), and its closures between
    `first` and `last` in epoch seconds.
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
        part=Value(Part.SITE.value),
        **{f"no_{kind}": Value(None, output_field=field) for kind, field in _UNTOLD.items()},
        places=total(Room, "places"),
        count=total(Equipment, "count"),
        shut=FilteredRelation("closures", condition=touching),
    ).values_list(
        *("part", "pk", Epoch("shut__starts_at"), "no_first", "no_start", "no_end", "no_last", "count"),
        *(Epoch("shut__ends_at"), "places", "timezone", "commune__insee_code", "no_holidays", "postcode"),
    )


# What a rule has and a site has not.
_UNTOLD: dict[str, Any] = {
    "first": DateField(),
    "start": TimeField(),
    "end": TimeField(),
    "last": DateField(),
    "holidays": BooleanField(),
}


def _absences(where: Where) -> "list[QuerySet[Any, Any]]":
    """Rules of absences that may run between `from_day` and `to_day`, of those who receive at the sites; and of the drop-in
    hours that they hold anywhere: whoever receives without appointment cannot be promised to somebody meanwhile.

    With them, told apart by their site, the openings after which somebody has to come to one of the sites that day.
    """
    between = Given("from_day", DateField()), Given("to_day", DateField())
    away = Absence.objects.around(*between).filter(mediator__active=True).order_by()
    held = _between(*between).filter(reception=Opening.Reception.DROP_IN, mediator__active=True)
    if where is not Where.ANYWHERE:
        theirs = _receiving(where)
        away, held = away.filter(mediator_id__in=theirs), held.filter(mediator_id__in=theirs)
    absent = away.annotate(
        part=Value(Part.ABSENCE.value),
        at=_NO_SITE,
        nth=_NONE,
        zone=_NOTHING,
        skipped=_NOTHING,
        neither=_NEITHER,
        said=_NOTHING,
    )
    return [
        absent.values_list("part", "at", "mediator_id", *_AWAY),
        _rules(Part.ABSENCE, _before_others(where, *between)),
        _rules(Part.ABSENCE, held, at=_NO_SITE),
    ]


def _receiving(where: Where) -> "QuerySet[Opening, Any]":
    """Who receives at the sites."""
    return Opening.objects.filter(where.at("site_id")).order_by().values("mediator_id")


def _between(first: Given, last: Given) -> "QuerySet[Opening]":
    running = Q(last_day__isnull=True) | Q(last_day__gte=first)
    return Opening.objects.filter(running, first_day__lte=last).order_by()


def _before_others(where: Where, first: Given, last: Given) -> "QuerySet[Opening]":
    """Openings that end before another of the same mediator begins, that weekday, at one of the sites."""
    after = Opening.objects.filter(
        where.at("site_id"),
        mediator=OuterRef("mediator"),
        opens__gte=OuterRef("closes"),
        first_day__iso_week_day=OuterRef("first_day__iso_week_day"),
    ).exclude(site=OuterRef("site"))
    some = Q(repeat_weeks__gt=0) | Q(first_day__gte=first)
    if where is not Where.ANYWHERE:
        # Says nothing new, but spares reading everybody's.
        some &= Q(mediator_id__among=Subquery(_receiving(where)))
    return _between(first, last).filter(some, Exists(after.order_by()), closes__gt=F("opens"))


# Mediator, start, end with the buffer, the site; where a site is limited also the end without the buffer, and whether a
# machine is used. Busy time from outside has no site.
_PROMISE = ("mediator_id", Epoch("starts_at"), Epoch("ends_at"), "site_id")
_USE = (*_PROMISE, Epoch("frees_at"), "needs_machine")
_BUSY = ("mediator_id", Epoch("starts_at"), Epoch("ends_at"), "no_site")
_BUSY_TOO = (*_BUSY, Epoch("ends_at"), "no_machine")


class Those(NamedTuple):
    """Mediators asked about. A few are given one by one: PostgreSQL knows how many, and plans the read once for all."""

    shape: int | None
    values: dict[str, Any]

    @classmethod
    def of(cls, ids: Collection[int]) -> "Those":
        """The shape for so many, and what it is given. (Some stand twice, so that shapes are few.)"""
        shape = next((most for most in _FEW if len(ids) <= most), None)
        if shape is None:
            return cls(None, {"mediators": ids})
        each = [*ids, *repeat(next(iter(ids)), shape - len(ids))]
        return cls(shape, dict(zip(_NAMES, each, strict=False)))


_FEW = (1, 2, 4, 8, 16)
_NAMES = tuple(f"mediator_{number}" for number in range(_FEW[-1]))


@Prepared
def commitments(*, limited: bool, but_one: bool, those: int | None) -> "QuerySet[Commitment, Any]":
    """What stands at `now` between `first` and `last`: of `Those` mediators, and at limited sites of anybody; and when
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
    few = tuple(Given(name, BigIntegerField()) for name in _NAMES[:those])
    theirs = Q(mediator_id__among=Given("mediators", Ids()) if those is None else few)
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
