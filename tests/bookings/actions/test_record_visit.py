"""A visit that has taken place is written down afterwards: kept, telling nobody, taking no time."""

from datetime import timedelta

import pytest
from django.test import Client

from bookings.actions.record_visit import Visit, record_visit
from bookings.errors import NotOffered, TooEarly, TooLate
from bookings.models import Appointment, Commitment, JournalEntry
from bookings.people.who import Actor, Participant, WayToReach
from mediation.models import User
from tests.people import MONDAY_8AM, TEN, a_mediator, a_site, a_topic, an_organisation
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def visit() -> Visit:
    site = a_site(an_organisation())
    lea = a_mediator(site.organisation)
    return Visit(Participant("Amina"), a_topic(), site, lea, TEN - HOUR, 40, WayToReach("none"))


def at(desk: Actor, visit: Visit, now=TEN, key: str = "one") -> Appointment:
    return record_visit(visit, by=desk, now=now, idempotency_key=key)


@pytest.fixture
def desk() -> Actor:
    return Actor("desk", User.objects.create_user("bureau@example.org").pk)


def test_a_past_visit_is_an_appointment_that_was_kept(desk: Actor, visit: Visit) -> None:
    made = at(desk, visit)
    assert (made.status, made.starts_at, made.ends_at - made.starts_at) == (
        "done",
        TEN - HOUR,
        timedelta(minutes=40),
    )
    assert made.participants.get().name == "Amina" and made.actual_end == made.ends_at
    assert not Commitment.objects.exists()
    assert [entry.kind for entry in JournalEntry.objects.all()] == ["done"]
    assert at(desk, visit).pk == made.pk


def test_what_is_not_over_or_long_ago_or_not_given_so_is_refused(desk: Actor, visit: Visit) -> None:
    with pytest.raises(TooEarly):
        at(desk, visit, now=TEN - HOUR)
    with pytest.raises(TooLate):
        at(desk, visit, now=TEN + timedelta(days=400))
    with pytest.raises(NotOffered):
        at(desk, Visit(**{**vars(visit), "mode": "video"}))
    assert not Appointment.objects.exists()


@pytest.mark.time_machine(MONDAY_8AM, tick=False)
def test_the_desk_writes_down_friday_afternoon_on_monday(client: Client) -> None:
    town = Town()
    sign_in(client, town.user("desk"))
    form = client.get("/equipe/visites/noter/").context["form"]
    typed = {
        "key": form.initial["key"],
        "name": "Rose Essai",
        "phone": "0692 12 34 56",
        "topic": town.topic.pk,
        "mode": "on_site",
        "site": town.site.pk,
        "mediator": town.lea.pk,
        "day": "2026-11-27",
        "at": "15:30",
        "duration_min": "30",
    }
    sent = client.post("/equipe/visites/noter/", typed)
    made = Appointment.objects.get()
    assert sent.headers["Location"] == f"/equipe/rendez-vous/{made.pk}/"
    assert made.starts_at.isoformat() == "2026-11-27T14:30:00+00:00" and made.contact.value == "+262692123456"
    assert (
        client.post("/equipe/visites/noter/", typed).status_code == 302 and Appointment.objects.count() == 1
    )
    assert "Rose Essai" in client.get("/equipe/jour/?jour=2026-11-27").content.decode()


@pytest.mark.time_machine(MONDAY_8AM, tick=False)
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2026-11-30", "at": "08:00"}, "pas encore finie"),
        ({"day": "2024-11-27"}, "plus d’un an"),
        ({"phone": "06 39 98 00 01 Rose"}, "seulement le numéro"),
        ({"mode": "video"}, "de cette façon"),
    ],
)
def test_what_is_wrong_with_a_visit_is_said_beside_its_field(
    client: Client, wrong: dict[str, str], words: str
) -> None:
    town = Town()
    sign_in(client, town.user("desk"))
    form = client.get("/equipe/visites/noter/").context["form"]
    typed = {"key": form.initial["key"], "name": "Rose", "topic": town.topic.pk, "mode": "on_site"}
    typed |= {
        "site": town.site.pk,
        "mediator": town.lea.pk,
        "day": "2026-11-27",
        "at": "15:30",
        "duration_min": "30",
    }
    answer = client.post("/equipe/visites/noter/", {**typed, **wrong})
    assert answer.status_code == 422 and words in answer.content.decode() and not Appointment.objects.exists()


@pytest.mark.time_machine(MONDAY_8AM, tick=False)
def test_a_visit_is_written_down_within_ones_reach_only(client: Client) -> None:
    town = Town()
    sign_in(client, town.user("desk"))
    form = client.get("/equipe/visites/noter/").context["form"]
    assert list(form.fields["site"].queryset) == [town.site]
    assert list(form.fields["mediator"].queryset) == [town.lea]
