"""At the desk: registering somebody for a workshop, and what becomes of a registration."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.answer_seat import accept_seat
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.leave_workshop import leave_workshop
from bookings.actions.mark_registration_told import mark_registration_told
from bookings.errors import (
    AlreadyEnrolled,
    BookingError,
    Busy,
    InvalidContact,
    OfferOver,
    TooLate,
    WorkshopFull,
)
from bookings.models import Contact, Workshop, WorkshopDate
from bookings.people.contacts import normalise
from bookings.people.find import Found, find_people, known_person
from bookings.people.mistakes import contact_mistake
from bookings.people.who import Participant, WayToReach
from bookings.staff.asking import actor, note_search, number_asked, way_back, within
from bookings.staff.languages import languages_and_costs
from bookings.staff.reaching import PHONE, REACHES
from bookings.staff.workshops.reading import registration_or_404, title_of, workshop_or_404
from bookings.templatetags.staff import when
from mediation.access import RECEPTION, reach_of, staff
from mediation.crypto import derived_token
from mediation.number_offers import OffersNumbers


class EnrolForm(OffersNumbers):
    """Who comes, to which dates, how to reach them."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Nom"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    second_name = forms.CharField(
        label=gettext_lazy("Deuxième personne, si elles viennent à deux"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reach = forms.ChoiceField(label=gettext_lazy("Comment la joindre ?"), choices=REACHES, initial=PHONE)
    value = forms.CharField(
        label=gettext_lazy("Téléphone, courriel, adresse, ou qui et comment"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue des messages"), choices=languages_and_costs)
    dates = forms.MultipleChoiceField(
        label=gettext_lazy("Dates (aucune : toutes)"), required=False, widget=forms.CheckboxSelectMultiple
    )

    survey_consent = forms.BooleanField(
        label=gettext_lazy("Veut bien répondre à une enquête"), required=False
    )

    def __init__(self, *args: Any, workshop: Workshop, ahead: list[WorkshopDate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workshop.single_dates and len(ahead) > 1:
            zone = workshop.site.timezone
            self.fields["dates"].choices = [  # type: ignore[attr-defined]
                (str(date.pk), f"{when(date.starts_at, zone)} ({date.taken}/{date.capacity})")
                for date in ahead
            ]
        else:
            del self.fields["dates"]

    def clean(self) -> dict[str, Any]:
        """Reads the way to reach them."""
        cleaned = super().clean() or {}
        kind = cleaned.get("reach")
        if not kind:
            return cleaned
        if kind != Contact.Kind.NONE and not cleaned.get("value"):
            self.add_error("value", _("Écrivez comment la joindre, ou choisissez « Ne pas la joindre »."))
            return cleaned
        try:
            known = Contact.Kind.MOBILE if kind == PHONE else kind
            cleaned["way"] = normalise(WayToReach(known, cleaned.get("value", "")))
        except InvalidContact as refused:
            self.add_error("value", contact_mistake(refused))
            if refused.field == "phone":
                self.offer_numbers("value")
        return cleaned

    def people(self, known: Found | None) -> list[Participant]:
        """Who comes; the first may be somebody known."""
        given = self.cleaned_data
        first = Participant(given["name"], resident_id=known.resident.pk if known else None)
        return [first, Participant(given["second_name"])] if given["second_name"] else [first]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def enrolled(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody at the counter or on the telephone: looked for first (`chercher`), then registered, or put on the list."""
    workshop, now = workshop_or_404(request, pk), timezone.now()
    ahead = list(WorkshopDate.objects.ahead(now).filter(workshop=workshop))
    visible, person = within(reach_of(request)), number_asked(request, "personne")
    known = known_person(person, visible=visible, now=now) if person else []
    action = request.POST.get("action", "")
    sent = request.POST if request.method == "POST" and action != "chercher" else None
    form = EnrolForm(
        sent, workshop=workshop, ahead=ahead, initial=_initial(request, known[0] if known else None)
    )
    full = bool(ahead) and all(date.left < 1 for date in ahead)
    if sent is not None and form.is_valid():
        wait = action == "attendre"
        done, full = _enrolled(request, workshop, form, known[0] if known else None, wait=wait)
        if done:
            return redirect("staff_workshop", pk)
    typed = request.POST.get("name", "").strip() if action == "chercher" else ""
    found = find_people(name=typed, visible=visible, now=now) if typed else []
    if typed:
        note_search(request, found, by="name")
    context = {
        "workshop": workshop,
        "title": title_of(workshop),
        "form": form,
        "known": known[0] if known else None,
        "searched": bool(typed),
        "found": found,
        "full": full,
        "ahead": ahead,
    }
    return render(request, "staff/workshops/enrol.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest, known: Found | None) -> dict[str, object]:
    initial: dict[str, object] = {"key": uuid.uuid4(), "language": "fr"}
    if request.POST.get("action") == "chercher":
        initial["name"] = request.POST.get("name", "").strip()
    if known is not None:
        initial |= {"name": known.resident.name, "language": known.resident.language}
        if known.contact is not None and known.contact.value:
            phone = known.contact.kind in (Contact.Kind.MOBILE, Contact.Kind.LANDLINE)
            initial |= {"reach": PHONE if phone else known.contact.kind, "value": known.contact.value}
    return initial


def _enrolled(
    request: HttpRequest, workshop: Workshop, form: EnrolForm, known: Found | None, *, wait: bool
) -> tuple[bool, bool]:
    """Whether it is done, and whether it was not for want of seats."""
    given = form.cleaned_data
    wanted = Enrolment(
        workshop,
        form.people(known),
        given["way"],
        [int(pk) for pk in given.get("dates", ())],
        language=given["language"],
        wait=wait,
        survey_consent=given["survey_consent"],
    )
    key = f"desk:{given['key'].hex}"
    try:
        made = enrol(
            wanted,
            by=actor(request),
            now=timezone.now(),
            idempotency_key=key,
            token=derived_token("registration at desk", key),
        )
    except WorkshopFull:
        form.add_error(None, _("Il n’y a plus assez de places. On peut l’inscrire sur la liste d’attente."))
        return False, True
    except AlreadyEnrolled:
        form.add_error("name", _("Cette personne est déjà inscrite."))
    except TooLate:
        form.add_error(None, _("Cette date est passée ou annulée."))
    except Busy:
        form.add_error(None, _("Trop de personnes en même temps. Essayez encore dans un instant."))
    else:
        waits = made.state == made.State.WAITING
        messages.success(
            request, _("La personne est sur la liste d’attente.") if waits else _("C’est inscrit.")
        )
        return True, False
    return False, False


@require_POST
@staff(*RECEPTION)
def registration_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdrawn, a seat accepted or refused for somebody, or somebody told: at the counter or on the telephone."""
    registration, now, by = registration_or_404(request, pk), timezone.now(), actor(request)
    what, date = request.POST.get("suite", ""), request.POST.get("date", "")
    try:
        if what == "prend":
            accept_seat(registration.pk, by=by, now=now)
            messages.success(request, _("C’est inscrit."))
        elif what == "prevenue":
            mark_registration_told(registration.pk, by=by, now=now)
            messages.success(request, _("C’est noté : la personne est prévenue."))
        else:
            only = [int(date)] if date.isascii() and date.isdigit() and len(date) < 18 else []
            leave_workshop(registration.pk, by=by, now=now, date_ids=only)
            messages.success(request, _("C’est noté. La place va à qui attend, s’il y a quelqu’un."))
    except OfferOver:
        messages.error(request, _("Cette place n’est plus libre. Elle est à quelqu’un d’autre."))
    except BookingError:
        messages.error(request, _("Trop de personnes en même temps. Essayez encore dans un instant."))
    there = redirect("staff_workshop", registration.workshop_id)["Location"]
    return redirect(way_back(request, there))
