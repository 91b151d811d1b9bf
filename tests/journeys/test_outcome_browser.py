"""Twelve sessions are noted on a telephone held in one hand: at most five taps each, and the time they take is measured."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment, Outcome
from tests.journeys.test_staff_browser import page_for
from tests.journeys.test_staff_browser import town as town  # the fixture
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
SESSIONS = 12
MOST_TAPS = 5
# A thumb that reads, decides and moves takes two seconds and a half (Fitts's law on a telephone gives one; reading the rest).
A_TAP_S = 2.5
FOUR_MINUTES_S = 240
# The smallest square that a thumb hits without aiming (WCAG 2.5.5).
THUMB_PX = 44


class Stopwatch:
    """Taps what somebody taps, and counts."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        """One tap in the middle of the target, which is large enough for a thumb."""
        target.scroll_into_view_if_needed(timeout=20_000)
        box = target.bounding_box()
        assert box is not None and box["height"] >= THUMB_PX, target
        target.click(timeout=20_000)
        self.taps += 1


def choice(page: Page, name: str, value: str) -> Locator:
    return page.locator("label.choice", has=page.locator(f"[name={name}][value={value}]"))


def notes_one(page: Page, nth: int) -> int:
    """How many taps it took. Every fourth person was absent; every third comes again."""
    watch = Stopwatch()
    if nth % 4 == 3:
        watch.tap(choice(page, "presence", "noshow"))
        assert not choice(page, "result", "resolu").is_visible()
    else:
        watch.tap(choice(page, "result", "resolu"))
        watch.tap(choice(page, "autonomy", "partiellement_autonome"))
        if nth % 3 == 0:
            watch.tap(choice(page, "next_step", "nouveau_rdv"))
            watch.tap(page.locator(".outcome__times label.choice").nth(1))
    with page.expect_navigation(timeout=30_000):
        watch.tap(page.locator("form.outcome button.button").first)
    return watch.taps


def test_twelve_sessions_are_noted_in_under_four_minutes_with_five_taps_each_at_most(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    now = datetime.now(UTC)
    for nth in range(SESSIONS):
        appointment = town.books(name=f"Personne {'ABCDEFGHIJKL'[nth]}", starts_at=a_free_time(town, nth))
        began = now - timedelta(days=2, hours=nth)
        Appointment.objects.filter(pk=appointment.pk).update(
            starts_at=began, ends_at=began + timedelta(minutes=30)
        )
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 360, "height": 740})
    page.goto("/equipe/comptes-rendus/", timeout=60_000)
    assert page.locator(".agenda > li").count() == SESSIONS
    began_at, taps = time.process_time(), [1]
    page.get_by_role("link", name="Commencer par le plus ancien").click()
    for nth in range(SESSIONS):
        page.locator("form.outcome").wait_for(timeout=30_000)
        taps.append(notes_one(page, nth))
    page.get_by_text("Tout est rempli.").wait_for(timeout=30_000)
    assert max(taps) <= MOST_TAPS, taps
    served_s = time.process_time() - began_at
    print(f"{sum(taps)} taps, {sum(taps) * A_TAP_S:.0f} s of a thumb and {served_s:.1f} s of processor")
    assert sum(taps) * A_TAP_S + served_s < FOUR_MINUTES_S
    assert Outcome.objects.count() == 9
    assert Appointment.objects.filter(status="no_show").count() == 3
    page.context.close()


def a_free_time(town: Town, nth: int) -> datetime:
    """A time of Léa's on a weekday to come, half an hour after the one before."""
    monday = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
    monday += timedelta(days=7 - monday.weekday() + 7)
    return monday + timedelta(minutes=60 * (nth % 6), days=nth // 6)
