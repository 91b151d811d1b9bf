"""A form that arrives after its session ended is kept, and offered back after sign-in.

Only for the person who last worked on this device, only for half an hour, encrypted. Nothing is sent again
without them pressing the button.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.csrf import csrf_failure

from mediation.models import KeptForm, User
from mediation.sessions import devices

KEPT_FOR = timedelta(minutes=30)
LARGEST = 200_000  # characters; a note is a few thousand
PARAMETER = "reprise"


def keep(request: HttpRequest, *, user_id: int | None, now: datetime) -> KeptForm | None:
    """Keep what was posted for `user_id`; None when there is nothing to keep or nobody to keep it for."""
    KeptForm.objects.filter(expires_at__lte=now).delete()
    typed = _without_secrets(request.POST).urlencode()
    if user_id is None or not typed or len(typed) > LARGEST:
        return None
    return KeptForm.objects.create(
        user_id=user_id,
        path=request.get_full_path()[:300],
        page=_page_of_the_form(request),
        data=typed,
        expires_at=now + KEPT_FOR,
    )


def kept_for(request: HttpRequest, kept_id: object, *, now: datetime) -> KeptForm | None:
    """The kept form with this id, if it is this person's and not too old."""
    try:
        known_id = UUID(str(kept_id))
    except ValueError:
        return None
    if not isinstance(request.user, User):
        return None
    return KeptForm.objects.filter(pk=known_id, user_id=request.user.pk, expires_at__gt=now).first()


def fill_in_again(request: HttpRequest) -> None:
    """On a page opened with `?reprise=<id>`, give the view what was typed there as `request.POST`.

    The method stays GET: a view that builds its form with `Form(request.POST or None)` and acts only on
    POST shows the form filled in. Sending it forgets what was kept.
    """
    kept_id = request.GET.get(PARAMETER)
    kept = kept_for(request, kept_id, now=timezone.now()) if kept_id else None
    if kept is None:
        return
    if request.method == "POST":
        kept.delete()
    elif request.path == kept.page:
        request.POST = typed_in(kept)  # type: ignore[assignment]


def address_to_fill_in_again(kept: KeptForm) -> str:
    """The form's own page, so that it opens filled in; empty when it was sent from another page."""
    path, _mark, query = kept.path.partition("?")
    if path != kept.page:
        return ""
    asked = QueryDict(query, mutable=True)
    asked[PARAMETER] = str(kept.pk)
    return f"{path}?{asked.urlencode()}"


def typed_in(kept: KeptForm) -> QueryDict:
    """What was typed, as a view finds it in `request.POST`."""
    return QueryDict(kept.data)


def lead_back(request: HttpRequest) -> HttpResponse:
    """To sign-in, then to what was typed if something was, else to the same page."""
    now = timezone.now()
    kept = None
    if request.method == "POST":
        kept = keep(request, user_id=next(iter(devices.user_ids(request)), None), now=now)
    if kept:
        return redirect_to_login(reverse("staff_kept_form", args=[kept.pk]))
    return redirect_to_login(_where_to_go_on(request))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A staff form with an outdated token (somebody signed in again meanwhile) is kept, not lost.

    A form posted from another site brings neither session nor device cookie (SameSite): nothing is kept.
    """
    if not _is_staff_page(request) or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return csrf_failure(request, reason=reason)
    if not request.user.is_authenticated:
        return lead_back(request)
    kept = keep(request, user_id=request.user.pk, now=timezone.now())
    return redirect("staff_kept_form", kept.pk) if kept else redirect(_where_to_go_on(request))


def _without_secrets(posted: QueryDict) -> QueryDict:
    typed = posted.copy()
    for name in list(typed):
        if name == "csrfmiddlewaretoken" or "password" in name:
            del typed[name]
    return typed


def _page_of_the_form(request: HttpRequest) -> str:
    """Path of the page the form was on (its Referer, if that is ours); empty when unknown."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return ""
    return came_from.path[:300]


def _where_to_go_on(request: HttpRequest) -> str:
    if request.method == "POST":
        return _page_of_the_form(request) or reverse("staff_home")
    return request.get_full_path()


def _is_staff_page(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(getattr(view, "access", None), "rule", "") == "staff"
