"""Correcting, objecting and erasing, by whoever has proved who they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions.change_contact import change_contact, not_over
from bookings.actions.change_needs import change_needs, with_needs_ahead
from bookings.actions.edit_resident import Record, edit_resident
from bookings.actions.forget import erase
from bookings.actions.object_to import Objections, object_to
from bookings.errors import InvalidContact, NobodyToCall, NotStanding
from bookings.models import Appointment, Resident, WaitingEntry
from bookings.people.mistakes import mistake_to_say
from bookings.people.preparation import asked
from bookings.people.traces import traces_of
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public.rights_forms import NO_ADDRESS, EraseMyselfForm, NeedsForm, NewReachForm, PersonForm
from bookings.public.same_origin import same_origin
from bookings.public.views.appointment import unlisted
from bookings.public.views.rights import by_cookie, forget_cookie
from mediation.access import public
from mediation.models import Commune


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_cookie
def rights_correct(request: HttpRequest, people: list[Resident]) -> HttpResponse:
    """Three small forms: who one is, what to prepare, how to be reached."""
    about, ids, now = request.POST.get("form", ""), [person.pk for person in people], timezone.now()
    ahead = with_needs_ahead(ids, now=now)
    person = PersonForm(request.POST if about == "person" else None, initial=PersonForm.initial_of(people[0]))
    ticked = asked(ahead[0].preparation)[0] if ahead else []
    needs = NeedsForm(request.POST if about == "needs" else None, initial={"needs": ticked})
    reach = NewReachForm(request.POST if about == "reach" else None)
    saved = _saved(about, people, person, needs, reach)
    if saved:
        return redirect(f"{reverse('rights')}?fait=1")
    context = {
        "person": person,
        "needs": needs if ahead else None,
        "reach": reach if _may_be_reached(ids) else None,
    }
    wrong = person.errors or needs.errors or reach.errors
    return render(request, "public/rights_correct.html", context, status=400 if wrong else 200)


def _saved(
    about: str, people: list[Resident], person: PersonForm, needs: NeedsForm, reach: NewReachForm
) -> bool:
    now, ids = timezone.now(), [each.pk for each in people]
    if about == "person" and person.is_valid():
        for each in people:
            edit_resident(each.pk, record=_record(each, person.cleaned_data), by=RESIDENT_ON_WEB, now=now)
        return True
    if about == "needs" and needs.is_valid():
        change_needs(ids, needs=needs.cleaned_data["needs"], by=RESIDENT_ON_WEB, now=now)
        return True
    return about == "reach" and reach.is_valid() and _reached(people, reach)


def _record(person: Resident, said: dict[str, Any]) -> Record:
    home = said["home"]
    commune = Commune.objects.filter(insee_code=home[1:]).first() if home not in ("", NO_ADDRESS) else None
    return Record(
        name=said["name"],
        language=said["language"],
        discreet=person.discreet,
        no_fixed_address=home == NO_ADDRESS,
        commune_id=commune.pk if commune is not None else None,
    )


def _own_ahead(resident_id: int) -> "list[int]":
    own = not_over(resident_id, timezone.now()).filter(relation=Appointment.Relation.SELF)
    return list(own.values_list("pk", flat=True))


def _own_waits(resident_id: int) -> "list[int]":
    return list(
        WaitingEntry.objects.waiting(timezone.now()).filter(resident=resident_id).values_list("pk", flat=True)
    )


def _may_be_reached(ids: list[int]) -> bool:
    return any(_own_ahead(pk) or _own_waits(pk) for pk in ids)


def _reached(people: list[Resident], form: NewReachForm) -> bool:
    try:
        for each in people:
            if (ahead := _own_ahead(each.pk)) or _own_waits(each.pk):
                change_contact(
                    each.pk,
                    way=form.way,
                    appointment_ids=ahead,
                    waiting_ids=_own_waits(each.pk),
                    by=RESIDENT_ON_WEB,
                    now=timezone.now(),
                )
    except InvalidContact as refused:
        form.add_error("reach", mistake_to_say(refused))
        return False
    except NobodyToCall:
        form.add_error("reach", _("Un rendez-vous se fait par téléphone. Donnez un numéro où vous appeler."))
        return False
    return True


@public
@same_origin
@require_POST
@by_cookie
def rights_object(request: HttpRequest, people: list[Resident]) -> HttpResponse:
    """No more questions about how it went; not to be known by the line. Or both again."""
    what = Objections(
        no_surveys=request.POST.get("avis") == "non", no_recognition=request.POST.get("ligne") == "non"
    )
    object_to([person.pk for person in people], what=what, by=RESIDENT_ON_WEB, now=timezone.now())
    return redirect(f"{reverse('rights')}?fait=1")


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_cookie
def rights_erase(request: HttpRequest, people: list[Resident]) -> HttpResponse:
    """What goes, what stays and why; sent, it is done at once."""
    now, ids = timezone.now(), [person.pk for person in people]
    traces = traces_of(ids)
    ahead = Appointment.objects.upcoming(now).filter(pk__in=traces.appointments).select_related("site")
    own = list(ahead.filter(pk__in=traces.alone).order_by("starts_at"))
    shared = ahead.exclude(pk__in=traces.alone).exists()
    form = EraseMyselfForm(request.POST if request.method == "POST" else None, ahead=bool(own))
    under_way = ahead.filter(starts_at__lte=now).exists()
    if request.method == "POST" and not under_way and form.is_valid():
        try:
            erase(ids[0], also=ids[1:], by=RESIDENT_ON_WEB, now=now, cancel_ahead=bool(own) or shared)
        except NotStanding:
            # Something was booked or has begun meanwhile: the page says so.
            return redirect("rights_erase")
        return forget_cookie(redirect("rights_erased"))
    context = {
        "form": form,
        "ahead": own,
        "shared": shared,
        "under_way": under_way,
        "visits": len(traces.appointments) - len(own),
        "shared_contacts": len(traces.shared),
    }
    status = 409 if under_way and request.method == "POST" else 400 if form.errors else 200
    return render(request, "public/rights_erase.html", context, status=status)


@public
@require_safe
def rights_erased(request: HttpRequest) -> HttpResponse:
    """Said once it is done; it shows nothing of anybody."""
    return unlisted(render(request, "public/rights_erased.html"))
