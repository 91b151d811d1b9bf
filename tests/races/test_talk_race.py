"""One SMS delivered by several web processes at once, and several SMS of one number at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from bookings.models import Appointment, JournalEntry
from notifications.models import InboundMessage, Message
from notifications.talk.conversation import receive
from notifications.talk.turn import Text
from tests.notifications.conftest import build_town
from tests.people import FRIDAY_BEFORE

pytestmark = pytest.mark.django_db(transaction=True)
AMINA = "+33639980001"


def at_once(works: list[Callable[[], None]]) -> None:
    errors: list[Exception] = []
    together = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        try:
            together.wait(10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


def test_an_sms_delivered_ten_times_at_once_is_one_change_and_one_answer() -> None:
    build_town().book()
    at_once([lambda: receive(Text("SM1", AMINA, "oui"), now=FRIDAY_BEFORE)] * 10)
    assert InboundMessage.objects.count() == 1
    assert JournalEntry.objects.filter(kind="confirmed").count() == 1
    assert Message.objects.filter(kind="answer").count() == 1


def test_no_and_change_at_once_are_done_one_after_the_other() -> None:
    build_town().book()
    texts = [Text("SM1", AMINA, "2"), Text("SM2", AMINA, "changer"), Text("SM3", AMINA, "oui")]
    at_once([lambda text=text: receive(text, now=FRIDAY_BEFORE) for text in texts])  # type: ignore[misc]
    assert InboundMessage.objects.count() == 3
    assert Appointment.objects.get().status == "excused"
    answered = list(Message.objects.filter(kind="answer").values_list("key", flat=True))
    assert len(answered) == len(set(answered)) >= 2
