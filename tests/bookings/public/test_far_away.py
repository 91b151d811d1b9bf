"""Dates that nobody means, in an address or sent: a clear answer, never a failure."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import Appointment
from mediation.models import Absence, Closure, Opening
from tests.bookings.set_up.pages import marks
from tests.people import MONDAY_8AM, TEN, a_mediator, a_site, a_topic, an_organisation, receives
from tests.residents import AMINA, Resident, whom_address
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]

FAR = ["99991231T2359Z", "00010101T0000Z", "20260230T0900Z", "22010101T0000Z", "x"]
FAR_DAYS = ["9999-12-31", "0001-01-01", "2201-01-01"]


@pytest.fixture
def place():
    site, topic = a_site(an_organisation()), a_topic()
    receives(a_mediator(site.organisation), site)
    return topic, site


@pytest.mark.parametrize("moment", FAR)
def test_a_far_away_time_in_an_address_does_not_exist(place, moment: str) -> None:
    topic, site = place
    client, ids = Client(), [topic.public_id, site.public_id]
    booked = Resident(client).book(topic, site, TEN).headers["Location"]
    addresses = [
        reverse("whom", args=[*ids, moment]),
        reverse("take", args=[*ids, moment]),
        f"{reverse('when', args=ids)}?apres={moment}",
        f"{reverse('anywhere', args=ids[:1])}?apres={moment}",
    ]
    token = _token(booked)
    addresses += [f"{reverse('move', args=[token])}?apres={moment}", reverse("move_to", args=[token, moment])]
    for address in addresses:
        assert client.get(address).status_code == 404, address
    for address in (addresses[1], addresses[-1]):
        assert client.post(address, AMINA).status_code == 404, address
    assert Appointment.objects.get().starts_at == TEN


def _token(booked: str) -> str:
    before, after = reverse("booked", args=["TOKEN"]).split("TOKEN")
    return booked.removeprefix(before).removesuffix(after)


def test_a_time_a_century_ahead_is_simply_not_to_be_had(place) -> None:
    topic, site = place
    far = TEN.replace(year=2126)
    assert Client().get(whom_address(topic, site, far)).status_code == 200
    assert Resident().book(topic, site, far).status_code == 409


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def desk(client: Client, town: Town) -> Client:
    sign_in(client, town.user("desk"))
    return client


@pytest.mark.parametrize("day", FAR_DAYS)
def test_a_far_away_day_in_a_staff_address_does_not_exist(desk: Client, town: Town, day: str) -> None:
    appointment = town.books()
    for address in (
        "jour/?jour=",
        "semaine/?jour=",
        "reserver/?jour=",
        f"rendez-vous/{appointment.pk}/deplacer/?des=",
    ):
        assert desk.get(f"/equipe/{address}{day}").status_code == 404, address


@pytest.mark.parametrize("day", FAR_DAYS)
def test_a_far_away_day_sent_by_staff_is_refused_beside_its_field(desk: Client, town: Town, day: str) -> None:
    opening = Opening.objects.get(mediator=town.lea)
    rule = {"opens": "09:00", "closes": "12:00", "repeat_weeks": "1", "action": "enregistrer"}
    forms: dict[str, dict[str, object]] = {
        "plages/ajouter/": {"mediator": town.lea.pk, "site": town.site.pk, "first_day": day, **rule},
        f"plages/{opening.pk}/terminer/": {"last_day": day, "action": "enregistrer"},
        "absences/ajouter/": {"mediator": town.lea.pk, "first_day": "2026-12-01", "until": day, **rule},
        "fermetures/ajouter/": {"site": town.site.pk, "first_day": "2026-12-01", "last_day": day, **rule},
        "reserver/": {"from_day": day, "topic": town.topic.public_id, "action": "reserver"},
        "visites/noter/": {"name": "Amina", "day": day, "at": "09:00", "duration_min": "30"},
    }
    for address, typed in forms.items():
        # What is there already carries the marks of what it shows.
        carried = marks(desk.get(f"/equipe/{address}"))
        answer = desk.post(f"/equipe/{address}", {**carried, **typed})
        assert answer.status_code == 422, address
    assert not Absence.objects.exists() and not Closure.objects.exists() and Opening.objects.count() == 2


@pytest.mark.parametrize("second", ["99999999999", "00000000001"])
def test_a_far_away_time_picked_at_the_desk_is_no_time(desk: Client, town: Town, second: str) -> None:
    typed = {"name": "Amina", "phone": "06 39 98 00 01", "topic": town.topic.public_id, "action": "reserver"}
    slot = f"{second}-{town.site.pk}-{town.lea.pk}"
    assert desk.post("/equipe/reserver/", {**typed, "slot": slot}).status_code == 422


def test_an_absence_longer_than_its_column_is_refused(desk: Client, town: Town) -> None:
    typed = {
        "mediator": town.lea.pk,
        "first_day": "2000-01-01",
        "last_day": "2199-12-31",
        "action": "enregistrer",
    }
    assert desk.post("/equipe/absences/ajouter/", typed).status_code == 422


def test_days_from_outside_have_one_reader() -> None:
    """Pages and forms take no day apart themselves: `mediation.days` does, or a `DayField`."""
    root = Path(__file__).resolve().parents[3]
    reading = re.compile(r"forms\.DateField\(|strptime\(|date\.fromisoformat\(|fromtimestamp\(")
    # Written by ourselves, and signed or stored.
    ours = {"bookings/public/drafts.py", "bookings/public/views/code.py", "bookings/staff/people/history.py"}
    pages = [
        *root.glob("bookings/public/**/*.py"),
        *root.glob("bookings/staff/**/*.py"),
        *root.glob("notifications/watching/*.py"),
    ]
    found = {
        path.relative_to(root).as_posix()
        for path in pages
        if reading.search(path.read_text(encoding="utf-8"))
    }
    assert found - ours == set()
