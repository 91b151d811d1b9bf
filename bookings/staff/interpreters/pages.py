"""Interpreters to book, as tasks: soonest appointment first, with who was asked for and what can be done instead."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions.interpret import ALERT_BEFORE, State, no_interpreter, note_interpreter
from bookings.errors import BookingError, InvalidContact
from bookings.models import Appointment
from bookings.people.preparation import asked, language_name
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, appointment_or_404, way_back, within
from bookings.staff.interpreters.forms import DaysForm, InterpreterForm, initial
from bookings.staff.meanwhile import Compared, compared, one_at_a_time, typed_in
from bookings.staff.reaching import BY_PHONE
from bookings.staff.waiting.offers import Offer
from bookings.times import search
from bookings.times.search import Preference
from mediation.access import COORDINATORS, RECEPTION, InMenu, Reach, Under, reach_of, staff
from mediation.models import Mediator, Organisation, Trace
from mediation.moments import AnInstant
from mediation.traces.pages import traced

_A_PAGE = 30
_REMEDIES = 4


def _ahead(reach: Reach, now: AnInstant) -> QuerySet[Appointment]:
    return within(reach).exclude(interpreter="").filter(starts_at__gt=now)


def to_do(reach: Reach, now: AnInstant) -> QuerySet[Appointment]:
    """Appointments ahead whose interpreter somebody has to look for, or to tell that it is called off."""
    looked_for = Q(status=Appointment.Status.BOOKED, interpreter__in=[State.TO_BOOK, State.NOT_FOUND])
    to_tell = Q(status__in=Appointment.CALLED_OFF, interpreter=State.BOOKED)
    return _ahead(reach, now).filter(looked_for | to_tell).order_by("starts_at", "pk")


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Interprètes"), under=Under.RECEIVE, due=to_do))
def interpreters(request: HttpRequest) -> HttpResponse:
    """What is to be done; below, who is booked."""
    reach, now = reach_of(request), timezone.now()
    page = Paginator(_shown(to_do(reach, now)), _A_PAGE).get_page(request.GET.get("page"))
    names = topic_names()
    booked = _ahead(reach, now).filter(status=Appointment.Status.BOOKED, interpreter=State.BOOKED)
    context = {
        "page": page,
        "rows": [_row(each, names, now) for each in page.object_list],
        "booked": [_row(each, names, now) for each in _shown(booked).order_by("starts_at", "pk")[:_A_PAGE]],
        "may_set": reach.holds(*COORDINATORS),
    }
    return render(request, "staff/interpreters/interpreters.html", context)


def _shown(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    related = rows.select_related("site", "mediator", "contact", "interpreter_booking")
    return related.prefetch_related("participations__resident")


def _row(appointment: Appointment, names: dict[int, str], now: datetime) -> dict[str, object]:
    people = sorted(appointment.participations.all(), key=lambda each: each.position)
    return {
        "appointment": appointment,
        "names": [each.resident.name for each in people],
        "topic": names.get(appointment.topic_id, ""),
        "language": language_name(asked(appointment.preparation)[1]),
        "booking": getattr(appointment, "interpreter_booking", None),
        "soon": appointment.starts_at <= now + ALERT_BEFORE,
        "called_off": appointment.status in Appointment.CALLED_OFF,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
@one_at_a_time
def interpreter(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes where the search stands; offers what can be done where nobody is found."""
    appointment = appointment_or_404(request, pk)
    look = compared(lambda data: InterpreterForm(data, initial=initial(appointment)), typed_in(request))
    form, right = look.form, request.method == "POST" and not look.meanwhile and look.form.is_valid()
    if right and _noted(request, appointment, form):
        # Not to be found: what can be done instead stands there.
        stays = form.cleaned_data["state"] == State.NOT_FOUND
        return redirect("staff_interpreter", pk) if stays else redirect("staff_interpreters")
    now, language = timezone.now(), asked(appointment.preparation)[1]
    remedies = appointment.interpreter == State.NOT_FOUND and appointment.starts_at > now
    context = {
        **_row(appointment, topic_names(), now),
        "form": form,
        **look.context,
        "phone": appointment.contact.value if appointment.contact.kind in BY_PHONE else "",
        "not_found": remedies,
        "standing": appointment.status in Appointment.STANDING and bool(appointment.interpreter),
        "bilingual": list(_who_speak(language, appointment, now)) if remedies else [],
    }
    return render(request, "staff/interpreters/interpreter.html", context, status=look.status)


