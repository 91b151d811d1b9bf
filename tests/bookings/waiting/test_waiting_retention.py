"""What the waiting list keeps of people goes a month after their wait, or when they ask."""

from datetime import timedelta

import pytest

from bookings.actions.forget import erase, forget
from bookings.actions.merge import merge
from bookings.actions.wait import leave
from bookings.models import Contact, LinkToken, Resident, WaitingEntry, WaitingOffer
from bookings.people.links import new_waiting_link
from bookings.people.who import RESIDENT_ON_WEB, SYSTEM
from tests.people import FRIDAY_BEFORE
from tests.waiting import Full, a_full_monday, ask, waits, wants_earlier

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> Full:
    return a_full_monday()


def test_a_wait_that_is_over_goes_after_a_month_with_its_offers_and_links(full: Full) -> None:
    entry = waits(full)
    ask(FRIDAY_BEFORE)
    new_waiting_link(entry)
    leave(entry.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert forget(now=FRIDAY_BEFORE + timedelta(days=30))["waits"] == 0
    assert forget(now=FRIDAY_BEFORE + timedelta(days=31))["waits"] == 1
    assert (
        not WaitingEntry.objects.exists()
        and not WaitingOffer.objects.exists()
        and not LinkToken.objects.exists()
    )
    assert Contact.objects.get(pk=entry.contact_id).value == ""


def test_a_number_that_also_serves_an_appointment_stays(full: Full) -> None:
    entry = wants_earlier(full)
    leave(entry.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    forget(now=FRIDAY_BEFORE + timedelta(days=31))
    assert Contact.objects.get(pk=entry.contact_id).value == "+33639980002"


def test_somebody_who_asks_to_be_erased_waits_no_more(full: Full) -> None:
    entry = waits(full)
    erase(entry.resident_id, by=SYSTEM, now=FRIDAY_BEFORE)
    assert not WaitingEntry.objects.exists()
    assert (
        Contact.objects.get(pk=entry.contact_id).value,
        Resident.objects.get(pk=entry.resident_id).name,
    ) == ("", "")


def test_two_records_made_one_wait_as_one(full: Full) -> None:
    first, second = waits(full, "Amina"), waits(full, "Amina B.")
    merge(keep_id=first.resident_id, other_id=second.resident_id, by=SYSTEM, now=FRIDAY_BEFORE)
    assert set(WaitingEntry.objects.values_list("resident", flat=True)) == {first.resident_id}
    assert len(ask(FRIDAY_BEFORE)) == 1  # One person is asked about one time.
