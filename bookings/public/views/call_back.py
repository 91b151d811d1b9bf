"""Call me back: on every page, for everybody who would rather speak to a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.call_back import CallBackWish, request_call_back
from bookings.errors import InvalidContact
from bookings.models import CallBack
from bookings.people.mistakes import mistake_to_say
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public import drafts
from bookings.public.forms import CallBackForm
from bookings.public.same_origin import same_origin
from bookings.public.views.choose import language
from mediation.access import public


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest) -> HttpResponse:
    """Asks for a number; sent, the desk sees it. A second press asks nothing more."""
    form = CallBackForm(request.POST or None)
    try:
        request_id = drafts.read_signed(request.POST.get("draft", ""))
    except drafts.ExpiredForm:
        request_id = drafts.new_id()
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        wish = CallBackWish(
            phone=answers["phone"], name=answers["name"], when=answers["when"], language=language()
        )
        try:
            request_call_back(
                wish, by=RESIDENT_ON_WEB, now=timezone.now(), idempotency_key=f"web:{request_id.hex}"
            )
        except InvalidContact as refused:
            form.add_error("phone", mistake_to_say(refused))
            form.offer_numbers("phone")
        else:
            response = redirect("call_back_done")
            drafts.set_cookie(response, request_id)
            return response
    context = {"form": form, "draft": drafts.sign(request_id)}
    return render(request, "public/call_back.html", context, status=400 if form.errors else 200)


@public
@require_safe
def call_back_done(request: HttpRequest) -> HttpResponse:
    """It is noted; whoever has just asked sees the number as it was understood."""
    request_id = drafts.from_cookie(request)
    asked = CallBack.objects.filter(idempotency_key=f"web:{request_id.hex}").first() if request_id else None
    response = render(request, "public/call_back_done.html", {"number": asked.phone if asked else ""})
    if asked is not None:
        drafts.drop_cookie(response)
    return response
