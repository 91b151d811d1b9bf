"""The waiting list: who is being asked about a free time, who waits, adding somebody, taking somebody off."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions.offer import accept, decline
from bookings.actions.wait import Wait, come_back, leave, wait, wait_for_earlier
from bookings.errors import BookingError, CannotWait, NobodyToCall, OfferOver
from bookings.models import WaitingEntry, WaitingOffer
from bookings.people.find import known_person
from bookings.people.who import Participant
from bookings.staff.asking import actor, appointment_or_404, number_asked, way_back, within
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from bookings.staff.waiting.forms import AddForm, WhenForm
from bookings.staff.waiting.lines import being_asked, lines_of, rows_of, waiting_within
from mediation.access import RECEPTION, InMenu, Under, reach_of, staff
from mediation.models import Site, Topic

_A_PAGE, _ENDED_SHOWN = 25, 20
_WAITING = WaitingEntry.Status.WAITING


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Liste d’attente"), under=Under.REACH))
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who is being asked, then who waits, the longest first; then what became of the others lately."""
    now, entries = timezone.now(), waiting_within(reach_of(request))
    site, topic = number_asked(request, "lieu"), number_asked(request, "motif")
    still = WaitingEntry.objects.waiting(now).filter(pk__in=entries.order_by().values("pk"))
    waiting = _narrowed(still, site, topic)
    page = Paginator(rows_of(waiting), _A_PAGE).get_page(request.GET.get("page"))
    ended = rows_of(
        entries.exclude(status=_WAITING).filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    )
    context = {
        "asked": being_asked(entries, now),
        "page": page,
        "lines": lines_of(page.object_list),
        "ended": lines_of(ended[:_ENDED_SHOWN]),
        "sites": Site.objects.filter(pk__in=_waited_for(entries, "sites")).order_by("name"),
        "topics": AddForm().fields["topic"].choices,  # type: ignore[attr-defined]
        "site": site,
        "topic": topic,
        "filtered": bool(site or topic),
        "keep": "&" + urlencode({"lieu": site or "", "motif": topic or ""}),
        "now": now,
    }
    return render(request, "staff/waiting/waiting.html", context)


def _waited_for(entries: "QuerySet[WaitingEntry]", what: str) -> "QuerySet[WaitingEntry, int | None]":
    return entries.filter(status=_WAITING).order_by().values_list(what, flat=True)


def _narrowed(
    entries: "QuerySet[WaitingEntry]", site: int | None, topic: int | None
) -> "QuerySet[WaitingEntry]":
    if site is not None:
        entries = entries.filter(sites=site)
    return entries.filter(topic=topic) if topic is not None else entries


@require_POST
@staff(*RECEPTION)
def waiting_changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken off the list, or that taken back."""
    entry = get_object_or_404(waiting_within(reach_of(request)), pk=pk)
    now, back = timezone.now(), way_back(request, reverse("staff_waiting"))
    if request.POST.get("suite") == "revenir":
        try:
            come_back(entry.pk, by=actor(request), now=now)
            messages.success(request, _("La personne est de nouveau sur la liste, à sa place."))
        except BookingError:
            messages.error(request, _("Ce n’est plus possible : ajoutez la personne à nouveau."))
    else:
        leave(entry.pk, by=actor(request), now=now)
        messages.success(request, _("La personne n’est plus sur la liste. On peut la remettre, plus bas."))
    return redirect(back)


@require_POST
@staff(*RECEPTION)
def offer_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """The person has said yes or no, at the counter or on the telephone."""
    within_reach = waiting_within(reach_of(request)).order_by()
    offer = get_object_or_404(WaitingOffer.objects.filter(entry__in=within_reach), pk=pk)
    now = timezone.now()
    try:
        if request.POST.get("suite") == "prend":
            appointment = accept(offer.pk, by=actor(request), now=now)
            messages.success(request, _("C’est réservé."))
            seen = within(reach_of(request)).filter(pk=appointment.pk).exists()
            return redirect("staff_card", appointment.pk) if seen else redirect("staff_waiting")
        decline(offer.pk, by=actor(request), now=now)
        messages.success(request, _("C’est noté. La personne reste sur la liste."))
    except OfferOver:
        messages.error(request, _("Cette place n’est plus libre. La personne reste sur la liste."))
    except BookingError:
        messages.error(request, _("Cette réservation n’est pas possible. Choisissez une autre heure."))
    return redirect("staff_waiting")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def waiting_added(request: HttpRequest) -> HttpResponse:
    """Somebody without an appointment: who, how to reach them, where and when."""
    person = number_asked(request, "personne")
    known = known_person(person, visible=within(reach_of(request)), now=timezone.now()) if person else []
    initial: dict[str, object] = {
        "key": uuid.uuid4(),
        "language": "fr",
        "site": number_asked(request, "lieu"),
    }
    wanted = Topic.objects.filter(active=True, public_id=request.GET.get("motif", "")).first()
    if wanted is not None:
        initial["topic"] = wanted.pk
    if known:
        initial["name"] = known[0].resident.name
    form = AddForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        asked = Wait(
            topic=answers["topic"],
            sites=form.sites,
            person=Participant(answers["name"], resident_id=known[0].resident.pk if known else None),
            reach=answers["way"],
            when=form.when,
            language=answers["language"],
        )
        try:
            wait(asked, by=actor(request), now=timezone.now(), idempotency_key=f"desk:{answers['key'].hex}")
        except NobodyToCall:
            form.add_error(
                "value", _("Ce motif se traite par téléphone : il faut un numéro où appeler la personne.")
            )
        else:
            messages.success(request, _("La personne est sur la liste d’attente."))
            return redirect("staff_waiting")
    context = {"form": form, "known": known[0] if known else None}
    return render(request, "staff/waiting/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
@one_at_a_time
def wants_sooner(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody with an appointment would rather come earlier."""
    appointment = appointment_or_404(request, pk)
    entry = WaitingEntry.objects.filter(appointment=appointment, status=_WAITING).first()
    initial = WhenForm.as_asked(entry) if entry else {"site": appointment.site_id}
    look = compared(lambda data: WhenForm(data, initial=initial), typed_in(request))
    form = look.form
    if request.method == "POST" and not look.meanwhile and form.is_valid():
        try:
            wait_for_earlier(
                appointment.pk, sites=form.sites, when=form.when, by=actor(request), now=timezone.now()
            )
        except CannotWait:
            messages.error(
                request, _("Cette personne ne veut aucun message : elle ne peut pas être prévenue.")
            )
        except BookingError:
            messages.error(request, _("Ce rendez-vous a changé entre-temps : regardez où il en est."))
        else:
            messages.success(request, _("La personne est sur la liste d’attente."))
        return redirect("staff_appointment", pk)
    context = {"form": form, "appointment": appointment, "entry": entry, **look.context}
    return render(request, "staff/waiting/sooner.html", context, status=look.status)
