"""Drop-in hours: nobody books there, neither there nor meanwhile elsewhere, and the team sees them as such."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from bookings.times import search
from bookings.times.gaps import days_of
from mediation.models import Opening
from tests.people import MONDAY, MONDAY_8AM, receives
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():
    """Léa receives from nine to five, and holds a drop-in from two to five."""
    town = Town()
    town.drop_in = receives(town.lea, town.site, 14, 17, reception="drop_in")
    return town


def hours_offered(town, **where):
    found = search.times(
        town.topic, start=MONDAY_8AM, end=MONDAY_8AM + timedelta(days=1), now=MONDAY_8AM, **where
    )
    return {choice.starts_at.hour + 1 for choice in found}


def test_the_hours_of_a_drop_in_are_not_offered_by_the_hour(town):
    assert hours_offered(town, site_ids=[town.site.pk]) == {10, 11, 12, 13}


def test_nor_at_another_place_where_the_mediator_would_receive_meanwhile(town):
    receives(town.lea, town.other_site, 15, 17)
    town.omar.openings.all().delete()
    assert hours_offered(town, site_ids=[town.other_site.pk]) == set()
    assert hours_offered(town) == {10, 11, 12, 13}


def test_a_date_without_the_drop_in_is_offered_again(town):
    town.drop_in.skipped_days = MONDAY.isoformat()
    town.drop_in.save()
    assert {14, 15, 16} <= hours_offered(town, site_ids=[town.site.pk])


def test_hours_with_or_without_appointment_are_offered_too(town):
    Opening.objects.filter(pk=town.drop_in.pk).update(reception="both")
    assert {14, 15, 16} <= hours_offered(town, site_ids=[town.site.pk])


def test_the_days_of_the_team_tell_a_drop_in_from_free_time(town):
    days = days_of([town.lea.pk], start=MONDAY_8AM, end=MONDAY_8AM + timedelta(hours=12), now=MONDAY_8AM)
    assert [stretch.starts_at.hour + 1 for stretch in days.drop_in] == [14]
    assert [(each.starts_at.hour + 1, each.ends_at.hour + 1) for each in days.free] == [(9, 14)]


def test_an_appointment_promised_before_is_not_said_to_be_without_a_place(client, town):
    Opening.objects.filter(pk=town.drop_in.pk).update(reception="both")
    appointment = town.books(MONDAY_8AM.replace(hour=14))
    Opening.objects.filter(pk=town.drop_in.pk).update(reception="drop_in")
    client.force_login(town.user("coordinator"))
    page = client.get(reverse("staff_openings")).content.decode()
    assert appointment.status == "booked" and "à replacer" not in page
    assert "sans rendez-vous (permanence)" in page


def test_the_grid_the_day_and_the_team_say_permanence(client, town):
    client.force_login(town.user("desk"))
    day = f"?jour={MONDAY}"
    pages = [
        client.get(reverse("staff_week") + f"{day}&mediateur={town.lea.pk}"),
        client.get(reverse("staff_side_by_side") + day),
        client.get(reverse("staff_week") + f"{day}&mediateur=0"),
        client.get(reverse("staff_day") + f"{day}&mediateur=0"),
    ]
    assert ["Permanence" in page.content.decode() for page in pages] == [True] * 4


def test_a_coordinator_adds_a_weekly_drop_in(client, town):
    client.force_login(town.user("coordinator"))
    form = {
        "mediator": town.lea.pk,
        "site": town.site.pk,
        "first_day": "2026-12-01",
        "opens": "14:00",
        "closes": "17:00",
        "reception": "drop_in",
        "repeat_weeks": 1,
        "action": "enregistrer",
    }
    assert client.post(reverse("staff_add_opening"), form).status_code == 302
    added = Opening.objects.get(first_day="2026-12-01")
    assert (added.reception, added.opens) == ("drop_in", time(14))
