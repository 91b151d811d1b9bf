"""An answer to a partner's invitation, where more than one thing could be meant."""

import pytest

from bookings.models import Referral
from bookings.people.links import referral_of
from notifications.models import InboundMessage, Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_referred import LATER, refers
from tests.notifications.talk.situations import AMINA, write
from tests.people import TEN

pytestmark = pytest.mark.usefixtures("clock")


def invited(town: Town, **fields: object) -> Referral:
    referral = refers(town, **fields)
    compose(now=LATER)
    deliver(clock=lambda: LATER)
    return referral


def test_a_no_of_who_shares_a_telephone_is_read_by_a_person(town: Town) -> None:
    invited(town, name="Amina Essai")
    invited(town, name="Bakari Essai")
    write("non", AMINA)
    assert set(Referral.objects.values_list("state", flat=True)) == {"invited"}
    inbound = InboundMessage.objects.get()
    assert inbound.state == "waiting" and inbound.organisation == town.site.organisation


def test_a_no_is_said_to_be_noted_and_shown_to_the_team(town: Town) -> None:
    referral = invited(town)
    write("Non merci", AMINA)
    referral.refresh_from_db()
    assert referral.state == "declined" and InboundMessage.objects.get().done == "refused"
    assert Message.objects.filter(kind="answer").exists()


def test_a_yes_gets_a_link_that_opens_their_own_page(town: Town) -> None:
    referral = invited(town)
    write("oui", AMINA)
    body = Message.objects.get(kind="answer").body
    assert referral_of(body.split("/r/")[1].split()[0], now=LATER) == referral


def test_a_no_after_a_reminder_is_about_the_appointment_and_not_the_invitation(town: Town) -> None:
    referral = invited(town)
    appointment = town.book(TEN)
    compose(now=LATER)
    deliver(clock=lambda: LATER)
    write("2", AMINA)
    referral.refresh_from_db()
    appointment.refresh_from_db()
    assert (referral.state, appointment.status) == ("invited", "excused")
