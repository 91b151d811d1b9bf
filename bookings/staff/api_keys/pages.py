"""The page of keys: make one and see its secret once, replace it with some days in common, revoke it at once."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.api_keys import OVERLAP, make_key, replace_key, revoke_key
from bookings.errors import KeyOver
from bookings.models import ApiKey
from bookings.staff.api_keys.forms import KeyForm, as_long_as_usual
from bookings.staff.asking import actor
from mediation.access import COORDINATORS, InMenu, Reach, Under, reach_of, staff


def keys_within(reach: Reach) -> "QuerySet[ApiKey]":
    """Keys of the organisations whose people one manages."""
    keys = ApiKey.objects.select_related("organisation", "created_by", "replaced_by")
    return reach.limit_people(keys).order_by("organisation__name", "name", "-created_at")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*COORDINATORS, menu=InMenu(gettext_lazy("Clés d’API"), under=Under.PARTNERS))
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys within reach; a POST makes one."""
    reach, now = reach_of(request), timezone.now()
    form = KeyForm(request.POST or None, reach=reach)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        key, secret = make_key(
            organisation=asked["organisation"],
            name=asked["name"],
            scopes=asked["scopes"],
            expires_at=form.ends_at(now),
            by=actor(request),
            now=now,
        )
        return _shown_once(request, key, secret)
    rows = [
        (key, _state(key), [ApiKey.Scope(each).label for each in key.scopes]) for key in keys_within(reach)
    ]
    return render(
        request, "staff/api_keys/keys.html", {"rows": rows, "form": form}, status=422 if form.errors else 200
    )


@require_POST
@never_cache
@staff(*COORDINATORS)
def api_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Replaces a key, or revokes it."""
    key, now = get_object_or_404(keys_within(reach_of(request)), pk=pk), timezone.now()
    if request.POST.get("action") == "remplacer":
        try:
            new, secret = replace_key(key.pk, expires_at=as_long_as_usual(now), by=actor(request), now=now)
        except KeyOver:
            messages.error(request, _("Cette clé ne sert déjà plus : faites-en une nouvelle."))
        else:
            return _shown_once(request, new, secret, replaced=key)
    elif request.POST.get("action") == "revoquer":
        revoke_key(key.pk, by=actor(request), now=now)
        messages.success(request, _("La clé est révoquée : elle n’ouvre plus rien, dès maintenant."))
    return redirect("staff_api_keys")


def _shown_once(
    request: HttpRequest, key: ApiKey, secret: str, *, replaced: ApiKey | None = None
) -> HttpResponse:
    """On this very answer and nowhere else: it is stored only as a hash."""
    context = {"key": key, "secret": secret, "replaced": replaced, "days": OVERLAP.days}
    return render(request, "staff/api_keys/made.html", context)


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return "over"
    return "leaving" if key.replaced_by_id else "good"
