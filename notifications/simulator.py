"""The telephone simulator's page: a handset that shows what a number or an address received. Only under DEMO.

A number is typed once and posted; from then on an opaque key stands for it, so that none is ever in an address.
"""

from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from mediation.access import View, public
from mediation.phone import NotAPhone, read_phone, shown
from notifications.channels.simulator import inbox_of
from notifications.models import ChannelName, SimulatedMessage

_SHOWN = 40
_RECENT = 12


def only_in_demo(view: View) -> View:
    """Elsewhere the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class WhoseHandset(forms.Form):
    """A number or an e-mail address, as people write them."""

    address = forms.CharField(label=_("Numéro de mobile ou adresse de courriel"), max_length=120)

    def clean_address(self) -> str:
        """E.164, or the e-mail address in small letters."""
        typed = str(self.cleaned_data["address"]).strip()
        if "@" in typed:
            return typed.lower()
        try:
            return read_phone(typed).e164
        except NotAPhone:
            raise forms.ValidationError(_("Écrivez un numéro, par exemple 06 39 98 00 01.")) from None


@public
@never_cache
# It only leads to another page: no session, so no cookie that a forgery check could lean on.
@csrf_exempt
@only_in_demo
def start(request: HttpRequest) -> HttpResponse:
    """Chooses whose telephone to look at: one that rang lately, or any number."""
    form = WhoseHandset(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("handset", inbox_of(form.cleaned_data["address"])[:32])
    return render(request, "simulator/start.html", {"form": form, "recent": _recent()})


@public
@never_cache
@only_in_demo
def handset(request: HttpRequest, inbox: str) -> HttpResponse:
    """One telephone or mailbox: what it received, the newest first."""
    received = list(SimulatedMessage.objects.filter(to_index__startswith=inbox)[:_SHOWN]) if inbox else []
    owner = _shown(received[0]) if received else ""
    return render(request, "simulator/handset.html", {"received": received, "owner": owner, "inbox": inbox})


def _recent() -> list[dict[str, object]]:
    """The telephones and mailboxes that received something lately, each with its last message."""
    seen: dict[str, dict[str, object]] = {}
    for message in SimulatedMessage.objects.all()[: _RECENT * 10]:
        if message.to_index not in seen and len(seen) < _RECENT:
            seen[message.to_index] = {
                "inbox": message.to_index[:32],
                "owner": _shown(message),
                "message": message,
            }
    return list(seen.values())


def _shown(message: SimulatedMessage) -> str:
    return message.to if message.channel == ChannelName.EMAIL else shown(message.to)
