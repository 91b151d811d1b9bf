"""Accounts that were closed because nobody used them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mediation.access import PEOPLE_MANAGERS, reach_of, staff
from mediation.actions import close_unused
from mediation.errors import NotClosedForThat, NotYoursToGive
from mediation.models import User


@require_POST
@staff(*PEOPLE_MANAGERS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one again; pressed twice, it is open."""
    user = get_object_or_404(User, pk=pk)
    try:
        close_unused.reopen(user, by=reach_of(request), now=timezone.now())
    except NotYoursToGive:
        raise Http404 from None
    except NotClosedForThat:
        messages.info(
            request,
            _("Rien à rouvrir : ce compte est ouvert, ou n’a pas été fermé parce qu’il ne servait pas."),
        )
    else:
        messages.success(request, _("Le compte est rouvert. La personne se connecte comme avant."))
    return redirect(_from(request))


def _from(request: HttpRequest) -> str:
    """The page it was pressed on: of the teams, or of a partner."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/equipe/partenaires/")
    return asked if ours else "staff_people"
