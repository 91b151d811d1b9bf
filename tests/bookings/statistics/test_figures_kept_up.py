"""Figures kept up: after an erasure, after what somebody says of themselves later, and counted anew."""

from datetime import date, timedelta

import pytest

from bookings.actions.count_figures import check, count_days, count_news, count_whole, rebuild
from bookings.actions.forget import erase
from bookings.actions.note_about import About, note_about
from bookings.models import (
    AboutPerson,
    Appointment,
    Figure,
    FiguresState,
    Participation,
    Resident,
    SaidCount,
)
from bookings.statistics.periods import Grain, period_of
from tests.bookings.statistics.a_year import NOW, RENNES, a_year
from tests.bookings.statistics.test_figures_counted import as_read
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db


def figures() -> dict[tuple[str, str, date], object]:
    return {
        (one.scope, one.grain, one.start): one.counts
        for one in Figure.objects.exclude(start=date(2026, 11, 30))
    }


def received_on(people: list[Resident]) -> list[date]:
    """The days on which one of these was received."""
    theirs = Appointment.objects.filter(status="done", participations__resident__in=people, starts_at__lt=NOW)
    return sorted({one.starts_at.astimezone(RENNES).date() for one in theirs})


def test_somebody_who_is_erased_goes_on_being_one_person_of_that_age_and_nobody_can_tell_who() -> None:
    gone = a_year(number=150).people[:8]
    days, whole = received_on(gone), period_of(Grain.YEAR, date(2026, 5, 5))

    def counted_anew() -> dict[tuple[str, str, date], object]:
        Figure.objects.all().delete()
        count_days(days)
        count_whole([whole])
        return figures()

    before = counted_anew()
    for person in gone:
        erase(person.pk, by=AT_THE_DESK, now=NOW, cancel_ahead=True)
    assert not AboutPerson.objects.filter(resident__in=gone).exists()
    assert SaidCount.objects.filter(indicator="gender", code="feminin").exists()
    assert counted_anew() == before
    # An answer a row, without a session or a person.
    assert {field.name for field in SaidCount._meta.fields} & {"resident", "appointment", "at"} == set()


def test_what_somebody_says_a_year_later_is_counted_on_the_days_they_were_received() -> None:
    a_year()
    person = Resident.objects.filter(participations__appointment__status="done", about=None)[0]
    days, later = received_on([person]), NOW + timedelta(days=365)
    count_days(days)
    FiguresState.objects.create(facts_until=later)
    whole = period_of(Grain.YEAR, date(2026, 5, 5))
    sessions = Participation.objects.filter(
        resident=person,
        position=1,
        appointment__status="done",
        appointment__starts_at__year=2026,
        appointment__starts_at__lt=NOW,
    ).count()
    before = as_read("t", whole)
    said = About(birth_year=1986, gender="feminin", priority_area="non_communique")
    note_about(person.pk, about=said, by=AT_THE_DESK, now=later)
    # (And yesterday, which is looked at each time.)
    assert count_news(now=later + timedelta(minutes=1)) == len(days) + 1
    after = as_read("t", whole)
    assert after["gender"]["feminin"] == before["gender"].get("feminin", 0) + sessions
    assert after["area"]["non_communique"] == before["area"].get("non_communique", 0) + sessions
    assert after["age"].get("", 0) == before["age"][""] - sessions
    assert after["sessions"] == before["sessions"]


def test_counted_anew_or_kept_day_by_day_the_figures_are_the_same() -> None:
    a_year(number=150)
    for days in range(30, -1, -10):
        count_news(now=NOW - timedelta(days=days))
    check(now=NOW)
    kept = figures()
    list(rebuild(now=NOW))
    assert figures() == kept
