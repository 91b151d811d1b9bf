"""A mediator in a cellar: the outcome is kept on the device and sent when the connection is back, once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment, JournalEntry, Outcome
from tests.journeys.test_staff_browser import page_for
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
KEPT = "JSON.parse(localStorage.getItem('comptes-rendus') || '[]')"


@pytest.fixture
def visit(transactional_db: None) -> Appointment:
    """Amina came an hour ago; nothing is noted yet."""
    appointment = Town().books()
    started = datetime.now(UTC) - timedelta(hours=1)
    ended = started + timedelta(minutes=30)
    Appointment.objects.filter(pk=appointment.pk).update(
        starts_at=started, ends_at=ended, actual_start=started, status="arrived"
    )
    return Appointment.objects.select_related("mediator__user").get(pk=appointment.pk)


@pytest.fixture
def page(visit: Appointment, client: Client, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Léa's browser, on the outcome."""
    assert visit.mediator.user is not None
    sign_in(client, visit.mediator.user)
    page = page_for(client, browser, live_server)
    fills_in(page, f"/equipe/rendez-vous/{visit.pk}/compte-rendu/")
    yield page
    page.context.close()


def fills_in(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("label.choice", has=page.locator("input[name=themes]")).first.click()
    page.locator("input[name=result]").first.check(force=True)
    page.locator("input[name=next_step][value=aucune]").check(force=True)


def without_a_connection(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="Enregistrer et terminer").first.click()
    expect(page.get_by_role("status").filter(has_text="sera envoyé")).to_be_visible()


def test_an_outcome_noted_without_a_connection_is_sent_once_when_it_is_back(
    visit: Appointment, page: Page
) -> None:
    page.locator("form.outcome details summary").first.click()
    page.locator("textarea[name=note]").fill("Mot de passe changé ensemble.")
    without_a_connection(page)
    kept = page.evaluate(KEPT)
    assert len(kept) == 1 and "Mot de passe" not in json.dumps(kept) and "Amina" not in json.dumps(kept)
    assert not Outcome.objects.exists()

    page.context.set_offline(False)
    page.wait_for_url(f"**/rendez-vous/{visit.pk}/")
    outcome = Outcome.objects.get()
    assert outcome.note == "Mot de passe changé ensemble." and outcome.themes
    assert page.evaluate(KEPT) == []
    assert JournalEntry.objects.filter(kind="outcome_recorded").count() == 1


def test_it_outlives_the_page_and_goes_from_whatever_page_is_opened_next(page: Page) -> None:
    without_a_connection(page)
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto("/equipe/absents/")
    expect(page.get_by_role("status").filter(has_text="Compte rendu envoyé.")).to_be_visible()
    assert Outcome.objects.count() == 1 and page.evaluate(KEPT) == []
