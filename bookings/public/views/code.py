"""The code received by SMS, where an organisation asks for one, or "I don't have the phone with me"."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.actions.confirm_mobile import check_code
from bookings.errors import TooManyTries, WrongCode
from bookings.public import drafts
from bookings.public.asked import Address, Asked
from bookings.public.forms import CodeForm, WhomForm
from bookings.public.same_origin import same_origin
from bookings.public.views.choose import language
from bookings.public.views.whom import Sent, as_query, ask_code, booked, code_page, finish
from bookings.records.once import already_booked
from mediation.access import public


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code; books once it is right, or without it, marked unverified for the desk."""
    now = timezone.now()
    try:
        draft_id = drafts.read_signed(request.POST.get("draft") or request.COOKIES.get(drafts.COOKIE, ""))
    except drafts.ExpiredForm:
        return redirect("home")
    sent = _waiting(draft_id, now=now)
    if sent is None:
        return _over(request, draft_id)
    if request.method != "POST":
        return code_page(request, CodeForm(), draft_id)
    if "without" in request.POST:
        return finish(request, sent, unverified=True)
    if "again" in request.POST:
        return ask_code(request, sent)
    return _check(request, sent)


def _check(request: HttpRequest, sent: Sent) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            check_code(sent.draft_id, typed=form.cleaned_data["code"], now=sent.now)
        except WrongCode:
            form.add_error("code", _("Ce n’est pas le bon code, ou il est trop ancien."))
        except TooManyTries:
            form.add_error("code", _("Trop d’essais. Demandez un nouveau code, ou continuez sans code."))
        else:
            return finish(request, sent, verified_at=sent.now)
    return code_page(request, form, sent.draft_id, status=400)


def _waiting(draft_id: UUID, *, now: datetime) -> Sent | None:
    """The form that waits for its code, read again from the draft."""
    kept = drafts.load(draft_id, now=now)
    if not kept:
        return None
    asked = Asked.of(Address(**kept["address"]), language())
    form = WhomForm(as_query(kept["typed"]))
    shown_at = datetime.fromisoformat(kept["shown_at"])
    return Sent(asked, form, draft_id, shown_at, now) if form.is_valid() else None


def _over(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft became a booking (a second press: its card), or its half hour is over."""
    if already_booked(f"web:{draft_id.hex}") is None:
        return render(request, "public/draft_over.html", status=410)
    return booked(request, draft_id)
