"""Asking residents about a session: on the next day, once, those who have agreed to be asked."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from bookings.errors import SurveyOver
from bookings.models import Appointment, Attendance, JournalEntry, SurveyRequest, WorkshopDate
from bookings.people.who import SYSTEM, Actor
from bookings.records.drawing import code_on_paper
from bookings.records.journal import announce, fact
from bookings.records.transactions import short_transaction
from bookings.surveys.due import Due, due, with_what
from bookings.surveys.hours import may_ask
from bookings.surveys.links import code_hash, token_hash, token_of, token_of_seat
from mediation import holidays
from mediation.models import Territory

OPEN_FOR = timedelta(days=14)
"""So long one may answer."""
_BATCH = 200


@short_transaction
def ask_survey(*, now: datetime) -> int:
    """Asks whoever was received yesterday or in the days before, alone or in a workshop, and has not been asked; how many.
    Not at night, on Sundays or public holidays: then on the next day that is none.

    Never who is discreet or has objected, was missed, has not agreed, wants no more SMS or can only be called.
    """
    zone = ZoneInfo(Territory.current().timezone)
    today = now.astimezone(zone).date()
    if not may_ask(now.astimezone(zone), holidays.days([today.year])):
        return 0
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone)
    found = due(midnight, now)[:_BATCH]
    SurveyRequest.objects.bulk_create([_request(each, now) for each in found], ignore_conflicts=True)
    facts = list(_facts(found, now))
    JournalEntry.objects.bulk_create(facts)
    announce(*facts)
    return len(found)


def _request(each: Due, now: datetime) -> SurveyRequest:
    if each.appointment_id is not None:
        token = token_of(each.appointment_id)
    else:
        token = token_of_seat(each.registration_id or 0, each.date_id or 0)
    return SurveyRequest(
        appointment_id=each.appointment_id,
        registration_id=each.registration_id,
        workshop_date_id=each.date_id,
        asked_at=now,
        expires_at=now + OPEN_FOR,
        token_hash=token_hash(token),
    )


def _facts(found: list[Due], now: datetime) -> Iterator[JournalEntry]:
    sessions, registrations = with_what(found)
    for session in sessions:
        yield fact(JournalEntry.Kind.SURVEY_ASKED, appointment=session, by=SYSTEM, now=now)
    dates = {each.registration_id: each.date_id for each in found}
    for one in registrations:
        yield fact(
            JournalEntry.Kind.SURVEY_ASKED, registration=one, by=SYSTEM, now=now, dates=[dates[one.pk]]
        )


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
    code = code_on_paper()
    request.code_hash = code_hash(code)
    request.save(update_fields=["code_hash"])
    return code


@short_transaction
def give_codes(date_id: int, *, now: datetime) -> list[str]:
    """A code for each registered person who came to a workshop and was not written to, as `give_code`: nobody notes who gets
    which. Once more: for those who have not answered yet, other codes, and those of before count no more.

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
    on_paper = asked.filter(registration=None, token_hash__isnull=False)
    open_ones = list(on_paper.order_by("pk"))
    codes = [code_on_paper() for _each in open_ones]
    for request, code in zip(open_ones, codes, strict=True):
        request.code_hash = code_hash(code)
    SurveyRequest.objects.bulk_update(open_ones, ["code_hash"])
    if not codes:
        raise SurveyOver
    return codes
