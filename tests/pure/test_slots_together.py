"""Several mediators, recurring absences, rooms and machines, and what a resident then chooses from."""

from datetime import date
from itertools import islice

from bookings.times.agenda import Agenda, Pool, TopicTimes, reach
from bookings.times.choices import Choice, choices
from bookings.times.slots import find, windows
from mediation.intervals import Interval
from mediation.opening import WallRule, expand_each
from mediation.wallclock import DAY_S
from tests.pure.agendas import (
    KARIM,
    LEA,
    LIBRARY,
    LONG_AGO,
    PARIS,
    ROSE,
    TOWN_HALL,
    at,
    days,
    from_to,
    opens,
    rule,
    slots,
    times,
    topic,
    wall,
)

DAY = "2026-03-23"
MORNINGS = [opens(DAY, "09:00", "11:00", mediator=who) for who in (KARIM, LEA)]


def away(*rules: tuple[int, WallRule]) -> dict[int, list[Interval]]:
    return expand_each(rules, zone=PARIS, start=at(LONG_AGO), end=at(LONG_AGO) + 400 * DAY_S)


def chosen(agenda: Agenda, wanted: TopicTimes) -> list[tuple[str, int, tuple[int, ...]]]:
    found = choices(slots(agenda, wanted), agenda)
    return [(wall(each.start)[6:], each.site, each.mediators) for each in found]


def test_staff_see_one_slot_per_mediator_by_time_then_mediator() -> None:
    assert [(wall(start)[6:], who) for start, who, _, _ in slots(Agenda(MORNINGS), topic(60))] == [
        ("09:00", LEA),
        ("09:00", KARIM),
        ("10:00", LEA),
        ("10:00", KARIM),
    ]


def test_one_mediator_s_appointment_leaves_the_other_free() -> None:
    agenda = Agenda(MORNINGS, commitments={LEA: [from_to(DAY, "09:00", "10:00")]})
    assert chosen(agenda, topic(60)) == [("09:00", LIBRARY, (KARIM,)), ("10:00", LIBRARY, (KARIM, LEA))]


def test_a_resident_sees_a_time_once_however_many_could_receive() -> None:
    assert chosen(Agenda(MORNINGS), topic(60)) == [
        ("09:00", LIBRARY, (LEA, KARIM)),
        ("10:00", LIBRARY, (LEA, KARIM)),
    ]


def test_the_lightest_day_comes_first_whatever_the_site_and_only_that_day() -> None:
    agenda = Agenda(
        [*MORNINGS, opens(DAY, "09:00", "10:00", mediator=ROSE)],
        commitments={
            LEA: [from_to(DAY, "15:00", "16:00"), from_to(DAY, "17:00", "17:30")],
            KARIM: [from_to(DAY, "14:00", "15:00"), from_to("2026-03-22", "09:00", "18:00")],
            ROSE: [(at("2026-03-22 23:00"), at(f"{DAY} 01:00"))],
        },
    )
    assert chosen(agenda, topic(60))[0] == ("09:00", LIBRARY, (KARIM, ROSE, LEA))


def test_the_same_time_at_two_sites_is_two_choices() -> None:
    agenda = Agenda([MORNINGS[0], opens(DAY, "09:00", "10:00", mediator=LEA, site=TOWN_HALL)])
    assert chosen(agenda, topic(60)) == [
        ("09:00", LIBRARY, (KARIM,)),
        ("09:00", TOWN_HALL, (LEA,)),
        ("10:00", LIBRARY, (KARIM,)),
    ]


def test_only_the_choices_asked_for_are_made() -> None:
    agenda = Agenda(MORNINGS)
    assert list(islice(choices(slots(agenda, topic(60)), agenda), 1)) == [
        Choice(at(f"{DAY} 09:00"), at(f"{DAY} 10:00"), LIBRARY, (LEA, KARIM))
    ]


def test_a_meeting_every_other_monday_takes_that_time_every_other_week() -> None:
    agenda = Agenda(
        [opens(DAY, "09:00", "11:00", every=1, last_day="2026-04-13")],
        absences=away((LEA, rule(DAY, "09:30", "10:30", every=2))),
    )
    assert [wall(start) for start, *_ in slots(agenda, topic(60))] == [
        *("03-30 09:00", "03-30 10:00", "04-13 09:00", "04-13 10:00")
    ]


def test_a_holiday_of_three_days_takes_them_whole() -> None:
    agenda = Agenda(
        [opens(f"2026-03-{day}", "09:00", "10:00") for day in range(23, 28)],
        absences=away((LEA, rule("2026-03-24", "00:00", "00:00", extra_days=2))),
    )
    assert days(agenda, topic(60)) == ["03-23", "03-27"]


def test_an_absence_over_the_night_ends_in_the_next_morning() -> None:
    agenda = Agenda(
        [opens("2026-03-24", "09:00", "12:00")], absences=away((LEA, rule(DAY, "14:00", "10:00")))
    )
    assert times(agenda, topic(60)) == ["10:00", "11:00"]


def test_a_full_room_stops_the_others_at_that_site_only() -> None:
    room = {LIBRARY: [Pool(1, [from_to(DAY, "09:30", "09:50")])]}
    agenda = Agenda([*MORNINGS, opens(DAY, "09:00", "10:00", site=TOWN_HALL, mediator=ROSE)], pools=room)
    assert chosen(agenda, topic(60)) == [("09:00", TOWN_HALL, (ROSE,)), ("10:00", LIBRARY, (LEA, KARIM))]


