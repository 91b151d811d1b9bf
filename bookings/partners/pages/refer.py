"""Referring somebody, one page: the person, the need, where and when; then a time at once, an invitation or a call.

Names and numbers are posted, never in an address. « Voir les heures » and the drafts send the same form, and everything typed
comes back with the answer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bookings.actions.keep_draft import drop_draft, keep_draft, said_in
from bookings.models import Referral
from bookings.partners.again import as_typed
from bookings.partners.form import ReferForm, blank, typed
from bookings.partners.reach import (
    actor,
    drafts_of,
    referral_or_404,
    referrals_within,
    referrer_of,
    roles_of,
)
from bookings.partners.send import SENDING, Sender, send, under_way
from bookings.partners.times import Offered, offered
from mediation.access import InMenu, Kind, staff
from mediation.models import Role, Site, Topic

DRAFT, TIMES, NEXT = "brouillon", "heures", "suivante"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.PARTNER, menu=InMenu(gettext_lazy("Orienter"), everyday=True))
def refer(request: HttpRequest) -> HttpResponse:
    """Everything about one referral, from « who » to « done »."""
    now, roles = timezone.now(), roles_of(request)
    action = request.POST.get("action", TIMES)
    said = _said(request)
    if request.method == "POST" and action == DRAFT:
        return _kept(request, said, roles, now)
    form, found = form_for(request.POST if action in SENDING else None, said, roles, now)
    before: list[Referral] = []
    if request.method == "POST" and action in SENDING and form.is_valid():
        before = under_way(form, referrals_within(request))
        sender = Sender(referrer_of(form.role_chosen or roles[0]), actor(request))
        sent = None if before else send(form, action, found, sender, now=now, draft_id=_draft_id(request))
        if sent is not None:
            return _answered(request, sent)
    return render(
        request,
        "partners/refer.html",
        {
            **context_of(form, found, said),
            "drafts": drafts_of(request)[:10],
            "account": True,
            "before": before,
        },
        status=422 if form.errors or before else 200,
    )


def form_for(
    sent: Any,
    said: Mapping[str, Any],
    roles: list[Role],
    now: datetime,
    form_class: type[ReferForm] = ReferForm,
) -> tuple[ReferForm, Offered]:
    """The form, bound where it is being sent (so that nobody reads of errors before), and what is free for it."""
    topics = list(Topic.objects.filter(active=True))
    sites = list(Site.objects.open_to_residents().select_related("commune", "organisation"))
    form = form_class(sent, initial=said, topics=topics, sites=sites, roles=roles)
    return form, offered(said, form.topics, form.sites, now=now)


def context_of(form: ReferForm, found: Offered, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of the form shows, with an account or without."""
    chosen = {"chosen": said.get("slot", ""), "seats": said.get("workshop", "")}
    return {"form": form, "found": found, **chosen, "next": said.get(NEXT, "")}


def said_in_form(request: HttpRequest) -> dict[str, Any]:
    """What was typed, with the number that was pressed in its place."""
    pressed = ReferForm(request.POST, topics=[], sites=[], roles=[])
    return {**blank(), **typed(pressed.data), NEXT: request.POST.get(NEXT, "")}


def _said(request: HttpRequest) -> dict[str, Any]:
    """What was typed; else the draft, or the referral one begins from; else nothing."""
    if request.POST:
        return said_in_form(request)
    if public_id := request.GET.get("brouillon", ""):
        draft = get_object_or_404(drafts_of(request), public_id=public_id)
        return {**blank(), **said_in(draft), "draft": draft.public_id}
    if public_id := request.GET.get("comme", ""):
        return {**blank(), **as_typed(referral_or_404(request, public_id))}
    return blank()


def _draft_id(request: HttpRequest) -> int | None:
    public_id = request.POST.get("draft", "")
    return drafts_of(request).filter(public_id=public_id).values_list("pk", flat=True).first()


def _kept(request: HttpRequest, said: dict[str, Any], roles: list[Role], now: datetime) -> HttpResponse:
    """Keeps the draft; what may be confirmed, or has been free, is confirmed and looked for again when it is resumed."""
    kept = {
        name: value for name, value in said.items() if name not in ("informed", "slot", "workshop", "shown")
    }
    role = next((each for each in roles if str(each.pk) == said.get("role")), roles[0])
    keep_draft(kept, referrer=referrer_of(role), by=actor(request), now=now, draft_id=_draft_id(request))
    messages.success(request, _("Le brouillon est gardé. Vous seul·e le voyez."))
    return redirect("partners_refer")


def _answered(request: HttpRequest, sent: Referral) -> HttpResponse:
    messages.success(request, _("L’orientation est partie."))
    if request.POST.get(NEXT):
        messages.info(request, _("Les mêmes réponses sont reprises : écrivez qui est l’autre personne."))
        return redirect(f"{reverse('partners_refer')}?comme={sent.public_id}")
    return redirect("partners_referral", sent.public_id)


@require_POST
@staff(Kind.PARTNER)
def draft_dropped(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throws a draft away."""
    draft = get_object_or_404(drafts_of(request), public_id=public_id)
    drop_draft(draft.pk, by=actor(request))
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("partners_refer")
