"""A workshop stands in the agenda of whoever animates it, and in the calendars that are shared."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.share_calendar import make_feed
from bookings.calendars.feed import text_of
from bookings.people.who import Actor
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.bookings.workshops.test_enrol import joins
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]
THE_DAY = "?jour=2026-10-08"


def test_the_day_the_week_the_month_and_the_list_show_it_to_who_animates_it_and_to_the_team(
    django_assert_max_num_queries,
):
    town = Town()
    workshop = six_thursdays(town, times=2)
    joins(workshop, "Amina", "Karim")
    for client in (sign_in(Client(), town.lea_user), sign_in(Client(), town.user("coordinator"))):
        for view in ("staff_day", "staff_week_list"):
            page = client.get(reverse(view) + THE_DAY).content.decode()
            assert "Mon premier courriel" in page and "2 places prises sur 8" in page
        assert "1 atelier" in client.get(reverse("staff_month") + THE_DAY).content.decode()
        with django_assert_max_num_queries(16):
            board = client.get(reverse("staff_side_by_side") + THE_DAY).content.decode()
        assert "cell--workshop" in board and "2/8" in board
    assert (
        "cell--workshop"
        in sign_in(Client(), town.lea_user).get(reverse("staff_week") + THE_DAY).content.decode()
    )
    elsewhere = sign_in(Client(), town.omar.user).get(reverse("staff_day") + THE_DAY).content.decode()
    assert "Mon premier courriel" not in elsewhere


def test_feeds_hold_its_dates_name_nobody_and_cancel_the_one_that_is_off():
    town = Town()
    workshop = six_thursdays(town, times=2)
    joins(workshop, "Amina", "Karim")
    by = Actor("desk", town.lea_user.pk)
    for of in (town.lea, town.site):
        feed, _token = make_feed(of=of, detail="full", openings=False, language="fr", by=by, now=BEFORE)
        text = text_of(feed, now=BEFORE)
        assert text.count("Mon premier courriel (2/8)") == 2 and "Amina" not in text
    first = workshop.dates.first()
    cancel_dates([first.pk], by=AT_THE_DESK, now=BEFORE + timedelta(hours=1))
    events = text_of(feed, now=BEFORE).split("BEGIN:VEVENT")[1:]
    off = [event for event in events if "STATUS:CANCELLED" in event]
    assert len(off) == 1 and "SEQUENCE:1" in off[0] and "20261008T140000" in off[0]
