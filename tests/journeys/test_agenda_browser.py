"""The agenda at a screen: by the arrow keys, on a telephone, on paper, without JavaScript."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from mediation.models import Opening, Site
from tests.browser import follow
from tests.journeys.test_staff_browser import page_for
from tests.people import a_mediator
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
FIFTEEN_SECONDS = 15_000
"""An open agenda asks anew within them, by the page's own clock, which is put forward."""


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Léa receives every day of next week from nine to twelve: free time ahead, whenever the test runs."""
    town = Town()
    Opening.objects.filter(mediator=town.lea).delete()
    for day in range(5):
        Opening.objects.create(
            mediator=town.lea,
            site=town.site,
            first_day=next_monday() + timedelta(days=day),
            opens=time(9),
            closes=time(12),
            on_holidays=True,
        )
    return town


def next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def week(town: Town) -> str:
    return f"/equipe/semaine/?jour={next_monday()}&mediateur={town.lea.pk}"


def focused(page: Page) -> str:
    """The column and the words of what has the focus."""
    return str(
        page.evaluate(
            "(() => { const link = document.activeElement; const column = link.closest('.column');"
            " return `${column.querySelector('h2').innerText.split(' ')[0]} ${link.innerText}`.replace(/\\s+/g, ' '); })()"
        )
    ).strip()


def test_the_arrow_keys_go_through_the_week_and_enter_books_there(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900})
    page.goto(week(town))
    # The whole grid is one stop for the tabulator.
    assert page.locator('[data-grid] a[tabindex="0"]').count() == 1
    page.locator(".cell--free a").first.focus()
    assert focused(page) == "lundi 09:00 libre"
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert focused(page) == "mardi 10:00 libre"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "lundi 09:30 libre"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[name=slot]:checked").count() == 1
    page.get_by_label("Nom", exact=True).fill("Jean Essai")
    page.get_by_label("Téléphone", exact=True).fill("06 39 98 00 05")
    follow(page.get_by_role("button", name="Réserver", exact=True))
    page.get_by_text("C’est réservé.").wait_for()
    assert page.goto(week(town)) and "Jean Essai" in page.locator(".column--here").inner_text()
    page.context.close()


def test_without_javascript_every_cell_is_a_link_of_its_own(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, java_script_enabled=False)
    page.goto(week(town))
    follow(page.locator(".cell--free a").nth(3))
    assert page.locator("input[name=slot]:checked").count() == 1
    page.context.close()


def test_a_telephone_shows_one_day_as_a_list_and_leads_to_the_others(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 360, "height": 740})
    page.goto(week(town))
    assert page.locator(".column:visible").count() == 1
    first, second = (page.locator(".cell--free:visible").nth(each).bounding_box() for each in (0, 1))
    assert first and second and first["x"] == second["x"] and first["y"] + first["height"] <= second["y"]
    assert first["height"] >= 44
    follow(page.locator(".strip--narrow a").nth(2))
    assert "mercredi" in page.locator(".column:visible h2").inner_text()
    page.context.close()


@pytest.mark.parametrize("wide", [True, False])
def test_the_week_is_one_sheet_of_paper_across(
    town: Town, client: Client, browser: Browser, live_server: LiveServer, wide: bool
) -> None:
    Opening.objects.filter(mediator=town.lea).update(opens=time(7), closes=time(21 if wide else 12))
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900})
    page.goto(week(town))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\n", paper)) == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", paper)
    assert box and float(box[1]) > float(box[2])
    page.context.close()


def a_full_week(town: Town, mediators: int) -> None:
    """So many mediators, each with hours before and after noon and somebody every morning and afternoon, at a place
    whose name is long."""
    Site.objects.filter(pk=town.site.pk).update(short_name="", name="Espace social commun Imaginaire")
    Opening.objects.filter(mediator=town.lea).update(opens=time(7), closes=time(19))
    others = [a_mediator(town.here, f"Personne{number}") for number in range(mediators - 1)]
    for number, mediator in enumerate([town.lea, *others]):
        for day in range(5):
            first_day = next_monday() + timedelta(days=day)
            for opens, closes in ((7, 12), (14, 19)) if mediator != town.lea else ():
                hours = {"opens": time(opens), "closes": time(closes), "on_holidays": True}
                Opening.objects.create(mediator=mediator, site=town.site, first_day=first_day, **hours)
            for hour in (9, 15):
                at = datetime.combine(first_day, time(hour), ZoneInfo("Europe/Paris")).astimezone(UTC)
                town.books(
                    at, f"Amina Essai-Fictive {number}", phone=f"06 39 98 {number:02} {day}{hour % 10}"
                )


@pytest.mark.parametrize("mediators", [1, 5, 20])
def test_each_view_is_one_sheet_across_for_a_few_and_for_twenty(
    town: Town, client: Client, browser: Browser, live_server: LiveServer, mediators: int
) -> None:
    a_full_week(town, mediators)
    sign_in(client, town.user("coordinator"))
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900})
    day = f"?jour={next_monday()}"
    mine = f"semaine/{day}&mediateur={town.lea.pk}"
    for address in (
        mine,
        f"semaine/{day}",
        f"jour/cote-a-cote/{day}",
        f"mois/{day}",
        f"semaine/equipe/{day}",
    ):
        page.goto(f"/equipe/{address}")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\n", paper)) == 1, address
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", paper)
        assert box and float(box[1]) > float(box[2]), address
    page.context.close()


def test_two_sites_at_the_same_hours_stand_side_by_side_in_one_column(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    Opening.objects.create(
        mediator=town.lea, site=town.other_site, first_day=next_monday(), opens=time(9), closes=time(12)
    )
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900})
    page.goto(week(town))
    monday = page.locator(".column--here .cell--free")
    first, second = monday.nth(0).bounding_box(), monday.nth(1).bounding_box()
    assert first and second and first["y"] == second["y"] and first["x"] + first["width"] <= second["x"] + 1
    page.context.close()


def test_a_booking_made_elsewhere_shows_within_fifteen_seconds_and_nobody_loses_their_place(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.clock.install()
    page.goto(week(town))
    page.locator(".cell--free a").nth(2).focus()
    assert focused(page) == "lundi 10:00 libre"
    nine = datetime.combine(next_monday(), time(9), ZoneInfo("Europe/Paris")).astimezone(UTC)
    town.books(nine, "Rose Essai", phone="06 39 98 00 09")
    page.clock.fast_forward(FIFTEEN_SECONDS)
    page.get_by_text("Rose Essai").wait_for()
    assert focused(page) == "lundi 10:00 libre"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "lundi 10:30 libre"
    # Another turn, in which nothing has changed: the page stays as it is.
    with page.expect_response(lambda answer: answer.status == 304):
        page.clock.fast_forward(FIFTEEN_SECONDS)
    page.wait_for_timeout(200)
    assert focused(page) == "lundi 10:30 libre" and refused == []
    page.context.close()


def test_an_open_agenda_goes_away_when_the_session_is_over(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900})
    page.clock.install()
    page.goto(week(town))
    client.logout()
    page.clock.fast_forward(FIFTEEN_SECONDS)
    page.get_by_label("Mot de passe").wait_for()
    assert page.locator("#agenda").count() == 0
    page.context.close()
