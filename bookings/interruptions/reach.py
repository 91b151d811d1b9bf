"""How somebody is asked which time suits them: by themselves, or by the team."""

from datetime import timedelta

from django.conf import settings

from bookings.models import Appointment, Contact

ANSWER_WITHIN = timedelta(hours=24)
"""Who has not answered by then is called."""
ANSWER_LETTER_WITHIN = timedelta(days=8)
"""A letter is posted, read and thought over."""
SOONEST = timedelta(hours=3)
"""Nobody is offered a time that is nearer than that: the message has to be read first."""
UNDO_WITHIN = timedelta(minutes=15)
URGENT = timedelta(hours=3)
"""Whoever is expected within so long is told at once."""


def hears_by_message(appointment: Appointment) -> bool:
    """Whether a message may reach them at all: nobody writes to who chose discretion, or has no address for it.

    The appointment comes with its contact and participants.
    """
    contact, kinds = appointment.contact, Contact.Kind
    if any(each.discreet for each in appointment.participants.all()) or not contact.value:
        return False
    if contact.kind == kinds.MOBILE:
        return contact.opted_out_at is None
    if contact.kind == kinds.LANDLINE:
        return bool(settings.CALLS_OUT)
    return contact.kind in (kinds.EMAIL, kinds.LETTER)


def answer_within(appointment: Appointment) -> timedelta:
    """How long they have to answer."""
    by_letter = appointment.contact.kind == Contact.Kind.LETTER
    return ANSWER_LETTER_WITHIN if by_letter else ANSWER_WITHIN


def not_before(appointment: Appointment) -> timedelta:
    """How far ahead the first time that is offered has to be."""
    return answer_within(appointment) if appointment.contact.kind == Contact.Kind.LETTER else SOONEST
