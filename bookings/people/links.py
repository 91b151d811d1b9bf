"""Short links to an appointment, a wait, a referral or a registration: unguessable, stored hashed, over when it is over."""

from datetime import datetime, timedelta

from django.db.models import CharField, DateTimeField, Q, QuerySet

from bookings.models import Appointment, LinkToken, Referral, Registration, WaitingEntry
from bookings.referrals.states import State
from mediation.crypto import derived_token, keyed_hash, link_token
from mediation.prepared import Given, insert
from mediation.prepared_rows import PreparedRows

_PURPOSE = "link"
# An appointment that is over, found again by its number, may be looked at that long.
_LOOKED_UP = timedelta(minutes=30)
# A letter is found late: the person may still answer that long after it was written.
_REFERRAL_LIFE = timedelta(days=90)


def prepare_link(appointment: Appointment) -> tuple[str, LinkToken]:
    """A new clear token (for a message, seen nowhere else) and its row, still to be saved.

    Rows are left to the caller, who may save many at once.
    """
    token = link_token()
    token_hash = keyed_hash(_PURPOSE, token)
    return token, LinkToken(
        appointment_id=appointment.pk, token_hash=token_hash, expires_at=appointment.ends_at
    )


def prepare_waiting_link(entry: WaitingEntry) -> tuple[str, LinkToken]:
    """The same for somebody on the waiting list: good as long as they wait."""
    token = link_token()
    return token, LinkToken(waiting=entry, token_hash=keyed_hash(_PURPOSE, token), expires_at=entry.until)


def new_waiting_link(entry: WaitingEntry) -> str:
    """A fresh token for somebody who has just joined the list."""
    token, row = prepare_waiting_link(entry)
    row.save()
    return token


def waiting_of(token: str, *, now: datetime) -> WaitingEntry | None:
    """The wait behind a link that is still good, or None. Changes nothing."""
    good = Q(expires_at__gt=now) | Q(waiting__until__gt=now)
    row = (
        LinkToken.objects.filter(good, token_hash=keyed_hash(_PURPOSE, token), waiting__isnull=False)
        .select_related(
            "waiting__topic", "waiting__resident", "waiting__contact", "waiting__appointment__site"
        )
        .first()
    )
    return row.waiting if row else None


def prepare_referral_link(referral: Referral, *, now: datetime) -> tuple[str, LinkToken]:
    """The same for somebody who was referred: good for 90 days, whatever becomes of it meanwhile."""
    token = link_token()
    token_hash = keyed_hash(_PURPOSE, token)
    return token, LinkToken(referral=referral, token_hash=token_hash, expires_at=now + _REFERRAL_LIFE)


def new_referral_link(referral: Referral, *, now: datetime) -> str:
    """A fresh token for the person whom a referral is about."""
    token, row = prepare_referral_link(referral, now=now)
    row.save()
    return token


def referral_of(token: str, *, now: datetime) -> Referral | None:
    """The referral behind a link that is still good, or None; none for who was withdrawn, closed or erased."""
    row = (
        LinkToken.objects.filter(
            expires_at__gt=now, token_hash=keyed_hash(_PURPOSE, token), referral__isnull=False
        )
        .exclude(referral__state__in=(State.WITHDRAWN, State.CLOSED))
        .exclude(referral__resident__isnull=True)
        .select_related(
            "referral__partner",
            "referral__organisation",
            "referral__topic",
            "referral__site__commune",
            "referral__resident",
            "referral__contact",
            "referral__appointment",
            "referral__waiting",
        )
        .first()
    )
    return row.referral if row else None


def prepare_registration_link(registration: Registration) -> tuple[str, LinkToken]:
    """The same for somebody registered for a workshop: good until the last of its dates is over."""
    token = link_token()
    last = max(date.ends_at for date in registration.workshop.dates.all())
    return token, LinkToken(
        registration=registration, token_hash=keyed_hash(_PURPOSE, token), expires_at=last
    )


def registration_of(token: str) -> Registration | None:
    """The registration behind a link: of a message, or the one shown when it was made. Good as long as it is kept."""
    made = Q(token_hash=keyed_hash("registration", token))
    sent = Q(links__token_hash=keyed_hash(_PURPOSE, token))
    rows = Registration.objects.filter(made | sent).select_related("workshop__site__commune", "contact")
    return rows.prefetch_related("workshop__texts", "dates", "people").first()


def appointment_of(token: str, *, now: datetime) -> Appointment | None:
    """The appointment behind a link that is still good, or None. Changes nothing.

    A link outlives a move to a later day: it is good until the appointment is over, whichever day that was.
    """
    found = _behind()(token_hash=keyed_hash(_PURPOSE, token), now=now)
    return found[0] if found else None


@PreparedRows
def _behind() -> "QuerySet[Appointment]":
    """One's own appointment with how they are reached and its time. (Planning a join of all its neighbours took the
    database twenty times as long as finding them: place and topic are at hand, `catalogue.at_hand`.)
    """
    now = Given("now", DateTimeField())
    good = Q(links__expires_at__gt=now) | Q(ends_at__gt=now)
    linked = Appointment.objects.filter(good, links__token_hash=Given("token_hash", CharField()))
    return linked.select_related("contact", "commitment")


def token_of_draft(draft_id: str) -> str:
    """The one token of a booking made from that draft: the second press of a button comes to the same card."""
    return derived_token("link of draft", draft_id)


def link_row(token: str, appointment: Appointment, *, now: datetime) -> LinkToken:
    """A clear token's row, to be saved (with the appointment, if that is new)."""
    expires_at = max(appointment.ends_at, now + _LOOKED_UP)
    return LinkToken(appointment=appointment, token_hash=keyed_hash(_PURPOSE, token), expires_at=expires_at)


def new_link(appointment: Appointment, *, now: datetime) -> str:
    """A fresh token for somebody who has shown that the appointment is theirs."""
    token = link_token()
    insert(link_row(token, appointment, now=now))
    return token
