"""A partner's hand-over as the script is told of it."""

from bookings.models import Referral
from bookings.public import catalogue
from mediation.directory.aloud import name_aloud
from notifications.voice.memory import Memory, Referred
from notifications.voice.voices import french


def in_words(memory: Memory) -> Referred | None:
    """Who referred the caller, in words of their language; the places are those where residents are received."""
    rows = Referral.objects.select_related("partner")
    referral = rows.filter(pk=memory.referral).first()
    if referral is None:
        return None
    open_ones = catalogue.sites()
    expected = [
        pk
        for pk, site in open_ones.items()
        if pk == referral.site_id
        or (referral.site_id is None and site.organisation_id == referral.organisation_id)
    ]
    return Referred(
        partner=french(name_aloud(referral.partner.name), memory.language),
        topic=referral.topic_id or 0,
        sites=tuple(sorted(expected)),
        resident=referral.resident_id or 0,
    )
