"""A drop-in afternoon of twenty-five: numbers, the screen, who is called, an honest estimate, a time for who is not seen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.actions.call_turn import call_next
from bookings.actions.change_turn import change_turn
from bookings.actions.join_drop_in import WalkIn, join_drop_in
from bookings.dropin.states import State
from bookings.models import Appointment, Turn
from mediation.models import Mediator
from tests.browser import follow
from tests.journeys.test_staff_browser import page_for
from tests.people import a_mediator, receives
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
PARIS = ZoneInfo("Europe/Paris")
PEOPLE, HELPED_YESTERDAY, A_QUARTER = 25, 12, timedelta(minutes=15)
A_MOMENT = timedelta(seconds=5)


class Afternoon:
    """Léa and Maël hold it today; yesterday each of twelve people took a quarter of an hour."""

    def __init__(self) -> None:
        self.town = Town()
        self.mael = a_mediator(self.town.here, "Maël")
        self.today = datetime.now(PARIS).date()
        for each in (self.town.lea, self.mael):
            for day in (self.today, self.today - timedelta(days=1)):
                hours = {"first_day": day, "repeat_weeks": 0, "on_holidays": True, "reception": "drop_in"}
                opening = receives(each, self.town.site, 0, 23, **hours)
                opening.closes = time(23, 59)
                opening.save()
        # Where who is not seen today is offered a time.
        receives(
            self.town.lea, self.town.site, 9, 12, first_day=self.today + timedelta(days=1), on_holidays=True
        )
        yesterday = self.today - timedelta(days=1)
        at = datetime.combine(yesterday, time(9), PARIS).astimezone(UTC)
        for nth in range(HELPED_YESTERDAY):
            self.comes(f"y{nth}", yesterday, at)
            self.is_helped(self.town.lea, yesterday, at, at + A_QUARTER)
            at += A_QUARTER

    def comes(self, key: str, day: date, at: datetime) -> Turn:
        """Somebody takes a number."""
        return join_drop_in(self.town.site, day, WalkIn(), by=AT_THE_DESK, now=at, idempotency_key=key)

    def is_helped(self, by: Mediator, day: date, at: datetime, until: datetime) -> int:
        """The next one is called, is there, and goes; which number."""
        turn = call_next(self.town.site, day, mediator=by, desk="", by=AT_THE_DESK, now=at)
        change_turn(turn.pk, State.SERVING, by=AT_THE_DESK, now=at)
        change_turn(turn.pk, State.DONE, by=AT_THE_DESK, now=until)
        return turn.number


@pytest.fixture
def screen(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The waiting room's, and a resident's."""
    page = browser.new_context(base_url=live_server.url).new_page()
    yield page
    page.context.close()


def test_twenty_five_come_on_an_afternoon_and_each_is_seen_or_has_a_time(
    transactional_db: None, client: Client, browser: Browser, live_server: LiveServer, screen: Page
) -> None:
    afternoon = Afternoon()
    town = afternoon.town
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, viewport={"width": 360, "height": 740})
    page.context.set_default_timeout(60_000)
    queue, public = f"/equipe/permanences/{town.site.pk}/", f"/permanence/{town.site.public_id}/"
    page.goto(queue)
    # One tap each; one of them on paper.
    follow(page.get_by_role("button", name="Donner un numéro").first)
    follow(page.get_by_role("button", name="Numéro sur papier"))
    assert page.locator(".slip__number").inner_text() == "2"
    for nth in range(PEOPLE - 2):
        afternoon.comes(f"t{nth}", afternoon.today, datetime.now(UTC))
    screen.goto(public)
    screen.get_by_text("25 personnes attendent.").wait_for()
    # Twenty-five people, two who help, a quarter of an hour each: three hours, and it says that it is no promise.
    assert "vous attendrez entre 180 et 180 minutes" in screen.locator("main").inner_text()

    calls(page, queue, afternoon.mael, "bureau 1")
    calls(page, queue, town.lea, "bureau 2")
    screen.goto(f"{public}ecran/")
    called = screen.locator(".screen__called li").all_inner_texts()
    assert ["2" in called[0] and "bureau 2" in called[0], "1" in called[1] and "bureau 1" in called[1]] == [
        True,
        True,
    ]
    assert "Essai" not in screen.content()
    work_through_the_queue(page, afternoon)
    has_a_time_instead(page, afternoon)
    closes(page, f"{queue}terminer/")
    numbers = Turn.objects.filter(day__day=afternoon.today).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, PEOPLE + 1))
    screen.goto(public)
    screen.get_by_text("La permanence d’aujourd’hui est terminée.").wait_for()
    page.context.close()


def work_through_the_queue(page: Page, afternoon: Afternoon) -> None:
    """Number 1 is not there: the next one is called instead. Number 2 is helped, then twenty more in their order."""
    follow(turn(page, 1).get_by_role("button", name="Ne répond pas"))
    follow(turn(page, 2).get_by_role("button", name="Est là"))
    follow(turn(page, 2).get_by_role("button", name="Terminé"))
    now, two = datetime.now(UTC), cycle((afternoon.town.lea, afternoon.mael))
    helped = [
        afternoon.is_helped(by, afternoon.today, now + nth * A_MOMENT, now + (nth + 1) * A_MOMENT)
        for nth, by in zip(range(20), two, strict=False)
    ]
    assert helped == list(range(3, 23))
    page.goto(f"/equipe/permanences/{afternoon.town.site.pk}/")
    page.get_by_text("4 personnes attendent.").wait_for()


def has_a_time_instead(page: Page, afternoon: Afternoon) -> None:
    """The last one cannot be seen today: a time is offered at once."""
    follow(turn(page, PEOPLE).get_by_role("button", name="Pas possible aujourd’hui"))
    page.get_by_label("Nom", exact=True).fill("Rose Essai")
    page.get_by_label("Téléphone", exact=True).fill("06 39 98 00 25")
    page.locator("input[name=topic]").first.check()
    page.locator("input[name=slot]").first.check()
    follow(page.get_by_role("button", name="Réserver", exact=True))
    page.get_by_text("C’est réservé.").wait_for()
    assert Appointment.objects.get().starts_at.astimezone(PARIS).date() == afternoon.today + timedelta(days=1)


def closes(page: Page, end: str) -> None:
    """Whoever is still there has gone home, and the day is closed with its figures."""
    for number in (1, 23, 24):
        page.goto(end)
        follow(turn(page, number).get_by_role("button", name="Parti"))
    page.goto(end)
    follow(page.get_by_role("button", name="Terminer la permanence"))
    page.goto(end)
    figures = " ".join(page.locator(".figures").inner_text().split())
    assert "21 accompagnés" in figures and "3 partis sans attendre" in figures and "1 pas reçus" in figures


def calls(page: Page, queue: str, mediator: Mediator, desk: str) -> None:
    page.goto(queue)
    page.locator("#qui-appelle").select_option(value=str(mediator.pk))
    page.get_by_label("Où ?").fill(desk)
    follow(page.get_by_role("button", name="Appeler le suivant"))


def turn(page: Page, number: int):  # type: ignore[no-untyped-def]
    """The line of a number."""
    return page.locator("li.turn").filter(
        has=page.locator(f".turn__number:text-matches('(^|\\\\D){number}$')")
    )
