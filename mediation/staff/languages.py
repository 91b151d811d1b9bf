"""The languages of the neighbourhood: who has read their texts, and who has not."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mediation.access import COORDINATORS, InMenu, Under, staff
from mediation.confirmed_texts import State, confirm, states, take_back
from mediation.models import Trace, User
from mediation.traces.pages import traced


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*COORDINATORS, menu=InMenu(gettext_lazy("Langues"), under=Under.SET_UP))
@traced(Trace.Kind.SETTING_CHANGED, changes=True)
def languages(request: HttpRequest) -> HttpResponse:
    """Each language and kind of text; a press says that somebody has read it, another takes that back."""
    known = list(states())
    if request.method != "POST":
        return render(request, "staff/languages.html", {"by_language": _by_language(known)})
    chosen = next(
        (each for each in known if request.POST.get("text") == f"{each.language}-{each.kind}"), None
    )
    if chosen is None:
        raise Http404
    if "take_back" in request.POST:
        take_back(chosen.language, chosen.kind)
        messages.success(request, _("C’est noté : ces textes sont de nouveau marqués."))
    else:
        confirm(chosen.language, chosen.kind, by=cast(User, request.user).pk, now=timezone.now())
        messages.success(request, _("C’est noté : vous avez relu ces textes."))
    return redirect("staff_languages")


def _by_language(known: list[State]) -> dict[str, list[State]]:
    found: dict[str, list[State]] = {}
    for each in known:
        found.setdefault(each.language, []).append(each)
    return found
