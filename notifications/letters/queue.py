"""The letters that wait for the printer, and those that have just gone."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from bookings.models import Participation
from bookings.staff.asking import about_appointments
from mediation.access import Reach
from notifications.models import ChannelName, Message, State

TAKEN_BACK_WITHIN = timedelta(days=7)


def letters_within(reach: Reach) -> QuerySet[Message]:
    """Letters about appointments within reach, with what a letter and its line in the list need."""
    letters = about_appointments(Message.objects.filter(channel=ChannelName.LETTER), reach)
    return letters.select_related(
        "contact",
        "organisation",
        "appointment__site__commune",
        "appointment__contact",
        "appointment__organisation",
    ).prefetch_related("appointment__participants")


def to_print(letters: QuerySet[Message], *, now: datetime) -> QuerySet[Message]:
    """Those that can still arrive, about what still stands as they say, to nobody discreet; the most urgent first."""
    discreet = Participation.objects.filter(appointment=OuterRef("appointment"), resident__discreet=True)
    waiting = letters.filter(
        state=State.QUEUED, expires_at__gt=now, version=F("appointment__version")
    ).exclude(Exists(discreet))
    return waiting.order_by("expires_at", "pk")


def just_posted(letters: QuerySet[Message], *, now: datetime) -> QuerySet[Message]:
    """Those of the last days, the latest first: posting can be taken back."""
    gone = letters.filter(state=State.SENT, sent_at__gt=now - TAKEN_BACK_WITHIN)
    return gone.filter(version=F("appointment__version")).order_by("-sent_at", "-pk")
