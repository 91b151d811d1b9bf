"""What the tests with a real browser share."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

_AXE = f"{Axe().axe_script};undefined"


def follow(link: Locator) -> None:
    """
    Presses a link or a button and waits for the page it leads to.

    A click alone may return before the next page is there; what is then read at once would be
    that of the page before, on a slow machine only.
    """
    with link.page.expect_navigation():
        link.click()


def await_cursor(page: Page) -> None:
    """
    Waits until the page that was just opened has put the cursor where it wants it (`autofocus`).

    A browser does so with the first picture it draws, which may be after the page counts as loaded: keys pressed before
    that go nowhere. Nobody types that early.
    """
    page.locator(":focus").wait_for(state="attached")


def enter(page: Page) -> None:
    """Presses « Entrée » and waits for the page it leads to."""
    with page.expect_navigation(timeout=30_000):
        page.keyboard.press("Enter")


def findings(page: Page) -> list[str]:
    """What axe finds on a page, each with the element, and whether the page is wider than the screen.

    Only findings are brought back: what is in order is a hundred times as long, and half as slow again.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_AXE)
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    found = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in violations]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("wider than the screen")
    return found


def findings_at_each_width(page: Page) -> list[str]:
    """The findings of a page that was asked for once, on a telephone's screen and on a desk's."""
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {each}" for each in findings(page)]
    return found
