"""Slots over clock changes, midnight, odd weeks, the turn of the year and public holidays."""

from bookings.times.agenda import Agenda
from mediation import holidays
from tests.pure.agendas import LIBRARY, TOWN_HALL, at, days, opens, slots, times, topic, wall

FRENCH = holidays.days([2026, 2027])


def length_h(agenda: Agenda) -> float:
    """How long the openings last in real hours, by slots of a minute."""
    return len(slots(agenda, topic(1))) / 60


def test_nine_o_clock_stays_nine_o_clock_when_summer_time_begins() -> None:
    agenda = Agenda([opens("2026-03-20", "09:00", "10:00", every=1, last_day="2026-04-03")])
    found = slots(agenda, topic(60))
    assert [wall(start) for start, *_ in found] == ["03-20 09:00", "03-27 09:00", "04-03 09:00"]
    assert found[2][0] - found[1][0] == 7 * 86_400 - 3600


def test_nine_o_clock_stays_nine_o_clock_when_winter_time_begins() -> None:
    agenda = Agenda([opens("2027-10-25", "09:00", "10:00", every=1, last_day="2027-11-01")])
    found = slots(agenda, topic(60))
    assert [wall(start) for start, *_ in found] == ["10-25 09:00", "11-01 09:00"]
    assert found[1][0] - found[0][0] == 7 * 86_400 + 3600


def test_the_night_summer_time_begins_is_an_hour_shorter() -> None:
    for sunday in ("2026-03-29", "2027-03-28"):
        agenda = Agenda([opens(sunday, "00:30", "04:30")])
        assert times(agenda, topic(60)) == ["00:30", "01:30", "03:30"]


def test_the_night_winter_time_begins_is_an_hour_longer() -> None:
    for sunday in ("2026-10-25", "2027-10-31"):
        agenda = Agenda([opens(sunday, "00:30", "04:30")])
        assert times(agenda, topic(60)) == ["00:30", "01:30", "02:30", "02:30", "03:30"]


def test_the_days_of_a_clock_change_are_23_and_25_hours_long() -> None:
    assert length_h(Agenda([opens("2026-03-29", "00:00", "00:00")])) == 23
    assert length_h(Agenda([opens("2026-10-25", "00:00", "00:00")])) == 25


def test_a_time_that_does_not_exist_moves_forward_with_the_clock() -> None:
    assert times(Agenda([opens("2026-03-29", "02:30", "05:00")]), topic(30)) == ["03:30", "04:00", "04:30"]
    assert times(Agenda([opens("2026-03-29", "02:10", "02:40")]), topic(30)) == ["03:10"]


def test_an_opening_that_the_clock_jumps_over_does_not_take_place() -> None:
    assert times(Agenda([opens("2026-03-29", "02:30", "03:00")]), topic(5)) == []
    assert times(Agenda([opens("2026-03-29", "02:30", "03:15")]), topic(5)) == []


def test_a_time_that_comes_twice_is_the_first_one() -> None:
    [(start, _, _, end)] = slots(Agenda([opens("2026-10-25", "02:15", "02:45")]), topic(30))
    assert (start, end) == (at("2026-10-25 02:15"), at("2026-10-25 01:15") + 90 * 60)
    assert length_h(Agenda([opens("2026-10-25", "02:30", "03:30")])) == 2


def test_an_appointment_in_the_hour_that_comes_twice_takes_only_its_own_hour() -> None:
    first = at("2026-10-25 02:00")
    agenda = Agenda([opens("2026-10-25", "02:00", "03:00")], commitments={1: [(first, first + 3600)]})
    assert [start for start, *_ in slots(agenda, topic(60))] == [first + 3600]


def test_an_evening_goes_on_after_midnight() -> None:
    assert times(Agenda([opens("2026-06-12", "22:30", "01:30")]), topic(60)) == ["22:30", "23:30", "00:30"]


def test_closing_at_midnight_is_the_end_of_the_day() -> None:
    assert times(Agenda([opens("2026-06-12", "22:00", "00:00")]), topic(60)) == ["22:00", "23:00"]


def test_a_search_in_the_middle_of_the_night_sees_the_evening_that_is_under_way() -> None:
    agenda = Agenda([opens("2026-06-05", "22:00", "02:00", every=1)])
    assert times(agenda, topic(30, horizon=1), "2026-06-13 00:41") == ["00:45", "01:15"]


