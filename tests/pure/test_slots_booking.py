"""Whether a given time may be booked: wider than the slots shown, and a reason when it may not."""

from bookings.times.agenda import Agenda, Pool
from bookings.times.freedom import Refusal, is_free, refusal, timing
from mediation import holidays
from tests.pure.agendas import KARIM, LEA, LIBRARY, TAXES, TOWN_HALL, at, from_to, opens, topic

DAY = "2026-03-23"
MORNING = opens(DAY, "09:00", "12:00")


def asked(agenda: Agenda, start: str, minutes: int = 60, buffer: int = 0, **where: int) -> Refusal | None:
    who = {"mediator": LEA, "site": LIBRARY} | where
    return refusal(agenda, topic(minutes, buffer=buffer), start=at(f"{DAY} {start}"), **who)


def test_a_time_off_the_grid_may_be_booked_while_it_is_free() -> None:
    assert asked(Agenda([MORNING]), "09:07") is None
    assert is_free(Agenda([MORNING]), topic(60), mediator=LEA, site=LIBRARY, start=at(f"{DAY} 09:07"))


def test_the_whole_appointment_lies_inside_the_opening() -> None:
    agenda = Agenda([MORNING])
    assert asked(agenda, "09:00") is asked(agenda, "11:00") is None
    assert asked(agenda, "08:59") is asked(agenda, "11:01") is asked(agenda, "15:00") is Refusal.NOT_OPEN


def test_openings_that_touch_count_as_one() -> None:
    assert asked(Agenda([MORNING, opens(DAY, "12:00", "13:00")]), "11:30") is None


def test_openings_of_somebody_else_or_elsewhere_do_not_count() -> None:
    agenda = Agenda([MORNING])
    assert asked(agenda, "09:00", mediator=KARIM) is Refusal.NOT_OPEN
    assert asked(agenda, "09:00", site=TOWN_HALL) is Refusal.NOT_OPEN


def test_an_opening_kept_for_taxes_takes_no_email() -> None:
    assert asked(Agenda([opens(DAY, "09:00", "12:00", topics=[TAXES])]), "09:00") is Refusal.NOT_OPEN


def test_a_holiday_is_not_open() -> None:
    agenda = Agenda([opens("2026-05-01", "09:00", "12:00")], holidays=holidays.days([2026]))
    start = at("2026-05-01 09:00")
    assert refusal(agenda, topic(60), mediator=LEA, site=LIBRARY, start=start) is Refusal.NOT_OPEN


def test_a_closed_site_and_an_absent_mediator_are_told_apart() -> None:
    times = [from_to(DAY, "09:30", "09:40")]
    assert asked(Agenda([MORNING], closures={LIBRARY: times}), "09:00") is Refusal.CLOSED
    assert asked(Agenda([MORNING], absences={LEA: times}), "09:00") is Refusal.ABSENT


def test_a_time_just_taken_is_refused_and_the_next_one_is_not() -> None:
    agenda = Agenda([MORNING], commitments={LEA: [from_to(DAY, "09:30", "10:00")]})
    assert asked(agenda, "09:00") is asked(agenda, "09:59") is Refusal.TAKEN
    assert asked(agenda, "10:00") is None


def test_the_buffer_keeps_away_from_the_next_person_but_not_from_closing_time() -> None:
    agenda = Agenda([MORNING], commitments={LEA: [from_to(DAY, "10:00", "11:00")]})
    assert asked(agenda, "09:00", 55, 10) is Refusal.TAKEN
    assert asked(agenda, "09:00", 55, 5) is None
    assert asked(agenda, "11:00", 60, 30) is None


def test_a_full_site_is_refused() -> None:
    agenda = Agenda([MORNING], pools={LIBRARY: [Pool(1, [from_to(DAY, "09:30", "10:00")])]})
    assert asked(agenda, "09:00") is Refusal.FULL
    assert asked(agenda, "10:00") is None


def test_a_mediator_may_give_more_time_than_the_topic_takes() -> None:
    agenda, start = Agenda([MORNING]), at(f"{DAY} 11:00")
    longer = refusal(agenda, topic(30), mediator=LEA, site=LIBRARY, start=start, end=start + 3600)
    too_long = refusal(agenda, topic(30), mediator=LEA, site=LIBRARY, start=start, end=start + 3601)
    assert (longer, too_long) == (None, Refusal.NOT_OPEN)


def test_an_appointment_that_takes_no_time_is_no_appointment() -> None:
    start = at(f"{DAY} 10:00")
    found = refusal(Agenda([MORNING]), topic(30), mediator=LEA, site=LIBRARY, start=start, end=start)
    assert found is Refusal.NOT_OPEN


def test_notice_and_horizon_are_checked_apart_because_a_desk_may_pass_over_them() -> None:
    wanted, now = topic(60, notice=120, horizon=7), at(f"{DAY} 08:00")
    assert timing(wanted, now=now, start=at(f"{DAY} 09:59")) is Refusal.TOO_SOON
    assert timing(wanted, now=now, start=at(f"{DAY} 10:00")) is None
    assert timing(wanted, now=now, start=now + 7 * 86_400) is None
    assert timing(wanted, now=now, start=now + 7 * 86_400 + 1) is Refusal.TOO_FAR
