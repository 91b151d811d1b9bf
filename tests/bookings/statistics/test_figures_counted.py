"""Figures against the facts: counted independently, after corrections made a year later, and after an erasure."""

from datetime import date, timedelta

import pytest

from bookings.actions.count_figures import check, count_days, count_news, count_whole, rebuild
from bookings.actions.forget import erase
from bookings.actions.note_about import About, note_about
from bookings.actions.record_outcome import record_outcome
from bookings.actions.record_workshop import Achieved, record_workshop
from bookings.models import (
    AboutPerson,
    Appointment,
    Figure,
    FiguresState,
    JournalEntry,
    Participation,
    Resident,
    SaidCount,
    Workshop,
    WorkshopAnimation,
    WorkshopDate,
)
from bookings.outcomes.activity_report import Report
from bookings.statistics import indicators
from bookings.statistics.periods import Grain, Period, period_of
from bookings.statistics.reading import counted, sessions_by_commune, sessions_by_month
from tests.bookings.statistics.a_year import NOW, RENNES, a_year, by_hand, said_about
from tests.people import a_topic
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db


def as_read(scope: str, period: Period) -> dict[str, dict[str, int]]:
    return {indicator: dict(codes) for indicator, codes in counted(scope, period).items()}


def test_a_years_figures_are_what_one_counts_by_hand() -> None:
    year = a_year()
    count_news(now=NOW)
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


def test_the_months_of_the_chart_and_the_communes_of_the_map_add_up_to_the_whole() -> None:
    a_year()
    count_news(now=NOW)
    whole = period_of(Grain.YEAR, date(2026, 5, 5))
    number = sum(by_hand(whole)["sessions"].values())
    assert sum(n for _month, n in sessions_by_month("t", whole.months())) == number
    communes = sessions_by_commune(whole)
    assert sum(communes.values()) == number
    assert communes["35051"] == sum(by_hand(whole, site__commune__insee_code="35051")["sessions"].values())


def figures() -> dict[tuple[str, str, date], object]:
    return {
        (one.scope, one.grain, one.start): one.counts
        for one in Figure.objects.exclude(start=date(2026, 11, 30))
    }


def test_an_outcome_corrected_a_year_later_is_counted_where_it_happened() -> None:
    a_year()
    count_news(now=NOW)
    old = Appointment.objects.filter(status="done", starts_at__lt=NOW - timedelta(days=300)).first()
    month = period_of(Grain.MONTH, old.starts_at.astimezone(RENNES).date())
    before = as_read("t", month)
    later = NOW + timedelta(days=2)
    report = Report(themes=["parentalite"], result="non_resolu", next_step="aucune", duration_min=45)
    record_outcome(old.pk, report=report, by=AT_THE_DESK, now=later)
    assert count_news(now=later + timedelta(minutes=1)) >= 1
    assert as_read("t", month)["result"]["non_resolu"] == 1
    assert as_read("t", month)["sessions"] == before["sessions"]


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


def test_the_nights_check_finds_and_mends_what_was_changed_behind_the_journals_back() -> None:
    a_year(number=150)
    count_news(now=NOW)
    one = Appointment.objects.filter(status="done", starts_at__range=(NOW - timedelta(days=20), NOW)).first()
    Appointment.objects.filter(pk=one.pk).update(status="no_show")
    day = one.starts_at.astimezone(RENNES).date()
    assert check(now=NOW) == [day]
    assert check(now=NOW) == []
    month = period_of(Grain.MONTH, day)
    assert as_read("t", month) == by_hand(month)


def test_a_fact_that_tells_of_today_waits_until_today_is_over() -> None:
    a_year(number=50)
    count_news(now=NOW)
    assert not Figure.objects.filter(grain="d", start__gte=date(2026, 11, 30)).exists()
    JournalEntry.objects.all().delete()
    count_news(now=NOW + timedelta(days=1))
    today = Period(date(2026, 11, 30), date(2026, 11, 30))
    assert as_read("t", today).get("sessions", {}) == by_hand(today).get("sessions", {})


def test_whoever_came_to_a_workshop_is_counted_with_its_place_and_both_animators() -> None:
    year = a_year(number=20)
    WorkshopDate.objects.all().delete()
    Workshop.objects.all().delete()
    count_news(now=NOW)
    start = NOW - timedelta(days=40)
    workshop = Workshop.objects.create(
        organisation=year.organisations[1],
        site=year.sites[1],
        topic=a_topic("ateliers"),
        capacity=10,
        made_at=NOW,
    )
    held = WorkshopDate.objects.create(
        workshop=workshop, starts_at=start, ends_at=start + timedelta(hours=2), capacity=10
    )
    for mediator in year.mediators:
        WorkshopAnimation.objects.create(date=held, mediator=mediator)
    alone = indicators.figures(counted("t", month := period_of(Grain.MONTH, start.date())))
    achieved = Achieved(7, ["email"], 120, women=4, men=2, ages={"soixante_dix_plus": 5})
    record_workshop(held.pk, achieved, by=AT_THE_DESK, now=NOW)
    count_news(now=NOW + timedelta(minutes=1))
    scopes = ["t", f"o{year.organisations[1].pk}", "c35051", *(f"m{each.pk}" for each in year.mediators)]
    assert [counted(scope, month)["sessions"]["workshop"] for scope in scopes] == [7] * 5
    assert counted("t", month)["workshops"] == {"held": 1, "seats": 10}
    assert counted("t", month)["workshop_theme"] == {"email": 1}
    found = indicators.figures(counted("t", month))
    assert found.workshop_filled.percent == 70
    # Of the seven, two have no age and one no gender that anybody has counted.
    assert (found.ages.of, found.ages.missing) == (alone.ages.of + 7, alone.ages.missing + 2)
    assert (found.genders.of, found.genders.missing) == (alone.genders.of + 7, alone.genders.missing + 1)
    assert counted("t/email", month)["sessions"]["workshop"] == 7
    assert "workshop" not in counted(f"o{year.organisations[0].pk}", month).get("sessions", {})
    assert check(now=NOW) == []