def test_the_night_of_a_clock_change_reaches_over_midnight_too() -> None:
    assert length_h(Agenda([opens("2026-03-28", "23:00", "04:00")])) == 4
    assert length_h(Agenda([opens("2026-10-24", "23:00", "04:00")])) == 6


def test_every_other_week_counts_from_the_first_day() -> None:
    agenda = Agenda([opens("2026-06-03", "09:00", "10:00", every=2, last_day="2026-07-20")])
    assert days(agenda, topic(60)) == ["06-03", "06-17", "07-01", "07-15"]


def test_every_other_week_goes_on_over_a_year_of_53_weeks() -> None:
    agenda = Agenda([opens("2026-12-08", "09:00", "10:00", every=2, last_day="2027-02-02")])
    assert [wall(start)[:5] for start, *_ in slots(agenda, topic(60))] == [
        *("12-08", "12-22", "01-05", "01-19", "02-02")
    ]


def test_every_third_week_is_found_from_far_away() -> None:
    agenda = Agenda([opens("2024-01-01", "09:00", "10:00", every=3)])
    assert days(agenda, topic(60, horizon=60), "2026-06-01 00:00") == ["06-01", "06-22", "07-13"]


def test_an_opening_does_not_start_before_its_first_day() -> None:
    agenda = Agenda([opens("2026-06-17", "09:00", "10:00", every=1)])
    assert days(agenda, topic(60, horizon=31), "2026-06-01 00:00") == ["06-17", "06-24", "07-01"]


def test_the_last_day_is_still_open_and_its_evening_ends_after_midnight() -> None:
    agenda = Agenda([opens("2026-06-05", "23:00", "01:00", every=1, last_day="2026-06-12")])
    assert [wall(start) for start, *_ in slots(agenda, topic(60))] == [
        *("06-05 23:00", "06-06 00:00", "06-12 23:00", "06-13 00:00")
    ]


def test_a_single_date_after_its_own_last_day_never_opens() -> None:
    assert days(Agenda([opens("2026-06-12", "09:00", "10:00", last_day="2026-06-11")]), topic(60)) == []


def test_public_holidays_are_closed() -> None:
    agenda = Agenda([opens("2026-05-01", "09:00", "10:00", every=1, last_day="2026-05-22")], holidays=FRENCH)
    assert days(agenda, topic(60)) == ["05-15", "05-22"]


def test_an_opening_kept_on_holidays_stays_open() -> None:
    kept = opens("2026-05-01", "09:00", "10:00", every=1, last_day="2026-05-22", on_holidays=True)
    other = opens("2026-05-01", "14:00", "15:00", every=1, last_day="2026-05-22")
    agenda = Agenda([kept, other], holidays=FRENCH)
    assert days(agenda, topic(60)) == ["05-01", "05-08", "05-15", "05-22"]
    assert times(agenda, topic(60)).count("14:00") == 2


def test_an_evening_before_a_holiday_ends_at_midnight() -> None:
    assert times(Agenda([opens("2026-04-30", "22:00", "02:00")], holidays=FRENCH), topic(60)) == [
        "22:00",
        "23:00",
    ]


def test_an_evening_of_a_holiday_is_open_from_midnight_only() -> None:
    assert times(Agenda([opens("2026-05-01", "22:00", "02:00")], holidays=FRENCH), topic(60)) == [
        "00:00",
        "01:00",
    ]


def test_each_site_lives_by_its_own_clock() -> None:
    agenda = Agenda(
        [opens("2026-06-12", "09:00", "10:00"), opens("2026-06-12", "09:00", "10:00", site=TOWN_HALL)],
        zones={LIBRARY: "America/Cayenne", TOWN_HALL: "Indian/Reunion"},
    )
    assert [(wall(start, "UTC"), site) for start, _, site, _ in slots(agenda, topic(60))] == [
        ("06-12 05:00", TOWN_HALL),
        ("06-12 12:00", LIBRARY),
    ]


def test_where_the_clock_changes_at_midnight_the_day_begins_at_one() -> None:
    agenda = Agenda([opens("2018-11-04", "00:00", "02:00")], zone="America/Sao_Paulo")
    found = slots(agenda, topic(60), "2018-11-01 00:00")
    assert [wall(start, "America/Sao_Paulo") for start, *_ in found] == ["11-04 01:00"]
