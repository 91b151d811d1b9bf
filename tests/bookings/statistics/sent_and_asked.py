"""Who was sent to us in the generated year, and who was asked after a workshop; and both counted by hand."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment, JournalEntry, Referral, SurveyAnswer, SurveyRequest, WorkshopOutcome
from bookings.statistics.periods import Period
from mediation.models import Topic
from tests.people import an_organisation

RENNES = ZoneInfo("Europe/Paris")
STEPS = {"referral_accepted": "accepted", "referral_booked": "booked", "referral_met": "met"}


def sent_to_us(organisations: list, topic: Topic, draw: random.Random) -> None:  # type: ignore[type-arg]
    """Fifty referrals: some go nowhere, some are met weeks later, a few are marked as met a second time; one is a draft."""
    partner = an_organisation("Partenaire Fictif")
    start = datetime(2025, 12, 2, 7, tzinfo=UTC)
    for n in range(50):
        # (At 23:30 in Rennes, too: the next day by another clock.)
        received = start + timedelta(days=7 * n, hours=draw.choice([1, 5, 15.5]))
        one = Referral.objects.create(
            partner=partner,
            organisation=organisations[draw.random() < 0.4],
            topic=topic,
            number=f"{n:08}",
            state="received",
            channel="web",
            since=received,
            created_at=received,
            received_at=received,
            idempotency_key=f"sent:{n}",
        )
        at = received
        for kind in list(STEPS)[: draw.randint(0, 3)]:
            at += timedelta(hours=draw.randint(1, 400))
            _reached(one, kind, at)
            if draw.random() < 0.2:
                _reached(one, kind, at + timedelta(days=9))
    Referral.objects.create(
        partner=partner, channel="web", since=start, created_at=start, idempotency_key="sent:draft"
    )


def _reached(one: Referral, kind: str, at: datetime) -> None:
    JournalEntry.objects.create(at=at, kind=kind, referral=one, organisation=one.organisation)


def asked_how_it_went(appointments: list[Appointment], draw: random.Random) -> None:
    """Of those who came every third, two thirds of whom answer."""
    now = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    for one in [each for each in appointments if each.status == "done"][::3]:
        SurveyRequest.objects.create(appointment=one, asked_at=now, expires_at=now)
        if draw.random() < 0.6:
            SurveyAnswer.objects.create(
                month=one.starts_at.astimezone(RENNES).date().replace(day=1),
                organisation=one.organisation,
                site=one.site,
                theme="email",
                channel="sms",
                went=draw.choice([3, 4, 5]),
                clear=draw.choice([None, 5]),
            )


def asked_after_workshops(draw: random.Random) -> None:
    """Codes were given out after every second workshop that was noted; half of them came back."""
    for held in WorkshopOutcome.objects.select_related("date__workshop").order_by("pk")[::2]:
        for _code in range(held.participants):
            SurveyRequest.objects.create(
                workshop_date=held.date, asked_at=held.date.ends_at, expires_at=held.date.ends_at
            )
            if draw.random() < 0.5:
                SurveyAnswer.objects.create(
                    month=held.date.starts_at.astimezone(RENNES).date().replace(day=1),
                    organisation=held.date.workshop.organisation,
                    site=held.date.workshop.site,
                    theme="email",
                    channel="paper",
                    went=draw.choice([2, 4, 5]),
                    clear=draw.choice([None, 3, 5]),
                )


def referrals_by_hand(note, period: Period, within: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    """A referral is of the day it was received; it is met when it was first said to be."""
    if set(within) - {"organisation"}:
        return
    for one in Referral.objects.exclude(state="draft"):
        day = one.received_at.astimezone(RENNES).date()
        if not period.first <= day <= period.last or within.get("organisation") not in (
            None,
            one.organisation,
        ):
            continue
        note("referrals", "received")
        first: dict[str, date] = {}
        for entry in JournalEntry.objects.filter(referral=one).order_by("-at"):
            first[entry.kind] = entry.at.astimezone(RENNES).date()
        for kind, reached in first.items():
            note("referrals", STEPS[kind])
            if kind == "referral_met":
                note("referral_wait", str((reached - day).days))


def asked_in_a_workshop_by_hand(note, month: date, within: dict[str, object]) -> None:  # type: ignore[no-untyped-def]
    """Whoever was asked after a workshop was asked where it was held, by the organisation that held it."""
    for one in SurveyRequest.objects.filter(appointment=None):
        workshop = one.workshop_date.workshop
        theirs = {
            "organisation": workshop.organisation,
            "site": workshop.site,
            "site__commune__insee_code": workshop.site.commune.insee_code,
        }
        if one.workshop_date.starts_at.astimezone(RENNES).date().replace(day=1) == month and all(
            theirs[key] == value for key, value in within.items()
        ):
            note("voice_asked", "yes")
