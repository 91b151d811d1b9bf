"""The team plans six Thursdays on a page, and prints who comes."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import Commitment, Workshop
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.bookings.workshops.test_enrol import joins
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]


def typed(town, **changed):
    given = {
        "title": "Mon premier courriel",
        "topic": town.topic.pk,
        "site": town.site.pk,
        "level": "beginner",
        "capacity": 8,
        "first_day": "2026-10-08",
        "opens": "14:00",
        "closes": "16:00",
        "times": 6,
        "every_weeks": 1,
        "single_dates": "on",
        "animators": [town.lea.pk],
    }
    return {**given, **changed}


def test_a_coordinator_plans_six_thursdays_and_prints_who_comes():
    town = Town()
    client = sign_in(Client(), town.user("coordinator"))
    answer = client.post(reverse("staff_add_workshop"), typed(town))
    workshop = Workshop.objects.get()
    assert answer["Location"] == reverse("staff_workshop", args=[workshop.pk])
    assert [date.starts_at.hour for date in workshop.dates.all()] == [12, 12, 12, 13, 13, 13]
    joins(workshop, "Amina Essai", "Karim Essai", dates=[workshop.dates.first()])
    sheet = client.get(answer["Location"]).content.decode()
    assert "Amina Essai" in sheet and "Karim Essai" in sheet and "2 places prises sur 8" in sheet
    assert "Mon premier courriel" in client.get(reverse("staff_workshops")).content.decode()


def test_nothing_is_planned_when_somebody_is_promised_elsewhere():
    town = Town()
    six_thursdays(town, times=1)
    client = sign_in(Client(), town.user("coordinator"))
    page = client.post(reverse("staff_add_workshop"), typed(town))
    assert page.status_code == 422 and "déjà prise" in page.content.decode()
    assert Workshop.objects.count() == 1 and Commitment.objects.count() == 1
    assert client.post(reverse("staff_add_workshop"), typed(town, closes="13:00")).status_code == 422
