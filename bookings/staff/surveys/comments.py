"""Remarks that nobody has read yet: a coordinator reads them first, and blackens what says who somebody is."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bookings.actions.moderate import accept_comment, refuse_comment
from bookings.errors import AlreadyHandled
from bookings.models import SurveyAnswer
from bookings.staff.surveys.pages import coordinated
from bookings.surveys.suspects import Suspect, blackened, suspects
from mediation.access import COORDINATORS, InMenu, Reach, Under, reach_of, staff
from mediation.models import Mediator

_AT_ONCE = 20


def to_read(reach: Reach) -> "QuerySet[SurveyAnswer]":
    """Remarks that wait, in no order that says anything."""
    mine = coordinated(reach).order_by().values("pk")
    return SurveyAnswer.objects.filter(state=SurveyAnswer.Comment.WAITING, organisation__in=mine)


@require_safe
@never_cache
@staff(
    *COORDINATORS, menu=InMenu(gettext_lazy("Remarques des habitants"), under=Under.FIGURES, waiting=to_read)
)
def survey_comments(request: HttpRequest) -> HttpResponse:
    """Each with what may say who somebody is marked, to be blackened or left."""
    rows = to_read(reach_of(request)).select_related("organisation").order_by("pk")
    names = _names() if rows.exists() else []
    context = {
        "rows": [_shown(row, names) for row in rows[:_AT_ONCE]],
        "count": rows.count(),
    }
    return render(request, "staff/surveys/comments.html", context)


@require_POST
@staff(*COORDINATORS)
def survey_comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accepted (with the ticked parts black, and whatever was typed over), or refused."""
    answer = get_object_or_404(to_read(reach_of(request)), pk=pk)
    try:
        if request.POST.get("action") == "refuser":
            refuse_comment(answer.pk)
            messages.success(request, _("Remarque refusée : son texte est effacé."))
        else:
            accept_comment(answer.pk, shown=_left(answer, request))
            messages.success(request, _("Remarque acceptée."))
    except AlreadyHandled:
        messages.error(request, _("Quelqu’un de l’équipe l’a déjà relue."))
    return redirect("staff_survey_comments")


def _left(answer: SurveyAnswer, request: HttpRequest) -> str:
    """What is left: without the ticked parts, and without the words to blacken that were typed."""
    text = answer.comment
    parts = suspects(text, _names())
    ticked = {int(each) for each in request.POST.getlist("noir") if each.isdecimal()}
    black = [part for number, part in enumerate(parts) if number in ticked]
    words = [word.strip() for word in request.POST.get("mots", "").split(",")]
    for word in words:
        black += _everywhere(text, word) if word else []
    return blackened(text, black)


def _everywhere(text: str, word: str) -> list[Suspect]:
    found, at, folded = [], 0, text.casefold()
    if len(folded) != len(text):
        folded, word = text, word
    else:
        word = word.casefold()
    while (at := folded.find(word, at)) >= 0:
        found.append(Suspect(at, at + len(word)))
        at += len(word)
    return found


def _shown(answer: SurveyAnswer, names: list[str]) -> dict[str, object]:
    """The words in pieces: (text, number of the marked part or None)."""
    pieces: list[tuple[str, int | None]] = []
    at = 0
    parts = suspects(answer.comment, names)
    for number, part in enumerate(parts):
        pieces += [(answer.comment[at : part.start], None), (answer.comment[part.start : part.end], number)]
        at = part.end
    pieces.append((answer.comment[at:], None))
    return {
        "answer": answer,
        "pieces": pieces,
        "parts": [(number, answer.comment[part.start : part.end]) for number, part in enumerate(parts)],
    }


def _names() -> list[str]:
    """The names of the team."""
    return [name for pair in Mediator.objects.values_list("name", "first_name") for name in pair]
