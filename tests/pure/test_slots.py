"""One mediator's morning: where slots start, and what takes them away."""

from bookings.times.agenda import Agenda
from tests.pure.agendas import (
    EMAIL,
    KARIM,
    LEA,
    LIBRARY,
    TAXES,
    TOWN_HALL,
    at,
    from_to,
    opens,
    slots,
    times,
    topic,
)

DAY = "2026-03-23"
MORNING = opens(DAY, "09:00", "12:00")


def busy(*promises: tuple[str, str]) -> Agenda:
    return Agenda([MORNING], commitments={LEA: [from_to(DAY, start, end) for start, end in promises]})


def test_a_free_morning_is_cut_into_slots_from_its_start() -> None:
    assert times(Agenda([MORNING]), topic(60)) == ["09:00", "10:00", "11:00"]


def test_a_slot_says_who_receives_where_and_until_when() -> None:
    assert slots(Agenda([MORNING]), topic(180)) == [(at(f"{DAY} 09:00"), LEA, LIBRARY, at(f"{DAY} 12:00"))]


def test_nobody_who_opens_nothing_has_slots() -> None:
    assert slots(Agenda([]), topic(60)) == []


def test_the_last_slot_ends_when_the_mediator_leaves() -> None:
    assert times(Agenda([MORNING]), topic(50)) == ["09:00", "09:50", "10:40"]


def test_somebody_who_needs_longer_than_the_morning_gets_none() -> None:
    assert times(Agenda([MORNING]), topic(181)) == []


def test_the_buffer_lies_between_slots_and_may_run_past_closing_time() -> None:
    assert times(Agenda([MORNING]), topic(50, buffer=15)) == ["09:00", "10:05", "11:10"]


def test_slots_start_again_right_after_an_appointment_and_its_buffer() -> None:
    assert times(busy(("09:30", "10:10")), topic(30)) == ["09:00", "10:10", "10:40", "11:10"]


def test_an_appointment_that_begins_at_opening_time_leaves_the_rest() -> None:
    assert times(busy(("09:00", "09:45")), topic(45)) == ["09:45", "10:30", "11:15"]


def test_an_appointment_that_ends_at_closing_time_leaves_the_beginning() -> None:
    assert times(busy(("11:00", "12:00")), topic(60)) == ["09:00", "10:00"]


def test_appointments_back_to_back_leave_no_gap() -> None:
    assert times(busy(("09:00", "10:30"), ("10:30", "12:00")), topic(5)) == []


def test_one_who_is_taken_from_before_until_after_has_no_slot() -> None:
    assert times(busy(("08:00", "13:00")), topic(30)) == []


def test_a_gap_shorter_than_the_topic_is_not_offered() -> None:
    assert times(busy(("09:20", "10:00"), ("10:25", "11:30")), topic(30)) == ["11:30"]


def test_commitments_that_overlap_come_from_imports_and_count_once() -> None:
    assert times(busy(("09:00", "10:30"), ("09:30", "10:00"), ("10:00", "11:00")), topic(30)) == [
        "11:00",
        "11:30",
    ]


def test_one_s_buffer_must_be_over_when_the_next_person_comes() -> None:
    assert times(busy(("10:00", "12:00")), topic(50, buffer=10)) == ["09:00"]
    assert times(busy(("10:00", "12:00")), topic(50, buffer=15)) == []


def test_the_buffer_counts_before_somebody_who_comes_right_after_closing_time() -> None:
    assert times(busy(("12:05", "12:30")), topic(60, buffer=10)) == ["09:00", "10:10"]


def test_the_buffer_may_run_into_an_absence_or_a_closure() -> None:
    absent = Agenda([MORNING], absences={LEA: [from_to(DAY, "10:00", "12:00")]})
    closed = Agenda([MORNING], closures={LIBRARY: [from_to(DAY, "10:00", "12:00")]})
    assert times(absent, topic(60, buffer=30)) == times(closed, topic(60, buffer=30)) == ["09:00"]


def test_topics_of_different_lengths_share_the_same_morning() -> None:
    agenda = busy(("10:00", "10:20"))
    assert times(agenda, topic(90)) == ["10:20"]
    assert times(agenda, topic(20)) == [
        "09:00",
        "09:20",
        "09:40",
        "10:20",
        "10:40",
        "11:00",
        "11:20",
        "11:40",
    ]


def test_a_morning_kept_for_taxes_is_not_offered_for_email() -> None:
    agenda = Agenda(
        [opens(DAY, "09:00", "10:00", topics=[TAXES]), opens(DAY, "14:00", "15:00", topics=[EMAIL])]
    )
    assert times(agenda, topic(60, topic=TAXES)) == ["09:00"]
    assert times(agenda, topic(60, topic=EMAIL)) == ["14:00"]


