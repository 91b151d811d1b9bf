"""Appointments and messages for the bench to work on."""

from datetime import datetime, timedelta
from itertools import cycle, islice
from uuid import uuid4

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bookings.models import Appointment, Contact, JournalEntry
from notifications.models import ChannelName, Message, State
from notifications.texts.kinds import Kind

_BATCH = 5_000
_MILLION = f"""
    INSERT INTO {Message._meta.db_table}
        (key, reference, kind, rule, channel, language, version, timezone, asked, "to", to_index, subject, body, parts,
         state, send_after, expires_at, due_at, in_doubt, claimed_by, attempts, unknown_errors, polls,
         provider_id, error_code, why, abroad, created_at)
    SELECT 'past-' || n, gen_random_uuid(), '{Kind.CONFIRMATION}', '', '{ChannelName.SMS}', 'fr', 1, 'Europe/Paris', true,
        '', md5(n::text), '', '', 1, '{State.DELIVERED}', now(), now(),
        CASE WHEN n %% 100 = 0 THEN now() + interval '1 day' END, false, '', 1, 0, 0, 'SM' || n, '', '', false, now()
    FROM generate_series(1, %s) AS n
"""


def past_messages(count: int) -> None:
    """Messages that have been sent; one in a hundred is to be looked at tomorrow."""
    with connection.cursor() as cursor:
        cursor.execute(_MILLION, [count])
        cursor.execute(f"ANALYZE {Message._meta.db_table}")


def forget_messages() -> None:
    """Empties the outbox for the next measure."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Message._meta.db_table} CASCADE")


def due_messages(count: int) -> None:
    """Confirmations to send now, each with a text of its own, about appointments that stand."""
    now = timezone.now()
    appointments = list(_ahead(now)[:_BATCH])
    for first in range(0, count, _BATCH):
        some = islice(cycle(appointments), min(_BATCH, count - first))
        Message.objects.bulk_create(_confirmation(appointment, now) for appointment in some)


def _confirmation(appointment: Appointment, now: datetime) -> Message:
    mark = uuid4().hex
    return Message(
        key=f"bench-{mark}",
        kind=Kind.CONFIRMATION,
        channel=ChannelName.SMS,
        appointment=appointment,
        version=appointment.version,
        organisation_id=appointment.organisation_id,
        asked=True,
        to="+33639980000",
        to_index=mark,
        body=f"Rendez-vous numérique. C'est noté : mardi 8 décembre à 9 h 30, Espace social de mesure. {mark}",
        parts=1,
        send_after=now,
        expires_at=now + timedelta(days=1),
        due_at=now,
        created_at=now,
    )


def people_to_remind(count: int) -> datetime:
    """Makes `count` people's appointments start within one hour, two days ahead; the moment their reminder is due.

    Only what reminders read is moved: the appointment, its contact (a mobile), and the fact that it was booked live.
    """
    now = timezone.now()
    starts_at = now + timedelta(days=3)
    mobile = Contact.objects.filter(kind=Contact.Kind.MOBILE).earliest("pk")
    chosen = list(_ahead(now)[:count])
    for number, appointment in enumerate(chosen):
        appointment.starts_at = starts_at + timedelta(seconds=number % 3600)
        appointment.ends_at = appointment.starts_at + timedelta(hours=1)
        appointment.contact = mobile
    Appointment.objects.bulk_update(chosen, ["starts_at", "ends_at", "contact"], batch_size=_BATCH)
    JournalEntry.objects.bulk_create(
        (
            JournalEntry(
                at=now - timedelta(days=7),
                told_at=now,
                kind=JournalEntry.Kind.BOOKED,
                appointment=appointment,
                organisation_id=appointment.organisation_id,
                version=appointment.version,
                origin=JournalEntry.Origin.LIVE,
            )
            for appointment in chosen
        ),
        batch_size=_BATCH,
    )
    return starts_at - timedelta(hours=1)


def _ahead(now: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        status=Appointment.Status.BOOKED, starts_at__gt=now + timedelta(days=1)
    ).order_by("pk")
