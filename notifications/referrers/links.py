"""Links for whoever refers without an account: written to their address once, the clear token wiped."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from bookings.models import ReferrerLink
from notifications.models import Message
from notifications.referrers.mail import mail
from notifications.texts.kinds import Kind

_TOGETHER = 200


@transaction.atomic
def write_links(*, now: datetime) -> int:
    """Writes what is to be written; how many. Links that are over go, with the addresses."""
    ReferrerLink.objects.filter(expires_at__lt=now).delete()
    due = ReferrerLink.objects.filter(to_write=True).select_related("referral", "partner").order_by("pk")
    links = list(due.select_for_update(skip_locked=True, of=("self",))[:_TOGETHER])
    messages = [_message(link, now) for link in links]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    ReferrerLink.objects.filter(pk__in=[link.pk for link in links]).update(to_write=False, clear="")
    return len(messages)


def _message(link: ReferrerLink, now: datetime) -> Message:
    number = (link.referral.number or "") if link.referral else ""
    return mail(
        Kind.REFERRER_LINK,
        to=link.email,
        language=link.language,
        key=f"referrer-link-{link.pk}",
        context={
            "link": settings.PUBLIC_URL + reverse("partners_link", args=[link.clear]),
            "partner": link.partner,
            "number": f"{number[:4]} {number[4:]}" if number else "",
        },
        now=now,
        of_use=link.expires_at - now,
    )
