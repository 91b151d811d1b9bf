"""Keeping the figures: days whose facts changed are counted anew, and whatever is made of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, QuerySet

from bookings.locks import Scope, lock
from bookings.models import (
    Appointment,
    Figure,
    FiguresState,
    JournalEntry,
    Participation,
    Referral,
    UnmetCount,
    WorkshopDate,
)
from bookings.records.bulk import append
from bookings.statistics.counting import DONE, Counts, moved, summed
from bookings.statistics.merged import of_today
from bookings.statistics.periods import MONTHS_OF, Grain, Period, months_between, next_month, period_of
from bookings.statistics.raw import PEOPLE, clock, counts_of, people_of
from bookings.surveys.counted import voice_of

# A fact may be committed later than the moment it bears; what is looked at twice is counted once.
_LATE = timedelta(hours=1)
_AT_ONCE = 5_000
# What figures say of a person, among the fields that a change names.
_ABOUT = frozenset({"about", "commune_id"})


def count_news(*, now: datetime) -> int:
    """Counts the days that facts noted since the last time are about; how many. The first time: all of them.

    Days are counted when they are over: figures reach to yesterday.
    """
    state = FiguresState.objects.filter(pk=1).first()
    if state is None or state.facts_until is None:
        return sum(1 for _month in rebuild(now=now))
    days = _days_of_facts(state.facts_until - _LATE, now)
    with transaction.atomic():
        lock([(Scope.FIGURES, 0)])
        count_days(days)
        stale = {tuple(one) for one in state.stale} | {(p.grain, p.first.isoformat()) for p in _longer(days)}
        FiguresState.objects.filter(pk=1).update(facts_until=now, stale=sorted(stale))
    return len(days)


def rebuild(*, now: datetime) -> Iterator[date]:
    """Counts everything again, month by month; gives each month that is done. Others read the old figures meanwhile."""
    known = list(months_between(*span)) if (span := _span(now)) else []
    Figure.objects.exclude(start__in=_starts(known)).delete()
    for month in known:
        with transaction.atomic():
            lock([(Scope.FIGURES, 0)])
            days = [day for day in _days(*span) if day.replace(day=1) == month] if span else []
            count_days(days)
        yield month
    count_whole(_longer(known))
    FiguresState.objects.update_or_create(pk=1, defaults={"facts_until": now})


def check(*, now: datetime) -> list[date]:
    """By night: people of months, quarters and years are counted again where something changed; days of this month and
    the last are counted raw, and those whose figures differ are mended and returned; both months are added up anew.

    A correction of something older leaves a fact in the journal, by which it is counted.
    """
    yesterday = _yesterday(now)
    first = period_of(Grain.MONTH, yesterday.replace(day=1) - timedelta(days=1)).first
    with transaction.atomic():
        lock([(Scope.FIGURES, 0)])
        wrong = [day for day in _days(first, yesterday) if counts_of(day) != _kept(day)]
        merged = _days_of_merged_communes()
        count_days({*wrong, *merged})
        state, _new = FiguresState.objects.get_or_create(pk=1)
        stale = {period_of(Grain(grain), date.fromisoformat(start)) for grain, start in state.stale}
        months = {period_of(Grain.MONTH, day) for day in (first, yesterday)}
        # (What residents say has no fact of its own: its time would tell whose it is.)
        count_whole(stale | months | _longer({*wrong, *merged}))
        state.stale, state.checked_at, state.differences = [], now, len(wrong)
        state.save(update_fields=["stale", "checked_at", "differences"])
    return wrong


def _days_of_merged_communes() -> set[date]:
    """The days on which something was counted of a commune that is part of another since: their people are counted together."""
    gone = [f"c{code}" for code in of_today()]
    rows = Figure.objects.filter(scope__in=gone, grain=Grain.DAY)
    return set(rows.values_list("start", flat=True))


def _longer(days: Iterable[date]) -> set[Period]:
    """The months, quarters and years that these days are in."""
    return {period_of(grain, day) for day in days for grain in MONTHS_OF}


def _yesterday(now: datetime) -> date:
    return now.astimezone(clock()).date() - timedelta(days=1)


def _days_of_facts(since: datetime, now: datetime) -> set[date]:
    facts = JournalEntry.objects.filter(at__gte=since)
    moments: set[datetime | None] = set(
        facts.filter(appointment__isnull=False).values_list("appointment__starts_at", flat=True)
    )
    moments |= set(_received_of(facts))
    moments |= set(facts.filter(referral__isnull=False).values_list("referral__received_at", flat=True))
    workshops = facts.filter(kind=JournalEntry.Kind.WORKSHOP_RECORDED).values_list(
        "data__workshop_date", flat=True
    )
    moments |= set(WorkshopDate.objects.filter(pk__in=list(workshops)).values_list("starts_at", flat=True))
    days = {moment.astimezone(clock()).date() for moment in moments if moment is not None}
    # Those that have ended since: nobody notes that a day is over.
    days |= set(_days(_yesterday(since), _yesterday(now)))
    return {day for day in days if day <= _yesterday(now)}


def _received_of(facts: QuerySet[JournalEntry]) -> Iterator[datetime]:
    """When people were received who have said something else of themselves since, or whose records became one."""
    about = facts.filter(kind__in=(JournalEntry.Kind.RESIDENT_CHANGED, JournalEntry.Kind.RESIDENTS_MERGED))
    people = {
        resident
        for resident, data in about.values_list("resident", "data")
        if not _ABOUT.isdisjoint(data.get("fields", _ABOUT))
    }
    taken_part = Participation.objects.filter(resident__in=people, appointment__status=DONE)
    return taken_part.values_list("appointment__starts_at", flat=True).iterator(_AT_ONCE)


def _span(now: datetime) -> tuple[date, date] | None:
    """From the first day on which anything happened until yesterday; None before there is one."""
    earliest = [
        Appointment.objects.aggregate(first=Min("starts_at"))["first"],
        Referral.objects.aggregate(first=Min("received_at"))["first"],
        WorkshopDate.objects.aggregate(first=Min("starts_at"))["first"],
    ]
    known = [moment.astimezone(clock()).date() for moment in earliest if moment is not None]
    known += filter(None, [UnmetCount.objects.aggregate(first=Min("day"))["first"]])
    return (min(known), _yesterday(now)) if known and min(known) <= _yesterday(now) else None


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _starts(months: Collection[date]) -> set[date]:
    """The beginnings of all the days, months, quarters and years that these months are in."""
    days = {day for month in months for day in _days(month, next_month(month) - timedelta(days=1))}
    return days | {period_of(grain, month).first for month in months for grain in MONTHS_OF}


def count_days(days: Collection[date]) -> None:
    """Counts these days anew, and moves the months they are in by as much. Under the lock of whoever calls.

    Different people of a month are counted by `count_whole`: one day does not tell them.
    """
    months: defaultdict[date, list[tuple[Mapping[str, Counts], Mapping[str, Counts]]]] = defaultdict(list)
    for day in sorted(days):
        months[day.replace(day=1)].append(_replace(Grain.DAY, day, counts_of(day)))
    for month, changes in months.items():
        _move(month, changes)


def count_whole(periods: Iterable[Period]) -> None:
    """Counts the different people of whole months, quarters and years anew; months' days are added up again too."""
    for period in periods:
        if period.grain is not None:
            people: Mapping[str, Counts] = {
                scope: {PEOPLE: dict(codes)} for scope, codes in people_of(period).items()
            }
            if period.grain == Grain.MONTH:
                people = _both(_both(_sums(period.first), voice_of(period.first)), people)
            _replace(period.grain, period.first, people)


