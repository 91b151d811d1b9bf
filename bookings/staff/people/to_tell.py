"""People whom no message has reached: somebody of the team has to tell them."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import JournalEntry
from bookings.records.told import to_be_told, what_of, why_of
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import about_appointments
from bookings.staff.following.to_call import rows_to_call, steps_to_call
from bookings.staff.reaching import BY_PHONE
from bookings.staff.workshops.to_tell import rows_to_tell
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff
from mediation.moments import AnInstant, Moment

_A_PAGE = 50


def to_tell_within(reach: Reach, *, now: AnInstant) -> QuerySet[JournalEntry]:
    """Who has to be told, within somebody's reach."""
    return about_appointments(to_be_told(now), reach)


def _to_tell_now(reach: Reach, now: Moment) -> tuple[QuerySet[Any], ...]:
    return to_tell_within(reach, now=now), steps_to_call(reach, now=now)


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("À prévenir"), everyday=True, due=_to_tell_now))
def to_tell(request: HttpRequest) -> HttpResponse:
    """Soonest appointment first, with what was to be said, why it was not, and the number to call."""
    reach, now = reach_of(request), timezone.now()
    page = Paginator(to_tell_within(reach, now=now), _A_PAGE).get_page(request.GET.get("page"))
    names = topic_names()
    rows = [
        {
            "entry": entry,
            "appointment": entry.appointment,
            "names": [each.name for each in entry.appointment.participants.all()],
            "topic": names.get(entry.appointment.topic_id, ""),
            "what": what_of(entry),
            "why": why_of(entry),
            "phone": entry.appointment.contact.value if entry.appointment.contact.kind in BY_PHONE else "",
        }
        for entry in page.object_list
        if entry.appointment is not None
    ]
    context = {
        "rows": rows,
        "page": page,
        "workshop_rows": rows_to_tell(reach, now=now),
        "step_rows": rows_to_call(reach),
    }
    return render(request, "staff/people/to_tell.html", context)
