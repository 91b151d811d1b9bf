"""A mediator's calendars in a browser: nothing hidden from who cannot see, nothing wider than a telephone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.actions.plan_workshop import plan_workshop
from bookings.models import OutsideCalendar, Workshop, WorkshopText
from bookings.workshops.series import dates
from tests.browser import findings_at_each_width
from tests.journeys.test_staff_browser import page_for
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


def test_the_pages_of_calendars_have_no_finding_and_fit(
    client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town, now = Town(), datetime.now(UTC)
    for failure in ("", "not_allowed"):
        OutsideCalendar.objects.create(
            mediator=town.lea,
            address="https://example.org/lea.ics",
            added_at=now,
            next_read_at=now,
            last_good_at=now,
            failure=failure,
            failing_since=now if failure else None,
        )
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, bypass_csp=True)
    for address in ("agendas/", "agendas/relier/"):
        page.goto(f"/equipe/{address}")
        assert findings_at_each_width(page) == [], address
    page.get_by_role("link", name="Revenir aux agendas").click()
    page.get_by_label("Agenda", exact=True).select_option("moi")
    page.get_by_role("button", name="Créer l’adresse").click()
    assert "/agendas/" in page.get_by_label("Adresse secrète").input_value()
    assert findings_at_each_width(page) == []
    page.context.close()


def test_the_pages_of_workshops_have_no_finding_and_fit(
    client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town, first = Town(), date.today() + timedelta(days=7)
    workshop = plan_workshop(
        Workshop(organisation=town.here, site=town.site, topic=town.topic, capacity=8),
        texts=[WorkshopText(language="fr", title="Mon premier courriel", description="Écrire, recevoir.")],
        dates=dates(first, time(14), time(16), zone="Europe/Paris", times=6),
        animators=[town.lea],
        by=AT_THE_DESK,
        now=datetime.now(UTC),
    )
    sign_in(client, town.user("coordinator"))
    public, staff = f"/ateliers/{workshop.public_id}/", f"/equipe/ateliers/{workshop.pk}/"
    page = page_for(client, browser, live_server, bypass_csp=True)
    addresses = (
        "/ateliers/",
        public,
        f"/en{public}",
        "/equipe/ateliers/",
        "/equipe/ateliers/ajouter/",
        staff,
    )
    for address in addresses:
        page.goto(address)
        assert findings_at_each_width(page) == [], address
    page.goto(public)
    page.get_by_label("Nom de la personne qui vient").fill("Amina Essai")
    page.get_by_label("Ne pas me joindre").check()
    page.get_by_role("button", name="M’inscrire").click()
    page.get_by_role("heading", name="C’est noté").wait_for()
    assert findings_at_each_width(page) == []
    page.context.close()
