"""Taking the activity report away in a real browser: the file arrives, and the page says how far it is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.actions.record_outcome import record_outcome
from bookings.models import Appointment
from bookings.outcomes.activity_report import Report
from tests.browser import findings_at_each_width
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


def test_a_file_arrives_and_the_page_says_that_it_is_ready(browser: Browser, live_server: LiveServer) -> None:
    town = Town()
    session = town.books()
    yesterday = timezone.now() - timedelta(days=1)
    Appointment.objects.update(starts_at=yesterday, ends_at=yesterday + timedelta(minutes=30))
    report = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=30)
    record_outcome(session.pk, report=report, by=AT_THE_DESK, now=timezone.now())
    cookie = sign_in(Client(), town.user("coordinator")).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, bypass_csp=True, accept_downloads=True)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    day = f"{yesterday:%Y-%m-%d}"
    page.goto(f"/equipe/chiffres/exports/?first={day}&last={timezone.now():%Y-%m-%d}")
    assert page.locator("#avancement").inner_text() == ""
    with page.expect_download() as taken:
        page.locator("a[download]").first.click()
    assert taken.value.suggested_filename.endswith(".csv")
    page.get_by_text("Le fichier est prêt").wait_for()
    assert findings_at_each_width(page) == []
    context.close()
