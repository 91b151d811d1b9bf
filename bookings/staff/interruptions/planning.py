"""The one screen: who cannot receive, which appointments that concerns, what becomes of each; done once that was seen."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.interrupt import interrupt
from bookings.errors import AlreadyDecided
from bookings.models import Interrupted, Interruption
from bookings.staff.agenda.keeping import HOURS_KEEPERS, managed_mediators, managed_sites
from bookings.staff.asking import actor, within
from bookings.staff.interruptions.concerned import Concerned, concerned_among, concerned_by
from bookings.staff.interruptions.forms import InterruptionForm
from mediation.access import RECEPTION, Reach, reach_of, staff
from mediation.days import NotADay, read_day
from mediation.models import Organisation

Kind = Interruption.Kind
_KINDS = {"absence": Kind.AWAY, "greve": Kind.STRIKE, "fermeture": Kind.CLOSED}
_MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def interrupted(request: HttpRequest) -> HttpResponse:
    """Asks, shows what is concerned with a remedy for each, and begins once that was seen."""
    reach = reach_of(request)
    pks = _appointments_asked(request)
    form = None if pks else _form(request, reach)
    concerned = _concerned(request, form, pks)
    if pks and concerned is None:
        messages.info(request, _("Ces rendez-vous ont déjà trouvé une place."))
        return redirect("staff_openings")
    if concerned is not None and request.POST.get("action") == "confirmer":
        if request.POST.get("vu") == concerned.seen:
            return _begun(request, concerned, form)
        messages.warning(request, _("La liste a changé. Relisez-la, puis confirmez."))
    context = {
        "form": form,
        "what": request.GET.get("quoi", "absence"),
        "may_close": reach.holds(*HOURS_KEEPERS),
        "concerned": concerned,
        "pks": "-".join(str(pk) for pk in pks),
        "key": request.POST.get("cle") or uuid.uuid4().hex,
        "remedies": _for_all(concerned),
    }
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, "staff/interruptions/plan.html", context, status=422 if wrong else 200)


def _form(request: HttpRequest, reach: Reach) -> InterruptionForm:
    kind = _KINDS.get(request.GET.get("quoi", ""), Kind.AWAY)
    if not reach.holds(*HOURS_KEEPERS):
        kind = Kind.AWAY
    sites = managed_sites(reach).filter(active=True)
    return InterruptionForm(
        request.POST or None,
        kind=kind,
        mediators=managed_mediators(reach).select_related("organisation"),
        organisations=_organisations(reach),
        sites=sites.select_related("organisation"),
        initial=_asked_for(request, reach),
    )


def _organisations(reach: Reach) -> QuerySet[Organisation]:
    with_sites = Organisation.objects.filter(sites__in=managed_sites(reach).order_by())
    return with_sites.distinct().order_by("name")


def _asked_for(request: HttpRequest, reach: Reach) -> dict[str, Any]:
    """The form as the page that led here fills it in."""
    try:
        day = read_day(request.GET.get("jour", ""))
    except NotADay:
        day = timezone.localdate()
    return {
        "mediator": request.GET.get("mediateur") or reach.mediator_id,
        "site": request.GET.get("lieu"),
        "organisation": _organisations(reach).values_list("pk", flat=True).first(),
        "first_day": day,
    }


def _appointments_asked(request: HttpRequest) -> list[int]:
    typed = request.POST.get("rdv") or request.GET.get("rdv", "")
    return [int(pk) for pk in typed.split("-") if pk.isascii() and pk.isdigit() and len(pk) < 18][:_MOST]


def _concerned(request: HttpRequest, form: InterruptionForm | None, pks: list[int]) -> Concerned | None:
    visible, now = within(reach_of(request)), timezone.now()
    if form is None:
        return concerned_among(pks, request.POST, visible=visible, now=now)
    if not (form.is_bound and form.is_valid()):
        return None
    return concerned_by(form, request.POST, visible=visible, now=now)


def _for_all(concerned: Concerned | None) -> list[tuple[str, str]]:
    """What can be chosen for everybody at once."""
    if concerned is None or len(concerned.rows) < 2:
        return []
    remedies = list(Interrupted.Remedy.choices)
    if not any(row.colleague for row in concerned.rows):
        remedies = remedies[1:]
    return [(value, str(label)) for value, label in remedies]


def _begun(request: HttpRequest, concerned: Concerned, form: InterruptionForm | None) -> HttpResponse:
    try:
        made = interrupt(
            concerned.plan(form),
            by=actor(request),
            now=timezone.now(),
            idempotency_key=request.POST.get("cle", "")[:64] or uuid.uuid4().hex,
        )
    except AlreadyDecided as decided:
        messages.info(request, _("Une autre personne de l’équipe vient de le faire. Voici où cela en est."))
        if decided.interruption_id is None:
            return redirect("staff_interruptions")
        return redirect("staff_interruption", decided.interruption_id)
    return redirect("staff_interruption", made.pk)
