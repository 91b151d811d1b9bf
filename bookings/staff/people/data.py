"""What is held of a person, for them on paper; a code with which they see it themselves; what they object to. Each is noted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.object_to import Objections, object_to
from bookings.actions.open_rights import give_desk_code, note_shown
from bookings.errors import NotStanding
from bookings.models import Resident
from bookings.public.rights_words import in_words
from bookings.rights.everything import everything_of
from bookings.rights.held import Shown
from bookings.staff.asking import actor
from mediation.access import COORDINATORS, NOTE_READERS, RECEPTION, Reach, reach_of, staff


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def person_data(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, to be printed. Of other organisations, only how much they hold: a code shows the person all of it."""
    person = get_object_or_404(Resident, pk=pk, merged_into=None, erased_at=None)
    code: tuple[str, str] | None = None
    if request.method == "POST":
        if request.POST.get("form") == "code":
            code = _code(request, person)
        else:
            return _objected(request, person)
    held = everything_of([pk], _shown(reach_of(request)))
    if request.method == "GET":
        note_shown([pk], how="paper", by=actor(request), now=timezone.now())
    context = {
        "person": person,
        "sections": list(in_words(held)),
        "elsewhere": sorted(held.elsewhere.items()),
        "code": code,
        "today": timezone.now(),
        "may_erase": reach_of(request).holds(*COORDINATORS),
    }
    return render(request, "staff/people/data.html", context)


def _shown(reach: Reach) -> Shown:
    """What is within reach; notes as everywhere: of the organisations in which one reads them."""
    organisations = None if reach.territory_wide else reach.agenda_organisations
    return Shown(organisations, reach.organisations(*NOTE_READERS), to_themselves=False)


def _code(request: HttpRequest, person: Resident) -> tuple[str, str] | None:
    try:
        number, digits = give_desk_code(person.pk, by=actor(request), now=timezone.now())
    except NotStanding:
        messages.error(
            request, _("Cette personne n’a pas de numéro de rendez-vous\N{NO-BREAK SPACE}: imprimez la page.")
        )
        return None
    return number, f"{digits[:4]}\N{NO-BREAK SPACE}{digits[4:]}"


def _objected(request: HttpRequest, person: Resident) -> HttpResponse:
    what = Objections(
        no_surveys="no_surveys" in request.POST, no_recognition="no_recognition" in request.POST
    )
    object_to([person.pk], what=what, by=actor(request), now=timezone.now())
    messages.success(request, _("C’est noté."))
    return redirect("staff_person_data", person.pk)
