"""Another time in the place of an appointment that we could not keep: three buttons, and "none"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bookings.actions.choose_instead import choose, none_suits
from bookings.errors import Busy, QuestionOver, SlotTaken
from bookings.interruptions.questions import question_about, times_of
from bookings.models import Appointment, Interrupted
from bookings.people.who import RESIDENT_ON_WEB
from bookings.public.same_origin import same_origin
from bookings.public.views.appointment import by_link
from bookings.public.wording import SiteCard
from mediation.access import public

NONE = "aucune"


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def choose_instead(request: HttpRequest, appointment: Appointment, token: str) -> HttpResponse:
    """What we offer instead; pressed, it is theirs. Where nothing is asked any more, the appointment as it stands."""
    row = question_about(appointment.pk)
    if row is None:
        return redirect("appointment", token)
    if request.method != "POST":
        return _asked(request, appointment, token, row)
    answer = request.POST.get("heure", "")
    try:
        if answer == NONE:
            none_suits(row.pk, by=RESIDENT_ON_WEB, now=timezone.now())
            row.refresh_from_db()
            return _asked(request, appointment, token, row)
        position = int(answer) if answer in ("1", "2", "3") else 0
        choose(row.pk, position, by=RESIDENT_ON_WEB, now=timezone.now())
    except SlotTaken:
        row.refresh_from_db()
        words = _("Cette heure vient d’être prise. En voici d’autres.")
        return _asked(request, appointment, token, row, notice=words, status=409)
    except Busy:
        words = _("Beaucoup de personnes réservent en ce moment. Essayez encore une fois.")
        return _asked(request, appointment, token, row, notice=words, status=503)
    except QuestionOver:
        return redirect("appointment", token)
    return redirect("booked", token)


def _asked(
    request: HttpRequest,
    appointment: Appointment,
    token: str,
    row: Interrupted,
    *,
    notice: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "appointment": appointment,
        "token": token,
        "site": SiteCard(appointment.site),
        "times": times_of(row),
        "elsewhere": appointment.elsewhere,
        "refused": row.why == Interrupted.Why.NONE_SUITS,
        "notice": notice,
        "none": NONE,
    }
    return render(request, "public/choose_instead.html", context, status=status)
