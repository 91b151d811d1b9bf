"""The telephone of demonstrations in a real browser: usable by everybody, on a small screen too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from notifications.tasks import compose_messages
from tests.notifications.conftest import build_town
from tests.notifications.test_sweeps import ahead


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_telephone_has_no_accessibility_finding_and_fits(page: Page, live_server, width: int) -> None:
    build_town().book(**ahead())
    compose_messages()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/simulateur/")
    first = Axe().run(page)
    page.click(".thread")
    assert page.locator(".bubble").count() == 1
    second = Axe().run(page)
    assert (first.violations_count, second.violations_count) == (0, 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
