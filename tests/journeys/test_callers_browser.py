"""Ten callers one after another at a front desk, by the keyboard alone, without JavaScript: presses and seconds counted."""

from datetime import UTC, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment
from tests.browser import await_cursor, enter
from tests.journeys.test_agenda_browser import next_monday
from tests.journeys.test_agenda_browser import town as town  # the fixture
from tests.journeys.test_staff_browser import page_for
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
PARIS = ZoneInfo("Europe/Paris")
CALLERS = ["Amina", "Jean", "Rose", "Karim", "Olena", "Yusuf", "Marie", "Paul", "Sofia", "Omar"]
MOST_PRESSES = 12
# Card, Moran, Newell (1980): a key of somebody who types every day takes 0.28 s, a decision 1.35 s.
A_PRESS_S, A_DECISION_S = 0.28, 1.35
# Who it is, whether it is that person, which time, whether to book.
DECISIONS = 4
MOST_S = 30


class Keyboard:
    """Presses keys, and counts each."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        """One key after another, from where the cursor is put."""
        await_cursor(self.page)
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str) -> None:
        """What one would write where the cursor is put."""
        self.press(*text)

    def enter(self) -> None:
        """The page that the form leads to."""
        await_cursor(self.page)
        enter(self.page)
        self.presses += 1


def books(page: Page, how: str) -> int:
    """Finds somebody by what they say on the telephone, and books the first time; how many presses."""
    page.goto("/equipe/reserver/", timeout=30_000)
    keys = Keyboard(page)
    keys.type(how)
    keys.enter()
    # The cursor stands on the first person found: that is who, and « Entrée » goes on.
    keys.press("Space")
    keys.enter()
    # Now it stands on the first free time; the next stop is « Réserver ».
    keys.press("Space", "Tab")
    keys.enter()
    page.get_by_text("C’est réservé.").wait_for(timeout=30_000)
    return keys.presses


def test_ten_known_callers_take_twelve_presses_and_half_a_minute_each_at_most(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    for nth, name in enumerate(CALLERS):
        earlier = datetime.combine(next_monday() + timedelta(days=nth // 3), time(9 + nth % 3), PARIS)
        town.books(earlier.astimezone(UTC), f"{name} Essai", phone=f"06 39 98 10 {nth:02d}")
    before = datetime.now(UTC)
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, java_script_enabled=False)
    took: list[tuple[int, float]] = []
    for nth, name in enumerate(CALLERS):
        began = process_time()
        # Every other one says the end of a number, the others a name.
        presses = books(page, f"10{nth:02d}" if nth % 2 else name[:4].lower())
        took.append((presses, process_time() - began))
    seconds = [presses * A_PRESS_S + DECISIONS * A_DECISION_S + served for presses, served in took]
    print(
        f"{max(presses for presses, _served in took)} presses at most, {max(seconds):.1f} s for the slowest"
    )
    assert max(presses for presses, _served in took) <= MOST_PRESSES, took
    assert max(seconds) <= MOST_S, seconds
    # Each is booked for the record that was there, at a time of their own.
    made = Appointment.objects.filter(booked_at__gte=before - timedelta(seconds=1))
    assert made.count() == len(CALLERS)
    assert sorted(made.values_list("participants__name", flat=True)) == sorted(
        f"{name} Essai" for name in CALLERS
    )
    assert made.values("starts_at", "mediator").distinct().count() == len(CALLERS)
    page.context.close()


def test_somebody_unknown_is_booked_without_leaving_the_keyboard_and_the_cursor_is_always_where_one_goes_on(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, java_script_enabled=False)
    page.goto("/equipe/reserver/")
    keys = Keyboard(page)
    keys.type("Zora Essai")
    keys.enter()
    # Nobody is known by that name: a number is what is missing.
    keys.type("06 39 98 00 07")
    keys.enter()
    keys.press("Space", "Tab")
    keys.enter()
    page.get_by_text("C’est réservé.").wait_for(timeout=30_000)
    appointment = Appointment.objects.get()
    assert appointment.participants.get().name == "Zora Essai" and appointment.contact.value == "+33639980007"
    page.context.close()
