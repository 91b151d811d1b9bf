"""Whoever reads large, spaced out or with the phone turned: a real browser says whether anything is cut off."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import findings_at_each_width
from tests.journeys.test_resident_browser import fill_in, fits, send, to_the_form, town  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]

OTHERS = (
    "service/",
    "service/ecoconception/",
    "donnees-personnelles/",
    "accessibilite/",
    "accessibilite/criteres/",
    "retrouver/",
    "etre-rappele/",
)
# WCAG 2.1, 1.4.12, as RGAA 10.12 asks for it.
SPACED = """* { line-height: 1.5em !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
# What hides a text because its box is too small for it.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(box => {
  if (box.closest('.unseen, .skip')) return false;
  const style = getComputedStyle(box);
  const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
  const seen = box.getBoundingClientRect();
  return hides && seen.width > 2 && (box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2);
}).map(box => box.outerHTML.slice(0, 80))"""


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A telephone held upright. Its owner's own style sheet is not the page's to refuse, hence without its policy."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, base_url=live_server.url, bypass_csp=True
    )
    yield context.new_page()
    context.close()


def each_page(page: Page, prefix: str = "/") -> Iterator[str]:
    """Goes through the journey to the card, then to the pages that explain."""
    page.goto(prefix)
    yield "what"
    to_the_form(page, prefix)
    yield "whom"
    fill_in(page)
    send(page)
    yield "done"
    for address in OTHERS:
        page.goto(prefix + address)
        yield address


def wrong(page: Page, width: int) -> list[str]:
    """What is cut off or sticks out."""
    return [*page.evaluate(CUT_OFF), *([] if fits(page, width) else ["wider than the screen"])]


def test_text_twice_as_large_is_not_cut_off(phone: Page) -> None:
    """A browser's own setting for text: the page is as wide as before."""
    phone.set_viewport_size({"width": 720, "height": 900})
    found = {}
    for name in each_page(phone):
        phone.add_style_tag(content="html { font-size: 225% !important }")
        if seen := wrong(phone, 720):
            found[name] = seen
    assert found == {}


def test_text_that_is_spaced_out_is_not_cut_off(phone: Page) -> None:
    found = {}
    for name in each_page(phone):
        phone.add_style_tag(content=SPACED)
        if seen := wrong(phone, 360):
            found[name] = seen
    assert found == {}


def test_the_phone_may_be_held_either_way(phone: Page) -> None:
    phone.set_viewport_size({"width": 740, "height": 360})
    found = {}
    for name in each_page(phone):
        if seen := wrong(phone, 740):
            found[name] = seen
        assert phone.locator("main").is_visible(), name
    assert found == {}


@pytest.mark.parametrize("prefix", ["/", "/en/", "/fr-falc/"])
def test_axe_finds_nothing_on_the_two_tables(phone: Page, prefix: str) -> None:
    for address in ("service/ecoconception/", "accessibilite/criteres/"):
        phone.goto(prefix + address)
        assert findings_at_each_width(phone) == [], address


def test_from_the_first_page_to_a_criterion_s_proof_by_links(phone: Page) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Accessibilité du site").click()
    phone.get_by_role("link", name="Les critères d’accessibilité").click()
    phone.get_by_role("row", name="12.9 ").get_by_role("link").first.click()
    place = phone.url.partition("#")[2]
    assert "test_the_keyboard_alone_is_enough" in phone.locator(f"#{place}").inner_text()
