"""A hundred callers and a hundred people on the web want one time: one gets it, the others hear or see the next."""

import threading
import time as clock
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.utils import timezone

from bookings.actions.book import book
from bookings.actions.wish import Wish
from bookings.models import Appointment, Commitment
from bookings.people.who import Actor, Participant, WayToReach
from mediation.models import Opening, Site, Territory, Topic
from notifications.models import Call
from tests.notifications.caller import TOKEN, Caller
from tests.people import a_mediator, a_site, a_topic, an_organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
CALLERS = 100
# A server takes so many connections, and a closed one is not gone at once: so many of the crowd are inside at one time.
INSIDE = 120


def at_once(work: Callable[[int], str], people: int) -> tuple[list[str], float]:
    """What each of the crowd got, by the name of the refusal if it was one, and seconds until the last had it."""
    results, gate, door = [""] * people, threading.Barrier(people), threading.Semaphore(INSIDE)

    def person(number: int) -> None:
        gate.wait(timeout=60)
        with door:
            try:
                results[number] = work(number)
            except Exception as error:
                results[number] = type(error).__name__
            finally:
                connections.close_all()

    threads = [threading.Thread(target=person, args=(number,), daemon=True) for number in range(people)]
    began = clock.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results, clock.monotonic() - began


@pytest.fixture
def ten(settings) -> datetime:
    """One mediator, one site, two mornings."""
    settings.TWILIO_AUTH_TOKEN = TOKEN
    Territory.objects.create(name="Essai", service_name="Essai", sms_name="Essai", phone="+33261910000")
    site = a_site(an_organisation())
    lea = a_mediator(site.organisation)
    a_topic()
    day: date = timezone.now().date() + timedelta(days=7)
    for each in (day, day + timedelta(days=1)):
        Opening.objects.create(
            mediator=lea,
            site=site,
            first_day=each,
            opens=time(10),
            closes=time(13),
            repeat_weeks=0,
            on_holidays=True,
        )
    return datetime.combine(day, time(10), ZoneInfo(site.timezone))


def test_a_hundred_callers_and_a_hundred_on_the_web_one_appointment(ten: datetime) -> None:
    site, topic = Site.objects.get(), Topic.objects.get()
    callers = [Caller(f"+3363998{number:04}") for number in range(CALLERS)]
    for caller in callers:
        caller.call().choose("prendre un rendez-vous").press("1").choose("plus tôt possible")
        assert "dix heures" in caller.choices["1"]

    def want(number: int) -> str:
        if number % 2:
            caller = callers[number // 2].press("1")
            if "vient d’être prise" in caller.text:
                return "told the next times" if caller.choices.get("1") else "told nothing"
            caller.choose("sans dire").choose("réserver")
            return "booked" if "C’est réservé" in caller.text else "lost it"
        wanted = Wish(
            topic=topic,
            site=site,
            starts_at=ten,
            participants=[Participant(f"Personne {number}")],
            reach=WayToReach("none"),
        )
        book(wanted, by=Actor("web"), now=timezone.now(), idempotency_key=f"web-{number}")
        return "booked"

    results, seconds = at_once(want, 2 * CALLERS)

    kinds = Counter(results)
    print(f"\n{2 * CALLERS} at once, {connection.vendor}: {seconds:.2f} s, {dict(kinds)}")
    assert kinds["booked"] == 1 and sum(kinds.values()) == 2 * CALLERS
    assert set(kinds) <= {"booked", "told the next times", "SlotTaken"}
    assert Appointment.objects.filter(starts_at=ten).count() == Appointment.objects.count() == 1
    assert Commitment.objects.count() == 1


def test_one_key_delivered_twenty_times_at_once_books_once_and_is_answered_alike(ten: datetime) -> None:
    caller = (
        Caller().call().choose("prendre un rendez-vous").press("1").choose("plus tôt possible").press("1")
    )
    caller.choose("sans dire")
    assert caller.waiting is not None
    address, form = caller.waiting.attrib["action"], caller._form({"Digits": caller.key_of("réserver")})

    answers, seconds = at_once(lambda _number: caller._post(address, form).decode(), 20)

    print(f"\n20 copies of one request: {seconds:.2f} s")
    assert len(set(answers)) == 1 and "C’est réservé" in answers[0]
    assert Appointment.objects.count() == Commitment.objects.count() == 1


def test_a_first_request_delivered_ten_times_at_once_is_one_call(ten: datetime) -> None:
    caller = Caller()
    answers, _seconds = at_once(lambda _number: caller._post("/twilio/voice", caller._form({})).decode(), 10)
    assert len(set(answers)) == 1 and "Bonjour" in answers[0]
    assert Call.objects.count() == 1
