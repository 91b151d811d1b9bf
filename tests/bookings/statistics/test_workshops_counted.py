"""Whoever comes to a workshop is counted: where it was held, for both who held it, with what was counted of the room."""

from datetime import timedelta

import pytest

from bookings.actions.count_figures import check, count_news
from bookings.actions.record_workshop import Achieved, record_workshop
from bookings.models import Workshop, WorkshopAnimation, WorkshopDate
from bookings.statistics import indicators
from bookings.statistics.periods import Grain, period_of
from bookings.statistics.reading import counted
from tests.bookings.statistics.a_year import NOW, a_year
from tests.people import a_topic
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.django_db


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
