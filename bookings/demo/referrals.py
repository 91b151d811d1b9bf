"""Sixty people whom partners have referred, four in each state. Those with a time have one of the demo's own."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bookings.demo.lives import LIVES, who_led_to
from bookings.demo.residents import MOBILES
from bookings.demo.write import Cast
from bookings.models import Appointment, JournalEntry, Referral, Resident, WaitingEntry
from bookings.people.contacts import contact_for
from bookings.people.names import name_key
from bookings.people.who import WayToReach
from bookings.referrals import information
from bookings.referrals.reasons import Reason
from bookings.referrals.states import State, Who
from mediation.models import Role, Site, Topic

EACH = 4
_FIRST = ("Salomé", "Idriss", "Ginette", "Tarek", "Nadège", "Piotr", "Leïla", "Marcelin", "Oksana", "Joris")
_LAST = ("Nuée", "Clairière", "Vallon", "Galet", "Embrun", "Sarment")
_NEEDS = (
    "Refaire sa demande de logement.",
    "Ouvrir son compte de la caisse d’allocations.",
    "Lire ses messages de France Travail.",
    "Prendre en main son premier téléphone.",
)
# Those whose appointment says what became of them.
_OF_AN_APPOINTMENT = {
    State.BOOKED: Appointment.Status.BOOKED,
    State.MET: Appointment.Status.DONE,
    State.CLOSED: Appointment.Status.DONE,
    State.MISSED: Appointment.Status.NO_SHOW,
}


def referrals(cast: Cast, roles: Sequence[Role], *, now: datetime) -> None:
    """Writes them with their histories, which compose nothing."""
    times = {state: _appointments(state, now) for state in _OF_AN_APPOINTMENT}
    number = 0
    for turn in range(EACH):
        for state in LIVES:
            number += 1
            role = roles[number % len(roles)]
            appointment = next(times[state], None) if state in times else None
            _write(number, state, role, appointment, cast, turn=turn, now=now)


def _appointments(state: State, now: datetime) -> Iterator[Appointment]:
    """The latest ones whose mark says the same; those of a closed referral lie further back."""
    rows = Appointment.objects.filter(status=_OF_AN_APPOINTMENT[state]).select_related("contact")
    ordered = rows.filter(starts_at__gt=now) if state is State.BOOKED else rows
    later = EACH if state is State.CLOSED else 0
    return iter(
        list(ordered.order_by("starts_at" if state is State.BOOKED else "-starts_at", "pk"))[later:][:EACH]
    )


def _write(
    number: int,
    state: State,
    role: Role,
    appointment: Appointment | None,
    cast: Cast,
    *,
    turn: int,
    now: datetime,
) -> None:
    topics, sites = cast.ground.topics, cast.ground.sites
    sent = (appointment.booked_at if appointment else now) - timedelta(days=1 + 3 * turn, hours=number % 7)
    referral = Referral(
        partner_id=role.organisation_id or 0,
        team=role.team,
        referrer=role.user,
        state=state.value,
        since=sent,
        created_at=sent,
        channel=Appointment.Channel.WEB,
        idempotency_key=f"demo-orientation-{number}",
    )
    if state is State.DRAFT:
        referral.draft = json.dumps({"name": _name(number), "need": _NEEDS[number % 4], "language": "fr"})
        referral.since = now - timedelta(hours=number)
        referral.save()
        return
    _fill(referral, number, topics[number % len(topics)], sites[number % len(sites)], appointment, sent)
    if state is State.WAITING:
        referral.waiting = _wait(referral, number, sent)
    if state is State.REFUSED:
        referral.reason, referral.sentence = Reason.OUT_OF_AREA, "La personne habite hors de nos communes."
    referral.save()
    _history(referral, state, sent, appointment, now=now)


def _fill(
    referral: Referral,
    number: int,
    topic: Topic,
    site: Site,
    appointment: Appointment | None,
    sent: datetime,
) -> None:
    place = {"site": site, "topic": topic, "organisation_id": site.organisation_id}
    if appointment is not None:
        place = {
            "site_id": appointment.site_id,
            "topic_id": appointment.topic_id,
            "organisation_id": appointment.organisation_id,
            "appointment": appointment,
            "resident": appointment.participants.order_by("participations__position")[0],
            "contact": appointment.contact,
        }
    else:
        place["resident"] = Resident.objects.create(
            name=_name(number), name_key=name_key(_name(number)), created_at=sent, last_contact_at=sent
        )
        place["contact_id"] = contact_for(WayToReach("mobile", MOBILES.format(89_100 + number))).pk
    place |= {
        "number": f"{10_000_000 + number * 1_234_567}",
        "need": _NEEDS[number % 4],
        "informed_version": information.CURRENT,
        "informed_at": sent,
        "received_at": sent,
        "invited_at": sent,
        "expires_at": sent + timedelta(days=30),
        # Nobody is chased because of a demo.
        "chased": 3,
        "handover": [*Referral.Handover][number % 3],
    }
    for name, value in place.items():
        setattr(referral, name, value)


def _wait(referral: Referral, number: int, sent: datetime) -> WaitingEntry:
    return WaitingEntry.objects.create(
        topic_id=referral.topic_id or 0,
        resident_id=referral.resident_id or 0,
        contact_id=referral.contact_id or 0,
        channel=Appointment.Channel.WEB,
        joined_at=sent,
        until=sent + timedelta(days=60),
        idempotency_key=f"demo-orientation-attente-{number}",
    )


def _history(
    referral: Referral, state: State, sent: datetime, appointment: Appointment | None, *, now: datetime
) -> None:
    at, was, facts = sent, State.DRAFT, []
    for version, step in enumerate(LIVES[state], start=2):
        who = who_led_to(step)
        if step not in (State.RECEIVED, State.ACCEPTED, State.INVITED, State.WAITING):
            at = min(now, max(at + timedelta(hours=20), _when(step, appointment, at)))
        facts.append(
            JournalEntry(
                at=at,
                kind=f"referral_{step}",
                referral=referral,
                resident=referral.resident,
                organisation_id=referral.organisation_id,
                actor=referral.referrer if who is Who.REFERRER else None,
                channel="web" if who is Who.REFERRER else "system",
                origin=JournalEntry.Origin.DEMO,
                told_at=at,
                data={
                    "who": who.value,
                    "was": was.value,
                    "state": step.value,
                    "referral_version": version,
                    **({"appointment_id": appointment.pk} if appointment else {}),
                },
            )
        )
        was = step
        referral.version = version
    JournalEntry.objects.bulk_create(facts)
    referral.since = at
    referral.save(update_fields=["since", "version"])


def _when(step: State, appointment: Appointment | None, at: datetime) -> datetime:
    if appointment is None:
        return at
    return appointment.booked_at if step is State.BOOKED else appointment.ends_at


def _name(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"
