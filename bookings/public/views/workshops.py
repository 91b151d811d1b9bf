"""Workshops: which there are, registering for one, and finding one's registration again by its link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.enrol import Enrolment, enrol, token_hash, withdraw
from bookings.errors import AlreadyEnrolled, BookingError, Busy, TooLate, WorkshopFull
from bookings.models import Registration
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public import drafts
from bookings.public.same_origin import same_origin
from bookings.public.views.choose import language
from bookings.public.workshops import EnrolForm, shown_of, workshop_named, workshops_ahead
from mediation.access import public
from mediation.crypto import derived_token

_WHY_NOT: dict[type[BookingError], Promise] = {
    WorkshopFull: _("Il n’y a plus assez de places à l’une de ces dates. Choisissez-en d’autres."),
    TooLate: _("L’une de ces dates est passée ou annulée. Choisissez-en d’autres."),
    AlreadyEnrolled: _("Cette personne est déjà inscrite."),
    Busy: _("Trop de personnes en même temps. Essayez encore dans un instant."),
}


@public
@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """The workshops that have dates ahead."""
    return render(
        request, "public/workshops.html", {"workshops": workshops_ahead(language(), now=timezone.now())}
    )


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def workshop(request: HttpRequest, workshop_id: str) -> HttpResponse:
    """One workshop and its form; sent, those who come have their seats. A second press registers nobody more."""
    now = timezone.now()
    shown = workshop_named(workshop_id, language(), now=now)
    form = EnrolForm(request.POST if request.method == "POST" else None, shown=shown)
    try:
        draft_id = drafts.read_signed(request.POST.get("draft", ""))
    except drafts.ExpiredForm:
        draft_id = drafts.new_id()
    notice: Promise | str = ""
    status = 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        token = derived_token("registration of draft", draft_id.hex)
        wanted = Enrolment(shown.workshop, form.people, form.way, form.date_ids, language())
        try:
            enrol(wanted, by=RESIDENT_ON_WEB, now=now, idempotency_key=f"web:{draft_id.hex}", token=token)
        except (WorkshopFull, TooLate, AlreadyEnrolled, Busy) as refused:
            notice, status = _WHY_NOT[type(refused)], 503 if isinstance(refused, Busy) else 409
        else:
            return redirect("registration", token)
    context = {"shown": shown, "form": form, "draft": drafts.sign(draft_id), "notice": notice}
    return render(request, "public/workshop.html", context, status=status)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration: the dates, the place, and a button to give the seats back."""
    found = (
        Registration.objects.filter(token_hash=token_hash(token))
        .select_related("workshop__site__commune")
        .prefetch_related("workshop__texts", "dates")
        .first()
    )
    if found is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST":
        withdraw(found.pk, by=RESIDENT_ON_WEB, now=now)
        return redirect("registration", token)
    dates = [date for date in found.dates.all() if date.ends_at > now]
    context = {"registration": found, "shown": shown_of(found.workshop, language(), dates), "token": token}
    return render(request, "public/registration.html", context)
