"""A mediator stops receiving: openings end, and what was promised is kept, handed over or called off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from bookings.actions.call_off import cancel
from bookings.actions.change_openings import end_opening
from bookings.actions.hand_over import hand_over
from bookings.actions.leave_workshops import leave_workshop
from bookings.errors import BookingError, SlotTaken
from bookings.models import Appointment, JournalEntry, WorkshopAnimation, WorkshopDate
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.times.departures import animated_after, appointments_after, colleague_for, openings_after
from mediation.models import Mediator, Role, Trace
from mediation.traces.write import leave_trace

Kind = JournalEntry.Kind


class Fate(StrEnum):
    """What becomes of an appointment that is promised for later."""

    KEEP = "keep"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Departure:
    """Who stops, after which local day, in which organisations (None: everywhere), and what becomes of appointments.

    `fate` is for all of them, `otherwise` (kept or cancelled) for those that no colleague can take; `reason` is for the team.
    `roles` end with the last day.
    """

    mediator: Mediator
    last_day: date
    organisations: frozenset[int] | None
    fate: Fate
    otherwise: Fate = Fate.KEEP
    reason: str = ""
    roles: Collection[int] = ()


@dataclass(frozen=True)
class Left:
    """What was done: how many openings ended, and how many appointments each fate had; `alone`: dates of workshops that
    nobody animates any more.
    """

    openings: int
    handed_over: int
    cancelled: int
    kept: int
    alone: int = 0


def depart(leaving: Departure, *, by: Actor, now: datetime) -> Left:
    """Does it, one short transaction after the other; once more does what is left to be done.

    Openings end first, so that nothing more is booked meanwhile. Who is called off is told by the usual message.
    """
    openings = list(openings_after(leaving.mediator, leaving.last_day, leaving.organisations))
    for opening in openings:
        end_opening(opening.pk, last_day=leaving.last_day, by=by, now=now)
    promised = appointments_after(leaving.mediator, leaving.last_day, leaving.organisations, now=now)
    fates = [_decide(appointment, leaving, by=by, now=now) for appointment in promised]
    alone = _leave_workshops(leaving, now=now)
    _noted(leaving, by=by, now=now)
    conclude_departures(now=now)
    return Left(
        openings=len(openings),
        handed_over=fates.count(Fate.HAND_OVER),
        cancelled=fates.count(Fate.CANCEL),
        kept=fates.count(Fate.KEEP),
        alone=alone,
    )


def _leave_workshops(leaving: Departure, *, now: datetime) -> int:
    """Off the dates that a colleague animates too; how many are left that nobody else does."""
    animated = animated_after(leaving.mediator, leaving.last_day, leaving.organisations, now=now)
    shared = [each.date for each in animated if each.others]
    for workshop_id in dict.fromkeys(each.workshop_id for each in shared):
        first = min(each.starts_at for each in shared if each.workshop_id == workshop_id)
        leave_workshop(workshop_id, leaving.mediator.pk, since=first, now=now)
    return len(animated) - len(shared)


def _decide(appointment: Appointment, leaving: Departure, *, by: Actor, now: datetime) -> Fate:
    """What became of it in the end."""
    wanted = leaving.fate
    if wanted is Fate.HAND_OVER:
        if _handed_over(appointment, by=by, now=now):
            return wanted
        wanted = leaving.otherwise
    if wanted is not Fate.CANCEL:
        return Fate.KEEP
    try:
        cancel(appointment.pk, by=by, now=now, for_the_service=True, reason=leaving.reason)
    except BookingError:
        return Fate.KEEP
    return wanted


def _handed_over(appointment: Appointment, *, by: Actor, now: datetime) -> bool:
    colleague = colleague_for(appointment, now=now)
    for mediator_id in colleague.mediator_ids:
        try:
            hand_over(appointment.pk, to_mediator_id=mediator_id, span=colleague.span, by=by, now=now)
        except SlotTaken:
            continue
        except BookingError:
            return False
        return True
    return False


@short_transaction
def _noted(leaving: Departure, *, by: Actor, now: datetime) -> None:
    """The fact, which the clock looks at again once the last day is over."""
    note(
        Kind.MEDIATOR_LEFT,
        by=by,
        now=now,
        organisation_id=leaving.mediator.organisation_id,
        mediator=leaving.mediator.pk,
        last_day=leaving.last_day.isoformat(),
        everywhere=leaving.organisations is None,
        roles=sorted(leaving.roles),
    )


@short_transaction
def conclude_departures(*, now: datetime) -> int:
    """Those whose last day is over lose the roles that were to end with it, and receive no more; how many are retired.

    Somebody with appointments or workshops still to be kept stays in the lists until these are over or somebody else's.
    """
    today = timezone.localdate(now).isoformat()
    pending = JournalEntry.objects.filter(kind=Kind.MEDIATOR_LEFT, pending=True)
    over = [fact for fact in pending if fact.data["last_day"] < today]
    _end_roles(over, now)
    leaving = {fact.data["mediator"] for fact in over if fact.data["everywhere"]}
    promised = Appointment.objects.upcoming(now).filter(mediator__in=leaving)
    animated = WorkshopAnimation.objects.filter(
        date__in=WorkshopDate.objects.ahead(now), mediator__in=leaving
    )
    waited_for = set(promised.values_list("mediator", flat=True))
    waited_for |= set(animated.values_list("mediator", flat=True))
    done = [
        fact.pk for fact in over if fact.data["mediator"] not in waited_for or not fact.data["everywhere"]
    ]
    JournalEntry.objects.filter(pk__in=done).update(pending=False)
    return Mediator.objects.filter(pk__in=leaving - waited_for, active=True).update(active=False)


def _end_roles(over: Collection[JournalEntry], now: datetime) -> None:
    roles = Role.objects.filter(pk__in=[role for fact in over for role in fact.data["roles"]])
    for role in roles:
        leave_trace(
            Trace.Kind.ROLE_WITHDRAWN,
            now=now,
            channel="system",
            about="role",
            about_id=role.pk,
            organisation=role.organisation_id,
            role=role.kind,
            user=role.user_id,
        )
    roles.delete()


@short_transaction
def come_back(mediator: Mediator, *, by: Actor, now: datetime) -> None:
    """Receives again. Openings that have ended are set anew, and the role is given by an invitation."""
    Mediator.objects.filter(pk=mediator.pk).update(active=True)
    left = JournalEntry.objects.filter(kind=Kind.MEDIATOR_LEFT, pending=True)
    left.filter(data__mediator=mediator.pk).update(pending=False)
    note(
        Kind.MEDIATOR_BACK,
        by=by,
        now=now,
        organisation_id=mediator.organisation_id,
        mediator=mediator.pk,
    )
