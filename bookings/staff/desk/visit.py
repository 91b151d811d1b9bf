"""A visit that has already taken place, written down afterwards."""

import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.record_visit import Visit, record_visit
from bookings.errors import BookingError, Busy, InvalidContact, NotOffered, TooEarly, TooLate
from bookings.models import Appointment
from bookings.outcomes.activity_report import MAX_DURATION_MIN
from bookings.people.find import Found, known_person
from bookings.people.mistakes import contact_mistake
from bookings.people.who import Participant, WayToReach
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, mediators_within, number_asked, sites_within, within
from mediation.access import RECEPTION, Kind, Reach, reach_of, staff
from mediation.day_field import DayField
from mediation.models import Mediator, Site, Topic
from mediation.number_offers import OffersNumbers


class VisitForm(OffersNumbers):
    """Who came, about what, where, when and for how long. Sites and mediators within reach only."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Nom"), max_length=200)
    phone = forms.CharField(
        label=gettext_lazy("Téléphone"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("S’il est connu. Aucun message ne part."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Motif"), queryset=Topic.objects.filter(active=True), empty_label=None
    )
    mode = forms.ChoiceField(label=gettext_lazy("Comment ?"), choices=Appointment.Mode.choices)
    site = forms.ModelChoiceField(label=gettext_lazy("Lieu"), queryset=Site.objects.none(), empty_label=None)
    mediator = forms.ModelChoiceField(
        label=gettext_lazy("Médiateur"), queryset=Mediator.objects.none(), empty_label=None
    )
    day = DayField(
        label=gettext_lazy("Jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=gettext_lazy("Heure"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    duration_min = forms.IntegerField(
        label=gettext_lazy("Durée, en minutes"), min_value=1, max_value=MAX_DURATION_MIN, initial=60
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = topic_names()
        topic = self.fields["topic"]
        topic.label_from_instance = lambda each: names.get(each.pk, each.code)  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites_within(reach).order_by("name")  # type: ignore[attr-defined]
        self.fields["mediator"].queryset = mediators_within(reach)  # type: ignore[attr-defined]

    def visit(self, known: Found | None) -> Visit:
        """What was typed, on the clocks of the site. Only when the form is right."""
        data = self.cleaned_data
        wall = datetime.combine(data["day"], data["at"], ZoneInfo(data["site"].timezone))
        if data["phone"]:
            reach = WayToReach("mobile", data["phone"])
        elif known is not None and known.contact is not None:
            reach = WayToReach(known.contact.kind, known.contact.value, shared=known.contact.shared)
        else:
            reach = WayToReach("none")
        return Visit(
            person=Participant(data["name"], resident_id=known.resident.pk if known else None),
            topic=data["topic"],
            site=data["site"],
            mediator=data["mediator"],
            starts_at=wall.astimezone(UTC),
            duration_min=data["duration_min"],
            mode=data["mode"],
            reach=reach,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def visit(request: HttpRequest) -> HttpResponse:
    """Asks about the visit; sent, it is written down and its outcome can be noted."""
    reach, now = reach_of(request), timezone.now()
    person = number_asked(request, "personne")
    found = known_person(person, visible=within(reach), now=now) if person else []
    known = found[0] if found else None
    initial = {
        "key": uuid.uuid4(),
        "name": known.resident.name if known else "",
        "mediator": reach.mediator_id,
        "day": timezone.localdate(now),
    }
    form = VisitForm(request.POST or None, initial=initial, reach=reach)
    if request.method == "POST" and form.is_valid():
        written = _written(request, form, known, now)
        if written is not None:
            messages.success(request, _("La visite est notée."))
            may_report = reach.holds(Kind.MEDIATOR, Kind.COORDINATOR)
            return redirect("staff_outcome" if may_report else "staff_appointment", written.pk)
    context = {"form": form, "known": known, "back": reverse("staff_desk")}
    return render(request, "staff/desk/visit.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, form: VisitForm, known: Found | None, now: datetime) -> Appointment | None:
    key = f"visit:{form.cleaned_data['key'].hex}"
    try:
        return record_visit(form.visit(known), by=actor(request), now=now, idempotency_key=key)
    except TooEarly:
        form.add_error("at", _("Cette visite n’est pas encore finie. Pour une heure à venir, réservez."))
    except TooLate:
        form.add_error("day", _("C’était il y a plus d’un an. Vérifiez l’année."))
    except NotOffered:
        form.add_error("mode", _("Ce motif ne se traite pas de cette façon."))
    except InvalidContact as refused:
        form.add_error("phone", contact_mistake(refused))
        form.offer_numbers("phone")
    except Busy:
        form.add_error(None, _("Beaucoup de monde réserve en ce moment. Appuyez encore."))
    except BookingError:
        form.add_error(None, _("Cette visite ne peut pas être notée. Vérifiez."))
    return None
