"""Asking residents about a session: on the next day, once, those who have agreed to be asked."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.errors import SurveyOver
from bookings.models import (
    Appointment,
    Attendance,
    Contact,
    JournalEntry,
    Participation,
    SurveyRequest,
    SurveySetting,
    WorkshopDate,
)
from bookings.people.who import SYSTEM, Actor
from bookings.records.journal import announce, fact
from bookings.records.transactions import short_transaction
from bookings.surveys.drawn import is_drawn
from bookings.surveys.hours import may_ask
from bookings.surveys.links import code_hash, token_hash, token_of
from mediation import holidays
from mediation.models import Territory

OPEN_FOR = timedelta(days=14)
"""So long one may answer."""
_LATEST = timedelta(days=5)
"""Whoever came longer ago is not asked any more."""
REST = timedelta(days=30)
"""Nobody is asked more often: who comes each week would be written to each week."""
_BATCH = 200
_WRITTEN_TO = (Contact.Kind.MOBILE, Contact.Kind.EMAIL)


@short_transaction
def ask_survey(*, now: datetime) -> int:
    """Asks whoever was received yesterday or in the days before and has not been asked; how many. Not at night, on Sundays
    or public holidays: then on the next day that is none.

    Never who is discreet or has objected, was missed, has not agreed, wants no more SMS or can only be called.
    """
    zone = ZoneInfo(Territory.current().timezone)
    today = now.astimezone(zone).date()
    if not may_ask(now.astimezone(zone), holidays.days([today.year])):
        return 0
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone)
    due = list(_drawn(list(_due(midnight, now)), now))
    requests = [
        SurveyRequest(
            appointment=each,
            asked_at=now,
            expires_at=now + OPEN_FOR,
            token_hash=token_hash(token_of(each.pk)),
        )
        for each in due[:_BATCH]
    ]
    SurveyRequest.objects.bulk_create(requests, ignore_conflicts=True)
    facts = [
        fact(JournalEntry.Kind.SURVEY_ASKED, appointment=each.appointment, by=SYSTEM, now=now)
        for each in requests
    ]
    JournalEntry.objects.bulk_create(facts)
    announce(*facts)
    return len(requests)


def _due(midnight: datetime, now: datetime) -> "QuerySet[Appointment]":
    """The sessions of before today about which nobody was asked, of people who may be written to."""
    silent = Participation.objects.filter(appointment=OuterRef("pk"))
    asked_lately = SurveyRequest.objects.filter(
        appointment__contact=OuterRef("contact"), asked_at__gt=now - REST
    )
    off = SurveySetting.objects.filter(organisation=OuterRef("organisation"), on=False)
    rows = Appointment.objects.filter(
        status=Appointment.Status.DONE,
        survey_consent=True,
        survey_request=None,
        starts_at__gte=midnight - _LATEST,
        starts_at__lt=midnight,
        contact__kind__in=_WRITTEN_TO,
        contact__opted_out_at=None,
    ).exclude(contact__value="")
    rows = rows.exclude(contact__kind=Contact.Kind.MOBILE, contact__by_call=True)
    refuse = silent.filter(Q(resident__discreet=True) | Q(resident__no_surveys=True))
    erased = silent.exclude(resident__erased_at=None)
    rows = rows.exclude(Exists(refuse) | Exists(erased) | Exists(asked_lately) | Exists(off))
    return rows.order_by("starts_at", "pk")


def _drawn(rows: Sequence[Appointment], now: datetime) -> Iterator[Appointment]:
    """Those that the organisation's share takes, one for each contact."""
    shares = dict(SurveySetting.objects.values_list("organisation_id", "share"))
    contacts: set[int] = set()
    for each in rows:
        if each.contact_id not in contacts and is_drawn(each.pk, shares.get(each.organisation_id, 100)):
            contacts.add(each.contact_id)
            yield each


@short_transaction
def give_code(appointment_id: int, *, by: Actor, now: datetime) -> str:
    """Eight digits for a sheet of paper or the tablet: whoever has them answers about that session, once. Each time others:
    those of before count no more.

    Raises `SurveyOver` for who was not received, is discreet or has objected, and where it was answered (or nobody may
    answer any more).
    """
    rows = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment_id)
    appointment = rows.get()
    silent = appointment.participants.filter(
        Q(discreet=True) | Q(no_surveys=True) | Q(erased_at__isnull=False)
    )
    if appointment.status != Appointment.Status.DONE or silent.exists():
        raise SurveyOver
    request, _new = SurveyRequest.objects.get_or_create(
        appointment=appointment,
        defaults={
            "asked_at": now,
            "expires_at": now + OPEN_FOR,
            "token_hash": token_hash(token_of(appointment.pk)),
        },
    )
    if request.token_hash is None or request.expires_at <= now:
        raise SurveyOver
    code = _drawn_code()
    request.code_hash = code_hash(code)
    request.save(update_fields=["code_hash"])
    return code


@short_transaction
def give_codes(date_id: int, *, now: datetime) -> list[str]:
    """A code for each registered person who came to a workshop, as `give_code`: nobody notes who gets which. Once more: for
    those who have not answered yet, other codes, and those of before count no more.

    Raises `SurveyOver` where nobody came, or nobody may answer any more.
    """
    date = WorkshopDate.objects.select_for_update(of=("self",)).get(pk=date_id)
    asked = SurveyRequest.objects.filter(workshop_date=date)
    came = Attendance.objects.filter(date=date, came=True)
    came = came.exclude(Q(person__discreet=True) | Q(person__no_surveys=True))
    expires_at = date.ends_at + OPEN_FOR
    if expires_at <= now:
        raise SurveyOver
    SurveyRequest.objects.bulk_create(
        SurveyRequest(
            workshop_date=date,
            asked_at=now,
            expires_at=expires_at,
            token_hash=token_hash(secrets.token_urlsafe()),
        )
        for _each in range(came.count() - asked.count())
    )
    open_ones = list(asked.filter(token_hash__isnull=False).order_by("pk"))
    codes = [_drawn_code() for _each in open_ones]
    for request, code in zip(open_ones, codes, strict=True):
        request.code_hash = code_hash(code)
    SurveyRequest.objects.bulk_update(open_ones, ["code_hash"])
    if not codes:
        raise SurveyOver
    return codes


def _drawn_code() -> str:
    return f"{secrets.randbelow(10**8):08d}"
