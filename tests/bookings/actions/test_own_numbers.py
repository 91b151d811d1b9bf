"""Two people have one appointment by telephone and sit in two places: each is called at a number of their own."""

from datetime import timedelta

import pytest
import time_machine

from bookings.actions.book import book
from bookings.actions.change_contact import change_contact
from bookings.actions.forget import erase
from bookings.actions.give_number import give_number
from bookings.actions.merge import merge
from bookings.errors import InvalidContact, NobodyToCall
from bookings.models import Appointment, CallTry, Contact, JournalEntry
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from notifications.models import Message
from notifications.outbox.compose import compose
from tests.bookings.api.bodies import booking
from tests.people import AMINA_MOBILE, FRIDAY_BEFORE, TEN, wish
from tests.programs import Program
from tests.residents import Resident
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MAIL, MOBILE = WayToReach("email", "amina@exemple.test"), WayToReach("mobile", AMINA_MOBILE)
OMAR = "+33639980002"


@pytest.fixture
def town():
    town = Town()
    town.topic.modes = ["phone", "on_site"]
    town.topic.save()
    return town


def called(town, reach=MOBILE, *, amina="", omar="06 39 98 00 02", mode="phone") -> Appointment:
    people = [Participant("Amina", phone=amina), Participant("Omar", phone=omar)]
    asked = wish(town.topic, town.site, participants=people, reach=reach, mode=mode, offered=True)
    return book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="both")


def own(appointment) -> list[str]:
    rows = appointment.participations.order_by("position")
    return [each.contact.value if each.contact else "" for each in rows]


def test_each_of_them_needs_a_number_of_their_own_or_the_shared_one(town):
    for amina, omar in (("", ""), ("", "06 39 98 00 02"), ("06 39 98 00 01", "")):
        with pytest.raises(NobodyToCall):
            called(town, MAIL, amina=amina, omar=omar)
    with pytest.raises(InvalidContact) as refused:
        called(town, omar="06 39")
    assert refused.value.field == "own_phone" and not Appointment.objects.exists()
    assert own(called(town, MAIL, amina="06 39 98 00 01")) == ["+33639980001", OMAR]


def test_whoever_shares_the_number_has_none_of_their_own(town):
    assert own(called(town, omar=AMINA_MOBILE)) == ["", ""] and Contact.objects.count() == 1


def test_each_is_called_three_times_and_written_to_where_they_were_called(town, client):
    appointment = called(town)
    compose(now=FRIDAY_BEFORE)
    omar = appointment.participations.get(position=2).pk
    address = f"/equipe/rendez-vous/{appointment.pk}/appel/"
    with time_machine.travel(TEN + MINUTE, tick=False):
        sign_in(client, town.lea_user)
        page = client.get("/equipe/jour/?jour=2026-11-30").content.decode()
        assert f'href="tel:{OMAR}"' in page and page.count("Appel 1 sur 3 sans") == 2
        for number in (1, 2, 3):
            client.post(f"{address}?essai={number}&qui={omar}", {"resultat": "no_answer"})
        client.post(f"{address}?essai=1&qui=0", {"resultat": "busy"})
        page = client.get("/equipe/jour/?jour=2026-11-30").content.decode()
        assert "Trois appels" not in page and "Appel 2 sur 3 sans" in page
    assert CallTry.objects.filter(participation=omar).count() == 3 and CallTry.objects.count() == 4
    compose(now=TEN + 2 * MINUTE)
    message = Message.objects.get(kind="called_in_vain")
    assert message.to == OMAR and message.contact.value == OMAR


def test_a_number_is_given_and_taken_back_on_the_page_of_the_appointment(town, client):
    appointment = called(town, omar="")
    omar = appointment.participations.get(position=2)
    sign_in(client, town.user("desk"))
    page, address = f"/equipe/rendez-vous/{appointment.pk}/", f"/equipe/rendez-vous/{appointment.pk}/numero/"
    with time_machine.travel(FRIDAY_BEFORE, tick=False):
        wrong = client.post(address, {"qui": omar.pk, "numero": "06 39"}, follow=True)
        assert "pas complet" in wrong.content.decode()
        client.post(address, {"qui": omar.pk, "numero": "06 39 98 00 02"})
        assert (
            own(appointment) == ["", OMAR]
            and "06\xa039\xa098\xa000\xa002" in client.get(page).content.decode()
        )
        client.post(address, {"qui": omar.pk, "numero": ""})
        stranger = called_elsewhere(town)
        assert client.post(address, {"qui": stranger.pk, "numero": "06 39 98 00 02"}).status_code == 404
    assert own(appointment) == ["", ""] and not Contact.objects.filter(
        value_index__isnull=False, last4="0002"
    )
    assert JournalEntry.objects.filter(kind="resident_changed", resident=omar.resident).count() == 2


def called_elsewhere(town):
    asked = wish(town.topic, town.site, TEN + 60 * MINUTE, "Rose", mode="phone", offered=True)
    return book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="rose").participations.get()


def test_the_only_number_of_somebody_is_not_taken_back(town):
    appointment = called(town, MAIL, amina="06 39 98 00 01")
    with pytest.raises(NobodyToCall):
        give_number(
            appointment.participations.get(position=2).pk, phone="", by=AT_THE_DESK, now=FRIDAY_BEFORE
        )
    # All have their own: what is written to may change.
    change = {"appointment_ids": [appointment.pk], "by": AT_THE_DESK, "now": FRIDAY_BEFORE}
    change_contact(appointment.participants.first().pk, way=WayToReach("letter", "1 rue Fictive"), **change)


def test_who_is_erased_leaves_no_number_and_the_other_keeps_theirs(town):
    appointment = called(town)
    amina, omar = appointment.participations.order_by("position")
    erase(omar.resident_id, by=AT_THE_DESK, now=FRIDAY_BEFORE, cancel_ahead=True)
    kept = Contact.objects.exclude(last4="")
    assert own(appointment) == ["", ""] and [each.last4 for each in kept] == ["0001"]
    assert Appointment.objects.get().status == "booked" and amina.resident.erased_at is None


def test_two_records_of_one_person_leave_no_second_number(town):
    appointment = called(town)
    amina, omar = (each.resident_id for each in appointment.participations.order_by("position"))
    merge(keep_id=amina, other_id=omar, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    assert own(appointment) == [""] and not Contact.objects.filter(last4="0002").exists()


@pytest.mark.time_machine(FRIDAY_BEFORE, tick=False)
def test_on_the_web_and_by_a_program_the_second_person_may_have_a_number(town):
    town.topic.modes = ["phone"]
    town.topic.save()
    answers = {"second_name": "Omar", "second_phone": "06 39"}
    wrong = Resident().book(town.topic, town.site, TEN, **answers)
    assert wrong.status_code == 400 and "pas complet" in wrong.content.decode()
    sent = Resident().book(town.topic, town.site, TEN, **{**answers, "second_phone": "06 39 98 00 02"})
    assert sent.status_code == 302 and own(Appointment.objects.get()) == ["", OMAR]
    assert "finit par 0002" in Resident().get(sent["Location"]).content.decode()
    program = Program(town.here)
    two = [{"name": "Rose"}, {"name": "Jean", "phone": "12"}]
    body = booking(town, people=two, starts_at=(TEN + 60 * MINUTE).isoformat(), mode="phone")
    assert program.post("appointments/", body).json()["errors"][0]["pointer"] == "/people"
    two[1]["phone"] = "06 39 98 00 04"
    assert program.post("appointments/", {**body, "people": two}).status_code == 201
    assert own(Appointment.objects.latest("pk")) == ["", "+33639980004"]
