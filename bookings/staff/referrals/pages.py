"""Referrals to take in hand, those going cold first, and the page of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookings.models import JournalEntry, Referral
from bookings.people.preparation import words
from bookings.public.seats import seats_of
from bookings.records.rules import rules_of
from bookings.records.told import DELIVERY_FACTS, in_words
from bookings.referrals.reasons import Reason
from bookings.referrals.seen import seen_by_referrer
from bookings.referrals.states import ENDED, OPEN, TO_ANSWER, State, Who, may_lead_to
from bookings.referrals.wording import shown_in_words
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import number_asked
from bookings.staff.referrals.forms import AssignForm, RefuseForm, RerouteForm
from bookings.staff.referrals.lines import coldest_first, line_of, lines_of, referrals_within, to_do
from bookings.waiting.wanted import wanted_in_words
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff
from mediation.models import Organisation

_A_PAGE = 25
_WHICH: dict[str, tuple[Any, frozenset[State]]] = {
    "": (_("à prendre en main"), OPEN),
    "repondre": (_("à accepter ou refuser"), TO_ANSWER),
    "invitees": (_("invitées, sans réponse"), frozenset({State.INVITED})),
    "attente": (_("sur la liste d’attente"), frozenset({State.WAITING})),
    "absentes": (_("absentes, à inviter encore une fois"), frozenset({State.MISSED})),
    "injoignables": (_("injoignables"), frozenset({State.UNREACHABLE})),
    "rendez-vous": (_("avec un rendez-vous"), frozenset({State.BOOKED})),
    "terminees": (_("terminées"), ENDED | {State.CLOSED}),
}


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(_("Orientations"), everyday=True, due=to_do))
def referrals(request: HttpRequest) -> HttpResponse:
    """Those one's organisations have received: all that is to be taken in hand, or those of a state, a partner, a number."""
    now, reach = timezone.now(), reach_of(request)
    which = request.GET.get("etat", "")
    which = which if which in _WHICH else ""
    partner, number = number_asked(request, "orienteur"), request.GET.get("numero", "").replace(" ", "")
    found = referrals_within(reach).filter(state__in=_WHICH[which][1])
    if number:
        found = referrals_within(reach).filter(number=number)
    elif partner is not None:
        found = found.filter(partner=partner)
    if which == "terminees":
        pks = list(found.order_by("-since").values_list("pk", flat=True)[:1000])
    else:
        pks = coldest_first(found, now)
    page = Paginator(pks, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(list(page.object_list), now),
        "which": which,
        "choices": [(value, label) for value, (label, _states) in _WHICH.items()],
        "partners": _partners(reach),
        "partner": partner,
        "number": number,
        "keep": "&" + urlencode({"etat": which, "orienteur": partner or ""}),
        "now": now,
    }
    return render(request, "staff/referrals/referrals.html", context)


def _partners(reach: Reach) -> list[Organisation]:
    """Who has sent any, for the choice of one."""
    theirs = referrals_within(reach).order_by().values("partner")
    return list(Organisation.objects.filter(refers=True, pk__in=theirs).order_by("name"))


def referral_or_404(request: HttpRequest, pk: int) -> Referral:
    """The referral with what its page shows, if it is within reach."""
    about = (
        "partner",
        "team",
        "referrer",
        "organisation",
        "site",
        "resident",
        "companion",
        "companion_contact",
    )
    led_to = ("contact", "appointment__site", "waiting", "registration")
    rows = referrals_within(reach_of(request)).select_related(*about, *led_to)
    return get_object_or_404(rows.prefetch_related("other_topics"), pk=pk)


@require_safe
@never_cache
@staff(*RECEPTION)
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, by whom, what for, when; what has happened to it; what can be done."""
    return referral_page(request, referral_or_404(request, pk))


def referral_page(
    request: HttpRequest,
    referral: Referral,
    *,
    refuse: RefuseForm | None = None,
    reroute: Any = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with forms that were sent and not accepted."""
    now, names = timezone.now(), topic_names()
    shows = rules_of(referral.organisation_id or 0).shows
    may = may_lead_to(referral.at, Who.TEAM)
    if referral.at is State.BOOKED:  # It is called off where appointments are.
        may -= {State.INVITED, State.DECLINED}
    context = {
        "line": line_of(referral, names, now),
        "referral": referral,
        "topics": [names.get(each.pk, "") for each in referral.other_topics.all()],
        "prepare": words(referral.preparation),
        "when": wanted_in_words(referral.weekdays, referral.parts),
        "seen": shown_in_words(seen_by_referrer(referral.at, shows), seats=referral.has_seats),
        "seats": seats_of(referral),
        "reason": Reason(referral.reason).label if referral.reason in Reason.values else "",
        "history": history(referral),
        "may": {state.value for state in may},
        "open": referral.at in OPEN,
        "refuse": refuse or RefuseForm(),
        "reroute": reroute or RerouteForm(referral=referral),
        "assign": AssignForm(referral=referral),
    }
    return render(request, "staff/referrals/referral.html", context, status=status)


def history(referral: Referral) -> list[tuple[JournalEntry, str]]:
    """Every step and every message with its date and author, the newest first."""
    facts = referral.journal.select_related("actor").order_by("-at", "-pk")
    return [
        (fact, in_words(fact) if fact.kind in DELIVERY_FACTS else fact.get_kind_display()) for fact in facts
    ]
