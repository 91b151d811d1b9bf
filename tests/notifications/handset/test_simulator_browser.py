"""The telephone of demonstrations in a real browser: usable by everybody, on a small screen, and without JavaScript."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment
from bookings.people.who import WayToReach
from notifications.models import Call
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from notifications.tasks import compose_messages, deliver_messages
from tests.browser import findings, follow
from tests.notifications.conftest import build_town
from tests.notifications.outbox.test_sweeps import ahead
from tests.people import JEAN_LANDLINE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
HEARD = """
window.heard = [];
speechSynthesis.speak = (words) => window.heard.push([words.lang, words.text]);
"""


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """An old phone: 320 pixels, no JavaScript."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, base_url=live_server.url
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def modern(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A computer, whose voice is written down instead of heard."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=live_server.url)
    context.add_init_script(HEARD)
    yield context.new_page()
    context.close()


def take(page: Page, number: str = "06 39 98 00 01") -> Page:
    page.goto("/simulateur/")
    follow(page.get_by_role("button", name=re.compile(number)))
    return page


def dial(page: Page) -> None:
    follow(page.get_by_role("button", name="Appeler le service"))


def choose(page: Page, words: str) -> None:
    """Finds the last sentence with these words, and presses its key."""
    before = page.locator(".turn").count()
    sentence = page.locator(".turn--line", has_text=words).last.inner_text()
    found = re.search(r"faites ([0-9*#])\.", sentence)
    assert found is not None, sentence
    page.locator(f'.key[value="{found[1]}"]').press("Enter")
    expect(page.locator(".turn").nth(before)).to_be_visible()


def book(page: Page) -> None:
    dial(page)
    choose(page, "prendre un rendez-vous")
    page.locator('.key[value="1"]').press("Enter")
    for words in ("plus tôt possible", "faites 1.", "sans dire", "réserver"):
        expect(page.locator(".turn--line:not(.turn--past)", has_text=words).first).to_be_visible()
        choose(page, words)
    expect(page.locator(".turn--line", has_text="C’est réservé")).to_be_visible()


@pytest.mark.parametrize("how", ["plain", "modern"])
def test_somebody_books_by_telephone_with_keys_alone_and_cancels_by_sms(
    how: str, request: pytest.FixtureRequest
) -> None:
    build_town()
    page: Page = take(request.getfixturevalue(how))
    book(page)
    made = Appointment.objects.get()
    assert made.channel == "phone"
    page.get_by_role("button", name="Raccrocher").click()
    expect(page.get_by_text("L’appel est terminé.").last).to_be_visible()
    assert Call.objects.get().ended_at is not None
    compose_messages()
    page.get_by_role("link", name="Voir les messages").click()
    expect(page.locator(".bubble", has_text=made.number)).to_be_visible()
    page.get_by_label("Votre SMS au service").fill("annuler")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".bubble--own")).to_contain_text("annuler")
    made.refresh_from_db()
    assert made.status == "excused"
    deliver_messages()
    page.get_by_role("link", name="Actualiser").click()
    expect(page.locator(".bubble", has_text="est annulé")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_of_the_telephone_has_an_accessibility_finding_and_each_fits(
    modern: Page, width: int
) -> None:
    build_town().book(**ahead())
    compose_messages()
    page = modern
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/simulateur/")
    assert findings(page) == []
    follow(page.locator(".thread"))
    expect(page.locator(".bubble")).to_have_count(1)
    assert findings(page) == []
    dial(page)
    assert findings(page) == []
    keys = [each.bounding_box() for each in page.locator(".key").all()]
    assert len(keys) == 12
    assert all(box and 0 <= box["x"] <= width - box["width"] for box in keys)
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in keys)
    page.get_by_role("button", name="Raccrocher").click()
    expect(page.get_by_role("button", name="Appeler de nouveau")).to_be_visible()
    assert findings(page) == []


def test_after_each_turn_the_last_sentence_and_the_keys_are_on_the_screen_without_a_script(
    plain: Page,
) -> None:
    build_town()
    dial(take(plain))
    for _ in range(3):
        expect(plain.locator(".turn").last).to_be_in_viewport(ratio=1)
        for key in plain.locator(".key").all():
            expect(key).to_be_in_viewport(ratio=1)
        follow(plain.locator('.key[value="*"]'))


def test_sentences_are_read_aloud_in_their_language_if_one_wants(modern: Page) -> None:
    build_town()
    dial(take(modern))
    assert modern.evaluate("window.heard") == []
    modern.get_by_label("Lire à haute voix").check()
    assert ["en-GB", "Languages, press 9."] in modern.evaluate("window.heard")
    modern.evaluate("window.heard = []")
    modern.locator('.key[value="9"]').focus()
    modern.keyboard.press("9")  # A key of the keyboard is that of the telephone.
    expect(modern.locator(".turn--line", has_text="For English")).to_be_visible()
    modern.evaluate("window.heard = []")
    modern.keyboard.press("1")
    expect(modern.locator(".turn--line", has_text="Pour le français")).to_be_visible()
    assert {language for language, _ in modern.evaluate("window.heard")} == {"en-GB", "fr-FR"}


def test_a_telephone_that_rings_is_picked_up(modern: Page) -> None:
    made = build_town().book(**ahead(10), reach=WayToReach("landline", JEAN_LANDLINE))
    reminded_at = (made.starts_at - timedelta(days=1)).replace(hour=12)
    remind(now=reminded_at)
    deliver(clock=lambda: reminded_at)
    take(modern, "02 61 91 00 02")
    assert findings(modern) == []
    modern.get_by_role("button", name="Décrocher").click()
    expect(modern.locator(".turn--line", has_text="confirmer")).to_be_visible()
    assert findings(modern) == []
