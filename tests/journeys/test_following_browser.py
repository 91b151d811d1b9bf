"""From the outcome to the paper and back: a step in two taps, one side of A5, and the person who ticks it. No JavaScript."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.following.links import token_of_sheet
from bookings.models import NextStep, TakeHome
from tests.browser import findings_at_each_width, follow
from tests.journeys.test_staff_browser import page_for, today_around
from tests.journeys.test_staff_browser import town as town  # the fixture
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
_A5 = rb"/MediaBox \[0 0 (?:419|420)\S* (?:594|595|596)\S*\]"
_LONG = "Pour envoyer une photo, il faut appuyer sur le trombone, choisir la photo, puis sur la flèche."


def test_a_step_is_noted_printed_on_one_side_of_a5_and_ticked_by_the_person(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    session = town.books(today_around(datetime.now(UTC) + timedelta(minutes=1)))
    person = session.participants.get()
    ahead = today_around(datetime.now(UTC) + timedelta(days=7))
    town.books(ahead, resident_id=person.pk)
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, java_script_enabled=False)
    page.goto(f"/equipe/rendez-vous/{session.pk}/compte-rendu/")
    page.get_by_text("Résolu", exact=True).click()
    page.get_by_text("Autonome", exact=True).click()
    page.locator("summary").last.click()
    page.get_by_text("Rapporter les papiers qui manquent").click()
    follow(page.get_by_role("button", name="Enregistrer et faire la feuille"))
    page.get_by_label("Ce qu’on a fait").fill(_LONG)
    page.get_by_label("Ce qu’il faut retenir").fill(f"{_LONG}\nLe crayon ouvre un nouveau message.")
    follow(page.get_by_role("button", name="Enregistrer la feuille"))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\n", paper)) == 1 and re.search(_A5, paper)
    page.emulate_media(media="print")
    sizes = page.locator(".take-home :is(p, li, h2)").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) > 16 * 96 / 72 - 0.01
    page.context.close()

    home = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    home.goto(f"/r/{token_of_sheet(session.pk)}")
    follow(home.get_by_role("button", name="C’est fait"))
    assert NextStep.objects.get().done_at
    follow(home.get_by_role("link", name="La feuille du"))
    home.get_by_text("Pour envoyer une photo").first.wait_for()
    assert TakeHome.objects.count() == 1
    home.context.close()
    looked = browser.new_context(base_url=live_server.url, bypass_csp=True).new_page()
    for address in ("", f"feuille/{TakeHome.objects.get().pk}/"):
        looked.goto(f"/mon-suivi/{token_of_sheet(session.pk)}/{address}")
        assert findings_at_each_width(looked) == [], address
    looked.context.close()
    staff = page_for(client, browser, live_server, bypass_csp=True)
    for address in (f"habitants/{person.pk}/suivi/", f"rendez-vous/{session.pk}/feuille/"):
        staff.goto(f"/equipe/{address}")
        staff.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert findings_at_each_width(staff) == [], address
    staff.context.close()
