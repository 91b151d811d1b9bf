"""A mediator sets their own hours at a screen: every second week, one date otherwise, over a clock change."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.times.search import times
from mediation.models import Opening
from tests.browser import follow
from tests.journeys.test_staff_browser import page_for
from tests.people import a_site
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
# Clocks go back on the last Sunday of October.
_OCTOBER = 10


def before_winter_time() -> date:
    """The Monday two weeks before the week that ends with the next change to winter time."""
    today = date.today()
    for year in (today.year, today.year + 1):
        sunday = max(
            date(year, _OCTOBER, day) for day in range(25, 32) if date(year, _OCTOBER, day).isoweekday() == 7
        )
        monday = date.fromordinal(sunday.toordinal() - 20)
        if monday > today:
            return monday
    raise AssertionError


def test_a_mediator_sets_a_rule_every_second_week_and_one_date_elsewhere_over_a_clock_change(
    transactional_db: None, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town = Town()
    Opening.objects.all().delete()
    market = a_site(town.here, "Marché Fictif", short_name="Marché Fictif")
    monday = before_winter_time()
    dates = [date.fromordinal(monday.toordinal() + 14 * number) for number in range(3)]
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 360, "height": 800})
    page.goto("/equipe/plages/ajouter/")
    page.get_by_label("Lieu", exact=True).select_option(label=town.site.name)
    page.get_by_label("Premier jour").fill(monday.isoformat())
    page.get_by_label("De", exact=True).fill("09:00")
    page.get_by_label("À", exact=True).fill("12:00")
    page.get_by_label("Revient", exact=True).select_option(label="une semaine sur deux")
    follow(page.get_by_role("button", name="Voir les quatre semaines"))
    assert page.locator(".facts-list li").count() == 2
    follow(page.get_by_role("button", name="Enregistrer"))
    rule = Opening.objects.get()
    # The date after the change, two hours later and at the market, in place of that of the rule.
    page.goto(f"/equipe/plages/{rule.pk}/dates/{dates[2].isoformat()}/")
    page.get_by_text("a lieu autrement").click()
    page.get_by_label("De", exact=True).fill("11:00")
    page.get_by_label("À", exact=True).fill("13:00")
    page.get_by_label("Lieu", exact=True).select_option(label=market.name)
    follow(page.get_by_role("button", name="Enregistrer"))
    # On the wall it is nine before the change and eleven after it; in between lies the hour that comes twice.
    found = times(
        town.topic,
        start=at(dates[0], 0),
        end=at(dates[2], 23),
        now=at(dates[0], 0),
        site_ids=[town.site.pk, market.pk],
    )
    assert [(choice.starts_at, choice.site_id) for choice in found] == [
        *((at(dates[0], hour - 2), town.site.pk) for hour in (9, 10, 11)),
        *((at(dates[1], hour - 2), town.site.pk) for hour in (9, 10, 11)),
        *((at(dates[2], hour - 1), market.pk) for hour in (11, 12)),
    ]
    page.goto(f"/equipe/semaine/?jour={dates[2].isoformat()}&mediateur={town.lea.pk}")
    assert "11:00–13:00 Marché Fictif" in page.locator("#agenda").inner_text()
    page.context.close()


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
