"""The pages where an organisation says which programs of its own are told, and sees what became of it."""

from collections.abc import Callable
from datetime import datetime, time

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from bookings.models import Appointment
from bookings.people.who import Actor
from bookings.staff.asking import number_asked
from bookings.staff.meanwhile import Compared, compared, one_at_a_time, typed_in
from mediation.access import COORDINATORS, InMenu, Kind, Under, reach_of, staff
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions import change
from notifications.subscriptions.facts import by_whom, facts_about
from notifications.subscriptions.forms import TROUBLES, EventsForm, SinceForm, TargetForm, event_label
from notifications.subscriptions.reach import facts_within, owners_within, targets_within

_A_PAGE, _HISTORY = 50, 20
_CHOOSE = "evenements"
_WAITING = Q(deliveries__state=WebhookDelivery.State.WAITING)


def _list(request: HttpRequest) -> HttpResponse:
    """The programs that are told, how each does; and a form to add one."""
    reach = reach_of(request)
    form = TargetForm(request.POST or None, owners=owners_within(reach))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            organisation, team = form.owner
            target = change.add_target(
                organisation,
                team=team,
                url=asked["url"],
                events=asked["events"],
                by=_actor(request),
                now=timezone.now(),
            )
        except change.KnownAddress:
            form.add_error("url", _("Cette adresse est déjà dans la liste."))
        else:
            return _page(request, target, secret=target.secret)
    targets = targets_within(reach).annotate(waiting=Count("deliveries", filter=_WAITING))
    return render(
        request,
        "staff/webhooks/webhooks.html",
        {
            "targets": targets,
            "form": form,
            "facts": [(each, by_whom(each)) for each in facts_within(reach)[:_HISTORY]],
        },
        status=422 if form.errors else 200,
    )


webhooks = require_http_methods(["GET", "HEAD", "POST"])(
    staff(*COORDINATORS, menu=InMenu(gettext_lazy("Logiciels reliés"), under=Under.PARTNERS))(_list)
)
# A social worker has no use for it in the menu: whoever connects a program follows a link.
partner_webhooks = require_http_methods(["GET", "HEAD", "POST"])(staff(Kind.PARTNER)(_list))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*COORDINATORS, Kind.PARTNER)
@one_at_a_time
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One program: its log, and what may be done about it."""
    target = get_object_or_404(targets_within(reach_of(request)), pk=pk)
    action = request.POST.get("action", "")
    look = _choice(target, typed_in(request) if action == _CHOOSE else None)
    chosen = action == _CHOOSE and not look.meanwhile and look.form.is_valid()
    if request.method != "POST" or (action == _CHOOSE and not chosen):
        return _page(request, target, look=look)
    if action == "renouveler":
        return _page(request, target, secret=change.rotate(target, by=_actor(request), now=timezone.now()))
    if action == "retirer":
        change.remove(target, by=_actor(request), now=timezone.now())
        messages.success(request, _("Le logiciel n’est plus prévenu."))
        return redirect("staff_webhooks" if reach_of(request).holds(*COORDINATORS) else "partner_webhooks")
    if action not in _DEEDS:
        raise Http404
    messages.success(request, _DEEDS[action](request, target))
    return redirect("staff_webhook", target.pk)


def _actor(request: HttpRequest) -> Actor:
    return Actor(channel=Appointment.Channel.WEB, user_id=request.user.pk)


def _choice(target: WebhookTarget, typed: QueryDict | None) -> Compared[EventsForm]:
    return compared(lambda data: EventsForm(data, initial={"events": target.events}), typed)


def _choose_events(request: HttpRequest, target: WebhookTarget) -> str:
    """Of what was compared, and found right."""
    form = EventsForm(request.POST)
    form.full_clean()
    change.choose_events(target, form.cleaned_data["events"], by=_actor(request), now=timezone.now())
    return _("C’est enregistré. Les prochains événements suivent ce choix.")


def _try(request: HttpRequest, target: WebhookTarget) -> str:
    change.try_out(target, now=timezone.now())
    return _("L’essai part. Rechargez la page dans un instant pour voir la réponse.")


def _stop(request: HttpRequest, target: WebhookTarget) -> str:
    change.stop(target, by=_actor(request), now=timezone.now())
    return _("En pause : rien ne part, rien n’est perdu.")


def _resume(request: HttpRequest, target: WebhookTarget) -> str:
    change.resume(target, by=_actor(request), now=timezone.now())
    return _("C’est repris. Ce qui attendait part maintenant.")


def _again(request: HttpRequest, target: WebhookTarget) -> str:
    typed = request.POST.get("envoi", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
    change.send_again(get_object_or_404(target.deliveries, pk=wanted), now=timezone.now())
    return _("L’événement repart.")


def _again_since(request: HttpRequest, target: WebhookTarget) -> str:
    form = SinceForm(request.POST)
    if not form.is_valid():
        raise Http404
    midnight = datetime.combine(form.cleaned_data["since"], time.min, timezone.get_current_timezone())
    count = change.send_again_since(target, midnight, now=timezone.now())
    return ngettext("%(n)s événement repart.", "%(n)s événements repartent.", count) % {"n": count}


_DEEDS: dict[str, Callable[[HttpRequest, WebhookTarget], str]] = {
    "essayer": _try,
    _CHOOSE: _choose_events,
    "pause": _stop,
    "reprendre": _resume,
    "renvoyer": _again,
    "renvoyer-depuis": _again_since,
}


def _page(
    request: HttpRequest, target: WebhookTarget, *, secret: str = "", look: Compared[EventsForm] | None = None
) -> HttpResponse:
    look = look or _choice(target, None)
    log = target.deliveries.select_related("change__referral").order_by("-pk")
    page = Paginator(log, _A_PAGE).get_page(number_asked(request, "page") or 1)
    rows = [
        (each, event_label(each.change.event) if each.change else _("essai"), TROUBLES.get(each.trouble, ""))
        for each in page
    ]
    context = {
        "target": target,
        "secret": secret,
        "rows": rows,
        "page": page,
        "events": [event_label(event) for event in target.events],
        "choice": look.form,
        **look.context,
        "facts": [(each, by_whom(each)) for each in facts_about(target)[:_HISTORY]],
        "waiting": target.deliveries.filter(state=WebhookDelivery.State.WAITING).count(),
        "both_until": target.previous_until if len(target.secrets(timezone.now())) > 1 else None,
        "since": SinceForm(initial={"since": timezone.localdate()}),
        "list": "staff_webhooks" if reach_of(request).holds(*COORDINATORS) else "partner_webhooks",
    }
    response = render(request, "staff/webhooks/webhook.html", context, status=look.status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response
