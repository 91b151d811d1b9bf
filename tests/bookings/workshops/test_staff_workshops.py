"""The team runs a workshop: registers at the desk, ticks who came, changes, calls off, counts what came of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import JournalEntry, Registration, Resident, Workshop, WorkshopDate, WorkshopOutcome
from bookings.outcomes.vocabularies import AGES, GENDERS
from bookings.workshops.collective import Counted, ages, genders
from tests.bookings.set_up.pages import save
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.bookings.workshops.test_enrol import joins, taken
from tests.bookings.workshops.test_planning_page import typed
from tests.bookings.workshops.test_waiting_for_seats import comes, states
from tests.sent_back import sends
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(BEFORE, tick=False)]


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def coordinator(town):
    return sign_in(Client(), town.user("coordinator"))


def at_desk(client, workshop, name, *, action="inscrire", query="", **answers):
    page = client.get(reverse("staff_enrol", args=[workshop.pk])).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    form = {"key": key, "name": name, "reach": "phone", "value": "06 39 98 00 07", "language": "fr"}
    address = reverse("staff_enrol", args=[workshop.pk]) + query
    return client.post(address, {**form, **answers, "action": action})


def test_a_known_person_is_found_and_registered_and_nobody_is_made_twice(town):
    desk, workshop = sign_in(Client(), town.user("desk")), six_thursdays(town, times=1)
    amina = town.books().participants.get()
    found = at_desk(desk, workshop, "amina", action="chercher").content.decode()
    assert f"?personne={amina.pk}" in found and "Amina Essai" in found
    people = Resident.objects.count()
    assert at_desk(desk, workshop, "Amina Essai", query=f"?personne={amina.pk}").status_code == 302
    assert Registration.objects.get().people.get() == amina and Resident.objects.count() == people
    again = at_desk(desk, workshop, "Amina Essai", query=f"?personne={amina.pk}")
    assert again.status_code == 422 and "déjà inscrite" in again.content.decode()


def test_at_the_desk_a_full_workshop_has_its_waiting_list_and_a_no_passes_on(town):
    desk, workshop = sign_in(Client(), town.user("desk")), six_thursdays(town, capacity=1, times=1)
    has = joins(workshop, "Jean", phone="06 39 98 00 09")
    assert at_desk(desk, workshop, "Amina", value="").status_code == 422
    full = at_desk(desk, workshop, "Amina")
    assert full.status_code == 422 and "liste d’attente" in full.content.decode()
    assert at_desk(desk, workshop, "Amina", action="attendre").status_code == 302
    desk.post(reverse("staff_registration", args=[has.pk]), {"suite": "retire"})
    waits = Registration.objects.exclude(pk=has.pk).get()
    assert states(has, waits) == ["left", "offered"]
    assert "Places proposées" in desk.get(reverse("staff_workshop", args=[workshop.pk])).content.decode()
    desk.post(reverse("staff_registration", args=[waits.pk]), {"suite": "prend"})
    assert states(waits) == ["registered"] and taken(workshop) == [1]


def test_how_many_are_told_is_shown_before_a_date_is_called_off(town, coordinator):
    workshop = six_thursdays(town, times=2)
    first, second = workshop.dates.all()
    joins(workshop, "Amina", "Karim")
    comes(workshop, 5, dates=[first])
    address = reverse("staff_cancel_dates", args=[workshop.pk])
    seen = coordinator.get(f"{address}?date={first.pk}").content.decode()
    assert "3 personnes seront prévenues." in seen and first.cancelled_at is None
    assert coordinator.post(address, {"action": "annuler"}).status_code == 422
    assert WorkshopDate.objects.filter(cancelled_at=None).count() == 2
    coordinator.post(address, {"date": first.pk, "action": "annuler"})
    assert list(WorkshopDate.objects.filter(cancelled_at=None)) == [second]
    assert JournalEntry.objects.filter(kind="workshop_cancelled").count() == 2


def test_seats_never_go_below_people_and_the_page_says_so(town, coordinator):
    workshop = six_thursdays(town, times=1)
    joins(workshop, "Amina", "Karim")
    date = workshop.dates.get()
    address = reverse("staff_change_date", args=[date.pk])
    form = {"day": "2026-10-08", "opens": "14:00", "closes": "16:00", "capacity": 2, "walk_ins": 1}
    refused = save(coordinator, address, **form)
    assert refused.status_code == 422 and "2 personnes ont déjà une place" in refused.content.decode()
    assert save(coordinator, address, **{**form, "capacity": 4, "opens": "13:00"}).status_code == 302
    date.refresh_from_db()
    assert (date.capacity, date.taken, date.walk_ins, date.starts_at.hour) == (4, 3, 1, 11)
    desk_only = sign_in(Client(), town.lea_user)
    assert desk_only.get(address).status_code == 403


def test_words_place_and_animators_change_together_or_not_at_all(town, coordinator):
    workshop = six_thursdays(town, times=1)
    joins(workshop, "Amina")
    six = {name: value for name, value in typed(town).items() if name not in ("topic", "capacity")}
    answers = {
        **six,
        "title": "Mes photos",
        "title_en": "My pictures",
        "equipment": "Un ordinateur pour deux",
        "animators": [town.lea.pk],
    }
    address = reverse("staff_change_workshop", args=[workshop.pk])
    assert save(coordinator, address, **answers).status_code == 302
    texts = Workshop.objects.get().texts.order_by("language").values_list("language", "title")
    assert list(texts) == [("en", "My pictures"), ("fr", "Mes photos")]
    assert not JournalEntry.objects.filter(kind="workshop_changed").exists()
    french = reverse("workshop", args=[workshop.public_id])
    page = Client().get(f"/en{french}").content.decode()
    assert "My pictures" in page and "Léa" in page
    seen = Client().get(french).content.decode()
    assert "7 places libres" in seen and "Matériel sur place" in seen and "Un ordinateur pour deux" in seen


def test_who_came_is_ticked_counted_and_never_invented(town, coordinator, time_machine):
    workshop = six_thursdays(town, capacity=4, times=1)
    registration = joins(workshop, "Amina", "Karim")
    date, people = workshop.dates.get(), Resident.objects.count()
    outcome = reverse("staff_workshop_outcome", args=[date.pk])
    counted = {"participants": 3, "themes": ["email"], "duration_min": 120, "women": 2, "men": 1}
    assert sends(coordinator, outcome, counted).status_code == 422
    time_machine.move_to(date.starts_at + timedelta(hours=3), tick=False)
    coordinator = sign_in(Client(), town.user("coordinator"))
    left = coordinator.get(reverse("staff_pending")).content.decode()
    assert 'Comptes rendus <b class="tabs__count">1<' in left and "Tout est rempli" not in left
    amina = registration.people.get(name="Amina")
    ticks = {"venue": [amina.pk], "sans_inscription": "2"}
    coordinator.post(reverse("staff_attendance", args=[date.pk]), ticks)
    date.refresh_from_db()
    assert date.attendances.filter(came=True).count() == 1 and (date.taken, date.walk_ins) == (4, 2)
    # Four seats hold Amina and three more, one of them on Karim's, who did not come; not four more.
    coordinator.post(reverse("staff_attendance", args=[date.pk]), {**ticks, "sans_inscription": "4"})
    date.refresh_from_db()
    assert date.walk_ins == 2
    coordinator.post(reverse("staff_attendance", args=[date.pk]), {**ticks, "sans_inscription": "3"})
    date.refresh_from_db()
    assert (date.walk_ins, date.taken, date.capacity) == (3, 5, 5)
    coordinator.post(reverse("staff_attendance", args=[date.pk]), ticks)
    assert 'value="3"' in coordinator.get(outcome).content.decode()
    wrong = sends(coordinator, outcome, {**counted, "women": 9, "themes": []})
    assert wrong.status_code == 422 and "plus de personnes" in wrong.content.decode()
    assert sends(coordinator, outcome, {**counted, "age_soixante_soixante_neuf": 2}).status_code == 302
    stored = WorkshopOutcome.objects.get()
    assert "Tout est rempli" in coordinator.get(reverse("staff_pending")).content.decode()
    assert (stored.participants, stored.ages) == (3, {"soixante_soixante_neuf": 2})
    assert Resident.objects.count() == people
    listed = coordinator.get(reverse("staff_workshops") + "?passes=1").content.decode()
    assert "3 personnes venues" in listed


def test_counters_are_the_national_ones_and_add_up():
    counted = Counted(5, women=2, men=1, ages={"soixante_dix_plus": 3})
    assert set(genders(counted)) == set(GENDERS) and set(ages(counted)) == set(AGES)
    assert sum(genders(counted).values()) == sum(ages(counted).values()) == 5
    assert genders(counted)["non_communique"] == 2


def test_who_could_not_be_told_is_on_the_call_list_until_somebody_has_called(town, coordinator):
    workshop = six_thursdays(town, times=1)
    registration = joins(workshop, "Amina")
    JournalEntry.objects.create(
        at=BEFORE,
        kind="not_told",
        registration=registration,
        version=registration.version,
        pending=True,
        data={"kind": "workshop_cancelled", "why": "no_channel"},
    )
    for page in ("staff_to_tell", "staff_workshops"):
        assert "Annulation d’un atelier" in coordinator.get(reverse(page)).content.decode()
    coordinator.post(reverse("staff_registration", args=[registration.pk]), {"suite": "prevenue"})
    assert "Annulation d’un atelier" not in coordinator.get(reverse("staff_to_tell")).content.decode()
