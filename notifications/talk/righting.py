"""Putting right what was read wrongly, in one press: the same actions as everywhere, by the member of staff."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.actions.call_off import cancel, restorable_until, restore
from bookings.actions.confirm import confirm
from bookings.actions.move import move
from bookings.actions.wait import leave
from bookings.errors import NotStanding
from bookings.models import Appointment, Contact, JournalEntry, WaitingEntry
from bookings.people.who import Actor
from mediation.models import Site
from notifications.models import InboundMessage
from notifications.talk.deeds import Deed
from notifications.talk.history import index_of


class Right(StrEnum):
    """One way of putting an SMS right; the value stands in forms."""

    COMES = "vient"
    AWAY = "annuler"
    STANDS = "retablir"
    BACK = "heure-avant"
    OFF_THE_LIST = "hors-liste"
    TEXTS_AGAIN = "sms"


LABELS: dict[Right, Promise] = {
    Right.COMES: _("La personne vient"),
    Right.AWAY: _("Annuler le rendez-vous"),
    Right.STANDS: _("Rétablir le rendez-vous"),
    Right.BACK: _("Remettre à l’heure d’avant"),
    Right.OFF_THE_LIST: _("Retirer de la liste d’attente"),
    Right.TEXTS_AGAIN: _("Envoyer de nouveau des SMS"),
}
DONE: dict[Right, Promise] = {
    Right.COMES: _("C’est noté : la personne vient."),
    Right.AWAY: _("Le rendez-vous est annulé."),
    Right.STANDS: _("Le rendez-vous est rétabli."),
    Right.BACK: _("Le rendez-vous est remis à l’heure d’avant."),
    Right.OFF_THE_LIST: _("La personne n’est plus sur la liste d’attente."),
    Right.TEXTS_AGAIN: _("La personne recevra de nouveau des SMS."),
}


def rights(inbound: InboundMessage, *, now: datetime) -> list[Right]:
    """What may be done in one press about this SMS, as things stand. Its appointment is read already."""
    if inbound.done == Deed.STOPPED:
        return [Right.TEXTS_AGAIN]
    appointment = inbound.appointment
    if appointment is None:
        return []
    if appointment.status == Appointment.Status.EXCUSED and appointment.called_off_at is not None:
        by_this = inbound.done == Deed.CANCELLED or inbound.state == InboundMessage.State.WAITING
        return [Right.STANDS] if by_this and restorable_until(appointment.called_off_at) > now else []
    if appointment.status != Appointment.Status.BOOKED or appointment.starts_at <= now:
        return []
    return _of_one_that_stands(inbound)


def _of_one_that_stands(inbound: InboundMessage) -> list[Right]:
    if inbound.state == InboundMessage.State.WAITING:
        return [Right.COMES, Right.AWAY]
    by_deed = {
        Deed.CONFIRMED: Right.AWAY,
        Deed.RESTORED: Right.AWAY,
        Deed.BOOKED: Right.AWAY,
        Deed.MOVED: Right.BACK,
        Deed.WAITING: Right.OFF_THE_LIST,
    }
    done = by_deed.get(Deed(inbound.done))
    return [done] if done else []


@dataclass(frozen=True)
class _Wrong:
    """An SMS to be put right, about this appointment, by whom and when."""

    inbound: InboundMessage
    appointment: Appointment
    by: Actor
    now: datetime


def put_right(
    right: Right, inbound: InboundMessage, appointment: Appointment | None, *, by: Actor, now: datetime
) -> None:
    """Does it. Raises what the action refuses (`BookingError`), `NotStanding` when there is nothing to be put right."""
    if right is Right.TEXTS_AGAIN:
        theirs = Contact.objects.filter(value_index=index_of(inbound), kind=Contact.Kind.MOBILE)
        theirs.update(opted_out_at=None)
        return
    if appointment is None:
        raise NotStanding
    _ACTS[right](_Wrong(inbound, appointment, by, now))


def _comes(wrong: _Wrong) -> None:
    confirm(wrong.appointment.pk, by=wrong.by, now=wrong.now)


def _away(wrong: _Wrong) -> None:
    cancel(wrong.appointment.pk, by=wrong.by, now=wrong.now)


def _stands(wrong: _Wrong) -> None:
    restore(wrong.appointment.pk, by=wrong.by, now=wrong.now)


def _back(wrong: _Wrong) -> None:
    """To where it was before the last move: another mediator there if theirs is taken; raises `SlotTaken`."""
    moves = wrong.appointment.journal.filter(kind=JournalEntry.Kind.MOVED).order_by("-at", "-pk")
    was = moves.values_list("data", flat=True).first() or {}
    site = Site.objects.filter(pk=was.get("from_site", 0)).first()
    if site is None:
        raise NotStanding
    starts_at = datetime.fromisoformat(was["from_start"])
    move(wrong.appointment, starts_at=starts_at, site=site, by=wrong.by, now=wrong.now)


def _off_the_list(wrong: _Wrong) -> None:
    waiting = WaitingEntry.objects.filter(appointment=wrong.appointment, status=WaitingEntry.Status.WAITING)
    for entry in waiting:
        leave(entry.pk, by=wrong.by, now=wrong.now)


_ACTS: dict[Right, Callable[[_Wrong], None]] = {
    Right.COMES: _comes,
    Right.AWAY: _away,
    Right.STANDS: _stands,
    Right.BACK: _back,
    Right.OFF_THE_LIST: _off_the_list,
}
