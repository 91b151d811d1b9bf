"""Erasing a person at their request: what goes, what stays and why, what providers were told; then, confirmed, it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.forget import erase
from bookings.errors import NotStanding
from bookings.models import Appointment, Contact, JournalEntry, Outcome, Resident, WaitingOffer
from bookings.people.traces import Traces, traces_of
from bookings.records.told import in_words, sent_about
from bookings.staff.agenda.lines import Line, lines_of, rows_of
from bookings.staff.asking import actor, within
from mediation.access import COORDINATORS, reach_of, staff
from mediation.models import Trace
from mediation.traces.pages import traced

_HANDED_ON = ("sms", "voice", "email")


class EraseForm(forms.Form):
    """What one says before a person is erased."""

    asked = forms.BooleanField(
        label=gettext_lazy("La personne l’a demandé, et je suis sûr que c’est elle."),
        error_messages={"required": gettext_lazy("Cochez cette case pour effacer.")},
    )
    cancel_ahead = forms.BooleanField(
        label=gettext_lazy("Annuler ses rendez-vous à venir. Aucun message ne part : dites-le-lui."),
        error_messages={"required": gettext_lazy("Cochez cette case, ou effacez après le rendez-vous.")},
    )

    def __init__(self, *args: object, ahead: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not ahead:
            del self.fields["cancel_ahead"]


@dataclass(frozen=True)
class Known:
    """What there is of a person, in numbers and lines; never more of other organisations than how many."""

    visits: int
    notes: int
    waits: int
    call_backs: int
    own_contacts: list[Contact]
    shared_contacts: int
    ahead: list[Line]
    ahead_elsewhere: int
    with_others: int
    under_way: bool
    told: list[tuple[JournalEntry, str]]

    @property
    def cancels(self) -> bool:
        """Whether appointments of theirs alone are ahead."""
        return bool(self.ahead or self.ahead_elsewhere)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*COORDINATORS)
@traced(Trace.Kind.PERSON_READ, about="resident")
def erased(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; sent, the person is gone."""
    person = get_object_or_404(Resident, pk=pk, merged_into__isnull=True, erased_at__isnull=True)
    now = timezone.now()
    traces = traces_of([person.pk])
    known = _known(request, traces, now)
    form = EraseForm(request.POST if request.method == "POST" else None, ahead=known.cancels)
    if request.method == "POST" and form.is_valid():
        return _erased(request, person, known, now)
    context = {"person": person, "known": known, "form": form}
    return render(request, "staff/people/erase.html", context, status=422 if form.errors else 200)


def _erased(request: HttpRequest, person: Resident, known: Known, now: datetime) -> HttpResponse:
    try:
        erase(person.pk, by=actor(request), now=now, cancel_ahead=known.cancels or known.with_others > 0)
    except NotStanding:
        messages.error(request, _("Un rendez-vous est en cours, ou vient d’être pris. Regardez la fiche."))
        return redirect("staff_erase", person.pk)
    messages.success(request, _("C’est effacé : plus rien ici ne dit qui était cette personne."))
    if known.told:
        messages.warning(
            request,
            _("Nos prestataires ont leurs propres traces. Demandez-leur d’effacer ce qui leur a été confié."),
        )
    return redirect("staff_find")


def _known(request: HttpRequest, traces: Traces, now: datetime) -> Known:
    mine = reach_of(request)
    theirs = Appointment.objects.filter(pk__in=traces.appointments)
    ahead = theirs.upcoming(now)
    alone = ahead.filter(pk__in=traces.alone)
    shown = alone.filter(pk__in=within(mine).order_by().values("pk"))
    offers = WaitingOffer.objects.filter(entry__in=traces.waits).values_list("pk", flat=True)
    return Known(
        visits=theirs.exclude(pk__in=ahead.values("pk")).count(),
        notes=Outcome.objects.filter(appointment__in=traces.appointments).exclude(note="").count(),
        waits=len(traces.waits),
        call_backs=traces.call_backs.exclude(phone="").count(),
        own_contacts=list(Contact.objects.filter(pk__in=traces.contacts).exclude(value="").order_by("pk")),
        shared_contacts=len(traces.shared),
        ahead=lines_of(rows_of(shown), reach=mine, now=now),
        ahead_elsewhere=alone.count() - shown.count(),
        with_others=ahead.exclude(pk__in=traces.alone).count(),
        under_way=ahead.filter(starts_at__lte=now).exists(),
        told=_handed_on(sent_about(traces.appointments, offers)),
    )


def _handed_on(facts: Iterable[JournalEntry]) -> list[tuple[JournalEntry, str]]:
    """What a provider had to be given, each message once: sent, and perhaps known to have arrived."""
    once = {fact.data.get("message"): fact for fact in facts if fact.data.get("channel") in _HANDED_ON}
    return [(fact, in_words(fact)) for fact in once.values()]
