"""What operators see: metrics, and an e-mail when messages are late."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.actions.call_back import CallBackWish, request_call_back
from bookings.models import CallBack
from bookings.people.who import RESIDENT_ON_WEB
from notifications.models import Alert, Message, State
from notifications.tasks import compose_messages, watch_messages
from notifications.watching.alerts import watch
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_sweeps import ahead
from tests.notifications.watching.test_message_pages import a_call
from tests.people import AMINA_MOBILE
from tests.sign_in import a_user, sign_in

TOKEN = "only-for-tests"


@pytest.fixture
def operators(settings) -> None:
    settings.ALERT_EMAIL = ["operateurs@example.org"]
    settings.METRICS_TOKEN = TOKEN


def scraped(client: Client) -> str:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return answer.content.decode()


def late(minutes: int) -> None:
    due_at = timezone.now() - timedelta(minutes=minutes)
    Message.objects.update(state=State.QUEUED, due_at=due_at)


@pytest.mark.usefixtures("operators")
def test_metrics_tell_what_is_due_what_went_and_what_it_cost(client: Client, town: Town) -> None:
    town.book(**ahead())
    assert "rdv_facts_to_tell 1.0" in scraped(client)
    compose_messages()
    page = scraped(client)
    assert 'rdv_messages_last_day{channel="sms",kind="confirmation",state="delivered",why=""} 1.0' in page
    assert "rdv_messages_due 0.0" in page and "rdv_facts_to_tell 0.0" in page
    assert "rdv_sms_parts_last_day 1.0" in page and "rdv_sms_cost_last_day_euros 0.08" in page
    assert "rdv_messages_lag_longest_seconds" in page
    a_call(town, 61)
    page = scraped(client)
    assert "rdv_call_minutes_last_day 2.0" in page and "rdv_call_cost_last_day_euros 0.04" in page
    late(6)
    page = scraped(client)
    assert "rdv_messages_due 1.0" in page and "rdv_messages_oldest_due_seconds 36" in page


@pytest.mark.usefixtures("operators")
def test_metrics_say_nothing_of_anybody_and_take_as_many_queries_for_many(client: Client, town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = scraped(client)
        assert "Amina" not in page and AMINA_MOBILE.replace(" ", "")[1:] not in page
        return len(captured)

    town.book(**ahead())
    compose_messages()
    few = queries()
    for days in (4, 5, 6):
        town.book(**ahead(days), name=f"Amina {days}")
    compose_messages()
    assert queries() == few


@pytest.mark.parametrize("shown", ["", "Bearer wrong", "Basic only-for-tests"])
def test_metrics_are_not_there_without_the_token(client: Client, db: None, settings, shown: str) -> None:
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": shown}).status_code == 404


@pytest.mark.usefixtures("operators")
def test_operators_are_written_to_once_an_hour_while_messages_are_late_and_once_when_it_is_over(
    town: Town,
) -> None:
    town.book(**ahead())
    compose_messages()
    watch_messages()
    assert mail.outbox == []
    late(11)
    now = timezone.now()
    for minutes in (0, 1, 59):
        watch(now=now + timedelta(minutes=minutes))
    assert [letter.subject for letter in mail.outbox] == ["[Rendez-vous numérique] Messages en retard"]
    assert "depuis 11 minutes" in mail.outbox[0].body and "Amina" not in mail.outbox[0].body
    watch(now=now + timedelta(minutes=60))
    assert len(mail.outbox) == 2
    Message.objects.update(due_at=None)
    watch(now=now + timedelta(minutes=90))
    watch(now=now + timedelta(minutes=91))
    assert [letter.subject for letter in mail.outbox[2:]] == [
        "[Rendez-vous numérique] Fin : Messages en retard"
    ]
    assert "90 minutes" in mail.outbox[2].body
    assert not Alert.objects.exists()


@pytest.mark.usefixtures("operators")
def test_operators_are_written_to_when_nobody_turns_facts_into_messages(town: Town) -> None:
    town.book(**ahead())
    now = timezone.now()
    watch(now=now + timedelta(minutes=9))
    assert mail.outbox == []
    watch(now=now + timedelta(minutes=11))
    assert (
        "1 réservation ou changement attend d’être annoncé depuis plus de 10 minutes" in mail.outbox[0].body
    )
    compose_messages()
    watch(now=now + timedelta(minutes=12))
    assert "Fin" in mail.outbox[1].subject and len(mail.outbox) == 2


@pytest.mark.usefixtures("operators")
def test_five_unknown_errors_in_an_hour_are_told_by_their_codes(town: Town) -> None:
    for days in range(3, 8):
        town.book(**ahead(days), name=f"Amina {days}")
    compose_messages()
    now = timezone.now()
    Message.objects.update(state=State.FAILED, why="unknown", error_code="39999", settled_at=now, due_at=None)
    first = Message.objects.earliest("pk")
    Message.objects.filter(pk=first.pk).update(why="provider")
    watch(now=now)
    assert mail.outbox == []
    Message.objects.filter(pk=first.pk).update(why="unknown")
    watch(now=now)
    assert "5 messages refusés en une heure, avec ces codes : 39999." in mail.outbox[0].body


@pytest.mark.usefixtures("operators")
def test_an_alert_that_cannot_leave_is_tried_again_at_the_next_look(town: Town, settings, caplog) -> None:
    town.book(**ahead())
    compose_messages()
    late(11)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    now = timezone.now()
    watch(now=now)
    assert "an alert could not be sent" in caplog.text
    settings.EMAIL_BACKEND = backend
    watch(now=now + timedelta(minutes=1))
    assert len(mail.outbox) == 1


def test_without_an_address_nobody_is_written_to(town: Town) -> None:
    town.book(**ahead())
    compose_messages()
    late(60)
    watch_messages()
    assert mail.outbox == [] and not Alert.objects.exists()


@pytest.mark.usefixtures("operators")
def test_somebody_who_waits_a_day_to_be_called_back_is_told_of_and_marked_in_the_queue(
    town: Town, client: Client
) -> None:
    now = timezone.now()
    request_call_back(CallBackWish(phone=AMINA_MOBILE), by=RESIDENT_ON_WEB, now=now, idempotency_key="one")
    compose_messages()
    watch(now=now + timedelta(hours=23))
    assert mail.outbox == []
    watch(now=now + timedelta(hours=25))
    assert "1 personne attend d’être rappelée depuis plus de 24 heures." in mail.outbox[0].body
    assert AMINA_MOBILE.replace(" ", "")[1:] not in mail.outbox[0].body
    CallBack.objects.update(created_at=now - timedelta(hours=25))
    sign_in(client, a_user("desk", town.site.organisation))
    assert "attend depuis plus de 24" in client.get("/equipe/rappels/").content.decode()
