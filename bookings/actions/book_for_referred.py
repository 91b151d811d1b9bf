"""Booking later for somebody who was referred, by whoever referred them."""

from datetime import datetime

from bookings.actions.follow import book_referred
from bookings.actions.refer_with_time import Time
from bookings.actions.wish import Wish
from bookings.errors import NotStanding
from bookings.models import Appointment, Referral
from bookings.people.referred import who_comes
from bookings.people.who import Actor, WayToReach
from bookings.referrals.states import Who


def book_for_referred(referral_id: int, time: Time, *, by: Actor, now: datetime) -> Appointment:
    """Books that time with what the referral says of the person; the same time once more is the same booking.

    Raises what `book` does, `StepRefused`, and `NotStanding` when nobody is behind the referral any more.
    """
    referral = Referral.objects.select_related(
        *("topic", "resident", "companion", "companion_contact", "contact")
    ).get(pk=referral_id)
    if referral.topic is None or referral.resident is None or referral.contact is None:
        raise NotStanding
    contact = referral.contact
    wish = Wish(
        topic=referral.topic,
        site=time.site,
        starts_at=time.starts_at,
        participants=who_comes(referral),
        reach=WayToReach(contact.kind, contact.value, shared=contact.shared),
        language=referral.language,
        mode=referral.topic.usual_way,
        preparation=referral.preparation,
        shown_at=time.shown_at,
    )
    key = f"referral-{referral.pk}-{referral.version}-{int(time.starts_at.timestamp())}-{time.site.pk}"
    return book_referred(referral_id, wish, who=Who.REFERRER, by=by, now=now, idempotency_key=key)
