"""Somebody who was referred takes a time, or waits for one, without typing anything: who they are is known."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bookings.actions.follow import book_referred
from bookings.actions.referred_waiting import join_for
from bookings.actions.wait import Wait, When, wait
from bookings.actions.wish import Wish
from bookings.errors import StepRefused
from bookings.models import Appointment, JournalEntry, Referral, WaitingEntry
from bookings.people.referred import who_comes
from bookings.people.who import Actor, WayToReach
from bookings.referrals.states import State, Who, is_allowed
from mediation.models import Site, Topic


def book_invited(
    referral_id: int, *, site: Site, starts_at: datetime, by: Actor, now: datetime, who: Who = Who.PERSON
) -> Appointment:
    """Books that time for the person (and who comes along), about what they were referred for. The same time once more is
    the same booking. Raises what `book` does, `StepRefused`.
    """
    referral, topic = _theirs(referral_id, State.BOOKED, who)
    wish = Wish(
        topic=topic,
        site=site,
        starts_at=starts_at,
        participants=who_comes(referral),
        reach=_reach(referral),
        language=referral.language,
        mode=topic.usual_way,
        preparation=referral.preparation,
    )
    # One that was called off since is not found again by the same press.
    booked_before = referral.journal.filter(kind=JournalEntry.Kind.REFERRAL_BOOKED).count()
    if referral.at is State.BOOKED and referral.appointment is not None:
        return referral.appointment
    key = f"referral-{referral.pk}-{booked_before}-{starts_at.isoformat()}"
    return book_referred(referral.pk, wish, who=who, by=by, now=now, idempotency_key=key)


def wait_invited(
    referral_id: int, *, sites: Sequence[Site] = (), by: Actor, now: datetime, who: Who = Who.PERSON
) -> WaitingEntry:
    """Puts the person on the list: of the place they are expected at, or of `sites`. Waiting already, that wait.

    Raises `StepRefused`, `NobodyToCall`, `TooManyAhead`.
    """
    referral, topic = _theirs(referral_id, State.WAITING, who)
    if referral.at is State.WAITING and referral.waiting is not None:
        return referral.waiting
    places = list(sites) or ([referral.site] if referral.site is not None else _of(referral))
    asked = Wait(
        topic=topic,
        sites=places,
        person=who_comes(referral)[0],
        reach=_reach(referral),
        when=When(referral.weekdays, referral.parts),
        language=referral.language,
    )
    with transaction.atomic():
        key = f"referral-{referral.pk}-{referral.version}"
        entry = wait(asked, by=by, now=now, idempotency_key=key)
        join_for(referral.pk, entry, who=who, by=by, now=now)
    return entry


def _theirs(referral_id: int, to: State, who: Who) -> tuple[Referral, Topic]:
    about = ("topic", "site", "resident", "companion", "companion_contact", "contact", "waiting")
    rows = Referral.objects.select_related(*about)
    referral = rows.get(pk=referral_id)
    if not is_allowed(referral.at, to, who) or referral.resident is None or referral.topic is None:
        raise StepRefused(referral.state, to, who)
    return referral, referral.topic


def _reach(referral: Referral) -> WayToReach:
    contact = referral.contact
    return WayToReach(contact.kind, contact.value, shared=contact.shared) if contact else WayToReach("none")


def _of(referral: Referral) -> list[Site]:
    open_ones = Site.objects.open_to_residents().places().filter(organisation=referral.organisation_id)
    return list(open_ones.order_by("pk"))
