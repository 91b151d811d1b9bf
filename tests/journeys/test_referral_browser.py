"""Referrals in a real browser: the person's own page, the team's pages, the letter."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment, Referral
from bookings.people.links import new_referral_link
from bookings.people.who import WayToReach
from bookings.referrals.states import State
from mediation.models import Opening, Territory
from notifications.outbox.compose import compose
from tests.browser import findings, findings_at_each_width, follow
from tests.journeys.test_staff_browser import _MM, page_for
from tests.referring import a_partner, refers
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Léa receives every day."""
    Territory.objects.create(
        name="Rennes Métropole", service_name="Rendez-vous numérique", phone="+33261910000"
    )
    town = Town()
    for day in range(7):
        Opening.objects.create(
            mediator=town.lea,
            site=town.site,
            first_day=date.today() - timedelta(days=day),
            opens=time(8),
            closes=time(19),
            on_holidays=True,
        )
    return town


def sent(town: Town, **fields: object) -> Referral:
    return refers(
        town,
        a_partner("Centre départemental d’action sociale de Démonstration"),
        now=datetime.now(UTC),
        **fields,
    )


@pytest.mark.parametrize(("width", "scripts"), [(360, False), (1280, True)])
def test_two_presses_and_one_look_book_without_typing(
    town: Town, browser: Browser, live_server: LiveServer, width: int, scripts: bool
) -> None:
    referral = sent(town)
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(f"/r/{new_referral_link(referral, now=datetime.now(UTC))}")
    follow(page.get_by_role("link", name="Choisir une heure"))
    follow(page.locator(".time").first)
    follow(page.get_by_role("button", name="Oui, je prends cette heure"))
    referral.refresh_from_db()
    assert referral.at is State.BOOKED and Appointment.objects.count() == 1
    context.close()


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_no_page_of_the_person_has_an_accessibility_finding_or_scrolls_sideways(
    town: Town, browser: Browser, live_server: LiveServer, prefix: str
) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 320, "height": 700}, bypass_csp=True
    )
    page = context.new_page()
    seen: list[tuple[str, str]] = []

    def check(name: str) -> None:
        seen.extend((name, each) for each in findings(page))

    own = f"{prefix}/orientation/{new_referral_link(sent(town), now=datetime.now(UTC))}/"
    page.goto(own)
    check("own page")
    page.goto(own + "heures/")
    check("times")
    follow(page.locator(".time").first)
    check("this time")
    page.goto(own)
    follow(page.locator("button[value=refuser]"))
    check("declined")
    follow(page.locator("button[value=reprendre]"))
    follow(page.locator("button[value=pas-moi]"))
    check("not me")
    assert seen == []
    context.close()


def test_no_page_of_the_team_has_an_accessibility_finding_or_scrolls_sideways(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    referral = sent(town, need="Un formulaire en ligne.", companion="Bakari Essai", language="uk")
    sign_in(client, town.user("coordinator"))
    page = page_for(client, browser, live_server, bypass_csp=True)
    for address in ("", f"{referral.pk}/", "regles/", "suites/", "?etat=terminees"):
        page.goto(f"/equipe/orientations/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert findings_at_each_width(page) == [], address
    page.context.close()


def test_a_letter_is_one_page_with_the_number_in_large_print(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    letter = WayToReach("letter", "Résidence des Tilleuls\n12 rue de l’Exemple\n35000 Rennes")
    for language in ("fr", "ar"):
        sent(town, reach=letter, language=language)
    compose(now=datetime.now(UTC))
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, viewport={"width": 794, "height": 1123})
    page.goto("/equipe/lettres/imprimer/")
    assert len(re.findall(rb"/Type /Page\n", page.pdf(prefer_css_page_size=True))) == 2
    page.emulate_media(media="print")
    for sheet in page.locator(".letter").all():
        box, answer = sheet.bounding_box(), sheet.locator(".letter__answer").bounding_box()
        assert box and answer and answer["y"] + answer["height"] < box["y"] + 290 * _MM
        size = sheet.locator("dd .letter__phone").evaluate("b => parseFloat(getComputedStyle(b).fontSize)")
        assert size >= 16 * 96 / 72
    page.context.close()
