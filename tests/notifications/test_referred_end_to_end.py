"""From a social worker's hand-over to "met", through the telephone of demonstrations: each channel once."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from bookings.actions.call_off import cancel
from bookings.actions.mark import mark
from bookings.models import Appointment, Referral
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor, WayToReach
from bookings.referrals.seen import seen_by_referrer
from bookings.referrals.states import State
from notifications.models import SimulatedMessage
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_referred import BY_EMAIL, LATER, refers
from tests.sign_in import a_user

pytestmark = pytest.mark.usefixtures("clock")


def goes_out() -> None:
    compose(now=LATER)
    deliver(clock=lambda: LATER)


def link_in(text: str) -> str:
    return "/r/" + text.split("/r/")[1].split()[0]


def books_by_link(client: Client, link: str) -> Appointment:
    own = client.get(link)["Location"]
    first = client.get(own + "heures/").context["days"][-1][1][-1]["url"]
    client.post(first)
    return Appointment.objects.get()


@pytest.mark.parametrize("reach", [WayToReach("mobile", "+33639980001"), BY_EMAIL], ids=["sms", "email"])
def test_the_message_s_link_books_the_confirmation_follows_and_the_referrer_sees_met(
    town: Town, client: Client, reach: WayToReach, mailoutbox: list[EmailMessage]
) -> None:
    referral: Referral = refers(town, reach=reach)
    goes_out()
    by_mail = reach.kind == "email"
    said = mailoutbox[0].body if by_mail else SimulatedMessage.objects.get().body
    appointment = books_by_link(client, link_in(said))
    goes_out()
    assert (len(mailoutbox) if by_mail else SimulatedMessage.objects.count()) == 2
    by = Actor("desk", a_user("desk", town.site.organisation).pk)
    mark(appointment.pk, as_=Mark.DONE, by=by, now=appointment.starts_at)
    referral.refresh_from_db()
    assert referral.at is State.MET and seen_by_referrer(referral.at, "met").met


def test_called_off_by_the_service_the_invitation_stands_and_no_second_one_is_sent(
    town: Town, client: Client
) -> None:

    referral = refers(town)
    goes_out()
    appointment = books_by_link(client, link_in(SimulatedMessage.objects.get().body))
    goes_out()
    by = Actor("desk", a_user("desk", town.site.organisation).pk)
    cancel(appointment.pk, by=by, now=LATER, for_the_service=True, reason="fermé")
    goes_out()
    referral.refresh_from_db()
    assert referral.at is State.INVITED
    bodies = list(SimulatedMessage.objects.values_list("body", flat=True))
    assert sum("De la part de" in body for body in bodies) == 1 and len(bodies) == 3
