"""Finding any booking or person: one box, posted, so that no name and no number stands in an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.errors import TooManyTries
from bookings.models import Appointment
from bookings.numbers import BOOKING
from bookings.people.find import Found, find_people
from bookings.people.tries import note_try, refuse_too_many
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import note_search, within
from bookings.staff.reaching import BY_PHONE
from mediation.access import RECEPTION, InMenu, reach_of, staff

# Booking numbers of other organisations: any desk may look one up, nobody may try them all.
_NUMBERS_AN_HOUR = 20


class FindForm(forms.Form):
    """One box for everything."""

    typed = forms.CharField(
        label=gettext_lazy("Nom, téléphone, 4 derniers chiffres ou numéro de réservation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
    )


@dataclass(frozen=True)
class Booking:
    """A booking found by its number. `within_reach`: its page may be opened."""

    appointment: Appointment
    topic: str
    within_reach: bool


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Retrouver"), everyday=True))
def find(request: HttpRequest) -> HttpResponse:
    """People and bookings that the box may mean."""
    form = FindForm(request.POST or None)
    bookings: list[Booking] = []
    people: list[Found] = []
    if form.is_bound and form.is_valid():
        typed, now = form.cleaned_data["typed"].strip(), timezone.now()
        bare = typed.replace(" ", "")
        try:
            bookings = _by_number(request, bare, now) if BOOKING.fits(bare) else []
        except TooManyTries:
            form.add_error("typed", _("Trop de numéros essayés. Cherchez par le nom, ou attendez une heure."))
        people = _people(request, typed, bare, now)
    context = {
        "form": form,
        "bookings": bookings,
        "people": people,
        "by_phone": BY_PHONE,
        "nothing": form.is_bound and not form.errors and not bookings and not people,
    }
    return render(request, "staff/desk/find.html", context)


def _people(request: HttpRequest, typed: str, bare: str, now: datetime) -> list[Found]:
    looks_like_reach = "@" in typed or bare.lstrip("+").isdigit()
    visible = within(reach_of(request))
    if looks_like_reach:
        found = find_people(reach=bare, visible=visible, now=now, most=20)
    else:
        found = find_people(name=typed, visible=visible, now=now, most=20)
    note_search(request, found, by="reach" if looks_like_reach else "name")
    return found


def _by_number(request: HttpRequest, number: str, now: datetime) -> list[Booking]:
    rows = Appointment.objects.filter(number=number).select_related("site", "mediator")
    rows = rows.prefetch_related("participations__resident").order_by("-starts_at")
    mine = list(rows.filter(pk__in=within(reach_of(request)).order_by().values("pk"))[:5])
    names = topic_names()
    if mine:
        return [Booking(row, names.get(row.topic_id, ""), True) for row in mine]
    who = f"staff {request.user.pk}"
    refuse_too_many("desk number", who, limit=_NUMBERS_AN_HOUR, within=timedelta(hours=1), now=now)
    note_try("desk number", who, now=now)
    elsewhere = rows.filter(status__in=Appointment.STANDING)[:1]
    return [Booking(row, "", False) for row in elsewhere]