def test_slots_keep_their_places_around_a_full_time() -> None:
    agenda = Agenda(MORNINGS[:1], pools={LIBRARY: [Pool(1, [from_to(DAY, "09:50", "10:10")])]})
    assert times(agenda, topic(30)) == ["09:00", "10:30"]


def test_a_room_that_is_left_as_somebody_comes_is_free() -> None:
    pools = {LIBRARY: [Pool(1, [from_to(DAY, "09:00", "10:00")])]}
    assert times(Agenda(MORNINGS[:1], pools=pools), topic(60)) == ["10:00"]


def test_a_room_for_two_is_full_only_while_two_are_there() -> None:
    taken = [from_to(DAY, "09:00", "10:00"), from_to(DAY, "09:30", "10:30")]
    assert times(Agenda(MORNINGS[:1], pools={LIBRARY: [Pool(2, taken)]}), topic(30)) == [
        "09:00",
        "10:00",
        "10:30",
    ]


def test_a_buffer_takes_no_place_in_a_room() -> None:
    pools = {LIBRARY: [Pool(1, [from_to(DAY, "09:30", "10:00")])]}
    assert times(Agenda(MORNINGS[:1], pools=pools), topic(30, buffer=15)) == ["09:00", "10:30"]


def test_the_scarcest_of_rooms_and_machines_decides() -> None:
    machines, rooms = Pool(1, [from_to(DAY, "09:00", "09:30")]), Pool(3, [from_to(DAY, "09:30", "10:00")] * 3)
    assert times(Agenda(MORNINGS[:1], pools={LIBRARY: [machines, rooms]}), topic(30)) == ["10:00", "10:30"]


def test_a_site_without_the_machine_that_is_needed_has_no_slot() -> None:
    assert times(Agenda(MORNINGS, pools={LIBRARY: [Pool(0, [])]}), topic(30)) == []


def test_a_window_gives_the_slots_that_start_in_it_where_they_would_be_anyway() -> None:
    agenda, start = Agenda(MORNINGS[:1]), at(f"{DAY} 09:20")
    found = find(agenda, topic(30), now=at(LONG_AGO), start=start, end=at(f"{DAY} 10:30"))
    assert [wall(at)[6:] for at, *_ in found] == ["09:30", "10:00"]


def test_an_empty_window_gives_nothing() -> None:
    start = at(f"{DAY} 09:00")
    assert find(Agenda(MORNINGS), topic(30), now=at(LONG_AGO), start=start, end=start) == []


def looks(first: str, last: str) -> list[tuple[str, str]]:
    return [(wall(start), wall(end)) for start, end in windows(at(first), at(last), PARIS)]


def test_before_noon_the_rest_of_the_day_then_a_week_then_all_the_rest() -> None:
    assert looks("2026-03-23 10:00", "2026-04-20 10:00") == [
        ("03-23 10:00", "03-24 00:00"),
        ("03-24 00:00", "03-31 00:00"),
        ("03-31 00:00", "04-20 10:00"),
    ]


def test_after_noon_the_next_day_is_looked_at_too() -> None:
    assert looks("2026-03-23 17:30", "2026-03-25 10:00") == [
        ("03-23 17:30", "03-25 00:00"),
        ("03-25 00:00", "03-25 10:00"),
    ]


def test_a_weekend_and_holidays_are_looked_at_with_the_working_day_after_them() -> None:
    assert looks("2026-03-27 17:30", "2026-04-06 10:00") == [
        ("03-27 17:30", "03-31 00:00"),
        ("03-31 00:00", "04-06 10:00"),
    ]
    assert looks("2026-03-29 09:00", "2026-03-30 18:00") == [("03-29 09:00", "03-30 18:00")]
    easter, start = frozenset({date(2026, 4, 6)}), at("2026-04-03 17:30")
    ends = [wall(end) for _, end in windows(start, at("2026-04-20 10:00"), PARIS, holidays=easter)]
    assert ends == ["04-08 00:00", "04-15 00:00", "04-20 10:00"]


def test_looking_further_ends_with_the_horizon() -> None:
    assert looks("2026-03-23 10:00", "2026-03-23 11:00") == [("03-23 10:00", "03-23 11:00")]
    assert looks("2026-03-23 10:00", "2026-03-23 09:00") == []
    assert list(windows(5, 5, PARIS)) == [(5, 6)]


def test_what_matters_to_a_window_are_its_local_days_and_somebody_right_after() -> None:
    first, last = reach(MORNINGS, [PARIS], at(f"{DAY} 09:20"), at(f"{DAY} 10:30"), 600)
    assert (first, last) == (at(f"{DAY} 00:00"), at("2026-03-24 00:10"))


def test_an_evening_over_midnight_reaches_a_day_further() -> None:
    evening = opens(DAY, "22:00", "01:00")
    first, last = reach([evening], [PARIS], at(f"{DAY} 00:00"), at("2026-03-24 00:00"))
    assert (first, last) == (at("2026-03-22 00:00"), at("2026-03-25 00:00"))


def test_sites_far_apart_reach_over_both_their_days() -> None:
    start, end = at(f"{DAY} 00:00"), at("2026-03-24 00:00")
    assert reach(MORNINGS, ["America/Cayenne", PARIS], start, end) == (
        at("2026-03-22 00:00", "America/Cayenne"),
        at("2026-03-24 00:00", "America/Cayenne"),
    )
    assert reach([], [], start, end) == (start, end)
