"""The resident's voice and the public figures in a real browser: an old phone, no JavaScript, no accessibility finding."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.actions.ask_survey import give_code
from bookings.models import Appointment, Figure, SurveyAnswer
from bookings.people.who import SYSTEM
from bookings.surveys.links import token_of
from mediation.models import Commune
from mediation.remembered import forget
from tests.browser import findings, findings_at_each_width, follow
from tests.journeys.test_resident_browser import fits
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


@pytest.fixture
def session(transactional_db: None) -> Appointment:
    """Somebody who was received."""
    town = Town()
    # (The tests of pages run on the clock of the wall.)
    one = town.books()
    Appointment.objects.filter(pk=one.pk).update(
        status="done", starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now()
    )
    one.refresh_from_db()
    return one


@pytest.fixture
def narrow(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """An old phone: 320 pixels, no JavaScript."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, base_url=live_server.url
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def checked(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in which the checking tool may run."""
    context = browser.new_context(bypass_csp=True, base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_a_code_on_paper_is_answered_on_an_old_phone_without_javascript(
    session: Appointment, narrow: Page
) -> None:
    code = give_code(session.pk, by=SYSTEM, now=timezone.now())
    narrow.goto(reverse("survey_code"))
    assert fits(narrow)
    narrow.locator("input[name=code]").fill("1234 5678")
    follow(narrow.locator("main form button").first)
    assert narrow.locator(".error").first.is_visible() and fits(narrow)
    narrow.locator("input[name=code]").fill(f"{code[:4]} {code[4:]}")
    follow(narrow.locator("main form button").first)
    narrow.locator("input[name=went][value='4']").check()
    narrow.locator("textarea").fill("Rien à changer.")
    assert fits(narrow)
    follow(narrow.locator("main form button").first)
    assert narrow.url.endswith(reverse("survey_thanks")) and fits(narrow)
    assert SurveyAnswer.objects.get().went == 4


def some_figures() -> None:
    Commune.objects.update_or_create(insee_code="35238", defaults={"name": "Rennes"})
    month = date.today().replace(day=1)
    last = (month - timedelta(days=1)).replace(day=1)
    counts = {
        "wait": {"2": 30, "9": 5},
        "sessions": {"individual": 60},
        "channel": {"phone": 15, "web": 45},
        "voice_asked": {"yes": 40},
        "voice_went": {"5": 12, "4": 4},
        "voice_clear": {"5": 10, "": 6},
    }
    for scope in ("t", "c35238"):
        Figure.objects.create(scope=scope, grain="m", start=last, counts=counts)
    forget()


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_a_citizen_finds_the_median_wait_of_their_commune_in_two_clicks_on_an_old_phone(
    session: Appointment, narrow: Page, prefix: str
) -> None:
    some_figures()
    narrow.goto(f"{prefix}/")
    # One press, and their commune is a line of the page: no second one is needed.
    follow(narrow.locator(f"a[href$='{reverse('public_figures')}']").first)
    assert narrow.url.endswith(f"{prefix}{reverse('public_figures')}") and fits(narrow)
    line = narrow.locator("table.waits tr", has_text="Rennes")
    assert line.is_visible() and "2" in line.locator("td").inner_text()


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_axe_finds_nothing_on_the_pages_of_the_voice_and_of_the_figures(
    session: Appointment, checked: Page, prefix: str
) -> None:
    give_code(session.pk, by=SYSTEM, now=timezone.now())
    some_figures()
    addresses = {
        "figures": reverse("public_figures"),
        "code": reverse("survey_code"),
        "questions": reverse("survey", args=[token_of(session.pk)]),
        "over": reverse("survey", args=["rien-de-tel"]),
        "thanks": reverse("survey_thanks"),
        "tablet": reverse("survey_tablet"),
        "next on the tablet": reverse("survey_tablet_thanks"),
    }
    checked.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for name, address in addresses.items():
        checked.goto(f"{prefix}{address}")
        if on_this_page := findings(checked):
            found[name] = on_this_page
    assert found == {}


def test_priority_neighbourhoods_and_their_file_have_no_finding(
    session: Appointment, checked: Page, live_server: LiveServer
) -> None:
    staff = sign_in(Client(), a_user("metro_coordinator"))
    cookie = staff.cookies["sessionid"].value
    checked.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for address in ("quartiers/", "quartiers/ajouter/", "fichiers/quartiers/"):
        checked.goto(f"/equipe/mise-en-place/{address}")
        assert findings_at_each_width(checked) == [], address
