"""Rules on the wall clock: the days on which they run, and how long they really last."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mediation import holidays, wallclock
from mediation.intervals import clip, merge
from mediation.opening import NO_DAYS, WallRule, expand, expand_each
from mediation.wallclock import DAY_S
from tests.pure.agendas import KARIM, LEA, PARIS, at, rule, wall

YEAR: dict[str, Any] = {"zone": PARIS, "start": at("2026-01-01 00:00"), "end": at("2027-01-01 00:00")}


def test_an_interval_is_whole_even_if_the_search_sees_only_a_second_of_it() -> None:
    morning = rule("2026-06-01", "09:00", "12:00", every=1)
    whole = (at("2026-06-08 09:00"), at("2026-06-08 12:00"))
    assert expand(morning, zone=PARIS, start=whole[1] - 1, end=whole[1]) == [whole]
    assert expand(morning, zone=PARIS, start=whole[0], end=whole[0] + 1) == [whole]


def test_an_interval_that_only_touches_the_search_is_not_in_it() -> None:
    morning = rule("2026-06-01", "09:00", "12:00", every=1)
    assert expand(morning, zone=PARIS, start=at("2026-06-08 12:00"), end=at("2026-06-08 14:00")) == []
    assert expand(morning, zone=PARIS, start=at("2026-06-08 08:00"), end=at("2026-06-08 09:00")) == []
    assert expand(morning, zone=PARIS, start=at("2026-06-08 10:00"), end=at("2026-06-08 10:00")) == []


def test_an_absence_of_three_weeks_is_seen_from_its_last_day() -> None:
    leave = rule("2026-07-06", "00:00", "00:00", extra_days=20)
    found = expand(leave, zone=PARIS, start=at("2026-07-26 23:00"), end=at("2026-07-28 00:00"))
    assert [(wall(start), wall(end)) for start, end in found] == [("07-06 00:00", "07-27 00:00")]


def test_from_monday_nine_to_wednesday_eight_is_one_day_more_than_over_the_night() -> None:
    found = expand(rule("2026-06-01", "09:00", "08:00", extra_days=1), **YEAR)
    assert [(wall(start), wall(end)) for start, end in found] == [("06-01 09:00", "06-03 08:00")]


def test_a_rule_longer_than_its_own_rhythm_overlaps_itself() -> None:
    found = expand(rule("2026-06-01", "09:00", "17:00", every=1, last_day="2026-06-08", extra_days=8), **YEAR)
    assert [wall(start) for start, _ in found] == ["06-01 09:00", "06-08 09:00"]


def test_a_holiday_in_the_middle_of_several_days_is_cut_out() -> None:
    kept = expand(
        rule("2026-05-07", "12:00", "12:00", extra_days=1), **YEAR, skip_days=frozenset({date(2026, 5, 8)})
    )
    assert [(wall(start), wall(end)) for start, end in kept] == [
        ("05-07 12:00", "05-08 00:00"),
        ("05-09 00:00", "05-09 12:00"),
    ]


def test_rules_of_several_people_are_expanded_at_once() -> None:
    rules = [
        (LEA, rule("2026-06-01", "09:00", "10:00")),
        (KARIM, rule("2026-06-01", "09:00", "10:00")),
        (LEA, rule("2026-06-02", "09:00", "10:00")),
    ]
    found = expand_each(rules, **YEAR)
    assert {owner: len(intervals) for owner, intervals in found.items()} == {LEA: 2, KARIM: 1}


def test_the_public_holidays_of_france_are_the_eleven_of_the_labour_code() -> None:
    assert sorted(holidays.days([2026])) == [
        date(2026, 1, 1),
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),  # Ascension
        date(2026, 5, 25),  # Whit Monday
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_holidays_of_several_years_come_together() -> None:
    assert len(holidays.days(range(2026, 2029))) == 33
    assert holidays.days([]) == NO_DAYS


def test_a_moment_between_two_seconds_counts_as_the_next() -> None:
    exact = datetime(2026, 6, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    assert wallclock.second_after(exact) == at("2026-06-01 10:00")
    assert wallclock.second_after(exact + timedelta(microseconds=1)) == at("2026-06-01 10:00") + 1


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
    st.sampled_from(
        [PARIS, "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
    ),
)
def test_a_wall_time_that_exists_is_read_back_from_its_instant(day: date, clock: time, zone: str) -> None:
    instant = wallclock.instant(zone, day.toordinal(), wallclock.second_of(clock))
    read = datetime.fromtimestamp(instant, UTC).astimezone(wallclock.ZoneInfo(zone)).replace(tzinfo=None)
    jumped = read - datetime.combine(day, clock)
    assert timedelta(0) <= jumped <= timedelta(hours=1)
    assert wallclock.day_of(zone, instant) == read.toordinal()


rules = st.builds(
    WallRule,
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 3, 1)),
    st.integers(0, 3),
    st.integers(0, 3),
)
some_holidays = st.sampled_from([NO_DAYS, holidays.days([2026, 2027])])


@given(rules, st.integers(0, 360), st.integers(1, 20), some_holidays)
def test_searching_day_by_day_finds_the_same_time_as_all_at_once(
    each: WallRule, first: int, days: int, skip: frozenset[date]
) -> None:
    start = YEAR["start"] + first * DAY_S
    end = start + days * DAY_S
    whole = expand(each, zone=PARIS, start=start, end=end, skip_days=skip)
    pieces = [
        piece
        for day in range(start, end, DAY_S)
        for piece in expand(each, zone=PARIS, start=day, end=day + DAY_S, skip_days=skip)
    ]
    assert sorted(set(pieces)) == sorted(whole)
    assert clip(merge(whole), start, end) == clip(merge(pieces), start, end)
