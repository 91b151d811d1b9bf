"""A real browser in Arabic: right to left, 320 pixels wide, without JavaScript, and without an accessibility finding."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment
from mediation.neighbours.codes import LANGUAGES
from tests.browser import findings, follow
from tests.journeys.test_resident_browser import fill_in, send, to_the_form, town  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]

# `SCREENSHOTS=folder` keeps a picture of each page, to be looked at.
_PICTURES = os.environ.get("SCREENSHOTS", "")


@pytest.fixture
def at(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(width: int, *, javascript: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 700}, java_script_enabled=javascript, base_url=live_server.url
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def picture(page: Page, name: str) -> None:
    if _PICTURES:
        page.screenshot(path=str(Path(_PICTURES) / f"{name}.png"), full_page=True)


def sticks_out(page: Page) -> list[str]:
    """What is beyond either edge of the screen: right to left, the left one is where a page grows."""
    out = """(boxes) => boxes.filter(box => {
        const at = box.getBoundingClientRect();
        return at.width && getComputedStyle(box).clipPath === 'none' && (at.left < -1 || at.right > innerWidth + 1);
    }).map(box => box.outerHTML.slice(0, 90))"""
    return list(page.locator("body *:visible").evaluate_all(out))


def right_to_left(page: Page) -> bool:
    return page.locator("html").get_attribute("dir") == "rtl"


def test_an_arabic_speaking_resident_books_at_320_pixels(at: Callable[..., Page]) -> None:
    page = at(320)
    seen = []

    def look(name: str) -> None:
        picture(page, name)
        assert right_to_left(page) and sticks_out(page) == [], name
        seen.append(page.locator("h1").inner_text())

    page.goto("/")
    page.locator(".more-languages summary").click()
    follow(page.locator(".more-languages a", has_text="العربية"))
    look("1-what")
    follow(page.locator(".tile").first)
    look("2-where")
    follow(page.locator(".cards a.button").first)
    look("3-when")
    follow(page.locator(".time").first)
    look("4-whom")
    send(page)
    look("4-mistakes")
    page.locator("#id_name").fill("أمينة تجريبية")
    page.locator("input[name=reach][value=mobile]").check()
    page.locator("#id_mobile").fill("٠٦ ٣٩ ٩٨ ٠٠ ٠١")
    send(page)
    look("5-card")
    appointment = Appointment.objects.get()
    assert appointment.language == "ar"
    assert appointment.contact is not None and appointment.contact.value == "+33639980001"
    follow(page.locator("a[href$='/deplacer/']"))
    look("6-move")
    page.go_back()
    follow(page.locator("a[href$='/annuler/']"))
    look("7-cancel")
    send(page)
    look("8-cancelled")
    assert Appointment.objects.get().status != "booked"
    assert all(seen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_no_accessibility_finding(at: Callable[..., Page], language: str) -> None:
    page = at(360, javascript=True)

    def look(name: str) -> None:
        picture(page, f"{language}-{name}")
        assert findings(page) == [], name

    page.goto(f"/{language}/")
    look("what")
    page.locator(".more-languages summary").click()
    look("languages")
    to_the_form(page, f"/{language}/")
    look("whom")
    fill_in(page)
    send(page)
    look("card")


def test_the_languages_take_two_lines_at_most_on_a_narrow_telephone(at: Callable[..., Page]) -> None:
    page = at(360)
    for address in ("/", "/ar/", "/uk/"):
        page.goto(address)
        assert page.locator("nav.languages").evaluate("box => box.getBoundingClientRect().height") < 100, (
            address
        )


def test_times_are_read_from_the_right_and_numbers_stay_in_order(at: Callable[..., Page]) -> None:
    page = at(360)
    page.goto("/ar/")
    call = page.locator(".foot .call")
    assert call.count() == 0 or "\N{NO-BREAK SPACE}" in call.inner_text()
    follow(page.locator(".tile").first)
    follow(page.locator(".cards a.button").first)
    first, second = (page.locator(".times").first.locator("li").nth(n).bounding_box() for n in (0, 1))
    assert first is not None and second is not None
    assert first["x"] > second["x"]
