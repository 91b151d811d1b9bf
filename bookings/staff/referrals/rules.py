"""How an organisation receives referrals, as its coordinators set it; and what came of those it received."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from bookings.records.rules import rules_of
from bookings.staff.asking import number_asked
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from bookings.staff.referrals.figures import by_partner
from bookings.staff.referrals.forms import RulesForm
from bookings.staff.referrals.lines import referrals_within
from mediation.access import COORDINATORS, InMenu, Kind, Reach, Under, reach_of, staff
from mediation.models import Organisation, Trace
from mediation.traces.pages import traced

_DAYS = (30, 90, 365)


def _organisations(reach: Reach) -> list[Organisation]:
    """Whose rules one may set: those that receive people."""
    receiving = Organisation.objects.filter(sites__isnull=False).distinct().order_by("name")
    if reach.holds(Kind.METRO_COORDINATOR):
        return list(receiving)
    return list(receiving.filter(pk__in=reach.organisations(Kind.COORDINATOR)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*COORDINATORS, menu=InMenu(gettext_lazy("Règles des orientations"), under=Under.PARTNERS))
@traced(Trace.Kind.SETTING_CHANGED, changes=True)
@one_at_a_time
def referral_rules(request: HttpRequest) -> HttpResponse:
    """One organisation's rules, the first without another in the address."""
    organisations = _organisations(reach_of(request))
    wanted = number_asked(request, "structure")
    chosen = next((each for each in organisations if wanted in (None, each.pk)), None)
    if chosen is None and (wanted is not None or request.method == "POST"):
        raise Http404
    look = None
    if chosen is not None:
        pk = chosen.pk
        # Read for each form: a bound one puts what was typed into its row.
        look = compared(lambda data: RulesForm(data, instance=rules_of(pk)), typed_in(request))
        if request.method == "POST" and not look.meanwhile and look.form.is_valid():
            look.form.save()
            messages.success(request, _("Les règles sont enregistrées."))
            return redirect(f"{reverse('staff_referral_rules')}?structure={chosen.pk}")
    context = {"organisations": organisations, "chosen": chosen, "form": look.form if look else None}
    context |= look.context if look else {}
    return render(request, "staff/referrals/rules.html", context, status=look.status if look else 200)


@require_safe
@staff(*COORDINATORS, menu=InMenu(gettext_lazy("Suites des orientations"), under=Under.FIGURES))
def referral_figures(request: HttpRequest) -> HttpResponse:
    """Received, accepted, booked, met, by partner, of those received in the last days."""
    asked = number_asked(request, "jours")
    days = asked if asked in _DAYS else _DAYS[1]
    now = timezone.now()
    since = now - timedelta(days=days)
    rows, total = by_partner(referrals_within(reach_of(request)), since=since)
    context = {"rows": rows, "total": total, "days": days, "choices": _DAYS, "since": since}
    return render(request, "staff/referrals/figures.html", context)
