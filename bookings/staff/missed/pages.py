"""Who missed a second appointment: a call that asks what got in the way. Nobody is kept from booking."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.missed_twice import answer_call
from bookings.errors import AlreadyHandled
from bookings.models import MissedTwice
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import about_appointments, actor
from bookings.staff.reaching import BY_PHONE
from mediation.access import RECEPTION, InMenu, Reach, Under, reach_of, staff

_A_PAGE = 30
_LAST = 10


def _within(reach: Reach) -> QuerySet[MissedTwice]:
    return about_appointments(MissedTwice.objects.all(), reach)


def to_call(reach: Reach) -> QuerySet[MissedTwice]:
    """Whom somebody of the team is to call, who missed first first."""
    return _within(reach).filter(answer="").order_by("raised_at", "pk")


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Absents deux fois"), under=Under.REACH, waiting=to_call))
def missed(request: HttpRequest) -> HttpResponse:
    """Whom to call with their number and what to say; below, what the last ones have answered, and how often each."""
    reach = reach_of(request)
    page = Paginator(_shown(to_call(reach)), _A_PAGE).get_page(request.GET.get("page"))
    answered = _within(reach).exclude(answer="")
    counts = answered.order_by().values("answer").annotate(n=Count("pk")).order_by("-n", "answer")
    names = topic_names()
    context = {
        "page": page,
        "rows": [_row(call, names) for call in page.object_list],
        "answers": MissedTwice.Answer.choices,
        "last": [_row(call, names) for call in _shown(answered).order_by("-answered_at", "-pk")[:_LAST]],
        "counts": [(MissedTwice.Answer(each["answer"]).label, each["n"]) for each in counts],
    }
    return render(request, "staff/missed/missed.html", context)


def _shown(calls: QuerySet[MissedTwice]) -> QuerySet[MissedTwice]:
    return calls.select_related(
        "resident", "appointment__site", "appointment__mediator", "appointment__contact"
    )


def _row(call: MissedTwice, names: dict[int, str]) -> dict[str, object]:
    contact = call.appointment.contact
    return {
        "call": call,
        "appointment": call.appointment,
        "name": call.resident.name,
        "discreet": call.resident.discreet,
        "topic": names.get(call.appointment.topic_id, ""),
        "phone": contact.value if contact.kind in BY_PHONE else "",
        "answer": call.get_answer_display() if call.answer else "",
    }


@require_POST
@staff(*RECEPTION)
def missed_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """What got in the way, of the short list; an empty answer puts the call back on the list."""
    call = get_object_or_404(_within(reach_of(request)), pk=pk)
    answer = request.POST.get("reponse", "")
    if answer and answer not in MissedTwice.Answer.values:
        messages.error(request, _("Choisissez une réponse de la liste."))
        return redirect("staff_missed")
    try:
        answer_call(call.pk, answer=answer, by=actor(request), now=timezone.now())
    except AlreadyHandled:
        messages.error(request, _("Quelqu’un de l’équipe a déjà noté une réponse."))
    else:
        messages.success(
            request, _("C’est noté. Merci.") if answer else _("La personne est de nouveau à appeler.")
        )
    return redirect("staff_missed")
