"""Correcting a referral and taking it back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.errors import BookingError, ChangedMeanwhile, InvalidContact, NobodyToCall
from bookings.models import Appointment, Referral
from bookings.partners.again import as_typed, reach_typed
from bookings.partners.doors import Door
from bookings.partners.form import PersonForm
from bookings.partners.reach import booked_by_referrer
from bookings.partners.shown import history
from bookings.people.mistakes import contact_mistake


class CorrectForm(PersonForm):
    """What may be corrected, in the words of the form it was sent with. `version`: what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    may_be_over = True

    @property
    def correction(self) -> Correction:
        """As the action takes it. Only when the form is right."""
        said = self.cleaned_data
        return Correction(
            name=said["name"].strip(),
            reach=self.way,
            need=said["need"],
            deadline=said["deadline"],
            when=self.when,
        )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, found: Referral, door: Door) -> HttpResponse:
    """The name, how the person is reached, the need, the deadline, the days."""
    form = CorrectForm(request.POST or None, initial=_as_it_is(found))
    changed: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            _correct(found, form, door)
        except ChangedMeanwhile:
            found.refresh_from_db()
            changed = history(found)[-3:]
            form = _typed_again(form, found)
        except InvalidContact as refused:
            form.add_error("reach", contact_mistake(refused))
        except NobodyToCall:
            form.add_error("reach", _("Son rendez-vous se fait par téléphone : il faut un numéro."))
        except BookingError:
            return door.back(request, "pas-corrigee")
        else:
            return door.back(request, "corrigee")
    context = {"referral": found, "form": form, "changed": changed, "door": door}
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "partners/correct.html", context, status=status)


def _correct(found: Referral, form: CorrectForm, door: Door) -> None:
    version = form.cleaned_data["version"]
    correct_referral(found.pk, form.correction, by=door.by, now=timezone.now(), if_version=version)


def _as_it_is(found: Referral) -> dict[str, Any]:
    name = found.resident.name if found.resident else ""
    reach = reach_typed(found.contact) if found.contact else {}
    return {**as_typed(found), **reach, "name": name, "version": found.version}


def _typed_again(form: CorrectForm, found: Referral) -> CorrectForm:
    """What was typed stays; the next press is about the referral as it is now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(found.version)
    return CorrectForm(data, initial=_as_it_is(found))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, found: Referral, door: Door) -> HttpResponse:
    """Takes the referral back, after asking; the time booked for the person is called off with it."""
    own = booked_by_referrer(found) and _stands(found)
    if request.method == "POST":
        try:
            withdraw_referral(found.pk, by=door.by, now=timezone.now(), cancels=own)
        except BookingError:
            return door.back(request, "pas-retiree")
        return door.back(request, "retiree")
    context = {"referral": found, "own": own, "others": not own and _stands(found), "door": door}
    return render(request, "partners/withdraw.html", context)


def _stands(found: Referral) -> bool:
    has_time = found.appointment is not None and found.appointment.status in Appointment.STANDING
    return has_time or (found.registration is not None and found.registration.stands)
