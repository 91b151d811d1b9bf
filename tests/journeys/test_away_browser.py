"""A mediator falls ill on a full day: one screen, each person told once or called, nobody forgotten, two coordinators at it."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.actions.choose_instead import end_questions
from bookings.actions.decide import work_through
from bookings.models import Appointment, Interrupted, Interruption
from bookings.times.search import Preference
from mediation.models import Opening
from notifications.models import Message
from notifications.outbox.compose import compose
from tests.browser import findings_at_each_width, follow
from tests.journeys.test_agenda_browser import next_monday
from tests.journeys.test_staff_browser import page_for
from tests.people import a_mediator
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
PARIS = ZoneInfo("Europe/Paris")
NAMES = ["Amina", "Jean", "Rose", "Karim", "Olena", "Yusuf", "Marie", "Paul"]


@pytest.fixture
def town(transactional_db: None) -> Town:
    """Léa's Monday is full, nine to five; Maël receives there until noon. Both receive the days after, too."""
    town = Town()
    Opening.objects.all().delete()
    monday = next_monday()
    mael = a_mediator(town.here, "Maël")
    for each, closes in ((town.lea, 17), (mael, 12)):
        for day in range(5):
            first = monday + timedelta(days=day)
            Opening.objects.create(
                mediator=each,
                site=town.site,
                first_day=first,
                opens=time(9),
                closes=time(closes),
                on_holidays=True,
            )
    for nth, name in enumerate(NAMES):
        starts_at = datetime.combine(monday, time(9 + nth), PARIS).astimezone(UTC)
        town.books(
            starts_at,
            f"{name} Essai",
            phone=f"06 39 98 20 {nth:02d}",
            preference=Preference(mediator_id=town.lea.pk),
        )
    return town


def works() -> None:
    """What a worker does, once; and once more, as a worker that comes a little late."""
    for _ in range(2):
        work_through(clock=timezone.now, limit=100)
        compose(now=timezone.now())


def asks(page: Page, town: Town) -> None:
    page.goto(f"/equipe/empechements/nouveau/?jour={next_monday()}&mediateur={town.lea.pk}")
    follow(page.get_by_role("button", name="Voir les rendez-vous concernés"))


def test_a_full_day_is_given_to_others_moved_and_called_off_and_everybody_is_told_once(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    sign_in(client, town.user("coordinator"))
    page = page_for(client, browser, live_server, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    # The suite may be one of several on a machine of two cores.
    page.context.set_default_timeout(60_000)
    other = page.context.new_page()
    asks(page, town)
    asks(other, town)
    assert page.get_by_role("heading", name="8 rendez-vous concernés").count() == 1
    assert findings_at_each_width(page) == []
    chosen = page.locator("table select")
    remedies = [chosen.nth(nth).input_value() for nth in range(8)]
    assert remedies == ["hand_over"] * 3 + ["offer"] * 5
    chosen.last.select_option(label="Annuler avec un message")
    follow(page.get_by_role("button", name="Confirmer"))
    # Somebody else of the team, who looked at the same list, has pressed too.
    follow(other.get_by_role("button", name="Confirmer"))
    assert Interruption.objects.count() == 1 and Interrupted.objects.count() == 8
    other.close()
    page.get_by_text("Jusque-là, vous pouvez tout reprendre.").wait_for()
    follow(page.get_by_role("button", name="Prévenir maintenant"))
    works()
    page.reload()
    page.get_by_text("8 rendez-vous sur 8 sont traités.").wait_for()
    results = list(Interrupted.objects.order_by("was_at").values_list("result", flat=True))
    assert results == ["handed_over"] * 3 + ["asked"] * 4 + ["cancelled"]
    # Who is handed over keeps their time; each of the others has heard one thing, once.
    told = Message.objects.exclude(kind="confirmation").values_list("appointment_id", "kind")
    assert sorted(kind for _pk, kind in told) == ["cancelled_by_us"] + ["choice"] * 4
    assert len({pk for pk, _kind in told}) == 5

    chooses(browser, live_server)
    # A day later two have not answered; one says on the telephone that another time will do.
    end_questions(now=timezone.now() + timedelta(hours=25))
    page.goto("/equipe/empechements/a-appeler/")
    lines = page.locator(".agenda.calls > li")
    assert lines.count() == 3 and page.locator("a.call").count() == 3
    assert findings_at_each_width(page) == []
    assert len(re.findall(rb"/Type /Page\n", page.pdf())) == 1
    follow(page.get_by_role("link", name="Trouver une heure").first)
    follow(page.locator("button[name=heure]").first)
    assert lines.count() == 2
    # Eight were to come: three with Maël, two at another time, two on the list, one called off.
    standing = Appointment.objects.filter(status="booked")
    assert standing.count() == 5 and standing.filter(starts_at__date=next_monday()).count() == 3
    assert Interrupted.objects.to_call().count() == 2
    page.context.close()


def chooses(browser: Browser, server: LiveServer) -> None:
    """One of those asked opens the address of the message and takes the second time."""
    asked = Message.objects.filter(kind="choice").earliest("pk")
    address = re.search(r"https?://[^/\s]+(/\S+)", asked.body)
    assert address, asked.body
    page = browser.new_context(base_url=server.url, java_script_enabled=False).new_page()
    page.goto(address[1].rstrip("."))
    follow(page.locator("main form button").nth(1))
    assert Interrupted.objects.get(appointment=asked.appointment_id).result == "moved"
    page.context.close()
