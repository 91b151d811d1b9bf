"""A person's page: their appointments, how to reach them, their record and its history."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.change_contact import change_contact, not_over
from bookings.actions.edit_resident import Record, edit_resident
from bookings.errors import InvalidContact, NobodyToCall
from bookings.following.facts import FOLLOWING
from bookings.models import Appointment, Contact, JournalEntry, Resident, WaitingEntry
from bookings.people.find import last_contacts
from bookings.people.mistakes import contact_mistake
from bookings.people.who import Actor, WayToReach
from bookings.records.told import in_words, told_to
from bookings.staff.agenda.lines import lines_of, rows_of
from bookings.staff.asking import about_appointments, actor, within
from bookings.staff.following.reading import sessions_read
from bookings.staff.languages import languages_and_costs
from bookings.staff.meanwhile import Compared, compared, one_at_a_time
from bookings.staff.people.telling import how_told
from bookings.staff.reaching import BY_PHONE, PHONE, REACHES
from bookings.staff.referrals.lines import of_person
from bookings.staff.waiting.lines import lines_of as waits_of
from bookings.staff.waiting.lines import rows_of as waits_rows
from bookings.staff.waiting.lines import waiting_within
from mediation.access import COORDINATORS, NOTE_READERS, RECEPTION, Reach, reach_of, staff
from mediation.models import Commune, Trace
from mediation.number_offers import OffersNumbers
from mediation.traces.pages import traced

_PAST_SHOWN = 30


class RecordForm(forms.Form):
    """What may be corrected about a person."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Langue des messages"), choices=languages_and_costs)
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=Commune.objects.all(),
        required=False,
        empty_label=gettext_lazy("non précisée"),
    )
    no_fixed_address = forms.BooleanField(label=gettext_lazy("Sans adresse fixe"), required=False)
    discreet = forms.BooleanField(
        label=gettext_lazy("Discret : aucun message, aucune reconnaissance par le numéro"), required=False
    )


