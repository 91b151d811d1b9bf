"""Finding an appointment again: its number and the contact it was made with. Tries are limited."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.errors import TooManyTries
from bookings.models import Appointment
from bookings.people.contacts import typed_index
from bookings.people.links import new_link
from bookings.people.tries import note_try, refuse_too_many
from bookings.public.forms import FindForm
from bookings.public.same_origin import same_origin
from mediation.access import public

_NUMBER_LIMIT, _NUMBER_WITHIN = 5, timedelta(minutes=15)
_CONTACT_LIMIT, _CONTACT_WITHIN = 15, timedelta(hours=1)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Unknown number, wrong contact and both wrong get the same answer."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        number = "".join(letter for letter in form.cleaned_data["number"] if letter.isdecimal())[:20]
        index = typed_index(form.cleaned_data["contact"]) or ""
        try:
            found = _look_up(number, index, now=now)
        except TooManyTries:
            form.add_error(None, _("Trop d’essais. Attendez 15 minutes, ou appelez-nous."))
        else:
            if found is not None:
                return redirect("appointment", new_link(found, now=now))
            form.add_error(None, _("Nous ne trouvons pas ce rendez-vous. Vérifiez les deux réponses."))
    return render(request, "public/find.html", {"form": form}, status=400 if form.errors else 200)


def _look_up(number: str, index: str, *, now: datetime) -> Appointment | None:
    """The latest appointment with that number and contact, or a number of their own of one who comes. Raises `TooManyTries`."""
    refuse_too_many("find number", number, limit=_NUMBER_LIMIT, within=_NUMBER_WITHIN, now=now)
    refuse_too_many("find contact", index, limit=_CONTACT_LIMIT, within=_CONTACT_WITHIN, now=now)
    theirs = Q(contact__value_index=index) | Q(participations__contact__value_index=index)
    rows = Appointment.objects.filter(theirs, number=number)
    found = rows.order_by("-starts_at").first() if index else None
    if found is None:
        note_try("find number", number, now=now)
        if index:
            note_try("find contact", index, now=now)
    return found
