"""The page of conversations: what residents wrote that only a person can read, its history, and an answer from there."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.records.told import kind_in_words
from bookings.staff.asking import of_appointment
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff
from notifications.channels import available
from notifications.channels.routes import address_index
from notifications.models import ChannelName, InboundMessage, Message, StaffReply
from notifications.talk.answers import a_mark, write
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
class Line:
    """One thing said, by either side. `at` is UTC."""

    at: datetime
    words: str
    theirs: bool
    beside: str


def inbound_within(reach: Reach) -> QuerySet[InboundMessage]:
    """Messages about appointments within reach, and those about none: anybody may answer these."""
    if reach.territory_wide:
        return InboundMessage.objects.all()
    ours = Q(organisation__in=reach.agenda_organisations)
    return InboundMessage.objects.filter(ours | of_appointment(reach) | Q(organisation=None))


def _waiting_within(reach: Reach) -> QuerySet[InboundMessage]:
    return inbound_within(reach).filter(state=_WAITING)


@require_safe
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Conversations"), everyday=True, waiting=_waiting_within))
def conversations(request: HttpRequest) -> HttpResponse:
    """Who waits for an answer, the longest first; then what was written lately."""
    mine = inbound_within(reach_of(request)).select_related("appointment__site")
    mine = mine.prefetch_related("appointment__participants")
    waiting = mine.filter(state=_WAITING).order_by("received_at", "pk")
    lately = mine.exclude(state=_WAITING).order_by("-received_at", "-pk")
    page = Paginator(lately, _A_PAGE).get_page(request.GET.get("page"))
    context = {"waiting": waiting[:_SHOWN], "count": waiting.order_by().count(), "page": page}
    return render(request, "staff/talk/conversations.html", {**context, "now": timezone.now()})


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
        "form": form,
        "lines": _history(inbound, reach),
        "waiting": _of_number(inbound, reach).filter(state=_WAITING).exists(),
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


def _of_number(inbound: InboundMessage, reach: Reach) -> QuerySet[InboundMessage]:
    return inbound_within(reach).filter(number_index=inbound.number_index)


def _settle(inbound: InboundMessage, reach: Reach) -> None:
    waiting = list(_of_number(inbound, reach).filter(state=_WAITING).values_list("pk", flat=True))
    InboundMessage.objects.filter(pk__in=waiting).update(
        state=InboundMessage.State.HANDLED, handled_at=timezone.now()
    )


@transaction.atomic
def _reply(request: HttpRequest, inbound: InboundMessage, body: str) -> None:
    now = timezone.now()
    reply = StaffReply.objects.create(
        number_index=inbound.number_index, body=body, written_at=now, written_by_id=request.user.pk
    )
    text = f"{body} ({a_mark()})"
    write(f"reply-{reply.pk}", inbound.number, text, inbound.language, inbound.appointment, now=now)
    _settle(inbound, reach_of(request))
    parts = size(text).parts
    words = ngettext(
        "Votre réponse part par SMS (%(n)s segment).", "Votre réponse part par SMS (%(n)s segments).", parts
    )
    messages.success(request, words % {"n": parts})


def _history(inbound: InboundMessage, reach: Reach) -> list[Line]:
    """Both sides, the newest last. What the outbox has sent is known by its kind: its text is wiped."""
    theirs = _of_number(inbound, reach).order_by("-received_at", "-pk")[:_SHOWN]
    lines = [Line(each.received_at, each.body, True, each.get_state_display()) for each in reversed(theirs)]
    replies = StaffReply.objects.filter(number_index=inbound.number_index).select_related("written_by")
    lines += [
        Line(each.written_at, each.body, False, str(each.written_by or ""))
        for each in reversed(replies.order_by("-written_at", "-pk")[:_SHOWN])
    ]
    sent = Message.objects.filter(to_index=address_index(inbound.number)).exclude(key__startswith="reply-")
    if not reach.territory_wide:
        sent = sent.filter(Q(organisation__in=reach.agenda_organisations) | Q(organisation=None))
    lines += [
        Line(each.sent_at or each.created_at, kind_in_words(each.kind), False, each.get_state_display())
        for each in sent.defer("to", "subject", "body").order_by("-created_at", "-pk")[:_SHOWN]
    ]
    # (Of one moment, theirs comes before the answer.)
    return sorted(lines, key=lambda line: line.at)
