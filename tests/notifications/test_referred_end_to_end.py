"""From a social worker's hand-over to "met", through the telephone of demonstrations: each channel once."""

import re
from datetime import timedelta

import pytest
import time_machine
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
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_referred import BY_EMAIL, LATER, refers
from tests.notifications.voice.test_line_waiting import LANDLINE
from tests.partners import SocialWorker, text
from tests.sign_in import a_user, sign_in

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


def test_referred_on_the_page_booked_by_telephone_recorded_by_the_mediator_and_read_as_met(
    town: Town, client: Client, clock: time_machine.Traveller
) -> None:
    """Each through its own door: the page of who refers, the line's signed webhooks, the mediator's form."""
    town.mediator.user = a_user("mediator", town.site.organisation)
    town.mediator.save()
    worker = SocialWorker(town)
    referral = worker.referred(reach="letter", letter="12 rue de l’Exemple, 35000 Rennes")
    goes_out()
    page = text(worker.get(worker.page(referral)))
    number = re.search(r'<b class="number">(\d{4})\N{NO-BREAK SPACE}(\d{4})</b>', page)
    assert number is not None and "Rencontrée" not in page

    unsigned = client.post("/twilio/voice", {"CallSid": "CA1", "From": LANDLINE, "To": "+33261910000"})
    assert unsigned.status_code == 403
    caller = Caller(LANDLINE).call().choose("que vous avez déjà").press("".join(number.groups()))
    caller.choose("premières heures").press("1").choose("réserver")
    appointment = Appointment.objects.get()
    assert "La rencontre est prévue au rendez-vous" in text(worker.get(worker.page(referral)))

    clock.move_to(appointment.starts_at + timedelta(minutes=30))
    mediator = sign_in(Client(), town.mediator.user)
    said = {"themes": ["email"], "result": "resolu", "next_step": "aucune", "duration_min": "30"}
    recorded = mediator.post(
        f"/equipe/rendez-vous/{appointment.pk}/compte-rendu/", {**said, "place": "lieu_activite"}
    )
    assert recorded.status_code == 302
    read_again = sign_in(Client(), worker.user).get(worker.page(referral))
    assert "Rencontrée" in text(read_again)
