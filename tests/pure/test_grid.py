"""Residents take slots of the grid, or a time that costs no other; staff any minute."""

import pytest

from bookings.times.agenda import Agenda, OpenHours, TopicTimes
from bookings.times.freedom import is_free
from bookings.times.grid import keeps_grid
from bookings.times.slots import find
from mediation.wallclock import DAY_S, second_after
from tests.pure.agendas import LEA, LIBRARY, at, from_to, opens, topic
from tests.pure.test_slots_random import a_world, as_agenda, as_topic

DAY = "2026-03-23"
MORNING = opens(DAY, "09:00", "12:00")
HOUR = topic(60)
EVENING_BEFORE = "2026-03-22 20:00"


def fits(
    start: str,
    *,
    openings: list[OpenHours] | None = None,
    wanted: TopicTimes = HOUR,
    now: str = EVENING_BEFORE,
    since: str | None = None,
    taken: list[tuple[str, str]] = [],  # noqa: B006 (never written to)
) -> bool:
    agenda = Agenda(openings or [MORNING], commitments={LEA: [from_to(DAY, *each) for each in taken]})
    return keeps_grid(
        agenda,
        wanted,
        mediator=LEA,
        site=LIBRARY,
        start=at(f"{DAY} {start}"),
        now=at(now),
        since=at(since or now),
    )


def test_a_time_between_two_slots_that_costs_one_is_not_to_be_had() -> None:
    assert [fits(time) for time in ("09:00", "10:00", "11:00")] == [True] * 3
    assert [fits(time) for time in ("09:07", "09:30", "10:59")] == [False] * 3


def test_a_time_off_the_grid_that_costs_nothing_is_to_be_had() -> None:
    """Four hours and a half hold four: half an hour is to spare, wherever it lies."""
    longer = [opens(DAY, "09:00", "13:30")]
    assert (
        fits("09:30", openings=longer) and fits("10:30", openings=longer) and fits("12:30", openings=longer)
    )
    assert not fits("09:45", openings=longer)


def test_a_slot_shown_before_somebody_booked_elsewhere_is_still_one() -> None:
    assert fits("11:00", taken=[("09:00", "10:00")]) and fits("09:00", taken=[("10:00", "11:00")])


def test_after_a_desk_booked_off_the_grid_what_is_left_may_be_taken_whole() -> None:
    """09:07 to 10:07 is taken: one hour fits after it, and 11:00 is as good a place for it as 10:07."""
    taken = [("09:07", "10:07")]
    assert fits("10:07", taken=taken) and fits("11:00", taken=taken)
    assert not fits("09:00", taken=taken)


def test_the_buffer_belongs_to_the_step() -> None:
    wanted = topic(50, buffer=10)
    assert fits("10:00", wanted=wanted) and not fits("09:50", wanted=wanted)


def test_a_block_under_way_restarts_every_five_minutes_and_what_was_shown_holds() -> None:
    now, shown = f"{DAY} 09:32", f"{DAY} 09:05"
    assert fits("09:35", now=now) and fits("10:35", now=now)
    assert fits("10:10", now=now, since=shown) and fits("10:05", now=now, since=shown)
    assert not fits("10:12", now=now, since=shown)


def test_a_time_across_two_openings_is_not_a_slot() -> None:
    two = [opens(DAY, "09:00", "10:30"), opens(DAY, "10:30", "12:00")]
    assert not fits("10:00", openings=two)
    assert fits("10:30", openings=two)


def test_outside_an_opening_or_where_somebody_is_away_nothing_fits() -> None:
    away = Agenda([MORNING], leave={"Europe/Paris": {LEA: [from_to(DAY, "10:00", "11:00")]}})
    start, now = at(f"{DAY} 10:00"), at(EVENING_BEFORE)
    assert not keeps_grid(away, HOUR, mediator=LEA, site=LIBRARY, start=start, now=now, since=now)
    assert not fits("12:00") and not fits("08:00")


@pytest.mark.parametrize("seed", range(60))
def test_every_slot_that_is_or_was_shown_in_the_last_half_hour_keeps_the_grid(seed: int) -> None:
    world = a_world(seed)
    now, wanted = second_after(world.now), as_topic(world)
    agenda = as_agenda(world, now - 1800, now + world.horizon * DAY_S)
    for shown_at in range(now - 1800, now + 1, 300):
        for start, mediator, site, _ in find(agenda, wanted, now=shown_at):
            if start >= now:
                where = {"mediator": mediator, "site": site, "start": start}
                assert keeps_grid(agenda, wanted, **where, now=now, since=now - 1800), (shown_at, where)


@pytest.mark.parametrize("seed", range(60, 90))
def test_a_time_that_keeps_no_slot_shown_costs_one_at_most(seed: int) -> None:
    """Whatever minute is let through, all the mediator's slots at that site but one are left, or it was one itself."""
    world = a_world(seed)
    world.places = {}
    now, wanted = second_after(world.now), as_topic(world)
    agenda = as_agenda(world, now, now + world.horizon * DAY_S)
    slots = find(agenda, wanted, now=now)
    on_grid = {(start, mediator, site) for start, mediator, site, _ in slots}
    for start, mediator, site, end in slots[:6]:
        for minute in range(start - 1800, start + 1800, 420):
            where = {"mediator": mediator, "site": site, "start": minute}
            if (minute, mediator, site) in on_grid or not is_free(agenda, wanted, **where):
                continue
            if keeps_grid(agenda, wanted, **where, now=now, since=now):
                held = minute, minute + (end - start) + wanted.buffer_min * 60
                busy = {**agenda.commitments, mediator: [*agenda.commitments.get(mediator, ()), held]}
                after = find(Agenda(**{**vars(agenda), "commitments": busy}), wanted, now=now)
                assert _of(mediator, site, after) >= _of(mediator, site, slots) - _openings(
                    agenda, mediator, site
                )


def _of(mediator: int, site: int, slots) -> int:
    return sum(each[1:3] == (mediator, site) for each in slots)


def _openings(agenda: Agenda, mediator: int, site: int) -> int:
    """Each opening tiles on its own: where several lie over each other, a booking costs each of them a slot."""
    return sum(each[:2] == (mediator, site) for each in agenda.openings)
