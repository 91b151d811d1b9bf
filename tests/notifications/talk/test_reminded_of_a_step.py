"""Who is reminded of something to do and answers the SMS does not lose their next appointment by it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bookings.actions.add_step import Step, add_step
from bookings.models import Appointment
from bookings.people.who import SYSTEM
from notifications.models import InboundMessage
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.next_steps import remind_of_steps
from tests.notifications.caller import TOKEN, signed
from tests.notifications.conftest import Line, Town
from tests.people import TEN

EVE = datetime(2026, 12, 7, 9, 5, tzinfo=UTC)
AMINA = "+33639980001"


@pytest.fixture
def ahead(town: Town, clock: time_machine.Traveller, line: Line) -> Appointment:
    """She came on Monday, comes again in ten days, was told so, and is now reminded of what she has to do before."""
    session = town.book()
    ahead = town.book(TEN + timedelta(days=10))
    compose(now=timezone.now())
    deliver(clock=timezone.now)
    add_step(
        session.participants.get().pk,
        Step("Envoyer la photo", due_on=date(2026, 12, 8), remind=True),
        organisation_id=session.organisation_id,
        appointment_id=session.pk,
        by=SYSTEM,
        now=TEN,
        form_key="x",
    )
    clock.move_to(EVE)
    Appointment.objects.filter(pk=session.pk).update(status="done")
    assert remind_of_steps(now=EVE) == 1
    deliver(clock=timezone.now)
    assert "Envoyer la photo" in line.taken[-1].body
    clock.shift(timedelta(minutes=5))
    return ahead


@pytest.mark.parametrize(
    ("body", "for_the_team"), [("non", True), ("2", True), ("1", True), ("ok", False), ("oui merci", False)]
)
def test_a_bare_answer_changes_no_appointment(ahead: Appointment, body: str, for_the_team: bool) -> None:
    form = {"MessageSid": f"SM{uuid4().hex}", "From": AMINA, "To": "+33939980000", "Body": body}
    assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 200
    ahead.refresh_from_db()
    assert ahead.status == "booked"
    heard = InboundMessage.objects.get()
    assert (heard.done, heard.state == "waiting") == ("", for_the_team)
