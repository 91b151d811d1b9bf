"""The print queue: letters for who has only a postal address, printed and posted by the team."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.actions.followed import note_reading
from bookings.records.told import kind_in_words
from bookings.staff.asking import actor, number_asked
from mediation.access import RECEPTION, InMenu, Under, reach_of, staff
from notifications.letters.post import mark_posted, take_back
from notifications.letters.queue import just_posted, letters_within, to_print
from notifications.letters.sheet import address_lines, sheets
from notifications.models import Message

_A_PAGE, _POSTED_SHOWN = 50, 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Lettres"), under=Under.REACH))
def letters(request: HttpRequest) -> HttpResponse:
    """What is to be printed, the most urgent first; what has just been posted. The form says which are in the box."""
    if request.method == "POST":
        return _posted(request)
    now, within_reach = timezone.now(), letters_within(reach_of(request))
    page = Paginator(to_print(within_reach, now=now), _A_PAGE).get_page(request.GET.get("page"))
    posted = just_posted(within_reach, now=now)[:_POSTED_SHOWN]
    context = {
        "page": page,
        "rows": [
            (letter, kind_in_words(letter.kind), address_lines(letter), _last_day(letter))
            for letter in page.object_list
        ],
        "posted": [(letter, kind_in_words(letter.kind), address_lines(letter)[0]) for letter in posted],
        "today": timezone.localdate(now),
    }
    return render(request, "staff/letters/letters.html", context)


@require_safe
@never_cache
@staff(*RECEPTION)
def letters_printed(request: HttpRequest) -> HttpResponse:
    """The letters of a page of the queue, or one of them, as they go into their envelopes."""
    waiting = to_print(letters_within(reach_of(request)), now=timezone.now())
    one = number_asked(request, "lettre")
    if one is not None:
        chosen = list(waiting.filter(pk=one))
        if not chosen:
            raise Http404
    else:
        chosen = list(Paginator(waiting, _A_PAGE).get_page(request.GET.get("page")).object_list)
    _note_readings(request, chosen)
    return render(request, "staff/letters/print.html", {"sheets": sheets(chosen)})


def _note_readings(request: HttpRequest, chosen: Sequence[Message]) -> None:
    """Whoever prints what somebody does themselves reads it, as on that person's page."""
    for step in (letter.step for letter in chosen if letter.step is not None):
        note_reading(
            step.resident_id,
            organisation_id=step.organisation_id,
            by=actor(request),
            now=timezone.now(),
        )


def _posted(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    named = [
        int(pk) for pk in request.POST.getlist("lettre") if pk.isascii() and pk.isdigit() and len(pk) < 18
    ]
    found = to_print(letters_within(reach_of(request)), now=now).filter(pk__in=named)
    count = mark_posted(list(found.values_list("pk", flat=True)), by=actor(request), now=now)
    if count:
        said = ngettext("C’est noté : %(n)s lettre postée.", "C’est noté : %(n)s lettres postées.", count)
        messages.success(request, said % {"n": count})
    if count < len(set(named)):
        messages.error(
            request, _("Une lettre n’est plus à poster : son rendez-vous a changé, ou elle l’est déjà.")
        )
    return redirect("staff_letters")


@require_POST
@staff(*RECEPTION)
def letter_taken_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not posted after all."""
    now = timezone.now()
    letter = get_object_or_404(letters_within(reach_of(request)), pk=pk)
    still = just_posted(letters_within(reach_of(request)), now=now).filter(pk=letter.pk).exists()
    if still and take_back(letter.pk, by=actor(request), now=now):
        in_time = _("La lettre est de nouveau à imprimer : son lien est nouveau.")
        late = _("C’est noté. Il est trop tard pour la poster : la personne sera dans la liste à prévenir.")
        messages.success(request, in_time if now < letter.expires_at else late)
    else:
        messages.error(request, _("Cette lettre ne peut plus être reprise : son rendez-vous a changé."))
    return redirect("staff_letters")


def _last_day(letter: Message) -> date:
    """The last day for posting it."""
    return (letter.expires_at.astimezone(ZoneInfo(letter.timezone)) - timedelta(seconds=1)).date()
