"""Residents who were received, and what they are asked afterwards."""

from datetime import UTC, datetime, timedelta

from bookings.actions.ask_survey import ask_survey
from bookings.actions.book import book
from bookings.models import Appointment, SurveyRequest
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from mediation.models import Site, Topic
from tests import people

TUESDAY_11AM = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
"""The day after, at a decent hour."""


def a_session(
    name: str = "Amina", mobile: str = people.AMINA_MOBILE, *, minutes: int = 0, **fields: object
) -> Appointment:
    """Somebody who agreed to be asked and was received on Monday; `fields` of the row say what was otherwise."""
    topic, site = _ground()
    reach = fields.pop("reach", None) or WayToReach("mobile", mobile)
    wished = people.wish(
        topic,
        site,
        people.TEN + timedelta(minutes=minutes),
        participants=[Participant(name)],
        reach=reach,
        survey_consent=True,
        offered=True,
    )
    appointment = book(
        wished, by=RESIDENT_ON_WEB, now=people.FRIDAY_BEFORE, idempotency_key=f"{name}{minutes}"
    )
    Appointment.objects.filter(pk=appointment.pk).update(**{"status": "done", **fields})
    appointment.refresh_from_db()
    return appointment


def _ground() -> tuple[Topic, Site]:
    """One place that is open all Monday, made once a test."""
    if not Topic.objects.exists():
        organisation = people.an_organisation()
        site = people.a_site(organisation)
        people.with_room(site, 100)
        people.a_topic(notice_min=0)
        for number in range(8):
            people.receives(people.a_mediator(organisation, f"Léa {number}"), site, 8, 18)
    return Topic.objects.get(), Site.objects.get()


def asked(at: datetime = TUESDAY_11AM) -> list[SurveyRequest]:
    """The sweep; who has been asked."""
    ask_survey(now=at)
    return list(SurveyRequest.objects.order_by("pk"))
