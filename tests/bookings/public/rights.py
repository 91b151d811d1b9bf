"""A resident who was helped, and has proved who they are: what the tests of one's own data share."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.actions.mark import mark
from bookings.actions.record_outcome import record_outcome
from bookings.models import Appointment, ConfirmationCode
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from bookings.people.links import new_link
from tests.people import MONDAY_8AM, TEN
from tests.staff import AT_THE_DESK, Town

REPORT = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=45)
MOBILE = "+33639980001"


def past(town: Town, **asked: object) -> Appointment:
    """She came last week, and something was noted."""
    visit = town.books(TEN, **asked)
    Appointment.objects.filter(pk=visit.pk).update(
        starts_at=TEN - timedelta(days=7), ends_at=TEN - timedelta(days=7) + timedelta(hours=1)
    )
    mark(visit.pk, as_=Mark.DONE, by=AT_THE_DESK, now=MONDAY_8AM)
    record_outcome(visit.pk, report=REPORT, private_note="a bien compris", by=AT_THE_DESK, now=MONDAY_8AM)
    return visit


def link_of(visit: Appointment) -> str:
    return reverse("rights_link", args=[new_link(visit, now=timezone.now())])


def proved(client: Client, visit: Appointment) -> Client:
    """With the code that was sent."""
    link = link_of(visit)
    assert client.post(link, {"envoyer": "1"}).status_code == 200
    code = ConfirmationCode.objects.latest("pk").clear
    assert client.post(link, {"code": code}).headers["Location"] == reverse("rights")
    return client
