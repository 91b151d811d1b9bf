"""Short links to one appointment: unguessable, stored hashed, over when the appointment is over."""

from datetime import datetime

from django.db.models import Q

from bookings.models import Appointment, LinkToken
from mediation.crypto import keyed_hash, link_token

_PURPOSE = "link"


def prepare_link(appointment: Appointment) -> tuple[str, LinkToken]:
    """A new clear token (for a message, seen nowhere else) and its row, still to be saved.

    Rows are left to the caller, who may save many at once.
    """
    token = link_token()
    row = LinkToken(
        appointment=appointment, token_hash=keyed_hash(_PURPOSE, token), expires_at=appointment.ends_at
    )
    return token, row


def appointment_of(token: str, *, now: datetime) -> Appointment | None:
    """The appointment behind a link that is still good, or None. Changes nothing.

    A link outlives a move to a later day: it is good until the appointment is over, whichever day that was.
    """
    good = Q(expires_at__gt=now) | Q(appointment__ends_at__gt=now)
    row = (
        LinkToken.objects.filter(good, token_hash=keyed_hash(_PURPOSE, token))
        .select_related("appointment__site__commune", "appointment__topic", "appointment__contact")
        .first()
    )
    return row.appointment if row else None
