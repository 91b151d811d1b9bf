"""A real browser: no JavaScript, 320 pixels wide, the keyboard alone, and no accessibility finding."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.actions.offer_times import offer_times
from bookings.models import Appointment, Commitment, WaitingEntry
from mediation.models import Opening, Site, Topic, TopicText
from tests.browser import enter, findings, follow
from tests.people import a_mediator, a_site, a_topic, an_organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


@pytest.fixture(autouse=True)
def town(transactional_db: None) -> Topic:
    """A topic, two sites, a mediator at each who receives every day of the week, all day."""
    organisation = an_organisation()
    topic = a_topic()
    TopicText.objects.create(topic=topic, language="en", name="Forms on the internet")
    for number in range(2):
        site = a_site(organisation, f"Maison fictive {number}", usual=True, step_free=True, languages=["ar"])
        mediator = a_mediator(organisation, "Léa", gender="fm"[number], languages=["fr", "ar"])
        for day in range(7):
            first = date.today() - timedelta(days=day)
            Opening.objects.create(
                mediator=mediator,
                site=site,
                first_day=first,
                opens=time(0, 5),
                closes=time(23, 55),
                on_holidays=True,
            )
    return topic


@pytest.fixture
def narrow(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """An old phone: 320 pixels, no JavaScript."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, base_url=live_server.url
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def modern(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A computer; JavaScript is only there for the checking tool."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    yield context.new_page()
    context.close()


def to_the_form(page: Page, start: str = "/") -> None:
    """From the first page to the one that asks for whom."""
    page.goto(start)
    follow(page.locator(".tile").first)
    follow(page.locator(".cards a.button").first)
    follow(page.locator(".time").first)


def fill_in(page: Page) -> None:
    page.locator("#id_name").fill("Amina")
    page.locator("input[name=reach][value=mobile]").check()
    page.locator("#id_mobile").fill("06 39 98 00 01")


def send(page: Page) -> None:
    follow(page.locator("main form button").first)


def fits(page: Page, width: int = 320) -> bool:
    """Nothing sticks out: the body's own box is no wider than the screen."""
    within = "(boxes, width) => boxes.every(box => box.getBoundingClientRect().right <= width + 1)"
    return bool(page.locator("main *:visible").evaluate_all(within, width))


def test_a_resident_books_on_an_old_phone_without_javascript(narrow: Page) -> None:
    to_the_form(narrow)
    assert fits(narrow)
    fill_in(narrow)
    send(narrow)
    assert "/pris/" in narrow.url
    number = narrow.locator(".number").inner_text().replace("\xa0", "")
    assert number == Appointment.objects.get().number
    assert fits(narrow) and narrow.locator(".ticket").is_visible()


def test_a_resident_books_from_the_page_of_one_place(narrow: Page) -> None:
    narrow.goto(f"/lieu/{Site.objects.earliest('pk').public_id}/")
    assert fits(narrow)
    follow(narrow.locator(".tile").first)
    follow(narrow.locator(".time").first)
    fill_in(narrow)
    send(narrow)
    assert Appointment.objects.get().site == Site.objects.earliest("pk")


def test_going_back_after_a_mistake_loses_nothing(narrow: Page) -> None:
    to_the_form(narrow)
    narrow.locator("#id_name").fill("Amina")
    send(narrow)
    assert narrow.locator("[role=alert]").is_visible()
    assert narrow.locator("#id_name").input_value() == "Amina"
    narrow.go_back()
    assert narrow.locator("#id_name").input_value() == "Amina"


def test_pressing_twice_then_reloading_books_once(narrow: Page) -> None:
    to_the_form(narrow)
    fill_in(narrow)
    narrow.locator("main form button").first.dblclick()
    # (The second press breaks off the first one's way: what counts is where one ends.)
    narrow.locator(".number").wait_for(timeout=30_000)
    narrow.wait_for_load_state()
    narrow.reload()
    narrow.go_back()
    send(narrow)
    assert "/pris/" in narrow.url and Appointment.objects.count() == 1


def test_a_time_taken_meanwhile_is_replaced_in_one_press(narrow: Page) -> None:
    to_the_form(narrow)
    fill_in(narrow)
    stamp = narrow.url.rstrip("/").split("/")[-1]
    starts_at = datetime.strptime(stamp, "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
    for opening in Opening.objects.filter(first_day=date.today()):
        Commitment.objects.create(
            mediator=opening.mediator,
            site=opening.site,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            frees_at=starts_at + timedelta(hours=1),
        )
    send(narrow)
    assert "n’est plus libre" in narrow.locator("h1").inner_text()
    follow(narrow.locator("main form button").first)
    assert "/pris/" in narrow.url
    assert Appointment.objects.get().participants.get().name == "Amina"


def test_cancelled_by_mistake_is_taken_back(narrow: Page) -> None:
    to_the_form(narrow)
    fill_in(narrow)
    send(narrow)
    follow(narrow.locator("a[href$='/annuler/']"))
    follow(narrow.locator("main form button"))
    follow(narrow.locator("form[action$='/reprendre/'] button"))
    assert narrow.locator(".ticket").is_visible()
    assert Appointment.objects.get().status == "booked"


def test_the_card_prints_large_and_alone(narrow: Page) -> None:
    to_the_form(narrow)
    fill_in(narrow)
    send(narrow)
    narrow.emulate_media(media="print")
    assert narrow.locator(".ticket").is_visible() and not narrow.locator(".foot").is_visible()
    assert not narrow.locator(".top").is_visible()
    size = narrow.locator(".number").bounding_box()
    assert size is not None and size["height"] > 50


def test_the_keyboard_alone_is_enough(modern: Page) -> None:
    modern.goto("/")
    modern.keyboard.press("Tab")
    assert modern.evaluate("document.activeElement.className") == "skip"
    modern.keyboard.press("Enter")
    press_until(modern, ".tile")
    press_until(modern, ".cards a.button")
    press_until(modern, ".time")
    tab_to(modern, "#id_name")
    modern.keyboard.type("Amina")
    tab_to(modern, "input[name=reach]")
    modern.keyboard.press("Space")
    tab_to(modern, "#id_mobile")
    modern.keyboard.type("0639980001")
    enter(modern)
    assert modern.url.endswith("/pris/")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert shown == "solid", f"no visible focus on {selector}"
            return
    raise AssertionError(f"the keyboard never reached {selector}")


def press_until(page: Page, selector: str) -> None:
    tab_to(page, selector)
    enter(page)


@pytest.mark.parametrize("prefix", ["/", "/en/", "/fr-falc/"])
def test_axe_finds_nothing_on_any_page_of_the_journey(modern: Page, prefix: str) -> None:
    found: dict[str, list[str]] = {}

    def check(name: str) -> None:
        if on_this_page := findings(modern):
            found[name] = on_this_page

    modern.goto(prefix)
    check("what")
    follow(modern.locator(".tile").first)
    check("where")
    follow(modern.locator("main form").nth(1).locator("button"))
    check("list")
    follow(modern.locator(".cards a.button").first)
    modern.locator("summary").first.click()
    check("when")
    follow(modern.locator(".time").first)
    check("whom")
    send(modern)
    check("mistakes")
    for summary in modern.locator("summary").all():
        summary.click()
    check("everything open")
    fill_in(modern)
    send(modern)
    check("done")
    card = modern.url.removesuffix("pris/")
    for suffix in ("plus-tot/", "annuler/", "deplacer/"):
        modern.goto(card + suffix)
        check(suffix)
    follow(modern.locator(".time").first)
    check("move to")
    ask_to_be_told(modern, prefix, check)
    for page in (
        f"lieu/{Site.objects.earliest('pk').public_id}/",
        "retrouver/",
        "etre-rappele/",
        "service/",
        "donnees-personnelles/",
        "accessibilite/",
        "nowhere/",
    ):
        modern.goto(prefix + page)
        check(page)
    assert found == {}


def ask_to_be_told(page: Page, prefix: str, check: Callable[[str], None]) -> None:
    """From the times to the waiting list, where a time is free at once."""
    page.goto(prefix)
    follow(page.locator(".tile").first)
    follow(page.locator(".cards a.button").first)
    follow(page.locator("a[href$='/attente/']"))
    check("wait")
    send(page)
    check("wait, mistakes")
    fill_in(page)
    send(page)
    check("waiting")
    offer_times(now=datetime.now(UTC).replace(hour=10))
    page.reload()
    assert page.locator("button[value=prendre]").is_visible()
    check("a free time")
    follow(page.locator("button[value=laisser]"))
    follow(page.locator("button[value=quitter]"))
    check("left")


def test_being_told_of_a_free_time_fits_an_old_phone(narrow: Page) -> None:
    ask_to_be_told(narrow, "/", lambda name: None if fits(narrow) else pytest.fail(name))
    assert WaitingEntry.objects.get().status == "left"
    follow(narrow.locator("button[value=revenir]"))
    assert WaitingEntry.objects.get().status == "waiting"


def test_only_two_requests_a_page(modern: Page) -> None:
    asked: list[str] = []
    modern.on("request", lambda request: asked.append(request.url))
    modern.goto("/")
    modern.wait_for_load_state("networkidle")
    assert len(asked) == 2, asked
