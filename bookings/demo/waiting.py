"""Who waits for a time in the demo: some for any, some for an earlier one than their own; a few who no longer wait."""

from datetime import datetime, timedelta

from django.conf import settings

from bookings.demo.residents import LANDLINES, MOBILES
from bookings.demo.write import Cast
from bookings.models import Appointment, Resident, WaitingEntry
from bookings.people.contacts import contact_for
from bookings.people.names import name_key
from bookings.people.who import WayToReach

# Name, telephone, weekdays, part of the day, language, days ago, how it ended.
_WAITS: tuple[tuple[str, str, list[int], list[str], str, int, str], ...] = (
    ("Odette Mirador", LANDLINES.format(9_911), [], ["morning"], "fr", 12, ""),
    ("Basile Nuage", MOBILES.format(89_011), [1, 3], [], "fr", 9, ""),
    ("Samira Orage", MOBILES.format(89_012), [], ["afternoon"], "ar", 8, ""),
    ("Pavlo Brise", MOBILES.format(89_013), [], [], "uk", 6, ""),
    ("Colette Écho", LANDLINES.format(9_912), [0, 4], [], "fr", 4, ""),
    ("Ines Sable", MOBILES.format(89_014), [2], ["morning"], "pt", 2, ""),
    ("Gaspard Lune", MOBILES.format(89_015), [], [], "fr", 20, "served"),
    ("Yvonne Rosée", MOBILES.format(89_016), [], [], "fr", 15, "left"),
)
_SOONER = 5


def waiting_list(cast: Cast, *, now: datetime) -> None:
    """People on the list, and a few with an appointment far ahead who would rather come sooner."""
    sites, topics = cast.ground.sites, cast.ground.topics
    for number, (name, phone, weekdays, parts, language, days, ended) in enumerate(_WAITS):
        joined = now - timedelta(days=days)
        site = sites[number] if number % 3 else None
        entry = WaitingEntry.objects.create(
            topic=topics[number % len(topics)],
            organisation_id=site.organisation_id if site else None,
            weekdays=weekdays,
            parts=parts,
            resident=_resident(name, language, joined),
            contact_id=contact_for(WayToReach("mobile", phone)).pk,
            language=language,
            status=ended or WaitingEntry.Status.WAITING,
            channel=Appointment.Channel.DESK if number % 2 else Appointment.Channel.WEB,
            joined_at=joined,
            until=joined + timedelta(days=settings.WAITING_DAYS),
            ended_at=now - timedelta(days=1) if ended else None,
            idempotency_key=f"demo-attente-{number}",
        )
        if site:
            entry.sites.add(site)
    _sooner(now)


def _resident(name: str, language: str, at: datetime) -> Resident:
    return Resident.objects.create(
        name=name, name_key=name_key(name), language=language, created_at=at, last_contact_at=at
    )


def _sooner(now: datetime) -> None:
    # (Asked of the participants, an appointment of two would come twice.)
    far = Appointment.objects.upcoming(now).filter(
        starts_at__gt=now + timedelta(days=21), contact__kind="mobile"
    )
    far = far.exclude(participants__discreet=True)
    for number, appointment in enumerate(far.order_by("starts_at", "pk")[:_SOONER]):
        resident = appointment.participants.first()
        if resident is None:
            continue
        entry = WaitingEntry.objects.create(
            topic_id=appointment.topic_id,
            organisation_id=appointment.organisation_id,
            appointment=appointment,
            resident=resident,
            contact_id=appointment.contact_id,
            language=appointment.language,
            channel=Appointment.Channel.SMS if number % 2 else Appointment.Channel.PHONE,
            joined_at=now - timedelta(days=3 + number),
            until=appointment.starts_at,
            idempotency_key=f"demo-plus-tot-{number}",
        )
        entry.sites.add(appointment.site_id)
