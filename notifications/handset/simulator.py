"""The telephone simulator's pages: a handset that shows what a number or an address received, and can be used.

Only under DEMO. A number is typed once and posted; from then on an opaque key stands for it, so that none is ever in an
address. Only made-up numbers call and write: behind a real one there is a person who has not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mediation.access import public
from mediation.phone import Line, NotAPhone, is_fiction, read_phone, shown
from notifications.handset import calls, texts
from notifications.handset.exchange import LineFailed
from notifications.handset.page import only_in_demo
from notifications.models import SimulatedMessage
from notifications.models.handset import Handset, SimulatedCall, key_of

_SHOWN = 40
_RECENT = 12
_KEY_LENGTH = len(key_of(""))
_LONGEST = 1600
_STILL_TALKING = timedelta(hours=1)
READY_MADE = ("+33639980001", "+33261910002")
"""A mobile and a landline for whoever has none in mind."""


class WhoseHandset(forms.Form):
    """A number or an e-mail address, as people write them."""

    address = forms.CharField(label=_("Numéro de téléphone ou adresse de courriel"), max_length=120)

    def clean_address(self) -> str:
        """E.164, or the e-mail address in small letters."""
        typed = str(self.cleaned_data["address"]).strip()
        if "@" in typed:
            return typed.lower()
        try:
            return read_phone(typed).e164
        except NotAPhone:
            raise forms.ValidationError(_("Écrivez un numéro, par exemple 06 39 98 00 01.")) from None


@dataclass(frozen=True)
class Bubble:
    """One message, and the call that it was, if it was one that is still known."""

    message: SimulatedMessage
    call: SimulatedCall | None
    call_state: str = ""


@public
@never_cache
# It only leads to another page: no session, so no cookie that a forgery check could lean on.
@csrf_exempt
@only_in_demo
def start(request: HttpRequest) -> HttpResponse:
    """Chooses whose telephone to take: a ready-made one, one that rang lately, or any number."""
    form = WhoseHandset(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = Handset.take(form.cleaned_data["address"], now=timezone.now())
        return redirect(f"{reverse('handset', args=[taken.inbox])}#telephone")
    ready_made = [(number, shown(number)) for number in READY_MADE]
    context = {"form": form, "recent": _recent(), "ready_made": ready_made}
    return render(request, "simulator/start.html", context)


@public
@never_cache
@only_in_demo
def handset(request: HttpRequest, inbox: str) -> HttpResponse:
    """One telephone or mailbox: what it received and what was written there, the newest first."""
    return _handset(request, inbox)


def _handset(request: HttpRequest, inbox: str, *, lost: str = "") -> HttpResponse:
    """`lost`: an SMS that has just not gone."""
    now = timezone.now()
    address = _address_of(inbox)
    placed = list(SimulatedCall.objects.filter(inbox=inbox, started_at__gt=now - timedelta(days=1)))
    context = {
        "received": _bubbles(inbox, placed, now),
        "ringing": [call for call in placed if call.state_at(now) == calls.State.RINGING],
        "talking": _under_way(placed, now),
        "owner": _shown(address),
        "inbox": inbox,
        "may_call": is_fiction(address),
        "may_write": _may_write(address),
        "longest": _LONGEST,
        "lost": lost,
    }
    return render(request, "simulator/handset.html", context)


@public
@csrf_exempt
@only_in_demo
@require_POST
def handset_write(request: HttpRequest, inbox: str) -> HttpResponse:
    """Sends an SMS to the service; an empty one stays where it is."""
    number, body = _address_of(inbox), request.POST.get("body", "").strip()[:_LONGEST]
    if not _may_write(number):
        raise Http404
    try:
        if body:
            texts.write(number, body, now=timezone.now())
    except LineFailed:
        return _handset(request, inbox, lost=body)
    return redirect(f"{reverse('handset', args=[inbox])}#telephone")


@public
@csrf_exempt
@only_in_demo
@require_POST
def handset_dial(request: HttpRequest, inbox: str) -> HttpResponse:
    """Calls the service's line, with or without showing one's number."""
    number = _address_of(inbox)
    if not is_fiction(number):
        raise Http404
    call = calls.dial(number, withheld="withheld" in request.POST, now=timezone.now())
    return redirect(f"{reverse('handset_call', args=[call.key])}#telephone")


def _address_of(inbox: str) -> str:
    """The number or e-mail address behind a key, empty when nothing is known of it."""
    taken = Handset.objects.filter(inbox=inbox).first()
    received = None if taken else _received(inbox).first()
    return str(taken.address if taken else received.to if received else "")


def _received(inbox: str) -> QuerySet[SimulatedMessage]:
    found = SimulatedMessage.objects.filter(to_index__startswith=inbox)
    return found if len(inbox) == _KEY_LENGTH else found.none()


def _bubbles(inbox: str, placed: list[SimulatedCall], now: datetime) -> list[Bubble]:
    """What still rings has said nothing yet."""
    by_message = {call.reference: call for call in placed if call.reference}
    bubbles = []
    for message in _received(inbox)[:_SHOWN]:
        call = by_message.get(message.reference)
        bubbles.append(Bubble(message, call, call.state_at(now) if call else ""))
    return [each for each in bubbles if each.call_state != calls.State.RINGING]


def _under_way(placed: list[SimulatedCall], now: datetime) -> SimulatedCall | None:
    talking = (call for call in placed if call.state == calls.State.TALKING)
    return next((call for call in talking if call.started_at > now - _STILL_TALKING), None)


def _may_write(address: str) -> bool:
    return is_fiction(address) and read_phone(address).line is Line.MOBILE


def _recent() -> list[dict[str, object]]:
    """The telephones and mailboxes that received something lately, each with its last message."""
    now = timezone.now()
    rung = SimulatedCall.objects.filter(state=calls.State.RINGING)
    ringing = {call.inbox for call in rung if call.state_at(now) == calls.State.RINGING}
    seen: dict[str, dict[str, object]] = {}
    for message in SimulatedMessage.objects.all()[: _RECENT * 10]:
        inbox = message.to_index[:_KEY_LENGTH]
        if inbox not in seen and len(seen) < _RECENT:
            seen[inbox] = {
                "inbox": inbox,
                "owner": _shown(message.to),
                "message": message,
                "rings": inbox in ringing,
            }
    return list(seen.values())


def _shown(address: str) -> str:
    return address if "@" in address else shown(address)
