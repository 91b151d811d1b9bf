"""A developer reads how to use the API in a real browser, under the same content policy as every page."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import findings

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_schema_is_shown_with_nothing_inline_and_nothing_from_elsewhere(
    page: Page, live_server: LiveServer
) -> None:
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{live_server.url}/api/v1/docs/", timeout=120_000)
    expect(page.get_by_text("Prendre un rendez-vous", exact=True)).to_be_visible(timeout=60_000)
    assert refused == []
    assert all(url.startswith((live_server.url, "data:")) for url in asked)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_problems_have_no_accessibility_finding(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    for address in ("problems/", "problems/slot-taken/"):
        page.goto(f"{live_server.url}/api/v1/{address}")
        assert findings(page) == [], address
    context.close()
