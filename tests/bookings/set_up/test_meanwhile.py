"""Two people on one page of the set-up: what changed is said, what was typed is kept."""

import pytest
from django.test import Client

from mediation.models import Mediator, SetUpChange, Site
from tests.bookings.set_up.pages import edit, save, typed
from tests.people import MONDAY_8AM
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def ines(town):
    return sign_in(Client(), town.user("coordinator"))


@pytest.fixture
def paul():
    """Coordinates the whole territory."""
    return sign_in(Client(), a_user("metro_coordinator"))


def test_what_both_changed_is_said_and_kept_and_the_second_press_decides(town, ines, paul):
    address = edit("lieux", town.site.pk)
    before = typed(ines.get(address), address="5 rue Neuve", transit_stop="Arrêt du Parc")
    save(paul, address, address="9 rue Ancienne", phone="02 61 91 00 07")
    answer = ines.post(address, before)
    page = answer.content.decode()
    assert answer.status_code == 409 and "metro_coordinator Exemple" in page
    assert "9 rue Ancienne" in page and 'value="5 rue Neuve"' in page and 'value="Arrêt du Parc"' in page
    # The other's answer to what Inès had not touched is taken over; nothing is stored yet.
    assert answer.context["form"]["phone"].value() == "02 61 91 00 07"
    assert Site.objects.get(pk=town.site.pk).address == "9 rue Ancienne"
    ines.post(address, typed(answer))
    site = Site.objects.get(pk=town.site.pk)
    assert (site.address, site.phone, site.transit_stop) == ("5 rue Neuve", "+33261910007", "Arrêt du Parc")


def test_boxes_and_choices_are_compared_and_taken_over_too(town, ines, paul):
    address = edit("mediateurs", town.lea.pk)
    before = typed(ines.get(address), first_name="Léonie")
    save(paul, address, languages=["ar"], sign_language="on", gender="f")
    answer = ines.post(address, before)
    assert answer.status_code == 409
    ines.post(address, typed(answer))
    lea = Mediator.objects.get(pk=town.lea.pk)
    assert (lea.first_name, lea.languages, lea.sign_language, lea.gender) == ("Léonie", ["ar"], True, "f")


def test_a_page_nobody_else_changed_is_stored_at_once(town, ines):
    assert save(ines, edit("structures", town.here.pk), phone="02 61 91 00 08").status_code == 302
    town.here.refresh_from_db()
    assert town.here.phone == "+33261910008"


def test_of_a_person_only_the_names_of_what_changed_are_written_down(town, ines):
    save(ines, edit("mediateurs", town.lea.pk), phone="02 61 91 00 09")
    change = SetUpChange.objects.get()
    assert change.fields == [["phone", "", ""]] and change.actor is not None
    page = ines.get("/equipe/mise-en-place/changements/").content.decode()
    assert "Téléphone professionnel" in page and "Léa Exemple" in page
    assert "0009" not in page and "91 00 09" not in page
