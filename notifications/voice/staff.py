"""The telephone line as the team sees it: names to write down, and what became of the last calls."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.call_back import name_call_back
from bookings.actions.edit_resident import Record, edit_resident
from bookings.people.preparation import language_name
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, call_backs_within, of_appointment
from mediation.access import RECEPTION, InMenu, Reach, Under, reach_of, staff
from notifications.models.voice import Call, SpokenName
from notifications.voice import recordings

_LATELY = timedelta(days=7)
_SHOWN, _A_PAGE = 100, 50


class NameForm(forms.Form):
    """What was heard."""

    name = forms.CharField(label=gettext_lazy("Nom entendu"), max_length=200)


def calls_within(reach: Reach) -> QuerySet[Call]:
    """Calls about one's sites and appointments, and those that came to no site: anybody may follow these."""
    if reach.territory_wide:
        return Call.objects.all()
    about = Q(appointment__isnull=True, site__organisation_id__in=reach.agenda_organisations)
    unbooked = Q(appointment__isnull=True)
    registered = unbooked & Q(registration__workshop__organisation__in=reach.agenda_organisations)
    nowhere = unbooked & Q(site__isnull=True, registration__isnull=True)
    return Call.objects.filter(of_appointment(reach) | about | registered | nowhere)


def names_within(reach: Reach) -> QuerySet[SpokenName]:
    """Names still to be written down, of calls within reach whose booking or request is known."""
    known = Q(call__appointment__isnull=False) | Q(call__call_back__in=call_backs_within(reach).order_by())
    known |= Q(call__registration__isnull=False)
    found = SpokenName.objects.filter(known, call__in=calls_within(reach).order_by(), done_at__isnull=True)
    about = ("call__appointment__site", "call__registration__workshop__site", "call__call_back")
    return found.select_related(*about).order_by("spoken_at")


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Ligne"), under=Under.REACH))
def line(request: HttpRequest) -> HttpResponse:
    """Who said a name that nobody has written down, and how the last week's calls ended."""
    reach, now = reach_of(request), timezone.now()
    lately = calls_within(reach).filter(started_at__gt=now - _LATELY).order_by("-started_at")
    names = topic_names()
    page = Paginator(lately.select_related("site", "appointment", "registration"), _A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [
        (call, names.get(call.topic_id or 0, ""), language_name(call.language)) for call in page.object_list
    ]
    context = {
        "names": list(names_within(reach)[:_SHOWN]),
        "audible": recordings.can_be_heard(),
        "form": NameForm(),
        "rows": rows,
        "page": page,
        "now": now,
    }
    return render(request, "staff/voice/phone_line.html", context)


@require_safe
@never_cache
@staff(*RECEPTION)
def spoken_name_sound(request: HttpRequest, pk: int) -> HttpResponse:
    """The recording itself, through us: the provider's address and key stay ours."""
    name = get_object_or_404(names_within(reach_of(request)), pk=pk)
    try:
        sound = recordings.sound_of(name)
    except recordings.NotThere:
        raise Http404 from None
    return HttpResponse(sound, content_type="audio/mpeg")


@require_POST
@staff(*RECEPTION)
def spoken_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Written down, or not wanted: either way the recording goes."""
    name = get_object_or_404(names_within(reach_of(request)), pk=pk)
    form = NameForm(request.POST)
    if request.POST.get("suite") == "effacer":
        words = _("L’enregistrement est effacé.")
    elif form.is_valid():
        _write_down(request, name, form.cleaned_data["name"])
        words = _("Le nom est écrit, l’enregistrement est effacé.")
    else:
        messages.error(request, _("Écrivez le nom que vous avez entendu."))
        return redirect("staff_line")
    # Even if the provider is out of reach now: nobody hears it any more, and the sweep deletes it there.
    SpokenName.objects.filter(pk=name.pk).update(done_at=timezone.now())
    recordings.erase(name)
    messages.success(request, words)
    return redirect("staff_line")


def _write_down(request: HttpRequest, spoken: SpokenName, name: str) -> None:
    call, now = spoken.call, timezone.now()
    if call.appointment is not None:
        resident = call.appointment.participants.order_by("participations__position").first()
    elif call.registration is not None:
        resident = call.registration.people.order_by("pk").first()
    else:
        if call.call_back_id:
            name_call_back(call.call_back_id, name=name, now=now)
        return
    if resident is not None:
        record = Record(
            name=name,
            language=resident.language,
            discreet=resident.discreet,
            no_fixed_address=resident.no_fixed_address,
            commune_id=resident.commune_id,
        )
        edit_resident(resident.pk, record=record, by=actor(request), now=now)
