"""Seeing, correcting and erasing one's data in a real browser: an old telephone, no JavaScript, no accessibility finding."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.models import ConfirmationCode, Resident
from bookings.people.links import new_link
from tests.browser import findings, findings_at_each_width, follow
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


@pytest.fixture
def link(transactional_db: None) -> str:
    """Of an appointment next week."""
    town = Town()
    monday = date.today() + timedelta(days=7 - date.today().weekday())
    visit = town.books(datetime(monday.year, monday.month, monday.day, 10, tzinfo=UTC))
    return f"mes-donnees/lien/{new_link(visit, now=datetime.now(UTC))}/"


def proves(page: Page, prefix: str, link: str) -> None:
    page.goto(prefix + link)
    follow(page.locator("button[name=envoyer]"))
    page.fill("#id_code", ConfirmationCode.objects.latest("pk").clear)
    follow(page.locator("form:has(#id_code) button"))


def test_it_can_be_done_on_an_old_telephone(browser: Browser, live_server: LiveServer, link: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, base_url=live_server.url
    )
    page = context.new_page()
    proves(page, "/", link)
    assert page.url.endswith("/mes-donnees/")
    assert page.get_by_text("Amina Essai").first.is_visible()
    follow(page.get_by_role("link", name="Corriger mes données"))
    page.fill("#id_name", "Amina Juste")
    follow(page.locator("form:has(#id_name) button"))
    assert page.get_by_text("Amina Juste").first.is_visible()
    page.locator("input[name=ligne]").check()
    follow(page.locator("form:has(input[name=ligne]) button"))
    assert Resident.objects.get().no_recognition
    follow(page.get_by_role("link", name="Effacer mes données"))
    page.locator("input[name=cancel_ahead]").check()
    page.locator("input[name=sure]").check()
    follow(page.locator("form:has(input[name=sure]) button"))
    assert page.get_by_role("heading", name="C’est effacé").is_visible()
    assert Resident.objects.get().name == ""
    context.close()


@pytest.mark.parametrize("prefix", ["/", "/en/", "/fr-falc/"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Browser, live_server: LiveServer, link: str, prefix: str
) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def check(name: str) -> None:
        if on_this_page := findings_at_each_width(page):
            found[name] = on_this_page

    page.goto(prefix + link)
    check("before the code")
    follow(page.locator("button[name=envoyer]"))
    check("the code")
    page.goto(prefix + "mes-donnees/code/")
    check("how to prove it")
    proves(page, prefix, link)
    check("everything")
    for name in ("corriger/", "effacer/", "efface/"):
        page.goto(f"{prefix}mes-donnees/{name}")
        check(name)
    page.goto(f"{prefix}mes-donnees/effacer/")
    follow(page.locator("form:has(input[name=sure]) button"))
    check("erase, mistakes")
    assert found == {}
    assert findings(page) == []
    context.close()
