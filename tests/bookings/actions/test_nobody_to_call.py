"""An appointment by telephone needs a telephone, whoever comes and however it is asked for."""

import pytest

from bookings.actions.book import book
from bookings.actions.change_contact import change_contact
from bookings.actions.wait import Wait, wait
from bookings.errors import NobodyToCall
from bookings.models import Appointment, WaitingEntry
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from mediation.models import User
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, a_topic, an_organisation, receives, wish

pytestmark = pytest.mark.django_db

NOBODY = [
    WayToReach("none"),
    WayToReach("letter", "1 rue de l’Exemple"),
    WayToReach("email", "amina@exemple.test"),
    WayToReach("through", "Ma voisine du 3e étage"),
]


@pytest.fixture
def place():
    site, topic = a_site(an_organisation()), a_topic(modes=["phone", "on_site"])
    receives(a_mediator(site.organisation), site)
    return topic, site


def asks(place, way: WayToReach, mode: str = "phone", by: Actor = RESIDENT_ON_WEB, **fields) -> Appointment:
    wanted = wish(*place, reach=way, mode=mode, **fields)
    return book(wanted, by=by, now=FRIDAY_BEFORE, idempotency_key="one")


@pytest.mark.parametrize("way", NOBODY)
def test_a_telephone_appointment_with_nobody_to_call_is_refused(place, way: WayToReach) -> None:
    with pytest.raises(NobodyToCall):
        asks(place, way)
    with pytest.raises(NobodyToCall):
        asks(place, way, by=Actor("desk", User.objects.create_user("bureau@example.org").pk))
    with pytest.raises(NobodyToCall):
        asks(place, way, participants=[Participant("Amina"), Participant("Omar")])
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("way", NOBODY)
def test_the_same_person_comes_to_the_site_without_a_telephone(place, way: WayToReach) -> None:
    assert asks(place, way, mode="on_site").mode == "on_site"


@pytest.mark.parametrize(
    "way",
    [
        WayToReach("mobile", "0692 12 34 56"),
        WayToReach("landline", "02 61 91 00 02"),
        WayToReach("through", "Le CCAS, 02 61 91 00 03"),
    ],
)
def test_a_telephone_of_ones_own_or_of_somebody_will_do(place, way: WayToReach) -> None:
    assert asks(place, way).mode == "phone"


def test_nobody_waits_for_a_telephone_appointment_without_a_telephone(place) -> None:
    topic, site = place
    topic.modes = ["phone"]
    asked = Wait(topic, [site], Participant("Amina"), WayToReach("email", "amina@exemple.test"))
    with pytest.raises(NobodyToCall):
        wait(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="waits")
    assert not WaitingEntry.objects.exists()


def test_the_telephone_of_a_telephone_appointment_is_not_replaced_by_a_letter(place) -> None:
    appointment = asks(place, WayToReach("mobile", "06 39 98 00 01"))
    change = {
        "appointment_ids": [appointment.pk],
        "by": Actor("desk", User.objects.create_user("bureau@example.org").pk),
        "now": FRIDAY_BEFORE,
    }
    who = appointment.participants.get().pk
    with pytest.raises(NobodyToCall):
        change_contact(who, way=WayToReach("letter", "1 rue de l’Exemple"), **change)
    appointment.refresh_from_db()
    assert appointment.contact.kind == "mobile"
    change_contact(who, way=WayToReach("landline", "02 61 91 00 02"), **change)
    appointment.refresh_from_db()
    assert appointment.contact.kind == "landline" and appointment.starts_at == TEN
