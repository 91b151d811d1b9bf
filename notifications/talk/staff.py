"""The page of conversations: what residents wrote that only a person can read, how the rest was read, and an answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import BookingError
from bookings.staff.asking import actor, way_back, within
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff
from notifications.channels import available
from notifications.models import ChannelName, InboundMessage, StaffReply
from notifications.talk import shown
from notifications.talk.answers import a_mark, write
from notifications.talk.history import (
    history,
    inbound_within,
    index_of,
    of_number,
    waiting_within,
    with_how_many,
)
from notifications.talk.righting import DONE, LABELS, Right, put_right, rights
from notifications.texts.encoding import size

_A_PAGE, _SHOWN = 40, 60
_LONGEST = 400
_WAITING = InboundMessage.State.WAITING


class ReplyForm(forms.Form):
    """What is written back."""

    body = forms.CharField(
        label=gettext_lazy("Votre réponse"),
        help_text=gettext_lazy("Elle part par SMS. Ni le motif ni le nom : un téléphone se partage."),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@dataclass(frozen=True)
class Shown:
    """An SMS with how it was read, what that changed, and what puts it right in one press: (value, label)."""

    inbound: InboundMessage
    read: str
    done: str
    rights: list[tuple[str, str]]
    more: int = 0


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Conversations"), everyday=True, waiting=waiting_within))
def conversations(request: HttpRequest) -> HttpResponse:
    """Who waits for an answer, a line a number, the longest first; then what was written lately and how it was read."""
    reach = reach_of(request)
    mine = inbound_within(reach).select_related("appointment__site")
    mine = mine.prefetch_related("appointment__participants")
    waiting = waiting_within(reach).order_by("received_at", "pk")
    lately = mine.exclude(state=_WAITING).order_by("-received_at", "-pk")
    page = Paginator(lately, _A_PAGE).get_page(request.GET.get("page"))
    first = with_how_many(mine.filter(pk__in=list(waiting.values_list("pk", flat=True)[:_SHOWN])), reach)
    context = {
        "waiting": _shown(first.order_by("received_at", "pk")),
        "count": waiting.order_by().count(),
        "page": page,
        "lately": _shown(page.object_list),
        "now": timezone.now(),
    }
    return render(request, "staff/talk/conversations.html", context)


def _shown(rows: Iterable[InboundMessage]) -> list[Shown]:
    now = timezone.now()
    return [
        Shown(
            each,
            shown.read_as(each),
            shown.done(each),
            [(str(right), str(LABELS[right])) for right in rights(each, now=now)],
            getattr(each, "how_many", 1) - 1,
        )
        for each in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION)
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was said with one number, and what to say next."""
    reach = reach_of(request)
    inbound = get_object_or_404(inbound_within(reach).select_related("appointment__site"), pk=pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _reply(request, inbound, form.cleaned_data["body"])
        return redirect("staff_conversation", pk)
    context = {
        "inbound": inbound,
        "each": _shown([inbound])[0],
        "form": form,
        "lines": history(inbound, reach),
        "waiting": of_number(inbound, reach).filter(state=_WAITING).exists(),
        "can_send": ChannelName.SMS in available(),
    }
    return render(request, "staff/talk/conversation.html", context, status=422 if form.errors else 200)


@require_POST
@staff(*RECEPTION)
def conversation_handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more to answer (they were called, they came); or there is, after all."""
    reach = reach_of(request)
    inbound = get_object_or_404(inbound_within(reach), pk=pk)
    if request.POST.get("action") == "reprendre":
        InboundMessage.objects.filter(pk=inbound.pk).update(state=_WAITING, handled_at=None)
        messages.success(request, _("Le message est de nouveau à lire."))
        return redirect("staff_conversation", pk)
    _settle(inbound, reach)
    messages.success(request, _("C’est noté : plus rien à répondre."))
    return redirect("staff_conversations")


@require_POST
@staff(*RECEPTION)
def conversation_put_right(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read wrongly, or could not be read, is done as it was meant."""
    reach, now = reach_of(request), timezone.now()
    inbound = get_object_or_404(inbound_within(reach).select_related("appointment"), pk=pk)
    asked = request.POST.get("action", "")
    if asked not in list(Right):
        raise Http404
    appointment = within(reach).filter(pk=inbound.appointment_id or 0).first()
    back = way_back(request, request.path.removesuffix("corriger/"))
    if Right(asked) not in rights(inbound, now=now):
        messages.error(request, _("Ce n’est plus possible : regardez où en est le rendez-vous."))
        return redirect(back)
    try:
        put_right(Right(asked), inbound, appointment, by=actor(request), now=now)
    except BookingError:
        messages.error(request, _("Ce n’est plus possible : regardez où en est le rendez-vous."))
        return redirect(back)
    _settle(inbound, reach)
    InboundMessage.objects.filter(pk=inbound.pk).update(state=InboundMessage.State.HANDLED, handled_at=now)
    messages.success(request, str(DONE[Right(asked)]))
    return redirect(back)


def _settle(inbound: InboundMessage, reach: Reach) -> None:
    waiting = list(of_number(inbound, reach).filter(state=_WAITING).values_list("pk", flat=True))
    InboundMessage.objects.filter(pk__in=waiting).update(
        state=InboundMessage.State.HANDLED, handled_at=timezone.now()
    )


@transaction.atomic
def _reply(request: HttpRequest, inbound: InboundMessage, body: str) -> None:
    now = timezone.now()
    reply = StaffReply.objects.create(
        number_index=index_of(inbound), body=body, written_at=now, written_by_id=request.user.pk
    )
    text = f"{body} ({a_mark()})"
    write(f"reply-{reply.pk}", inbound.number, text, inbound.language, inbound.appointment, now=now)
    _settle(inbound, reach_of(request))
    parts = size(text).parts
    words = ngettext(
        "Votre réponse part par SMS (%(n)s segment).", "Votre réponse part par SMS (%(n)s segments).", parts
    )
    messages.success(request, words % {"n": parts})
