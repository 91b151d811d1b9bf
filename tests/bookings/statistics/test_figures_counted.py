"""Figures against the facts: counted independently, after corrections made a year later, and after an erasure."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from pytest_django.plugin import DjangoDbBlocker

from bookings.actions.count_figures import check, count_news
from bookings.actions.record_outcome import record_outcome
from bookings.models import (
    Appointment,
    Figure,
    JournalEntry,
)
from bookings.outcomes.activity_report import Report
from bookings.statistics.periods import Grain, Period, period_of
from bookings.statistics.reading import counted, sessions_by_commune, sessions_by_month
from tests.bookings.statistics.a_year import NOW, RENNES, a_year, by_hand, said_about
from tests.kept import kept
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db


def _counted() -> SimpleNamespace:
    year = a_year()
    count_news(now=NOW)
    return year


@pytest.fixture(scope="module")
def counted_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SimpleNamespace]:
    with kept(_counted, django_db_blocker) as year:
        yield year


@pytest.fixture
def year(counted_once: SimpleNamespace, db: None) -> SimpleNamespace:
    """A year of sessions that has been counted for the first time: seven seconds' work, done once."""
    return deepcopy(counted_once)


def as_read(scope: str, period: Period) -> dict[str, dict[str, int]]:
    return {indicator: dict(codes) for indicator, codes in counted(scope, period).items()}


def test_a_years_figures_are_what_one_counts_by_hand(year: SimpleNamespace) -> None:
    whole = period_of(Grain.YEAR, date(2026, 5, 5))
    for period in (
        whole,
        period_of(Grain.QUARTER, date(2026, 5, 5)),
        period_of(Grain.MONTH, date(2026, 11, 5)),
        Period(date(2026, 2, 17), date(2026, 6, 9)),
        Period(date(2026, 3, 28), date(2026, 3, 29)),
    ):
        assert as_read("t", period) == by_hand(period)
    assert as_read(f"o{year.organisations[0].pk}", whole) == by_hand(
        whole, organisation=year.organisations[0]
    )
    assert as_read(f"s{year.sites[1].pk}", whole) == by_hand(whole, site=year.sites[1])
    assert as_read(f"m{year.mediators[1].pk}", whole) == by_hand(whole, mediator=year.mediators[1])
    assert as_read("c35051", whole) == by_hand(whole, site__commune__insee_code="35051")
    about = as_read("t/email", whole)
    assert about["sessions"]["individual"] == by_hand(whole)["theme"]["email"]
    emails = said_about("email", whole)
    assert {name: about[name] for name in emails} == emails


def test_the_months_of_the_chart_and_the_communes_of_the_map_add_up_to_the_whole(
    year: SimpleNamespace,
) -> None:
    whole = period_of(Grain.YEAR, date(2026, 5, 5))
    number = sum(by_hand(whole)["sessions"].values())
    assert sum(n for _month, n in sessions_by_month("t", whole.months())) == number
    communes = sessions_by_commune(counted("t", whole), merged={})
    assert sum(communes.values()) == number
    assert communes["35051"] == sum(by_hand(whole, site__commune__insee_code="35051")["sessions"].values())


def test_an_outcome_corrected_a_year_later_is_counted_where_it_happened(year: SimpleNamespace) -> None:
    old = Appointment.objects.filter(status="done", starts_at__lt=NOW - timedelta(days=300)).first()
    month = period_of(Grain.MONTH, old.starts_at.astimezone(RENNES).date())
    before = as_read("t", month)
    later = NOW + timedelta(days=2)
    report = Report(themes=["parentalite"], result="non_resolu", next_step="aucune", duration_min=45)
    record_outcome(old.pk, report=report, by=AT_THE_DESK, now=later)
    assert count_news(now=later + timedelta(minutes=1)) >= 1
    assert as_read("t", month)["result"]["non_resolu"] == 1
    assert as_read("t", month)["sessions"] == before["sessions"]


def test_the_nights_check_finds_and_mends_what_was_changed_behind_the_journals_back(
    year: SimpleNamespace,
) -> None:
    one = Appointment.objects.filter(status="done", starts_at__range=(NOW - timedelta(days=20), NOW)).first()
    Appointment.objects.filter(pk=one.pk).update(status="no_show")
    day = one.starts_at.astimezone(RENNES).date()
    assert check(now=NOW) == [day]
    assert check(now=NOW) == []
    month = period_of(Grain.MONTH, day)
    assert as_read("t", month) == by_hand(month)


def test_a_fact_that_tells_of_today_waits_until_today_is_over(year: SimpleNamespace) -> None:
    assert not Figure.objects.filter(grain="d", start__gte=date(2026, 11, 30)).exists()
    JournalEntry.objects.all().delete()
    count_news(now=NOW + timedelta(days=1))
    today = Period(date(2026, 11, 30), date(2026, 11, 30))
    assert as_read("t", today).get("sessions", {}) == by_hand(today).get("sessions", {})
