"""Correcting a referral and taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.errors import BookingError, ChangedMeanwhile, InvalidContact, NobodyToCall
from bookings.models import Appointment, Referral
from bookings.partners.again import as_typed, reach_typed
from bookings.partners.form import PersonForm
from bookings.partners.reach import actor, booked_by_referrer, referral_or_404
from bookings.partners.shown import history
from bookings.people.mistakes import contact_mistake
from mediation.access import Kind, staff


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
@never_cache
@staff(Kind.PARTNER)
def corrected(request: HttpRequest, public_id: str) -> HttpResponse:
    """The name, how the person is reached, the need, the deadline, the days."""
    found = referral_or_404(request, public_id)
    form = CorrectForm(request.POST or None, initial=_as_it_is(found))
    changed: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            correct_referral(
                found.pk,
                form.correction,
                by=actor(request),
                now=timezone.now(),
                if_version=form.cleaned_data["version"],
            )
        except ChangedMeanwhile:
            found = referral_or_404(request, public_id)
            changed = history(found)[-3:]
            form = _typed_again(form, found)
        except InvalidContact as refused:
            form.add_error("reach", contact_mistake(refused))
        except NobodyToCall:
            form.add_error("reach", _("Son rendez-vous se fait par téléphone : il faut un numéro."))
        except BookingError:
            messages.error(
                request, _("Cette orientation ne peut plus être corrigée : regardez où elle en est.")
            )
            return redirect("partners_referral", public_id)
        else:
            messages.success(request, _("La correction est enregistrée."))
            return redirect("partners_referral", public_id)
    context = {"referral": found, "form": form, "changed": changed}
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "partners/correct.html", context, status=status)


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
@never_cache
@staff(Kind.PARTNER)
def withdrawn(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes the referral back, after asking; the time booked for the person is called off with it."""
    found = referral_or_404(request, public_id)
    own = booked_by_referrer(found) and _stands(found)
    if request.method == "POST":
        try:
            withdraw_referral(found.pk, by=actor(request), now=timezone.now(), cancels=own)
        except BookingError:
            messages.error(
                request, _("Cette orientation ne peut plus être retirée : regardez où elle en est.")
            )
        else:
            messages.success(request, _("L’orientation est retirée."))
        return redirect("partners_referral", public_id)
    others = not own and _stands(found)
    return render(request, "partners/withdraw.html", {"referral": found, "own": own, "others": others})


def _stands(found: Referral) -> bool:
    return found.appointment is not None and found.appointment.status in Appointment.STANDING
