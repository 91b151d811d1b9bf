"""People who wait to be called."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.handle_call_back import handle_call_back, note_attempt
from bookings.models import CallBack
from bookings.preparation import language_name
from bookings.staff.asking import actor, call_backs_within
from bookings.staff.lines import topic_names
from mediation.access import RECEPTION, reach_of, staff

_SHOWN, _HANDLED_SHOWN = 100, 20
NO_ANSWER = "no_answer"


@require_safe
@never_cache
@staff(*RECEPTION, menu=gettext_lazy("Rappels"))
def call_backs(request: HttpRequest) -> HttpResponse:
    """Whoever waits longest comes first; what was handled lately can be taken back."""
    asked = call_backs_within(reach_of(request)).select_related("site", "handled_by")
    waiting = asked.filter(status=CallBack.Status.OPEN).order_by("created_at")
    handled = asked.exclude(status=CallBack.Status.OPEN).order_by("-handled_at")
    names, now = topic_names(), timezone.now()
    too_long = set(
        CallBack.waiting_too_long(now).filter(pk__in=waiting.values("pk")).values_list("pk", flat=True)
    )
    rows = [(each, names.get(each.topic_id or 0, ""), _language(each)) for each in waiting[:_SHOWN]]
    context = {
        "rows": rows,
        "too_long": too_long,
        "within_hours": settings.CALL_BACK_WITHIN_HOURS,
        "more": max(0, waiting.count() - _SHOWN),
        "handled": handled[:_HANDLED_SHOWN],
        "now": now,
    }
    return render(request, "staff/call_backs.html", context)


def _language(asked: CallBack) -> str:
    return "" if asked.language in ("fr", "fr-falc") else language_name(asked.language)


@require_POST
@staff(*RECEPTION)
def call_back_handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Called, no answer, unreachable, dropped; or opened again."""
    asked = get_object_or_404(call_backs_within(reach_of(request)), pk=pk)
    what, now = request.POST.get("suite", ""), timezone.now()
    if what == NO_ANSWER:
        note_attempt(asked.pk, by=actor(request), now=now)
        messages.success(request, _("C’est noté : pas de réponse. La demande reste dans la liste."))
    elif what in CallBack.Status.values:
        handle_call_back(asked.pk, as_=CallBack.Status(what), by=actor(request), now=now)
        messages.success(request, _("C’est noté : %(what)s.") % {"what": CallBack.Status(what).label})
    return redirect("staff_call_backs")
