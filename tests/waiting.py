"""A Monday morning that is full, and people who wait for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.actions.offer_times import offer_times
from bookings.actions.wait import Wait, When, wait, wait_for_earlier
from bookings.models import Appointment, WaitingEntry, WaitingOffer
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from mediation.models import Site, Topic
from tests.people import FRIDAY_BEFORE, TEN, a_mediator, a_site, a_topic, an_organisation, receives, wish

A_WEEK_LATER = TEN + timedelta(days=7)
FREED_AT = FRIDAY_BEFORE + timedelta(hours=1)
"""Eleven on that Friday; a resident's cancellation keeps the time a quarter of an hour."""
ASKED_AT = FREED_AT + timedelta(minutes=16)


@dataclass
class Full:
    """One mediator, three hours every Monday, the first Monday taken."""

    site: Site
    topic: Topic
    taken: list[Appointment]

    def frees(self, number: int = 1, at: datetime = FREED_AT) -> Appointment:
        """Somebody of the first Monday cancels (by default whoever comes at ten)."""
        return cancel(self.taken[number].pk, by=RESIDENT_ON_WEB, now=at)


def a_full_monday() -> Full:
    """Nine, ten and eleven are taken."""
    site, topic = a_site(an_organisation()), a_topic()
    receives(a_mediator(site.organisation), site)
    taken = [
        booked(topic, site, TEN + timedelta(hours=hours), f"Première {hours}", f"06 39 98 01 0{hours + 1}")
        for hours in (-1, 0, 1)
    ]
    return Full(site, topic, taken)


def booked(topic: Topic, site: Site, at: datetime, name: str, phone: str) -> Appointment:
    asked = wish(topic, site, at, name=name, reach=WayToReach("mobile", phone))
    return book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key=f"{name} {at.isoformat()}")


def waits(
    full: Full,
    name: str = "Amina",
    *,
    since: datetime = FRIDAY_BEFORE,
    phone: str = "06 39 98 00 01",
    **fields,
) -> WaitingEntry:
    """Somebody without an appointment waits for that site."""
    when = When(fields.pop("weekdays", ()), fields.pop("parts", ()))
    asked = Wait(
        topic=full.topic,
        sites=fields.pop("sites", [full.site]),
        person=Participant(name),
        reach=fields.pop("reach", WayToReach("mobile", phone)),
        when=when,
        **fields,
    )
    return wait(asked, by=RESIDENT_ON_WEB, now=since, idempotency_key=f"wait {name}")


def wants_earlier(full: Full, name: str = "Jean", phone: str = "06 39 98 00 02", **fields) -> WaitingEntry:
    """Somebody who comes a week later would rather come sooner."""
    appointment = booked(full.topic, full.site, A_WEEK_LATER, name, phone)
    return wait_for_earlier(appointment.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, **fields)


def first_monday_only(full: Full) -> None:
    """No Monday but the first is free: who waits gets that or nothing."""
    for week in range(1, 9):
        for hours in (-1, 0, 1):
            at = TEN + timedelta(days=7 * week, hours=hours)
            if not Appointment.objects.filter(starts_at=at).exists():
                booked(
                    full.topic,
                    full.site,
                    at,
                    f"Suivante {week} {hours}",
                    f"06 39 98 {week:02} {hours + 1:02}",
                )


def ask(at: datetime = ASKED_AT) -> list[WaitingOffer]:
    """The sweep; the offers that stand, in order of the list."""
    offer_times(now=at)
    standing = WaitingOffer.objects.filter(status=WaitingOffer.Status.OPEN)
    return list(standing.select_related("entry__resident").order_by("entry__joined_at", "entry"))
