"""A sheet opened again by the person it was printed for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.following.links import sheets_of
from bookings.models import Appointment, Resident
from bookings.public.views.following import by_own_link
from mediation.access import public
from notifications.take_home.sheet import sheet_of


@public
@require_safe
@by_own_link
def own_sheet(request: HttpRequest, person: Resident, token: str, pk: int) -> HttpResponse:
    """The sheet in the language in which it was printed, with what is to be done and comes next as of now."""
    typed = get_object_or_404(sheets_of(person), pk=pk)
    now = timezone.now()
    sheet = sheet_of(
        typed.appointment, typed, language=typed.language, visible=Appointment.objects.all(), now=now
    )
    return render(request, "public/own_sheet.html", {"sheet": sheet, "token": token})
