"""A drop-in on a telephone's screen: somebody walks in, has a number on paper, is called, helped, and noted."""

from datetime import date, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment, Outcome, Turn
from tests.browser import findings_at_each_width, follow
from tests.journeys.test_staff_browser import page_for
from tests.people import receives
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


def a_drop_in() -> Town:
    """Léa holds one all day, every day, whenever the test runs."""
    town = Town()
    for day in (0, 1):
        first = date.today() - timedelta(days=day)
        hours = {"first_day": first, "repeat_weeks": 0, "on_holidays": True, "reception": "drop_in"}
        opening = receives(town.lea, town.site, 0, 23, **hours)
        opening.closes = opening.closes.replace(minute=59)
        opening.save()
    return town


def test_from_the_number_on_paper_to_the_outcome(
    transactional_db: None, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town = a_drop_in()
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 360, "height": 740})
    queue = f"/equipe/permanences/{town.site.pk}/"
    page.goto("/equipe/permanences/")
    follow(page.get_by_role("link", name="Ouvrir la permanence").first)
    # One tap is a number; here with a topic and on paper, two.
    page.get_by_text("Démarches en ligne").click()
    follow(page.get_by_role("button", name="Numéro sur papier"))
    assert page.locator(".slip__number").inner_text() == "1"
    follow(page.get_by_role("link", name="Revenir à la permanence"))
    follow(page.get_by_role("button", name="Donner un numéro").first)
    page.get_by_label("Où ?").fill("bureau 2")
    follow(page.get_by_role("button", name="Appeler le suivant"))
    screen = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    screen.goto(f"/permanence/{town.site.public_id}/ecran/")
    assert "bureau 2" in screen.locator(".screen__called li").first.inner_text()
    follow(page.get_by_role("button", name="Est là"))
    follow(page.get_by_role("button", name="Terminé"))
    follow(page.get_by_role("button", name="Noter, puis le compte rendu"))
    page.get_by_text("Résolu", exact=True).click()
    follow(page.get_by_role("button", name="Enregistrer et terminer").first)
    assert page.url.endswith(queue)
    assert page.get_by_text("1 personne attend.").count() == 1
    assert (
        Outcome.objects.get().appointment
        == Appointment.objects.get()
        == Turn.objects.get(number=1).appointment
    )
    screen.context.close()
    page.context.close()


def test_no_page_of_a_drop_in_has_an_accessibility_finding_or_is_too_wide(
    transactional_db: None, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town = a_drop_in()
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server)
    page.goto(f"/equipe/permanences/{town.site.pk}/")
    for _ in range(2):
        follow(page.get_by_role("button", name="Donner un numéro").first)
    follow(page.get_by_role("button", name="Appeler le suivant"))
    number, site = Turn.objects.get(number=2).pk, town.site
    addresses = [
        "/equipe/permanences/",
        f"/equipe/permanences/{site.pk}/",
        f"/equipe/permanences/{site.pk}/terminer/",
        f"/equipe/permanences/numeros/{number}/papier/",
        f"/equipe/permanences/numeros/{number}/noter/",
        f"/permanence/{site.public_id}/",
        f"/permanence/{site.public_id}/ecran/",
        f"/fr-falc/permanence/{site.public_id}/",
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = findings_at_each_width(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    page.context.close()
