"""Reminders as organisations set them: the nearest plan counts, and a change reminds nobody twice."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from mediation.models import Organisation, Topic
from notifications.models import Message, ReminderPlan
from notifications.reminding.compose import remind
from notifications.reminding.plans import read_plans
from tests.notifications.conftest import Town
from tests.notifications.reminding.test_reminders import AFTERNOON, LONG_BEFORE, paris, rules
from tests.people import a_topic, an_organisation


def a_plan(
    organisation: Organisation | None = None, topic: Topic | None = None, **fields: object
) -> ReminderPlan:
    return ReminderPlan.objects.create(organisation=organisation, topic=topic, **fields)


def test_an_organisation_reminds_a_week_before_and_the_others_as_usual(town: Town) -> None:
    a_plan(town.site.organisation, early_days=7, early_at=time(9, 0))
    a_plan(an_organisation("Une autre"), hours=4)
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-01", "08:59")) == 0
    assert remind(now=paris("2026-12-01", "09:00")) == 1
    assert remind(now=paris("2026-12-08", "12:30")) == 0
    assert rules() == ["early"]


def test_the_nearest_plan_counts(town: Town) -> None:
    topic, other = town.topic, a_topic("autre")
    a_plan(hours=1)
    a_plan(topic=topic, hours=2)
    a_plan(town.site.organisation, hours=3)
    a_plan(town.site.organisation, other, hours=4)
    plans = read_plans(now=LONG_BEFORE)

    def hours(organisation_id: int, topic_id: int) -> float:
        return plans.rules_for(organisation_id, topic_id)[0].hours_before

    elsewhere = an_organisation("Une autre").pk
    assert hours(town.site.organisation.pk, other.pk) == 4
    assert hours(town.site.organisation.pk, topic.pk) == 3
    assert hours(elsewhere, topic.pk) == 2
    assert hours(elsewhere, other.pk) == 1


def test_a_plan_without_reminders_reminds_nobody(town: Town) -> None:
    a_plan(town.site.organisation)
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-06", "10:00")) == 0
    assert remind(now=paris("2026-12-08", "12:30")) == 0


def test_who_was_reminded_before_the_plan_changed_is_not_reminded_again(town: Town) -> None:
    town.book(AFTERNOON, now=LONG_BEFORE)
    assert remind(now=paris("2026-12-06", "10:00")) == 1
    a_plan(town.site.organisation, days=1, days_at=time(17, 0))
    assert remind(now=paris("2026-12-07", "17:00")) == 0
    assert Message.objects.count() == 1


def test_on_a_sunday_nobody_is_reminded_where_that_is_set(town: Town) -> None:
    a_plan(days=2, days_at=time(10, 0), days_off="weekends")
    town.book(AFTERNOON, now=LONG_BEFORE)  # A Tuesday: two days before is a Sunday.
    assert remind(now=paris("2026-12-04", "09:59")) == 0
    assert remind(now=paris("2026-12-04", "10:00")) == 1


def test_more_plans_do_not_take_more_queries(town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            remind(now=AFTERNOON)
        return len(captured)

    a_plan(town.site.organisation, early_days=7, early_at=time(9, 0))
    few = queries()
    for number in range(20):
        a_plan(
            an_organisation(f"Structure {number}"),
            town.topic,
            early_days=7,
            early_at=time(9, 0),
            hours=number % 12 + 1,
        )
    assert queries() == few


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"days": 2}, {"days_at"}),
        ({"days_at": time(10, 0)}, {"days"}),
        ({"early_days": 7}, {"early_at"}),
        ({"days": 2, "days_at": time(20, 0)}, {"days_at"}),
        ({"days": 2, "days_at": time(7, 59)}, {"days_at"}),
        ({"early_days": 2, "early_at": time(9, 0), "days": 2, "days_at": time(9, 0)}, {"early_days"}),
        ({"hours": 13}, {"hours"}),
        ({"days": 15, "days_at": time(9, 0)}, {"days"}),
        ({"days": 0, "days_at": time(9, 0)}, {"days"}),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(db: None, fields: dict[str, object], wrong: set[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        ReminderPlan(**fields).full_clean()
    assert set(refused.value.message_dict) == wrong


def test_there_is_one_plan_for_all_and_one_for_each(town: Town) -> None:
    for whose in (
        {},
        {"organisation": town.site.organisation},
        {"organisation": town.site.organisation, "topic": town.topic},
    ):
        ReminderPlan.objects.create(**whose)
        with pytest.raises(IntegrityError), transaction.atomic():
            ReminderPlan.objects.create(**whose)
        with pytest.raises(ValidationError, match="déjà une règle"):
            ReminderPlan(**whose).full_clean()
