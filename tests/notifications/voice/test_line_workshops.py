"""Workshops and drop-ins by telephone: heard, registered for, waited for, given back."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.plan_workshop import plan_workshop
from bookings.models import CallBack, Registration, Workshop, WorkshopText
from bookings.workshops.series import dates
from mediation.models import Opening, TopicText
from mediation.remembered import forget
from notifications.models import SpokenName
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.walks import LANDLINE, WITHHELD
from tests.people import FRIDAY_BEFORE, an_organisation
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK

pytestmark = pytest.mark.usefixtures("clock")
FIRST = date(2026, 12, 10)


def planned(town: Town, *, capacity: int = 8, times: int = 2, first: date = FIRST) -> Workshop:
    """Two Thursdays at two."""
    return plan_workshop(
        Workshop(organisation=town.site.organisation, site=town.site, topic=town.topic, capacity=capacity),
        texts=[WorkshopText(language="fr", title="Mon premier courriel")],
        dates=dates(first, time(14), time(16), zone="Europe/Paris", times=times),
        animators=[],
        by=AT_THE_DESK,
        now=FRIDAY_BEFORE,
    )


def at_workshops(phone: str = "+33639980001") -> Caller:
    return Caller(phone).call().press("3").choose("ateliers à venir")


def test_a_workshop_is_heard_by_its_topics_spoken_form_and_joined_with_one_key(town: Town) -> None:
    workshop = planned(town)
    TopicText.objects.filter(topic=town.topic, language="fr").update(spoken="écrire à quelqu’un")
    caller = at_workshops()
    assert "écrire à quelqu’un, jeudi 10 décembre à quatorze heures" in caller.text
    caller.press("1")
    assert "Il y a deux dates" in caller.text
    caller.choose("toutes les dates")
    assert "vous avez une place" in caller.text
    caller.choose("sans dire votre nom")
    assert "jeudi 10 décembre" in caller.text
    made = Registration.objects.get()
    assert (made.channel, made.state, made.all_dates, made.dates.count()) == ("phone", "registered", True, 2)
    assert made.contact.value == "+33639980001" and made.workshop == workshop
    assert caller.hang_up() and not CallBack.objects.exists()
    assert "déjà inscrit" in at_workshops().press("1").choose("toutes les dates").text


def test_one_date_alone_and_a_webhook_that_comes_twice(town: Town) -> None:
    workshop = planned(town)
    caller = at_workshops(LANDLINE).press("1").choose("une seule date").choose("17 décembre")
    caller.again()
    assert list(Registration.objects.get().dates.all()) == [workshop.dates.last()]


def test_the_greeting_names_workshops_in_few_words_while_there_is_one_to_come(town: Town) -> None:
    short = "Un atelier, faites 3."
    assert short not in Caller().call().text
    planned(town)
    forget()
    called = Caller().call()
    assert short in called.text and "Pour le vôtre, faites 2." in called.text
    assert "Pour un atelier, ou pour venir sans rendez-vous, faites 3." in called.press("").text


def test_whoever_nobody_knows_may_say_a_name_and_it_is_written_where_they_registered(town: Town) -> None:
    workshop = planned(town)
    caller = at_workshops().press("1").choose("toutes les dates").choose("Pour dire votre nom").speak()
    assert "Votre atelier" in caller.text and caller.hang_up() and not CallBack.objects.exists()
    spoken = SpokenName.objects.get()
    desk = sign_in(Client(), a_user("desk", town.site.organisation))
    elsewhere = sign_in(Client(), a_user("desk", an_organisation("Ailleurs")))
    page, address = reverse("staff_line"), reverse("staff_workshop", args=[workshop.pk])
    assert address in desk.get(page).content.decode()
    assert address not in elsewhere.get(page).content.decode()
    written = {"name": "Amina Essai"}
    assert elsewhere.post(reverse("staff_spoken_name", args=[spoken.pk]), written).status_code == 404
    desk.post(reverse("staff_spoken_name", args=[spoken.pk]), written)
    assert Registration.objects.get().people.get().name == "Amina Essai"
    assert not SpokenName.objects.exists()


def test_where_it_is_full_one_waits_and_the_seat_that_is_offered_is_taken_by_telephone(town: Town) -> None:
    planned(town, capacity=1, times=1)
    at_workshops(LANDLINE).press("1").choose("vous inscrire")
    has = Registration.objects.get()
    caller = at_workshops().press("1")
    assert "Il n’y a plus de place" in caller.text
    caller.choose("attendre une place")
    assert "nous vous prévenons" in caller.text
    caller.choose("sans dire votre nom")
    assert "Vous attendez une place" in caller.text
    leave_workshop(has.pk, by=AT_THE_DESK, now=FRIDAY_BEFORE)
    mine = Caller().call().press("3").choose("votre inscription").press("1")
    assert "Une place est gardée pour vous" in mine.text
    mine.choose("prendre la place")
    assert "vous avez une place" in mine.text
    mine.choose("ne plus venir")
    assert "libre pour une autre personne" in mine.text
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["left", "left"]


def test_whoever_withholds_their_number_hears_all_and_is_led_to_a_person_to_register(town: Town) -> None:
    planned(town)
    caller = at_workshops(WITHHELD).press("1").choose("toutes les dates")
    assert not Registration.objects.exists() and "Une personne peut vous rappeler" in caller.text
    asked = Caller(WITHHELD).call().press("3").choose("votre inscription")
    assert "Une personne peut vous rappeler" in asked.text


def test_a_number_that_several_people_use_hears_of_nobodys_registration(town: Town) -> None:
    planned(town)
    at_workshops().press("1").choose("toutes les dates")
    other = Registration.objects.get()
    other.pk, other.token_hash, other.idempotency_key = None, "b", "b"
    first = Registration.objects.get()
    other.save()
    other.dates.set(first.dates.all())
    person = first.people.get()
    person.pk, person.name, person.name_key = None, "Jean", "jean"
    person.save()
    other.people.set([person])
    heard = Caller().call().press("3").choose("votre inscription").text
    assert "Nous ne trouvons pas d’inscription" in heard


def test_nothing_planned_is_said_and_leads_back(town: Town) -> None:
    caller = at_workshops()
    assert "Aucun atelier n’est prévu" in caller.text
    menu = caller.press("3").text
    assert "prendre un rendez-vous" in menu and "Pour un atelier" in menu


def test_todays_drop_in_has_its_hours_and_an_honest_wait(town: Town) -> None:
    today = Caller().call().press("3").choose("sans rendez-vous")
    assert "ne reçoit plus" in today.text
    Opening.objects.all().delete()
    Opening.objects.create(
        mediator=town.mediator,
        site=town.site,
        first_day=FRIDAY_BEFORE.date(),
        opens=time(9),
        closes=time(17),
        repeat_weeks=1,
        reception=Opening.Reception.DROP_IN,
    )
    caller = Caller().call().press("3").choose("sans rendez-vous").press("1")
    assert "de neuf heures à dix-sept heures" in caller.text
    assert "Nous ne savons pas encore" in caller.text
