"""People are forgotten when their time is over, or when they ask; figures stay."""

from datetime import timedelta

import pytest

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.actions.forget import erase, forget
from bookings.actions.sweep import sweep
from bookings.errors import NotStanding
from bookings.models import Appointment, Commitment, Contact, Draft, JournalEntry, Resident
from bookings.people.who import RESIDENT_ON_WEB, Actor
from mediation.models import User
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, a_topic, an_organisation, receives, wish

pytestmark = pytest.mark.django_db

TWO_YEARS_LATER = TEN + timedelta(days=731)


@pytest.fixture
def amina() -> Appointment:
    site = a_site(an_organisation())
    receives(a_mediator(site.organisation), site)
    return book(wish(a_topic(), site), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="amina")


def test_amina_is_forgotten_two_years_after_her_last_contact(amina: Appointment) -> None:
    assert forget(now=TEN + timedelta(days=700))["residents"] == 0
    assert forget(now=TWO_YEARS_LATER)["residents"] == 1

    resident = amina.participants.get()
    assert (resident.name, resident.name_key) == ("", "")
    assert Contact.objects.get().value == ""
    assert Appointment.objects.count() == 1
    assert JournalEntry.objects.filter(kind="erased", resident=resident).count() == 1


def test_a_number_shared_with_somebody_who_still_comes_stays(amina: Appointment) -> None:
    late = TEN + timedelta(days=1)
    Resident.objects.create(name="Karim", name_key="karim", created_at=late, last_contact_at=TWO_YEARS_LATER)
    karim = Resident.objects.get(name="Karim")
    amina.participations.create(resident=karim, position=2)

    assert forget(now=TWO_YEARS_LATER)["residents"] == 1
    assert Contact.objects.get().value != ""


def test_amina_asks_to_be_erased_once_nothing_is_ahead(amina: Appointment) -> None:
    agent = Actor("desk", User.objects.create_user("accueil@example.org").pk)
    resident = amina.participants.get()
    with pytest.raises(NotStanding):
        erase(resident.pk, by=agent, now=FRIDAY_BEFORE)
    cancel(amina.pk, by=agent, now=FRIDAY_BEFORE)

    erase(resident.pk, by=agent, now=FRIDAY_BEFORE)

    resident.refresh_from_db()
    assert resident.name == "" and resident.erased_at == FRIDAY_BEFORE


def test_what_has_run_out_is_swept_and_the_appointment_stays(amina: Appointment) -> None:
    Draft.objects.create(data="{}", expires_at=FRIDAY_BEFORE)
    cancel(amina.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)

    counts = sweep(now=FRIDAY_BEFORE + timedelta(minutes=17))

    assert (counts["drafts"], counts["holds"]) == (1, 1)
    assert not Commitment.objects.exists() and Appointment.objects.count() == 1
