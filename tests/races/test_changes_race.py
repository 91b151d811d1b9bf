"""Two transactions of a real PostgreSQL that commit in the other order than they wrote: no reader loses a change."""

import threading

import pytest
from django.db import connections, transaction

from bookings.actions.number_changes import number_changes
from bookings.models import Change, JournalEntry
from tests.people import FRIDAY_BEFORE
from tests.referring import a_partner, refers
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
NOW = FRIDAY_BEFORE


def test_a_late_commit_gets_a_later_number() -> None:
    town, ccas = Town(), a_partner()
    written, may_commit = threading.Event(), threading.Event()

    def slow_desk() -> None:
        try:
            with transaction.atomic():
                refers(town, ccas, name="Jean Essai", phone="06 39 98 00 07")
                written.set()
                assert may_commit.wait(20)
        finally:
            connections.close_all()

    slow = threading.Thread(target=slow_desk)
    slow.start()
    assert written.wait(20)
    quick = refers(town, ccas)
    number_changes(now=NOW)
    read_up_to = Change.objects.latest("number").number
    may_commit.set()
    slow.join(20)
    number_changes(now=NOW)

    late = Change.objects.after(read_up_to, audience_id=ccas.pk)
    assert late.count() == 3 and quick.pk not in late.values_list("referral", flat=True)
    # By the journal's own ids they came first: whoever reads "id > last" never sees them.
    first_ids = JournalEntry.objects.filter(referral=quick).values_list("pk", flat=True)
    assert max(late.values_list("entry", flat=True)) < min(first_ids)


def test_relays_at_once_number_each_fact_once_without_a_gap() -> None:
    town, ccas = Town(), a_partner()
    for turn in range(30):
        refers(town, ccas, name=f"Personne {turn}", phone=f"06 39 98 01 {turn:02}")
    together = threading.Barrier(4)
    failed: list[Exception] = []

    def relay() -> None:
        try:
            together.wait(10)
            number_changes(now=NOW)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    assert list(Change.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 181))
