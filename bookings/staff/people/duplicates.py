"""Likely duplicates: two records side by side, to merge or to keep apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.merge import keep_apart, merge
from bookings.errors import CannotMerge
from bookings.models import Contact, Participation, Resident
from bookings.people.duplicates import Pair, likely_pairs
from bookings.people.find import last_contacts
from bookings.staff.asking import actor, within
from bookings.staff.reaching import BY_PHONE
from bookings.staff.waiting.lines import waiting_within
from mediation.access import RECEPTION, InMenu, Under, reach_of, staff
from mediation.models import Trace
from mediation.traces.pages import traced

_A_PAGE = 30
# Records that nobody has used for half a year are left to the retention sweep.
_LATELY = timedelta(days=180)


@dataclass(frozen=True)
class Row:
    """Two records, and the contact they share; without one, how each is reached."""

    first: Resident
    second: Resident
    contact: Contact | None
    ways: list[str]


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Doublons"), under=Under.REACH))
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that share a contact and nearly a name, or a full name and no way to be reached."""
    lately = within(reach_of(request)).filter(starts_at__gte=timezone.now() - _LATELY)
    page = Paginator(likely_pairs(lately), _A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": _rows(list(page.object_list)), "page": page, "by_phone": BY_PHONE}
    return render(request, "staff/people/duplicates.html", context)


def _rows(pairs: list[Pair]) -> list[Row]:
    ids = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    people, reached = Resident.objects.in_bulk(ids), last_contacts(ids)
    shared = Contact.objects.in_bulk({pair.contact_id for pair in pairs if pair.contact_id})
    return [
        Row(
            people[pair.first_id],
            people[pair.second_id],
            shared[pair.contact_id] if pair.contact_id else None,
            [reached[pk].get_kind_display() for pk in (pair.first_id, pair.second_id) if pk in reached],
        )
        for pair in pairs
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
@traced(Trace.Kind.PERSON_READ, about="resident", of="first_id", also="second_id")
def duplicate(request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
    """The two records in full, and the decision. Merging cannot be undone: it is asked here."""
    people = _both(request, first_id, second_id)
    if request.method == "POST":
        return _decided(request, people)
    visible = within(reach_of(request)).order_by()
    sides = [
        {
            "person": person,
            "visits": Participation.objects.filter(resident=person, appointment__in=visible)
            .select_related("appointment__site", "appointment__contact")
            .order_by("-appointment__starts_at")[:10],
        }
        for person in people
    ]
    return render(request, "staff/people/duplicate.html", {"sides": sides, "by_phone": BY_PHONE})


def _both(request: HttpRequest, first_id: int, second_id: int) -> list[Resident]:
    living = Resident.objects.filter(merged_into__isnull=True, erased_at__isnull=True)
    people = list(living.filter(Q(pk=first_id) | Q(pk=second_id)).order_by("pk"))
    if len(people) != 2 or not seen_here(request, [person.pk for person in people]):
        raise Http404
    return people


def seen_here(request: HttpRequest, resident_ids: Collection[int]) -> set[int]:
    """Who of these has been here, or waits for a time here. Of two records, one must have: nobody decides about strangers."""
    reach = reach_of(request)
    came = Participation.objects.filter(resident__in=resident_ids, appointment__in=within(reach).order_by())
    waits = waiting_within(reach).order_by().filter(resident__in=resident_ids)
    return {*came.values_list("resident_id", flat=True), *waits.values_list("resident_id", flat=True)}


def _decided(request: HttpRequest, people: list[Resident]) -> HttpResponse:
    ids = [person.pk for person in people]
    wanted, now, by = request.POST.get("decision", ""), timezone.now(), actor(request)
    try:
        if wanted == "apart":
            keep_apart(first_id=ids[0], second_id=ids[1], by=by, now=now)
            messages.success(request, _("C’est noté : ce sont deux personnes."))
        elif wanted in {str(pk) for pk in ids}:
            keep_id = int(wanted)
            merge(keep_id=keep_id, other_id=sum(ids) - keep_id, by=by, now=now)
            messages.success(request, _("Les deux fiches n’en font plus qu’une."))
            return redirect("staff_resident", keep_id)
    except CannotMerge:
        messages.error(request, _("Une des deux fiches a changé entre-temps."))
    return redirect("staff_duplicates")
