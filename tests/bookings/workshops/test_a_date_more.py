"""A series has a date more: whoever comes to all of them has a seat there and hears of it; nobody beyond the seats."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from bookings.actions.add_date import add_date, seat_those_of_all_dates
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.leave_workshop import leave_workshop
from bookings.errors import AlreadyPlanned, SlotTaken, WorkshopFull
from bookings.models import JournalEntry, Registration, WorkshopDate
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.bookings.workshops.test_waiting_for_seats import comes
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def town():
    return Town()


def one_more(workshop, *, capacity=8, animators=(), after=WEEK):
    last = workshop.dates.last()
    span = (last.starts_at + after, last.ends_at + after)
    return add_date(workshop.pk, span, capacity=capacity, animators=animators, by=AT_THE_DESK, now=BEFORE)


def test_whoever_comes_to_all_dates_has_a_seat_there_and_who_chose_one_date_has_not(town):
    workshop = six_thursdays(town, times=2)
    every, one = comes(workshop, 1), comes(workshop, 2, dates=[workshop.dates.first()])
    date = one_more(workshop, animators=[town.lea])
    assert date in every.dates.all() and date not in one.dates.all()
    date.refresh_from_db()
    assert date.taken == every.seats
    (told,) = JournalEntry.objects.filter(kind="workshop_date_added")
    assert told.registration == every and told.data["dates"] == [date.pk]


def test_who_has_given_one_date_back_comes_to_all_of_them_no_more(town):
    workshop = six_thursdays(town, times=3)
    registration = comes(workshop, 1)
    leave_workshop(registration.pk, by=AT_THE_DESK, now=BEFORE, date_ids=[workshop.dates.first().pk])
    assert one_more(workshop) not in registration.dates.all()


def test_the_database_refuses_fewer_seats_than_people_and_nothing_is_left_behind(town):
    workshop = six_thursdays(town, times=2)
    for number in (1, 3):
        comes(workshop, number)
    with pytest.raises(WorkshopFull):
        one_more(workshop, capacity=1)
    with pytest.raises(AlreadyPlanned):
        one_more(workshop, after=timedelta())
    with pytest.raises(SlotTaken):
        one_more(workshop, animators=[town.lea], after=HOUR)
    assert (
        workshop.dates.count() == 2 and not JournalEntry.objects.filter(kind="workshop_date_added").exists()
    )


def test_whoever_registered_in_that_very_moment_has_a_seat_with_the_next_sweep(town):
    workshop = six_thursdays(town, times=2)
    registration = comes(workshop, 1)
    last = workshop.dates.last()
    late = WorkshopDate.objects.create(
        workshop=workshop, starts_at=last.starts_at + WEEK, ends_at=last.ends_at + WEEK, capacity=2
    )
    assert [seat_those_of_all_dates(now=BEFORE) for _ in range(2)] == [registration.seats, 0]
    late.refresh_from_db()
    assert late.taken == registration.seats and late in registration.dates.all()


def test_a_coordinator_adds_a_date_and_reads_how_many_will_be_told(town):
    workshop = six_thursdays(town, times=2)
    comes(workshop, 1)
    coordinator = sign_in(Client(), town.user("coordinator"))
    address = reverse("staff_add_date", args=[workshop.pk])
    seats = Registration.objects.get().seats
    page = coordinator.get(address).content.decode()
    assert f"{seats} personne" in page and "2026-10-22" in page and "14:00" in page
    form = {"day": "22/10/2026", "opens": "14:00", "closes": "16:00", "capacity": "8"}
    twice = coordinator.post(address, {**form, "day": "15/10/2026"})
    assert twice.status_code == 422 and "15/10/2026" in twice.content.decode()
    assert coordinator.post(address, form).status_code == 302
    assert workshop.dates.count() == 3 and workshop.dates.last().animations.get().mediator == town.lea


def read(token):
    answer = Client().get(reverse("registration_calendar", args=[token]))
    calendar = Calendar.from_ical(answer.content)
    return calendar["method"], {event["uid"]: event for event in calendar.walk("VEVENT")}


def test_the_calendar_file_has_all_dates_and_takes_out_what_is_called_off_or_given_back(town):
    workshop = six_thursdays(town, times=3)
    registration = comes(workshop, 1)
    method, events = read("t1")
    assert method == "PUBLISH" and [each["status"] for each in events.values()] == ["CONFIRMED"] * 3
    assert "courriel" not in str(events) and "Essai" not in str(events)
    first, second, _third = workshop.dates.all()
    cancel_dates([first.pk], by=AT_THE_DESK, now=BEFORE)
    leave_workshop(registration.pk, by=AT_THE_DESK, now=BEFORE, date_ids=[second.pk])
    again, later = read("t1")
    assert again == "PUBLISH" and later.keys() == events.keys()
    assert sorted(each["status"] for each in later.values()) == ["CANCELLED", "CANCELLED", "CONFIRMED"]
    assert all(later[uid]["sequence"] > event["sequence"] for uid, event in events.items())
    leave_workshop(registration.pk, by=AT_THE_DESK, now=BEFORE)
    assert read("t1")[0] == "CANCEL"
    assert Client().get(reverse("registration_calendar", args=["inconnu"])).status_code == 410