def _noted(request: HttpRequest, appointment: Appointment, form: InterpreterForm) -> bool:
    state = State(form.cleaned_data["state"])
    try:
        note_interpreter(
            appointment.pk, state=state, interpreter=form.interpreter(), by=actor(request), now=timezone.now()
        )
    except InvalidContact as refused:
        form.tell(refused)
        return False
    except BookingError:
        messages.error(request, _("Ce rendez-vous a changé entre-temps : regardez où il en est."))
        return True
    messages.success(request, _("C’est noté : interprète %(state)s.") % {"state": state.label})
    return True


def _who_speak(language: str, appointment: Appointment, now: datetime) -> Iterable[Offer]:
    """The soonest times with mediators who speak that language themselves, at any site."""
    preference = Preference(sign_language=True) if language == "lsf" else Preference(language=language)
    found = list(
        islice(search.one_by_one(appointment.topic, now=now, start=now, preference=preference), _REMEDIES)
    )
    people = Mediator.objects.in_bulk([each.mediator_ids[0] for each in found])
    sites = type(appointment.site).objects.in_bulk([each.site_id for each in found])
    return (
        Offer(each.starts_at, each.ends_at, sites[each.site_id], people[each.mediator_ids[0]])
        for each in found
    )


@require_POST
@staff(*RECEPTION)
def interpreter_needless(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody has to be found any more, or the interpreter knows that the appointment was called off."""
    no_interpreter(appointment_or_404(request, pk).pk, by=actor(request), now=timezone.now())
    messages.success(request, _("C’est noté : plus d’interprète à chercher pour ce rendez-vous."))
    return redirect(way_back(request, reverse("staff_interpreters")))


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*COORDINATORS, menu=InMenu(gettext_lazy("Durées de l’équipe"), under=Under.AGENDA))
@traced(Trace.Kind.SETTING_CHANGED, changes=True)
@one_at_a_time
def day_settings(request: HttpRequest) -> HttpResponse:
    """How much longer things take, per organisation: with an interpreter, at home."""
    reach = reach_of(request)
    organisations = Organisation.objects.filter(sites__isnull=False).distinct()
    if not reach.territory_wide:
        organisations = organisations.filter(pk__in=reach.organisations(*COORDINATORS))
    typed, chosen = typed_in(request), request.POST.get("structure", "")
    asked = None
    if typed is not None:
        asked = get_object_or_404(organisations, pk=int(chosen) if chosen.isdecimal() else 0).pk
    looks = [_look(each.pk, typed if each.pk == asked else None) for each in organisations]
    sent = next((look for look in looks if look.form.is_bound), None)
    if request.method == "POST" and sent and not sent.meanwhile and sent.form.is_valid():
        sent.form.save()
        messages.success(request, _("C’est enregistré pour %(name)s.") % {"name": sent.stored.instance})
        return redirect("staff_day_settings")
    context = {"looks": [{"form": look.form, **look.context} for look in looks]}
    return render(request, "staff/interpreters/settings.html", context, status=sent.status if sent else 200)


def _look(pk: int, typed: QueryDict | None) -> Compared[DaysForm]:
    # Read for each form: a bound one puts what was typed into its row.
    return compared(
        lambda data: DaysForm(data, instance=Organisation.objects.get(pk=pk), prefix=str(pk)), typed
    )
