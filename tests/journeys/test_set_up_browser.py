"""A site set up from nothing to the first booking, in a real browser, without the operator."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment
from bookings.staff.set_up.files.writing import write_files
from mediation.models import Commune, CommunePostcode, Mediator, Organisation, Site, Territory, Topic, User
from mediation.remembered import forget
from tests.browser import findings, follow
from tests.people import an_organisation
from tests.sign_in import a_user, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)


@pytest.fixture
def territory(transactional_db: None) -> Iterator[None]:
    """A territory of one commune: nothing else is there."""
    Territory.objects.create(name="Essai", service_name="Essai", sms_name="Essai", phone="+33261910000")
    bruz = Commune.objects.create(insee_code="35047", name="Bruz", latitude=48.025, longitude=-1.745)
    CommunePostcode.objects.create(commune=bruz, postcode="35170")
    forget()
    yield
    forget()


@pytest.fixture
def organisation(territory: None) -> Organisation:
    """An organisation, and nothing of it yet."""
    return an_organisation("Ville d’Essai")


def as_(user: User, browser: Browser, server: LiveServer, size: ViewportSize = WIDE) -> Page:
    """A page of somebody who signed in."""
    client = sign_in(Client(), user)
    context = browser.new_context(base_url=server.url, viewport=size)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    return context.new_page()


def save(page: Page) -> None:
    follow(page.get_by_role("button", name="Enregistrer", exact=True))
    page.get_by_text("C’est enregistré.").first.wait_for()


def add_a_site(page: Page) -> Site:
    page.goto("/equipe/mise-en-place/")
    assert findings(page) == []
    follow(page.locator(".shelf", has_text="Lieux").first)
    follow(page.get_by_role("link", name="Ajouter un lieu"))
    page.get_by_label("Nom", exact=True).fill("Médiathèque des Essais")
    page.get_by_label("Adresse", exact=True).fill("3 place de l’Essai")
    page.get_by_label("Commune", exact=True).fill("Bruz")
    assert findings(page) == []
    save(page)
    assert findings(page) == []
    return Site.objects.get()


def add_a_topic(page: Page) -> Topic:
    page.goto("/equipe/mise-en-place/motifs/ajouter/")
    page.locator("#id_name_fr").fill("Me servir de mon téléphone")
    page.locator("#id_spoken_fr").fill("me servir de mon téléphone")
    follow(page.get_by_role("button", name="Enregistrer", exact=True))
    # The mistake stands beside its field and nothing is lost.
    assert "écrivez" in page.locator("#id_spoken_fr_error").inner_text()
    assert page.locator("#id_name_fr").input_value() == "Me servir de mon téléphone"
    page.locator("#id_spoken_fr").fill("vous servir de votre téléphone")
    save(page)
    return Topic.objects.get()


def add_an_opening(page: Page, site: Site) -> None:
    page.goto(f"/equipe/mise-en-place/lieux/{site.pk}/")
    follow(page.get_by_role("link", name="Une plage d’ouverture à venir"))
    assert page.locator("#id_site").input_value() == str(site.pk)
    page.locator("#id_mediator").select_option(label="Nour Exemple")
    page.locator("#id_first_day").fill((date.today() + timedelta(days=1)).isoformat())
    page.locator("#id_opens").fill("00:05")
    page.locator("#id_closes").fill("23:55")
    page.locator("#id_on_holidays").check()
    save(page)


@pytest.mark.parametrize(("size", "prefix"), [(WIDE, ""), (PHONE, "/en")], ids=["1280", "360, in English"])
def test_a_coordinator_sets_up_a_site_from_nothing_to_the_first_booking(
    organisation: Organisation, browser: Browser, live_server: LiveServer, size: ViewportSize, prefix: str
) -> None:
    camille = as_(a_user("coordinator", organisation), browser, live_server, size)
    site, topic = add_a_site(camille), add_a_topic(camille)
    # Who coordinates the territory offers the topic to everybody, with two presses.
    paul = as_(a_user("metro_coordinator"), browser, live_server, size)
    paul.goto(f"/equipe/mise-en-place/motifs/{topic.pk}/")
    follow(paul.get_by_role("link", name="Remettre en service"))
    follow(paul.get_by_role("button", name="Remettre en service"))
    camille.goto("/equipe/mise-en-place/mediateurs/ajouter/")
    camille.get_by_label("Prénom et nom").fill("Nour Exemple")
    save(camille)
    assert Mediator.objects.get().first_name == "Nour"
    add_an_opening(camille, site)
    camille.goto("/equipe/mise-en-place/")
    camille.get_by_text("on peut y réserver").wait_for()
    for page in (camille, paul):
        page.context.close()
    somebody_books(browser, live_server, site, size, prefix)


def somebody_books(
    browser: Browser, live_server: LiveServer, site: Site, size: ViewportSize, prefix: str
) -> None:
    """A resident without JavaScript takes the first time there."""
    resident = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=size
    ).new_page()
    resident.goto(f"{prefix}/lieu/{site.public_id}/")
    follow(resident.locator(".tile").first)
    follow(resident.locator(".time").first)
    resident.locator("#id_name").fill("Amina")
    resident.locator("input[name=reach][value=mobile]").check()
    resident.locator("#id_mobile").fill("06 39 98 00 01")
    follow(resident.locator("main form button").first)
    assert Appointment.objects.get().site == site
    resident.context.close()


def add_a_structure(page: Page) -> Organisation:
    page.goto("/equipe/mise-en-place/")
    assert findings(page) == []
    follow(page.locator(".shelf", has_text="Structures").first)
    follow(page.get_by_role("link", name="Ajouter une structure"))
    assert findings(page) == []
    page.get_by_label("Nom", exact=True).fill("Ville d’Essai")
    page.get_by_label("Téléphone", exact=True).fill("02 61 91 00 09")
    save(page)
    assert findings(page) == []
    return Organisation.objects.get()


@pytest.mark.parametrize(("size", "prefix"), [(WIDE, ""), (PHONE, "/en")], ids=["1280", "360, in English"])
def test_who_coordinates_the_territory_begins_with_the_structure_itself(
    territory: None, browser: Browser, live_server: LiveServer, size: ViewportSize, prefix: str
) -> None:
    paul = as_(a_user("metro_coordinator"), browser, live_server, size)
    structure, site = add_a_structure(paul), add_a_site(paul)
    assert site.organisation == structure
    # A topic of the territory's own is offered at once.
    assert add_a_topic(paul).active
    paul.goto("/equipe/mise-en-place/mediateurs/ajouter/")
    paul.get_by_label("Prénom et nom").fill("Nour Exemple")
    save(paul)
    add_an_opening(paul, site)
    paul.goto("/equipe/mise-en-place/")
    paul.get_by_text("on peut y réserver").wait_for()
    paul.context.close()
    somebody_books(browser, live_server, site, size, prefix)


def test_the_set_up_is_read_on_a_telephone(
    organisation: Organisation, browser: Browser, live_server: LiveServer
) -> None:
    site = Site.objects.create(
        organisation=organisation,
        name="Médiathèque",
        address="1 rue",
        postcode="35170",
        commune=Commune.objects.get(),
    )
    page = as_(a_user("metro_coordinator"), browser, live_server, PHONE)
    for address in ("", f"lieux/{site.pk}/", "lieux/", "motifs/ajouter/", "qui-peut-quoi/", "changements/"):
        page.goto(f"/equipe/mise-en-place/{address}")
        assert findings(page) == [], address
    page.context.close()


PLACES = """nom;adresse;commune;plain_pied;salles
Médiathèque des Essais;3 place de l’Essai;Bruz;oui;Grande salle : 2
Maison de quartier;;Bruz;peut-être;
"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "360"])
def test_a_site_comes_from_a_file_without_javascript(
    organisation: Organisation, browser: Browser, live_server: LiveServer, size: ViewportSize
) -> None:
    client = sign_in(Client(), a_user("coordinator", organisation))
    context = browser.new_context(base_url=live_server.url, viewport=size, java_script_enabled=False)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/equipe/mise-en-place/")
    follow(page.get_by_role("link", name="Remplir par un fichier"))
    follow(page.locator(".shelf").first)
    page.locator("#id_file").set_input_files(
        [{"name": "lieux.csv", "mimeType": "text/csv", "buffer": PLACES.encode("cp1252")}]
    )
    follow(page.get_by_role("button", name="Vérifier le fichier"))
    page.get_by_text("écrivez oui ou non").wait_for()
    assert not Site.objects.exists()
    follow(page.get_by_role("button", name="Écrire ces lignes"))
    assert page.locator("progress").get_attribute("value") == "0"
    write_files(clock=timezone.now)
    follow(page.get_by_role("link", name="Mettre à jour"))
    page.get_by_text("créée").first.wait_for()
    assert Site.objects.get().rooms.get().places == 2
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()
