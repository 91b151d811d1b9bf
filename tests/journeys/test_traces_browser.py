"""The pages of whoever watches over personal data, in a real browser: readable, by keyboard, on a telephone."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from mediation.models import Trace
from mediation.traces.write import leave_trace
from tests.browser import findings_at_each_width
from tests.journeys.test_staff_browser import page_for
from tests.sign_in import a_user, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_traces_are_read_filtered_and_checked_on_any_screen(
    client: Client, browser: Browser, live_server: LiveServer
) -> None:
    for person in range(1, 56):
        leave_trace(
            Trace.Kind.PERSON_READ,
            now=timezone.now(),
            actor=7,
            about="resident",
            about_id=person,
            page="staff_resident",
        )
    sign_in(client, a_user("data_officer"))
    page = page_for(client, browser, live_server, bypass_csp=True)
    for address in ("traces/", "traces/?first=hier&last=2026-11-30", "registre/"):
        page.goto("/equipe/" + address)
        assert findings_at_each_width(page) == [], address
    page.goto("/equipe/traces/")
    page.get_by_label("Acte").select_option("person_read")
    page.get_by_role("button", name="Voir").click()
    page.get_by_role("link", name="Page suivante").click()
    assert page.locator("tbody tr").count() == 5
    page.get_by_role("button", name="Vérifier maintenant").click()
    assert "Rien ne manque et rien n’a changé" in page.content()
    page.context.close()
