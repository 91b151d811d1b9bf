"""When messages go: quiet hours, reminders, clock changes, late bookings."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.moments.reminders import ReminderRule, reminders
from notifications.moments.timing import (
    FRESH,
    LAST_USE,
    earlier_than_quiet,
    expires_at,
    is_quiet,
    later_than_quiet,
    may_go,
)
from notifications.texts.kinds import Kind

PARIS = ZoneInfo("Europe/Paris")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def paris(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=PARIS)


def planned(starts_at: datetime, told_at: datetime = LONG_AGO) -> list[tuple[str, str]]:
    found = reminders(starts_at=starts_at, told_at=told_at, zone=PARIS)
    return [
        (reminder.rule, reminder.send_after.astimezone(PARIS).strftime("%m-%d %H:%M")) for reminder in found
    ]


def test_a_resident_is_reminded_two_days_before_at_ten_and_two_hours_before() -> None:
    assert planned(paris("2026-12-08", "14:30")) == [
        ("days", "12-06 10:00"),
        ("hours", "12-08 12:30"),
    ]


def test_two_hours_before_a_morning_appointment_falls_in_the_night_and_goes_the_evening_before() -> None:
    assert planned(paris("2026-12-08", "09:00"))[1] == ("hours", "12-07 19:30")
    assert planned(paris("2026-12-08", "10:00"))[1] == ("hours", "12-08 08:00")
    assert planned(paris("2026-12-08", "09:59"))[1] == ("hours", "12-07 19:30")


def test_an_appointment_late_in_the_evening_is_recalled_the_same_evening() -> None:
    assert planned(paris("2026-12-08", "22:30"))[1] == ("hours", "12-08 19:30")


@pytest.mark.parametrize("day", ["2026-03-30", "2026-10-26"])
def test_two_days_before_means_ten_on_the_clock_across_a_clock_change(day: str) -> None:
    starts_at = paris(day, "14:30")
    (two_days, _) = reminders(starts_at=starts_at, told_at=LONG_AGO, zone=PARIS)
    local = two_days.send_after.astimezone(PARIS)
    assert local.time() == time(10, 0)
    assert starts_at.date() - local.date() == timedelta(days=2)


def test_two_hours_before_means_two_real_hours_on_the_night_clocks_change() -> None:
    nightly = ReminderRule("noon", hours_before=26)
    starts_at = paris("2026-03-29", "14:00")
    (found,) = reminders(starts_at=starts_at, told_at=LONG_AGO, zone=PARIS, rules=[nightly])
    # 26 real hours, and that day has 23: 11:00 the day before.
    assert found.send_after.astimezone(PARIS) == paris("2026-03-28", "11:00")


def test_a_reminder_on_an_hour_that_does_not_exist_still_goes() -> None:
    rule = ReminderRule("odd", days_before=0, at=time(2, 30))
    starts_at = paris("2026-03-29", "15:00")
    (found,) = reminders(starts_at=starts_at, told_at=LONG_AGO, zone=PARIS, rules=[rule])
    assert found.send_after.astimezone(PARIS) == paris("2026-03-28", "19:30")


def test_booked_the_day_before_one_reminder_is_left() -> None:
    starts_at = paris("2026-12-08", "14:30")
    assert planned(starts_at, told_at=paris("2026-12-07", "16:00")) == [("hours", "12-08 12:30")]


def test_booked_three_hours_before_one_reminder_is_left_and_two_hours_before_none() -> None:
    starts_at = paris("2026-12-08", "14:30")
    assert planned(starts_at, told_at=paris("2026-12-08", "11:30")) == [("hours", "12-08 12:30")]
    assert planned(starts_at, told_at=paris("2026-12-08", "11:31")) == []
    assert planned(starts_at, told_at=paris("2026-12-08", "12:40")) == []


def test_booked_late_in_the_evening_for_the_morning_nothing_more_is_said() -> None:
    assert planned(paris("2026-12-08", "09:00"), told_at=paris("2026-12-07", "21:00")) == []


def test_a_reminder_is_of_use_until_the_next_is_due_and_the_last_until_half_an_hour_before() -> None:
    starts_at = paris("2026-12-08", "14:30")
    first, second = reminders(starts_at=starts_at, told_at=LONG_AGO, zone=PARIS)
    assert first.expires_at == second.send_after
    assert second.expires_at == starts_at - LAST_USE


def test_two_rules_of_one_moment_make_one_reminder() -> None:
    rules = [ReminderRule("a", hours_before=2), ReminderRule("b", hours_before=2)]
    found = reminders(starts_at=paris("2026-12-08", "14:30"), told_at=LONG_AGO, zone=PARIS, rules=rules)
    assert [reminder.rule for reminder in found] == ["b"]


def test_no_rule_no_reminder() -> None:
    assert reminders(starts_at=paris("2026-12-08", "14:30"), told_at=LONG_AGO, zone=PARIS, rules=[]) == []


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("19:59", False), ("20:00", True), ("23:59", True), ("07:59", True), ("08:00", False)],
)
def test_the_night_is_from_eight_to_eight(clock: str, quiet: bool) -> None:
    assert is_quiet(paris("2026-12-08", clock), PARIS) is quiet


@pytest.mark.parametrize(
    ("kind", "said", "goes"),
    [
        # Asked for this minute: at once.
        (Kind.CODE, "12-07 23:00", "12-07 23:00"),
        (Kind.CANCELLED_BY_YOU, "12-07 23:00", "12-07 23:00"),
        # News that becomes known in the night waits for the morning: seven when it is for that very day.
        (Kind.CANCELLED_BY_US, "12-07 21:00", "12-08 07:00"),
        (Kind.CANCELLED_BY_US, "12-08 06:00", "12-08 07:00"),
        (Kind.CANCELLED_BY_US, "12-08 07:10", "12-08 07:10"),
        (Kind.CANCELLED_BY_US, "12-06 21:00", "12-07 08:00"),
        (Kind.CANCELLED_BY_US, "12-07 07:10", "12-07 08:00"),
        (Kind.CANCELLED_BY_US, "12-07 15:00", "12-07 15:00"),
        (Kind.MOVED, "12-08 06:00", "12-08 07:00"),
        (Kind.CONFIRMATION, "12-08 06:00", "12-08 08:00"),
        (Kind.CONFIRMATION, "12-07 15:00", "12-07 15:00"),
    ],
)
def test_news_respects_the_night(kind: Kind, said: str, goes: str) -> None:
    starts_at = paris("2026-12-08", "14:30")
    said_at = paris(f"2026-{said[:5]}", said[6:])
    assert may_go(kind, at=said_at, zone=PARIS, starts_at=starts_at) == paris(f"2026-{goes[:5]}", goes[6:])


def test_what_a_resident_has_just_done_is_answered_at_any_hour() -> None:
    at = paris("2026-12-07", "23:00")
    assert may_go(Kind.CONFIRMATION, at=at, zone=PARIS, starts_at=at, asked=True) == at


def test_news_about_no_appointment_waits_for_eight() -> None:
    assert may_go(Kind.MOVED, at=paris("2026-12-07", "23:00"), zone=PARIS) == paris("2026-12-08", "08:00")


def test_each_kind_is_of_use_for_its_own_time() -> None:
    said, start = paris("2026-12-08", "14:00"), paris("2026-12-08", "14:10")
    assert expires_at(Kind.CODE, said_at=said) == said + timedelta(minutes=10)
    assert expires_at(Kind.CODE, said_at=said, starts_at=start) == said + timedelta(minutes=10)
    assert expires_at(Kind.CONFIRMATION, said_at=said, starts_at=start) == start
    assert expires_at(Kind.MOVED, said_at=said, starts_at=start) == start
    for kind in (Kind.CANCELLED_BY_US, Kind.CANCELLED_BY_YOU):
        assert expires_at(kind, said_at=said, starts_at=start) == said + LAST_USE
        assert expires_at(kind, said_at=said, starts_at=start + timedelta(days=1)) == start + timedelta(
            days=1
        )


moments = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
zones = st.sampled_from(
    [PARIS, ZoneInfo("Indian/Reunion"), ZoneInfo("America/Martinique"), ZoneInfo("Australia/Lord_Howe")]
)


@given(at=moments, zone=zones)
def test_earlier_is_never_later_never_quiet_and_less_than_a_night_away(at: datetime, zone: ZoneInfo) -> None:
    moved = earlier_than_quiet(at, zone)
    assert moved <= at
    assert not is_quiet(moved, zone)
    assert at - moved < timedelta(hours=14)


@given(at=moments, zone=zones)
def test_later_is_never_earlier_never_quiet_and_less_than_a_night_away(at: datetime, zone: ZoneInfo) -> None:
    moved = later_than_quiet(at, zone)
    assert moved >= at
    assert not is_quiet(moved, zone)
    assert moved - at < timedelta(hours=14)


@given(starts_at=moments, ahead=st.timedeltas(timedelta(0), timedelta(days=9)), zone=zones)
def test_no_reminder_is_quiet_too_late_or_of_what_was_just_told(
    starts_at: datetime, ahead: timedelta, zone: ZoneInfo
) -> None:
    told_at = starts_at - ahead
    found = reminders(starts_at=starts_at, told_at=told_at, zone=zone)
    for reminder in found:
        assert not is_quiet(reminder.send_after, zone)
        assert told_at + FRESH <= reminder.send_after < reminder.expires_at <= starts_at - LAST_USE
    assert [reminder.send_after for reminder in found] == sorted({r.send_after for r in found})
