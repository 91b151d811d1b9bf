"""Whom to ask about a free time: whoever has waited longest, within what they asked for, and nobody twice a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.waiting.queue import (
    AFTERNOON,
    MORNING,
    PARTS,
    Asked,
    Free,
    Rules,
    Waiting,
    deadline,
    offers,
    suits,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)  # Ten on a Monday.
TOMORROW_AT_TEN = NOW + timedelta(days=1)
RULES = Rules()
HERE, THERE = 1, 2


def free(starts_at: datetime = TOMORROW_AT_TEN, site: int = HERE, asked: int = 0) -> Free:
    return Free(site, starts_at, PARIS, asked)


def waiting(number: int = 1, days: int = 1, **fields: object) -> Waiting:
    """Somebody who has waited for so many days."""
    defaults = {"entry": number, "person": number, "since": NOW - timedelta(days=days)}
    return Waiting(**{**defaults, **fields})  # type: ignore[arg-type]


def asked(times: list[Free], people: list[Waiting], rules: Rules = RULES, now: datetime = NOW) -> list[Asked]:
    return offers(times, people, rules=rules, now=now)


def entries(found: list[Asked]) -> list[int]:
    return [each.entry for each in found]


def test_whoever_has_waited_longest_comes_first_and_so_many_are_asked_at_once() -> None:
    people = [waiting(number, days=number) for number in range(1, 6)]
    assert entries(asked([free()], people)) == [5, 4, 3]


def test_those_who_are_being_asked_already_count() -> None:
    people = [waiting(number, days=number) for number in range(1, 6)]
    assert entries(asked([free(asked=2)], people)) == [5]
    assert asked([free(asked=3)], people) == []


def test_each_is_asked_about_the_soonest_time_that_suits() -> None:
    later = free(TOMORROW_AT_TEN + timedelta(days=1))
    (only,) = asked([later, free()], [waiting()])
    assert only.starts_at == TOMORROW_AT_TEN


def test_nobody_is_asked_twice_in_a_day_nor_about_the_same_time_again() -> None:
    today, yesterday = date(2026, 11, 30), date(2026, 11, 29)
    assert asked([free()], [waiting(asked_on=today)]) == []
    known = frozenset({(HERE, TOMORROW_AT_TEN)})
    assert asked([free()], [waiting(asked_on=yesterday, known=known)]) == []
    assert entries(asked([free(site=THERE)], [waiting(asked_on=yesterday, known=known)])) == [1]


def test_somebody_who_waits_for_two_things_is_asked_about_one() -> None:
    twice = [waiting(1, person=7), waiting(2, person=7, days=9)]
    assert entries(asked([free(), free(site=THERE)], twice)) == [2]


def test_today_is_that_of_the_clock_where_people_live() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # Already tomorrow there, and night.
    always = replace(RULES, from_clock=time(0), to_clock=time(23, 59))
    last_asked = waiting(asked_on=date(2026, 11, 30))
    assert entries(asked([free(late + timedelta(days=2))], [last_asked], always, late)) == [1]


@pytest.mark.parametrize(("hour", "is_asked"), [(6, False), (7, True), (17, True), (18, False), (22, False)])
def test_nobody_is_asked_at_night(hour: int, is_asked: bool) -> None:
    at = datetime(2026, 11, 30, hour, tzinfo=UTC)
    assert bool(asked([free(at + timedelta(days=1))], [waiting()], now=at)) is is_asked


def test_the_deadline_leaves_time_to_answer_and_to_come() -> None:
    assert deadline(TOMORROW_AT_TEN, rules=RULES, now=NOW) == NOW + timedelta(hours=2)
    soon = NOW + timedelta(hours=3)
    assert deadline(soon, rules=RULES, now=NOW) == NOW + timedelta(hours=1)
    assert entries(asked([free(soon)], [waiting()])) == [1]
    assert asked([free(NOW + timedelta(hours=2, minutes=29))], [waiting()]) == []


def test_only_what_was_asked_for_suits() -> None:
    tuesday_morning = free()
    assert suits(waiting(weekdays=frozenset({1})), tuesday_morning)
    assert not suits(waiting(weekdays=frozenset({0, 2})), tuesday_morning)
    assert suits(waiting(parts=frozenset({MORNING})), tuesday_morning)
    assert not suits(waiting(parts=frozenset({AFTERNOON})), tuesday_morning)
    assert suits(waiting(sites=frozenset({HERE, THERE})), tuesday_morning)
    assert not suits(waiting(sites=frozenset({THERE})), tuesday_morning)


def test_noon_is_the_afternoon_on_the_site_s_clock() -> None:
    noon = free(datetime(2026, 12, 1, 11, tzinfo=UTC))
    assert suits(waiting(parts=frozenset({AFTERNOON})), noon)
    assert not suits(waiting(parts=frozenset({MORNING})), noon)


def test_whoever_has_an_appointment_is_asked_about_earlier_days_only() -> None:
    assert suits(waiting(before=TOMORROW_AT_TEN + timedelta(days=1)), free())
    assert not suits(waiting(before=TOMORROW_AT_TEN + timedelta(hours=6)), free())
    assert not suits(waiting(before=TOMORROW_AT_TEN - timedelta(days=1)), free())


def test_a_head_start_for_priority_neighbourhoods_is_a_setting() -> None:
    people = [waiting(1, days=5), waiting(2, days=1, priority=True)]
    one = replace(RULES, at_once=1)
    assert entries(asked([free()], people, one)) == [1]
    assert entries(asked([free()], people, replace(one, head_start=timedelta(days=10)))) == [2]


_people = st.lists(
    st.builds(
        waiting,
        number=st.integers(1, 40),
        days=st.integers(0, 60),
        person=st.integers(1, 12),
        sites=st.frozensets(st.sampled_from([HERE, THERE]), max_size=2),
        weekdays=st.frozensets(st.integers(0, 6), max_size=3),
        parts=st.frozensets(st.sampled_from(PARTS), max_size=2),
        priority=st.booleans(),
    ),
    max_size=15,
    unique_by=lambda each: each.entry,
)
_times = st.lists(
    st.builds(
        free,
        starts_at=st.integers(0, 400).map(lambda hours: NOW + timedelta(hours=hours)),
        site=st.sampled_from([HERE, THERE]),
        asked=st.integers(0, 4),
    ),
    max_size=12,
    unique_by=lambda each: (each.site, each.starts_at),
)


@given(_times, _people, st.integers(1, 4))
def test_whatever_the_list_nobody_is_passed_over_and_no_rule_is_broken(
    times: list[Free], people: list[Waiting], at_once: int
) -> None:
    rules = replace(RULES, at_once=at_once)
    found = asked(times, people, rules)
    by_entry = {each.entry: each for each in people}
    room = {(each.site, each.starts_at): each for each in times}
    for each in found:
        at = room[each.site, each.starts_at]
        assert suits(by_entry[each.entry], at)
        assert rules.least <= each.deadline - NOW <= rules.answer_within
        asked_now = sum((one.site, one.starts_at) == (each.site, each.starts_at) for one in found)
        assert asked_now + at.asked <= at_once
    persons = [by_entry[each.entry].person for each in found]
    assert len(persons) == len(set(persons))
    # Whoever is not asked could not have been: no time with room left suits them.
    left = {
        key
        for key, at in room.items()
        if at.asked + sum((f.site, f.starts_at) == key for f in found) < at_once
    }
    for person in people:
        if person.person not in persons:
            in_time = (
                room[key] for key in left if deadline(key[1], rules=rules, now=NOW) - NOW >= rules.least
            )
            assert not any(suits(person, at) for at in in_time)
