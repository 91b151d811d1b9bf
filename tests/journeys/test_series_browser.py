"""A series of workshops from the plan to the outcome: filled, a waiting list, a date called off, ticks, one shared outcome."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.models import Registration, Resident, Workshop, WorkshopDate, WorkshopOutcome
from notifications.models import Message
from notifications.outbox.compose import compose
from tests.browser import findings_at_each_width, follow
from tests.journeys.test_staff_browser import page_for
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


def test_a_series_is_planned_filled_waited_for_called_off_ticked_and_counted(
    transactional_db: None, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town = Town()
    sign_in(client, town.user("coordinator"))
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page.context.set_default_timeout(60_000)
    workshop = plans(page, town)
    here = f"/equipe/ateliers/{workshop.pk}/"
    # Three seats: two at the counter, one on the web, for all dates.
    for nth, name in enumerate(("Amina Essai", "Jean Essai")):
        enrols(page, here, name, f"06 39 98 00 1{nth}", "Inscrire")
    registers(browser, live_server, workshop)
    enrols(page, here, "Rose Essai", "06 39 98 00 13", "Mettre sur la liste d’attente")
    dates = list(workshop.dates.order_by("starts_at"))
    assert [each.taken for each in dates] == [3, 3, 3]

    # Jean comes to none after all: his seat goes to Rose, who takes it on the telephone.
    for number in range(3):
        line = page.locator(f"#date-{dates[number].pk} li", has_text="Jean Essai")
        follow(line.get_by_role("button", name="Ne vient pas à cette date"))
    follow(page.get_by_role("button", name="Prend la place"))
    assert [each.taken for each in workshop.dates.order_by("starts_at")] == [3, 3, 3]
    assert Registration.objects.filter(state="registered", people__name="Rose Essai").exists()
    assert len(page.pdf()) > 1000 and findings_at_each_width(page) == []

    # The second date is called off: how many hear of it is said first, and each hears once.
    follow(page.locator(f"#date-{dates[1].pk}").get_by_role("link", name="Annuler cette date"))
    page.get_by_text("3 personnes seront prévenues.").wait_for()
    follow(page.get_by_role("button", name="Annuler cette date"))
    for _ in range(2):
        compose(now=datetime.now(UTC))
    assert Message.objects.filter(kind="workshop_cancelled").count() == 3

    # The first one has been: who came is ticked, two more came without registering, and it is told as one.
    began = datetime.now(UTC) - timedelta(hours=3)
    WorkshopDate.objects.filter(pk=dates[0].pk).update(starts_at=began, ends_at=began + timedelta(hours=2))
    people = Resident.objects.count()
    page.goto(here)
    first = page.locator(f"#date-{dates[0].pk}")
    for name in ("Amina Essai", "Rose Essai"):
        first.get_by_label(name).check()
    first.get_by_label("Venues sans inscription").fill("1")
    follow(first.get_by_role("button", name="Noter les présences"))
    follow(first.get_by_role("link", name="Compte rendu"))
    assert page.get_by_label("Combien de personnes sont venues ?").input_value() == "3"
    page.locator("label.choice", has=page.locator("input[name=themes]")).first.click()
    follow(page.get_by_role("button", name="Enregistrer").first)
    assert WorkshopOutcome.objects.get().participants == 3 and Resident.objects.count() == people
    page.context.close()


def plans(page: Page, town: Town) -> Workshop:
    """Three Thursdays of three seats, planned at the screen."""
    page.goto("/equipe/ateliers/ajouter/")
    page.get_by_label("Titre", exact=True).fill("Mon premier courriel")
    page.get_by_label("Motif", exact=True).select_option(index=1)
    page.get_by_label("Lieu", exact=True).select_option(label=str(town.site))
    page.get_by_label("Places", exact=True).fill("3")
    page.get_by_label("Premier jour").fill((date.today() + timedelta(days=10)).isoformat())
    page.get_by_label("De", exact=True).fill("14:00")
    page.get_by_label("À", exact=True).fill("16:00")
    page.get_by_label("Nombre de dates").fill("3")
    page.get_by_label("Léa Exemple").check()
    follow(page.get_by_role("button", name="Prévoir"))
    return Workshop.objects.get()


def enrols(page: Page, here: str, name: str, phone: str, button: str) -> None:
    """Somebody at the counter."""
    page.goto(f"{here}inscrire/")
    page.get_by_label("Nom", exact=True).fill(name)
    page.get_by_label("Téléphone, courriel, adresse, ou qui et comment").fill(phone)
    follow(page.get_by_role("button", name=button))


def registers(browser: Browser, server: LiveServer, workshop: Workshop) -> None:
    """Olena on her telephone, without JavaScript."""
    page = browser.new_context(base_url=server.url, java_script_enabled=False).new_page()
    page.goto(f"/ateliers/{workshop.public_id}/")
    page.get_by_label("Nom de la personne qui vient").fill("Olena Essai")
    page.locator("input[name=reach][value=mobile]").check()
    page.locator("input[name=mobile]").fill("06 39 98 00 12")
    follow(page.get_by_role("button", name="M’inscrire"))
    page.get_by_role("heading", name="C’est noté").wait_for()
    page.context.close()
