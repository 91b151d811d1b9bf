"""The page of an appointment that we could not keep: three buttons and "none"; and where the notice of the day stands."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.models import Interrupted
from bookings.people.links import new_link
from mediation.models import Closure
from mediation.remembered import forget
from tests.bookings.interruptions.away import HALF_PAST_SEVEN, FullDay
from tests.people import MONDAY_8AM
from tests.residents import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def asked() -> Interrupted:
    day = FullDay()
    day.falls_ill("offer", now=HALF_PAST_SEVEN, only=1)
    day.works(MONDAY_8AM)
    return Interrupted.objects.get()


def test_the_link_leads_to_three_buttons_and_one_press_is_enough(asked: Interrupted) -> None:
    amina, token = Resident(), new_link(asked.appointment, now=MONDAY_8AM)
    address = reverse("choose_instead", args=[token])
    assert amina.get(reverse("appointment", args=[token]))["Location"] == address
    text = amina.get(address).content.decode()
    assert "n’aura pas lieu" in text and text.count('name="heure"') == 4
    assert amina.post(address, {"heure": "2"})["Location"] == reverse("booked", args=[token])
    assert "C’est noté" in amina.get(reverse("booked", args=[token])).content.decode()
    asked.refresh_from_db()
    assert asked.result == "moved"
    assert asked.appointment.starts_at.isoformat() == asked.times[1]["at"]
    # Going back and pressing another button changes nothing.
    assert amina.post(address, {"heure": "1"})["Location"] == reverse("appointment", args=[token])
    asked.appointment.refresh_from_db()
    assert asked.appointment.starts_at.isoformat() == asked.times[1]["at"]


def test_none_of_them_keeps_the_buttons_and_says_that_somebody_calls(asked: Interrupted) -> None:
    address = reverse("choose_instead", args=[new_link(asked.appointment, now=MONDAY_8AM)])
    text = Resident().post(address, {"heure": "aucune"}).content.decode()
    assert "Une personne de l’équipe vous appelle" in text and text.count('name="heure"') == 3


def test_a_time_that_has_just_gone_is_said_kindly_with_others(asked: Interrupted) -> None:
    Closure.objects.create(
        site_id=asked.times[0]["site"], starts_at=MONDAY_8AM, ends_at=MONDAY_8AM + timedelta(days=10)
    )
    address = reverse("choose_instead", args=[new_link(asked.appointment, now=MONDAY_8AM)])
    page = Resident().post(address, {"heure": "1"})
    assert page.status_code == 409 and "vient d’être prise" in page.content.decode()
    assert page.content.decode().count('name="heure"') == 4


@pytest.mark.parametrize("language", ["/", "/fr-falc/"])
def test_the_first_page_and_the_places_page_say_what_keeps_us_today(
    asked: Interrupted, language: str
) -> None:
    forget()
    site = asked.appointment.site
    prefix = language.rstrip("/")
    for address in (language, f"{prefix}/lieu/{site.public_id}/"):
        assert "équipe est absente" in Resident().get(address).content.decode()
