"""The letters that wait for the printer, and those that have just gone."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bookings.models import Participation, Registration
from bookings.referrals.states import State as Step
from bookings.staff.asking import of_appointment
from bookings.staff.following.reading import steps_read
from mediation.access import Reach
from notifications.models import ChannelName, Message, State

TAKEN_BACK_WITHIN = timedelta(days=7)


# About what still stands as the letter says; an invitation, as long as the person has not answered it.
_AS_TOLD = (
    Q(version=F("appointment__version"))
    | Q(referral__state=Step.INVITED, contact=F("referral__contact"))
    | Q(version=F("registration__version"))
    | Q(step__done_at=None, step__remind=True, step__resident__erased_at=None)
)


def letters_within(reach: Reach) -> QuerySet[Message]:
    """Letters about appointments and referrals within reach, with what a letter and its line in the list need."""
    letters = Message.objects.filter(channel=ChannelName.LETTER)
    if not reach.territory_wide:
        ours = Q(referral__organisation__in=reach.agenda_organisations)
        ours |= Q(registration__workshop__organisation__in=reach.agenda_organisations)
        letters = letters.filter(of_appointment(reach) | ours | Q(step__isnull=False))
    # What somebody does themselves is read by who helps them, whoever else has the whole territory.
    letters = letters.filter(Q(step=None) | Q(step__in=steps_read(reach)))
    return letters.select_related(
        "contact",
        "organisation",
        "appointment__site__commune",
        "appointment__contact",
        "appointment__organisation",
        "referral__partner",
        "referral__organisation",
        "referral__resident",
        "referral__contact",
        "referral__site__commune",
        "registration__workshop__site__commune",
        "registration__workshop__organisation",
        "registration__contact",
        "step__resident",
        "step__organisation",
    ).prefetch_related("appointment__participants", "registration__people", "registration__dates")


def to_print(letters: QuerySet[Message], *, now: datetime) -> QuerySet[Message]:
    """Those that can still arrive, about what still stands as they say, to nobody discreet; the most urgent first."""
    discreet = Participation.objects.filter(appointment=OuterRef("appointment"), resident__discreet=True)
    waiting = letters.filter(_AS_TOLD, state=State.QUEUED, expires_at__gt=now)
    waiting = waiting.exclude(Exists(discreet)).exclude(referral__resident__discreet=True)
    waiting = waiting.exclude(step__resident__discreet=True)
    silent = Registration.people.through.objects.filter(
        registration=OuterRef("registration"), resident__discreet=True
    )
    return waiting.exclude(Exists(silent)).order_by("expires_at", "pk")


def just_posted(letters: QuerySet[Message], *, now: datetime) -> QuerySet[Message]:
    """Those of the last days, the latest first: posting can be taken back."""
    gone = letters.filter(state=State.SENT, sent_at__gt=now - TAKEN_BACK_WITHIN)
    return gone.filter(_AS_TOLD).order_by("-sent_at", "-pk")
