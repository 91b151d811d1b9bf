"""Two who are helped by telephone and sit in two places: each is called at their own number, whoever referred them."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book_for_referred import book_for_referred
from bookings.actions.book_invited import book_invited
from bookings.actions.forget import erase
from bookings.actions.refer_with_time import Time, refer_and_book
from bookings.actions.referred import Referred
from bookings.errors import InvalidContact
from bookings.models import Appointment, Contact, Referral
from bookings.people.who import RESIDENT_ON_WEB, Actor, WayToReach
from bookings.referrals import information
from tests import people
from tests.partners import REFER, SocialWorker, text
from tests.referring import a_partner, referrer_of, refers
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(people.FRIDAY_BEFORE, tick=False)]
NOW, TYPED, OWN = people.FRIDAY_BEFORE, "06 39 98 00 44", "+33639980044"
TWO = {"companion": "Jean Essai", "companion_phone": TYPED}


def by_telephone():
    town = Town()
    town.topic.modes = ["phone"]
    town.topic.save()
    return town


def called_at(appointment):
    parts = appointment.participations.order_by("position").select_related("contact")
    return [each.contact.value if each.contact else "" for each in parts]


def test_booked_with_the_person_each_is_called_at_their_own_number():
    town, ccas = by_telephone(), a_partner()
    asked = Referred(
        name="Amina Essai",
        reach=WayToReach("mobile", people.AMINA_MOBILE),
        topic=town.topic,
        organisation=town.here,
        site=town.site,
        informed_version=information.CURRENT,
        **TWO,
    )
    time, by = Time(town.site, people.TEN), Actor("web", for_partner=True)
    booked = refer_and_book(asked, time, referrer=referrer_of(ccas), by=by, now=NOW, idempotency_key="a")
    assert called_at(booked.appointment) == ["", OWN]


@pytest.mark.parametrize("who", ["person", "referrer"])
def test_booked_later_the_number_has_not_been_forgotten(who):
    town = by_telephone()
    referral = refers(town, a_partner(), **TWO)
    if who == "person":
        appointment = book_invited(
            referral.pk, site=town.site, starts_at=people.TEN, by=RESIDENT_ON_WEB, now=NOW
        )
    else:
        by = Actor("web", for_partner=True)
        appointment = book_for_referred(referral.pk, Time(town.site, people.TEN), by=by, now=NOW)
    assert appointment.mode == Appointment.Mode.PHONE and called_at(appointment) == ["", OWN]


def test_the_counter_finds_who_comes_along_filled_in():
    town = by_telephone()
    referral = refers(town, a_partner(), **TWO)
    desk = sign_in(Client(), town.user("desk"))
    page = text(desk.get(f"{reverse('staff_desk')}?orientation={referral.pk}"))
    assert 'value="Jean Essai"' in page and f'value="{OWN}"' in page
    assert f'href="tel:{OWN}"' in text(desk.get(reverse("staff_referral", args=[referral.pk])))


def test_where_nobody_is_called_no_number_is_kept():
    referral = refers(Town(), a_partner(), **TWO)
    assert referral.companion.name == "Jean Essai" and referral.companion_contact is None
    assert not Contact.objects.filter(value_index__isnull=False).exclude(referrals=referral).exists()


def test_a_number_like_the_persons_own_is_no_other_number():
    referral = refers(
        by_telephone(), a_partner(), companion="Jean Essai", companion_phone=people.AMINA_MOBILE
    )
    assert referral.companion_contact is None


def test_a_number_that_is_none_refers_nobody():
    with pytest.raises(InvalidContact):
        refers(by_telephone(), a_partner(), companion="Jean Essai", companion_phone="12")
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["resident", "companion"])
def test_forgotten_their_number_goes_and_the_others_stays(who):
    referral = refers(by_telephone(), a_partner(), **TWO)
    numbers = {"resident": referral.contact_id, "companion": referral.companion_contact_id}
    erase(getattr(referral, f"{who}_id"), by=Actor("desk"), now=NOW)
    values = {name: Contact.objects.get(pk=pk or 0).value for name, pk in numbers.items()}
    assert not values.pop(who) and all(values.values())


def test_the_form_asks_for_it_only_where_people_are_called():
    worker = SocialWorker(by_telephone())
    called = text(worker.client.post(REFER, worker.says(action="heures", **TWO)))
    assert "Son téléphone, si nous l’appelons à part" in called and f'value="{TYPED}"' in called
    worker.town.topic.modes = ["on_site"]
    worker.town.topic.save()
    # (What was typed is not lost by choosing another topic for a moment.)
    seen = text(worker.client.post(REFER, worker.says(action="heures", **TWO)))
    assert "si nous l’appelons à part" not in seen and f'value="{TYPED}"' in seen


def test_what_is_wrong_with_it_stands_beside_it_and_nothing_is_sent():
    worker = SocialWorker(by_telephone())
    wrong = worker.client.post(REFER, worker.says(**{**TWO, "companion_phone": "06 12"}))
    assert wrong.status_code == 422 and wrong.context["form"].errors["companion_phone"]
    assert not Referral.objects.exists()
    worker.client.post(REFER, worker.says(**TWO))
    assert Referral.objects.get().companion_contact.value == OWN
