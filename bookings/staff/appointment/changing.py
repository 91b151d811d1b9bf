"""Moving an appointment or calling it off, with the person told."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from bookings.actions.call_off import cancel
from bookings.actions.move import move
from bookings.actions.run_over import look_again
from bookings.errors import BookingError, SlotTaken, TooFar, TooLate, TooSoon
from bookings.models import Appointment
from bookings.people.asked_for import wish_in_words
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, appointment_or_404, day_asked, hours_of, local, number_asked
from bookings.staff.people.telling import after_change, how_told
from bookings.staff.waiting import offers
from bookings.times.search import Preference
from bookings.times.wishes import wish_of
from mediation.access import RECEPTION, staff
from mediation.models import Site


class CancelForm(forms.Form):
    """Who cannot, and why."""

    SERVICE, PERSON = "service", "person"

    who = forms.ChoiceField(
        label=gettext_lazy("Qui annule ?"),
        choices=[
            (PERSON, gettext_lazy("La personne ne peut pas venir")),
            (SERVICE, gettext_lazy("Le service ne peut pas recevoir")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("En quelques mots, pour l’équipe. Rien de personnel."),
    )

    def clean_reason(self) -> str:
        """The service owes a reason."""
        reason: str = self.cleaned_data["reason"].strip()
        if self.cleaned_data.get("who") == self.SERVICE and not reason:
            raise forms.ValidationError(_("Dites pourquoi le service annule."))
        return reason


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def cancelled(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls the appointment off, for the service or on the person's behalf."""
    appointment = appointment_or_404(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel(
                appointment.pk,
                by=actor(request),
                now=timezone.now(),
                for_the_service=form.cleaned_data["who"] == CancelForm.SERVICE,
                reason=form.cleaned_data["reason"],
            )
        except BookingError:
            messages.error(request, _("Ce rendez-vous ne peut plus être annulé : regardez où il en est."))
        else:
            zone, now = appointment.site.timezone, timezone.now()
            look_again(
                appointment.mediator_id, at=appointment.starts_at, zone=zone, by=actor(request), now=now
            )
            _say(request, appointment, _("Le rendez-vous est annulé."))
        return redirect("staff_appointment", pk)
    context = {**_about(appointment), "form": form}
    return render(request, "staff/appointment/cancel.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECEPTION)
def moved(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves the appointment to one of the soonest times, here or at any site."""
    appointment = appointment_or_404(request, pk)
    refused = ""
    if request.method == "POST":
        refused = _move(request, appointment)
        if not refused:
            _say(request, appointment, _("Le rendez-vous est déplacé."))
            return redirect("staff_appointment", pk)
    now = timezone.now()
    site_id = number_asked(request, "lieu")
    if "lieu" not in request.GET:
        site_id = appointment.site_id
    from_day = day_asked(request, "des", otherwise=max(timezone.localdate(now), _day_of(appointment)))
    anybody = "sans-choix" in request.GET
    context = {
        **_about(appointment),
        "refused": refused,
        "sites": Site.objects.open_to_residents(),
        "site_id": site_id,
        "from_day": from_day,
        "days": offers.soonest(
            appointment.topic,
            now=now,
            start=max(now, hours_of(from_day)[0]),
            site_ids=[site_id] if site_id else None,
            preference=None if anybody else wish_of(appointment.wish),
        ),
        "wish": wish_in_words(appointment.wish),
        "anybody": anybody,
    }
    return render(request, "staff/appointment/move.html", context, status=409 if refused else 200)


def _day_of(appointment: Appointment) -> date:
    return local(appointment.starts_at, appointment.site.timezone).date()


def _move(request: HttpRequest, appointment: Appointment) -> str:
    """What went wrong, in words; "" when it is done."""
    slot = offers.read_slot(request.POST.get("slot", ""))
    site = Site.objects.filter(pk=slot.site_id, active=True).first() if slot else None
    if slot is None or site is None:
        return _("Choisissez une heure.")
    try:
        move(
            appointment,
            starts_at=slot.starts_at,
            site=site,
            preference=Preference(mediator_id=slot.mediator_id),
            by=actor(request),
            now=timezone.now(),
        )
    except SlotTaken:
        return _("Cette heure vient d’être prise. Le rendez-vous n’a pas bougé : choisissez-en une autre.")
    except TooLate:
        return _("Ce rendez-vous a déjà commencé : il ne peut plus être déplacé.")
    except (TooSoon, TooFar):
        return _("Cette heure est passée, ou trop lointaine. Choisissez-en une autre.")
    except BookingError:
        return _("Ce rendez-vous a changé entre-temps : regardez où il en est.")
    return ""


def _about(appointment: Appointment) -> dict[str, object]:
    return {
        "appointment": appointment,
        "names": [each.resident.name for each in appointment.participations.all()],
        "topic": topic_names().get(appointment.topic_id, ""),
        "telling": how_told(appointment),
    }


def _say(request: HttpRequest, appointment: Appointment, done: str) -> None:
    level = messages.SUCCESS if how_told(appointment).by_itself else messages.WARNING
    messages.add_message(request, level, f"{done} {after_change(appointment)}")