def test_a_mediator_away_at_noon_starts_again_after_it() -> None:
    agenda = Agenda([opens(DAY, "09:00", "16:00")], absences={LEA: [from_to(DAY, "11:45", "13:15")]})
    assert times(agenda, topic(60)) == ["09:00", "10:00", "13:15", "14:15"]


def test_a_closed_site_closes_for_everybody_and_only_there() -> None:
    agenda = Agenda(
        [MORNING, opens(DAY, "09:00", "10:00", mediator=KARIM, site=TOWN_HALL)],
        closures={LIBRARY: [from_to(DAY, "00:00", "11:00")]},
    )
    assert [(who, where) for _, who, where, _ in slots(agenda, topic(60))] == [
        (KARIM, TOWN_HALL),
        (LEA, LIBRARY),
    ]


def test_a_morning_under_way_starts_again_at_the_next_five_minutes() -> None:
    assert times(Agenda([MORNING]), topic(60), f"{DAY} 09:32") == ["09:35", "10:35"]
    assert times(Agenda([MORNING]), topic(60), f"{DAY} 09:35") == ["09:35", "10:35"]
    assert times(Agenda([MORNING]), topic(60), f"{DAY} 09:35:01") == ["09:40", "10:40"]


def test_a_morning_that_begins_this_second_is_not_under_way() -> None:
    late = opens(DAY, "09:02", "11:02")
    assert times(Agenda([late]), topic(60), f"{DAY} 09:02") == ["09:02", "10:02"]


def test_only_the_free_block_under_way_starts_again() -> None:
    agenda = busy(("09:30", "10:07"))
    assert times(agenda, topic(15), f"{DAY} 09:03") == [
        "09:05",
        *("10:07", "10:22", "10:37", "10:52", "11:07", "11:22", "11:37"),
    ]


def test_a_morning_almost_over_has_nothing_left() -> None:
    assert times(Agenda([MORNING]), topic(60), f"{DAY} 11:01") == []
    assert times(Agenda([MORNING]), topic(60), f"{DAY} 12:00") == []


def test_the_minimum_notice_drops_slots_and_leaves_the_others_where_they_are() -> None:
    assert times(Agenda([MORNING]), topic(40, notice=60), f"{DAY} 08:30") == ["09:40", "10:20", "11:00"]


def test_a_slot_exactly_at_the_end_of_the_notice_is_kept() -> None:
    assert times(Agenda([MORNING]), topic(60, notice=120), f"{DAY} 08:00") == ["10:00", "11:00"]


def test_the_notice_comes_after_the_restart_of_a_block_under_way() -> None:
    assert times(Agenda([MORNING]), topic(30, notice=60), f"{DAY} 09:02") == ["10:05", "10:35", "11:05"]


def test_a_slot_exactly_at_the_horizon_is_kept_and_later_ones_are_not() -> None:
    assert times(Agenda([MORNING]), topic(60, horizon=1), "2026-03-22 10:00") == ["09:00", "10:00"]


def test_two_openings_of_one_mediator_tile_each_on_its_own() -> None:
    agenda = Agenda([opens(DAY, "09:00", "11:00"), opens(DAY, "09:30", "11:30")])
    assert times(agenda, topic(60)) == ["09:00", "09:30", "10:00", "10:30"]


def test_openings_that_touch_are_not_joined() -> None:
    agenda = Agenda([opens(DAY, "09:00", "10:15"), opens(DAY, "10:15", "11:30")])
    assert times(agenda, topic(60)) == ["09:00", "10:15"]


def test_the_same_slot_from_two_openings_is_offered_once() -> None:
    agenda = Agenda([MORNING, opens("2026-03-16", "09:00", "12:00", every=1, last_day="2026-03-23")])
    assert times(agenda, topic(60), "2026-03-20 00:00") == ["09:00", "10:00", "11:00"]


def test_an_appointment_elsewhere_takes_the_mediator_s_time_here() -> None:
    agenda = Agenda(
        [MORNING, opens(DAY, "09:00", "12:00", site=TOWN_HALL)],
        commitments={LEA: [from_to(DAY, "10:00", "11:00")]},
    )
    assert [(start, where) for start, _, where, _ in slots(agenda, topic(60))] == [
        (at(f"{DAY} {hour}"), where) for hour in ("09:00", "11:00") for where in (LIBRARY, TOWN_HALL)
    ]