class ReachForm(OffersNumbers):
    """Another way to reach the person, for what is still to come, or is called off and has to be known."""

    reach = forms.ChoiceField(label=gettext_lazy("Comment la joindre ?"), choices=REACHES)
    value = forms.CharField(
        label=gettext_lazy("Téléphone, courriel, adresse, ou qui et comment"), max_length=250, required=False
    )
    shared = forms.BooleanField(label=gettext_lazy("Téléphone partagé avec d’autres"), required=False)
    by_call = forms.BooleanField(label=gettext_lazy("Préfère un appel à un SMS"), required=False)

    def way(self) -> WayToReach:
        """What was typed."""
        kind = self.cleaned_data["reach"]
        return WayToReach(
            kind=Contact.Kind.MOBILE if kind == PHONE else kind,
            value=self.cleaned_data["value"],
            shared=self.cleaned_data["shared"],
            by_call=self.cleaned_data["by_call"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
@traced(Trace.Kind.PERSON_READ, about="resident")
@one_at_a_time
def resident(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; the record and the contact are two forms of it."""
    person = get_object_or_404(Resident.objects.select_related("commune", "merged_into"), pk=pk)
    if person.merged_into_id is not None:
        return redirect("staff_resident", person.merged_into_id)
    if person.erased_at is not None:
        raise Http404
    about = request.POST.get("form", "")
    typed = request.POST if about == "record" else None
    record = compared(lambda data: RecordForm(data, initial=_initial(person)), typed)
    reach = ReachForm(request.POST if about == "reach" else None)
    if request.method == "POST" and _saved(request, person, record, reach):
        return redirect("staff_resident", pk)
    status = 422 if reach.errors else record.status
    context = _context(request, person, record.form, reach) | record.context
    return render(request, "staff/people/resident.html", context, status=status)


def _initial(person: Resident) -> dict[str, Any]:
    return {
        "name": person.name,
        "language": person.language,
        "commune": person.commune_id,
        "no_fixed_address": person.no_fixed_address,
        "discreet": person.discreet,
    }


def _saved(request: HttpRequest, person: Resident, look: Compared[RecordForm], reach: ReachForm) -> bool:
    now, by, record = timezone.now(), actor(request), look.form
    if record.is_bound and not look.meanwhile and record.is_valid():
        data = record.cleaned_data
        commune = data.pop("commune")
        edit_resident(
            person.pk, record=Record(**data, commune_id=commune.pk if commune else None), by=by, now=now
        )
        messages.success(request, _("La fiche est à jour."))
        return True
    if reach.is_bound and reach.is_valid():
        return _reached(request, person, reach, by, now)
    return False


def _reached(request: HttpRequest, person: Resident, reach: ReachForm, by: Actor, now: datetime) -> bool:
    """Changes how the person is reached, and says what they hear of it."""
    mine = _still(reach_of(request), person, now)
    waits = _waits(reach_of(request), person, now).values_list("pk", flat=True)
    ids = list(mine.values_list("pk", flat=True))
    try:
        change_contact(person.pk, way=reach.way(), appointment_ids=ids, waiting_ids=waits, by=by, now=now)
    except InvalidContact as refused:
        reach.add_error("value", contact_mistake(refused))
        if refused.field == "phone":
            reach.offer_numbers("value")
        return False
    except NobodyToCall:
        reach.add_error(
            "reach", _("Un rendez-vous se fait par téléphone : il faut un numéro où appeler la personne.")
        )
        return False
    told = within(reach_of(request)).filter(pk__in=ids).select_related("contact").order_by("starts_at")
    first = told.prefetch_related("participations__resident").first()
    words = _("C’est changé pour les rendez-vous à venir.")
    messages.success(request, f"{words} {how_told(first).words}" if first is not None else words)
    return True


def _still(reach: Reach, person: Resident, now: datetime) -> QuerySet[Appointment]:
    """Their appointments within reach that they may still have to hear of."""
    return within(reach).filter(pk__in=not_over(person.pk, now).values("pk"))


def _waits(reach: Reach, person: Resident, now: datetime) -> QuerySet[WaitingEntry]:
    ours = waiting_within(reach).order_by().values("pk")
    return WaitingEntry.objects.waiting(now).filter(resident=person, pk__in=ours)


def _context(request: HttpRequest, person: Resident, record: RecordForm, reach: ReachForm) -> dict[str, Any]:
    now, mine = timezone.now(), reach_of(request)
    visits = within(mine).filter(participations__resident=person)
    ahead = rows_of(visits.filter(status__in=Appointment.STANDING, ends_at__gt=now))
    past = rows_of(visits.exclude(status__in=Appointment.STANDING, ends_at__gt=now)).order_by("-starts_at")
    facts = _facts(person, mine)
    told = about_appointments(told_to(person.pk), mine)
    return {
        "person": person,
        "record": record,
        "reach": reach,
        "ahead": lines_of(ahead, reach=mine, now=now),
        "past": lines_of(past[:_PAST_SHOWN], reach=mine, now=now),
        "waits": waits_of(waits_rows(_waits(mine, person, now))),
        "referred": of_person(mine, person.pk),
        "may_be_reached": _still(mine, person, now).exists() or _waits(mine, person, now).exists(),
        "contact": last_contacts([person.pk]).get(person.pk),
        "by_phone": BY_PHONE,
        "told": [(entry, in_words(entry)) for entry in told[:_PAST_SHOWN]],
        "facts": [(fact, _fields(fact)) for fact in facts.order_by("-at")[:_PAST_SHOWN]],
        "followed": sessions_read(mine).filter(participations__resident=person).exists(),
        "may_erase": mine.holds(*COORDINATORS),
        "now": now,
    }


def _facts(person: Resident, reach: Reach) -> QuerySet[JournalEntry]:
    """What happened to the record; that somebody is followed is known where they are."""
    facts = JournalEntry.objects.filter(resident=person, appointment=None).select_related("actor")
    return facts.filter(~Q(kind__in=FOLLOWING) | Q(organisation__in=reach.organisations(*NOTE_READERS)))


_FIELDS = {
    "name": gettext_lazy("nom"),
    "language": gettext_lazy("langue"),
    "discreet": gettext_lazy("discrétion"),
    "no_surveys": gettext_lazy("demande d’avis"),
    "no_recognition": gettext_lazy("reconnaissance par la ligne"),
    "preparation": gettext_lazy("ce qu’il faut préparer"),
    "no_fixed_address": gettext_lazy("adresse"),
    "commune_id": gettext_lazy("commune"),
    "about": gettext_lazy("à propos d’elle"),
}


def _fields(fact: JournalEntry) -> str:
    return ", ".join(str(_FIELDS.get(name, name)) for name in fact.data.get("fields", []))
