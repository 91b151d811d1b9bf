"""The outcome of an appointment: a form that takes seconds, the rest folded away."""

import uuid
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.actions.conclude import conclude
from bookings.actions.mark import mark
from bookings.actions.record_outcome import read_note
from bookings.actions.run_over import look_again
from bookings.errors import BookingError, InvalidReport, SlotTaken, TooEarly, WorkshopFull
from bookings.models import AboutPerson, Appointment, Outcome, Turn
from bookings.outcomes import vocabularies as codes
from bookings.outcomes.marks import Mark
from bookings.staff import vocabulary
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, appointment_or_404, local
from bookings.staff.following.forms import StepForm
from bookings.staff.meanwhile import Compared, compared, one_at_a_time, typed_in
from bookings.staff.outcomes.coming import coming, times_after, workshops_after
from bookings.staff.outcomes.form import NO_SHOW, OTHER, OutcomeForm
from bookings.staff.outcomes.pending import next_pending
from mediation.access import Kind, reach_of, staff
from mediation.set_up import seen

# Where one comes from: the list of what is still to be filled in, whose next one opens then.
LIST = "liste"
STEP = "etape"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(Kind.MEDIATOR, Kind.COORDINATOR)
@one_at_a_time
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the outcome, or correct it. Saving marks the appointment done."""
    appointment = appointment_or_404(request, pk)
    if not reach_of(request).reads_notes_of(appointment.organisation_id, mediator_id=appointment.mediator_id):
        raise PermissionDenied
    known = Outcome.objects.filter(appointment_id=pk).first()
    key = request.POST.get("cle", "")[:64] or uuid.uuid4().hex
    look, step = _look(request, appointment, known, key), StepForm(typed_in(request), prefix=STEP)
    if request.method == "POST":
        saved = not look.meanwhile and _saved(request, appointment, look.form, step, key)
        if request.POST.get("plus_tard"):
            # A device was without a connection when it was noted (`later.js`): what became of it, for the device.
            return JsonResponse({"state": "saved" if saved else "refused"}, status=200 if saved else 409)
        if saved:
            return redirect(_next_page(request, appointment, look.form))
    _note_is_read(request, appointment, known, look)
    first = next(_in_order(appointment), None)
    context = {
        "form": look.form,
        "step": step,
        "appointment": appointment,
        "names": [each.resident.name for each in _in_order(appointment)],
        "topic": topic_names().get(appointment.topic_id, ""),
        "known": known,
        "key": key,
        "from_list": _from_list(request),
        "earlier": known is None and _last_time(appointment) is not None,
        "to_ask": first if first and not AboutPerson.objects.filter(resident=first.resident_id) else None,
        "unfolded": any(look.form[name].errors for name in ("sub_themes", "place", "note", "other_min")),
        **look.context,
    }
    status = look.status if look.status != 200 or not step.errors else 422
    return render(request, "staff/outcomes/outcome.html", context, status=status)


def _look(
    request: HttpRequest, appointment: Appointment, known: Outcome | None, key: str
) -> Compared[OutcomeForm]:
    """The form, compared with what somebody else noted meanwhile; the same form sent once more is not."""
    typed = typed_in(request)
    if typed is None or known is None or known.form_key == key:
        form = _form(request, appointment, known, key, typed)
        shown = typed.get(seen.FIELD, "") if typed is not None else seen.written(form)
        return Compared(form, form, [], shown)
    if typed.get("sans_note"):
        typed = typed.copy()
        typed["note"] = known.note
    return compared(lambda data: _form(request, appointment, known, key, data), typed)


def _form(
    request: HttpRequest, appointment: Appointment, known: Outcome | None, key: str, typed: QueryDict | None
) -> OutcomeForm:
    now = timezone.now()
    # Corrected later, nothing is booked any more. The same form once more is what it was.
    offers = known is None or known.form_key == key
    times = times_after(appointment, now=now, key=key, sent=request.POST.get("slot", "")) if offers else []
    return OutcomeForm(
        typed,
        initial=_initial(request, appointment, known),
        has_commune=any(each.resident.commune_id for each in appointment.participations.all()),
        asks_presence=known is None and appointment.status in Appointment.STANDING,
        times=times,
        workshops=workshops_after(request, appointment, now=now, key=key) if offers else [],
    )


def _note_is_read(
    request: HttpRequest, appointment: Appointment, known: Outcome | None, look: Compared[OutcomeForm]
) -> None:
    """Comparing reads nothing to anybody. A page that shows the stored note does, and leaves its fact."""
    label = str(look.form.fields["note"].label)
    shown = not look.form.is_bound or any(each.label == label for each in look.meanwhile)
    if known is not None and known.note and shown:
        read_note(appointment.pk, by=actor(request), now=timezone.now())


def _from_list(request: HttpRequest) -> bool:
    return LIST in (request.GET.get("suite"), request.POST.get("suite"))


def _in_order(appointment: Appointment) -> Iterator[Any]:
    yield from sorted(appointment.participations.all(), key=lambda each: each.position)


def _initial(request: HttpRequest, appointment: Appointment, known: Outcome | None) -> dict[str, object]:
    if known is None:
        suggested = vocabulary.suggestion(appointment, now=timezone.now())
        last = _last_time(appointment) if request.GET.get("comme") else None
        return {**suggested, **(_same_as(last) if last else {})}
    preset = known.duration_min in codes.DURATION_PRESETS_MIN
    return {
        "themes": known.themes,
        "sub_themes": known.sub_themes,
        "equipment": known.equipment,
        "autonomy": known.autonomy,
        "result": known.result,
        "next_step": known.next_step,
        "referred_to": known.referred_to,
        "place": known.place,
        "duration_min": known.duration_min if preset else OTHER,
        "other_min": None if preset else known.duration_min,
        "note": known.note,
    }


def _last_time(appointment: Appointment) -> Outcome | None:
    """What was noted last of the person who comes, by the same organisation."""
    people = [each.resident_id for each in appointment.participations.all()]
    before = Outcome.objects.filter(
        appointment__organisation=appointment.organisation_id,
        appointment__participations__resident__in=people,
        appointment__starts_at__lt=appointment.starts_at,
    )
    return before.order_by("-appointment__starts_at").first()


def _same_as(last: Outcome) -> dict[str, object]:
    """What is the same as last time; how long it took and what comes next is of today."""
    names = ("themes", "sub_themes", "equipment", "autonomy", "result")
    return {name: getattr(last, name) for name in names}


def _saved(
    request: HttpRequest, appointment: Appointment, form: OutcomeForm, step: StepForm, key: str
) -> bool:
    if not form.is_valid() or not (form.absent or step.is_valid()):
        return False
    try:
        if form.absent:
            as_ = Mark.NO_SHOW if form.absent == NO_SHOW else Mark.EXCUSED
            mark(appointment.pk, as_=as_, by=actor(request), now=timezone.now())
        else:
            _concluded(request, appointment, form, step, key)
    except InvalidReport as refused:
        form.tell(refused.faults)
    except TooEarly:
        form.add_error(None, _("Ce rendez-vous n’a pas encore eu lieu."))
    except SlotTaken:
        form.add_error("slot", form.fields["slot"].error_messages["invalid_choice"])
    except WorkshopFull:
        form.add_error("workshop_date", form.fields["workshop_date"].error_messages["invalid_choice"])
    except BookingError:
        form.add_error(None, _("Ce rendez-vous a été annulé entre-temps : il n’a pas de compte rendu."))
    else:
        _those_after(request, appointment)
        messages.success(request, _("Absence notée.") if form.absent else _("Compte rendu enregistré."))
        return True
    return False


def _concluded(
    request: HttpRequest, appointment: Appointment, form: OutcomeForm, step: StepForm, key: str
) -> None:
    said, now = form.cleaned_data, timezone.now()
    today = timezone.localdate(now, ZoneInfo(appointment.site.timezone))
    done = conclude(
        appointment.pk,
        report=form.report(),
        coming=coming(
            appointment, next_step=said["next_step"], slot=said["slot"], date_id=said["workshop_date"]
        ),
        private_note=None if request.POST.get("sans_note") else said["note"],
        step=step.step(today=today) if step.said else None,
        by=actor(request),
        now=now,
        form_key=key,
        only_first=bool(request.POST.get("plus_tard")) and not request.POST.get("connu"),
    )
    if done.appointment is not None:
        messages.success(request, _("Le prochain rendez-vous est réservé."))
    if done.registration is not None:
        messages.success(request, _("La personne est inscrite à l’atelier."))


def _those_after(request: HttpRequest, appointment: Appointment) -> None:
    """A session that ran over has ended: whoever comes next may be on time again."""
    zone, now = appointment.site.timezone, timezone.now()
    look_again(appointment.mediator_id, at=appointment.starts_at, zone=zone, by=actor(request), now=now)


def _next_page(request: HttpRequest, appointment: Appointment, form: OutcomeForm) -> str:
    said = form.cleaned_data
    if not form.absent and request.POST.get("feuille"):
        return reverse("staff_take_home", args=[appointment.pk])
    if not form.absent and said["next_step"] == codes.NEW_APPOINTMENT and not said["slot"]:
        first = next(_in_order(appointment), None)
        who = f"personne={first.resident_id}&" if first is not None else ""
        return f"{reverse('staff_desk')}?{who}motif={appointment.topic.public_id}"
    if not form.absent and said["next_step"] == codes.WORKSHOP and not said["workshop_date"]:
        return reverse("staff_workshops")
    if _from_list(request):
        return next_pending(request, now=timezone.now())
    if Turn.objects.filter(appointment=appointment, day__closed_at=None).exists():
        return reverse("staff_drop_in", args=[appointment.site_id])
    day = local(appointment.starts_at, appointment.site.timezone).date()
    return f"{reverse('staff_day')}?jour={day.isoformat()}"
