"""Two of the team on one page: hours, a date, the way, a workshop, a reminder. What changed is said, what was typed kept."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.plan_workshop import plan_workshop
from bookings.models import Workshop, WorkshopDate, WorkshopText
from bookings.workshops.series import dates
from mediation.models import Opening, TravelTime
from notifications.models.reminding import ReminderPlan
from tests.bookings.set_up.pages import save, typed
from tests.people import MONDAY_8AM, a_site, receives
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def ines(town):
    return sign_in(Client(), town.user("coordinator"))


@pytest.fixture
def paul(town):
    return sign_in(Client(), town.user("coordinator"))


def test_two_last_days_of_one_opening_are_no_surprise(town, ines, paul):
    opening = town.lea.openings.get()
    address = f"/equipe/plages/{opening.pk}/terminer/"
    before = typed(ines.get(address), last_day="2027-06-30", action="enregistrer")
    save(paul, address, last_day="2027-03-31", action="enregistrer")
    answer = ines.post(address, before)
    page = answer.content.decode()
    assert answer.status_code == 409 and "2027-03-31" in page and 'value="2027-06-30"' in page
    assert Opening.objects.get(pk=opening.pk).last_day == date(2027, 3, 31)
    ines.post(address, typed(answer, action="enregistrer"))
    assert Opening.objects.get(pk=opening.pk).last_day == date(2027, 6, 30)


def test_a_date_that_somebody_else_moved_keeps_what_was_typed(town, ines, paul):
    rule = town.lea.openings.get()
    address = f"/equipe/plages/{rule.pk}/dates/2026-12-07/"
    before = typed(ines.get(address), closes="11:00", action="enregistrer")
    save(paul, address, day="2026-12-09", action="enregistrer")
    answer = ines.post(address, before)
    assert answer.status_code == 409 and "2026-12-09" in answer.content.decode()
    # Inès had not touched the day: it follows Paul's; her hour stays.
    form = answer.context["form"]
    assert (form["day"].value(), form["closes"].value()) == ("2026-12-09", "11:00")
    ines.post(address, typed(answer, action="enregistrer"))
    moved = Opening.objects.get(replaces=rule)
    assert (moved.first_day, moved.closes) == (date(2026, 12, 9), time(11))
    # Opened again, the page shows the date as it is now, not as the rule has it.
    assert ines.get(address).context["form"]["day"].value() == date(2026, 12, 9)


def test_a_date_called_off_by_somebody_else_is_said(town, ines, paul):
    rule = town.lea.openings.get()
    address = f"/equipe/plages/{rule.pk}/dates/2026-12-07/"
    before = typed(ines.get(address), closes="11:00", action="enregistrer")
    save(paul, address, what="annulee", action="enregistrer")
    answer = ines.post(address, before)
    assert answer.status_code == 409 and "n’a pas lieu" in answer.content.decode()
    assert not Opening.objects.filter(replaces=rule).exists()


def test_minutes_between_two_sites_are_not_overwritten_unseen(town, ines, paul):
    far = a_site(town.here, "Point Fictif", short_name="Point Fictif")
    receives(town.lea, far, 17, 19)
    address, box = "/equipe/trajets/", f"trajet-{town.site.pk}-{far.pk}"
    before = typed(ines.get(address), **{box: "25"})
    save(paul, address, **{box: "10"})
    answer = ines.post(address, before)
    assert answer.status_code == 409 and "«\xa010\xa0»" in answer.content.decode()
    assert TravelTime.objects.get().minutes == 10
    ines.post(address, typed(answer))
    assert TravelTime.objects.get().minutes == 25


@pytest.fixture
def workshop(town):
    return plan_workshop(
        Workshop(organisation=town.here, site=town.site, topic=town.topic, capacity=8),
        texts=[WorkshopText(language="fr", title="Mon premier courriel", description="Écrire.")],
        dates=dates(date(2026, 12, 10), time(14), time(16), zone="Europe/Paris", times=2),
        animators=[town.lea],
        by=AT_THE_DESK,
        now=datetime.now(UTC),
    )


def test_a_workshop_changed_by_two_says_so_and_moves_nobody_back(town, ines, paul, workshop):
    address = reverse("staff_change_workshop", args=[workshop.pk])
    before = typed(ines.get(address), description="Écrire et recevoir.")
    other = a_site(town.here, "Café Exemple", short_name="Café Exemple")
    save(paul, address, site=other.pk)
    answer = ines.post(address, before)
    assert answer.status_code == 409 and "Café Exemple" in answer.content.decode()
    ines.post(address, typed(answer))
    workshop.refresh_from_db()
    assert workshop.site == other and workshop.texts.get().description == "Écrire et recevoir."


def test_hours_of_a_workshops_date_are_not_overwritten_by_who_adds_seats(town, ines, paul, workshop):
    first = workshop.dates.earliest("starts_at")
    address = reverse("staff_change_date", args=[first.pk])
    before = typed(ines.get(address), capacity="12")
    save(paul, address, opens="15:00", closes="17:00")
    answer = ines.post(address, before)
    assert answer.status_code == 409
    ines.post(address, typed(answer))
    stored = WorkshopDate.objects.get(pk=first.pk)
    assert (stored.capacity, stored.starts_at.hour) == (12, 14)


def test_a_rule_for_reminders_changed_by_two_is_said_and_kept(town, ines, paul):
    plan = ReminderPlan.objects.create(organisation=town.here, hours=3)
    address = reverse("staff_reminder_plan", args=[plan.pk])
    before = typed(ines.get(address), days="2", days_at="10:00", action="enregistrer")
    save(paul, address, hours="5", action="enregistrer")
    answer = ines.post(address, before)
    assert answer.status_code == 409 and "«\xa05\xa0»" in answer.content.decode()
    ines.post(address, typed(answer, action="enregistrer"))
    plan.refresh_from_db()
    assert (plan.days, plan.hours) == (2, 5)