def _both(first: Mapping[str, Counts], second: Mapping[str, Counts]) -> Mapping[str, Counts]:
    return {scope: {**first.get(scope, {}), **second.get(scope, {})} for scope in {*first, *second}}


def _sums(month: date) -> Mapping[str, Counts]:
    """The days of a month together."""
    parts: dict[str, list[Counts]] = defaultdict(list)
    days = Figure.objects.filter(grain=Grain.DAY, start__gte=month, start__lt=next_month(month))
    for scope, counts in days.values_list("scope", "counts").iterator(_AT_ONCE):
        parts[scope].append(counts)
    return {scope: summed(each) for scope, each in parts.items()}


def _move(month: date, changes: Iterable[tuple[Mapping[str, Counts], Mapping[str, Counts]]]) -> None:
    """A month less what its days held, and what they hold now: only scopes in which something changed."""
    by_scope: defaultdict[str, list[tuple[Counts, Counts]]] = defaultdict(list)
    for was, is_now in changes:
        for scope in {*was, *is_now}:
            by_scope[scope].append((was.get(scope, {}), is_now.get(scope, {})))
    if not by_scope:
        return
    known = Figure.objects.filter(grain=Grain.MONTH, start=month)
    old = {
        scope: (pk, counts)
        for pk, scope, counts in known.values_list("pk", "scope", "counts")
        if scope in by_scope
    }
    after = {scope: moved(old[scope][1] if scope in old else {}, each) for scope, each in by_scope.items()}
    _write(Grain.MONTH, month, [pk for pk, _counts in old.values()], after)


def _kept(day: date) -> Mapping[str, Counts]:
    return dict(Figure.objects.filter(grain=Grain.DAY, start=day).values_list("scope", "counts"))


def _replace(
    grain: Grain, start: date, counts: Mapping[str, Counts]
) -> tuple[Mapping[str, Counts], Mapping[str, Counts]]:
    """What was counted of a day or a longer while takes the place of what was; what did not change is not written.

    Gives what changed, as it was and as it is.
    """
    rows = Figure.objects.filter(grain=grain, start=start)
    old = {scope: (pk, known) for pk, scope, known in rows.values_list("pk", "scope", "counts")}
    changed = {scope: each for scope, each in counts.items() if scope not in old or old[scope][1] != each}
    gone = {scope: old[scope] for scope in old if scope not in counts or scope in changed}
    _write(grain, start, [pk for pk, _known in gone.values()], changed)
    return {scope: known for scope, (_pk, known) in gone.items()}, changed


def _write(grain: Grain, start: date, gone: Collection[int], counts: Mapping[str, Counts]) -> None:
    if gone:
        Figure.objects.filter(pk__among=gone).delete()
    append(
        Figure,
        [
            Figure(scope=scope, grain=grain, start=start, counts=each)
            for scope, each in counts.items()
            if each
        ],
    )
