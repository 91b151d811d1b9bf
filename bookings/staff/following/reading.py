"""Who reads what is written of a person: whoever reads the notes of the organisation that helps them."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from bookings.models import Appointment, Goal, NextStep, Resident
from mediation.access import NOTE_READERS, Kind, Reach, reach_of


def sessions_read(reach: Reach) -> QuerySet[Appointment]:
    """Appointments whose notes are within reach: those of one's organisations, and one's own elsewhere."""
    ours = Q(organisation__in=reach.organisations(*NOTE_READERS))
    if reach.mediator_id is not None and reach.holds(Kind.MEDIATOR):
        ours |= Q(mediator=reach.mediator_id)
    return Appointment.objects.filter(ours)


def goals_read(reach: Reach) -> QuerySet[Goal]:
    """Goals of one's organisations, and those one has set elsewhere."""
    return Goal.objects.filter(_ours(reach, author="set_by"))


def steps_read(reach: Reach) -> QuerySet[NextStep]:
    """The same of what is to be done; and what one is to do oneself."""
    ours = _ours(reach, author="made_by")
    if reach.mediator_id is not None and reach.holds(Kind.MEDIATOR):
        ours |= Q(mediator=reach.mediator_id)
    return NextStep.objects.filter(ours)


def _ours(reach: Reach, *, author: str) -> Q:
    return Q(organisation__in=reach.organisations(*NOTE_READERS)) | Q(**{author: reach.user})


def person_and_session(request: HttpRequest, pk: int) -> tuple[Resident, Appointment]:
    """Somebody who comes here, and their last session here, or the one they are coming to; 404 for whoever does not."""
    person = get_object_or_404(Resident, pk=pk, merged_into=None, erased_at=None)
    theirs = sessions_read(reach_of(request)).filter(participations__resident=person).select_related("site")
    begun = theirs.filter(starts_at__lte=timezone.now()).order_by("-starts_at", "-pk")
    last = begun.first() or theirs.order_by("starts_at", "pk").first()
    if last is None:
        raise Http404
    return person, last
