"""`POST /twilio/sms`: what residents write."""

import logging
import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.twiml.messaging_response import MessagingResponse

from mediation.access import machine
from mediation.phone import NotAPhone, read_phone
from notifications.talk.conversation import leave_to_the_team, receive
from notifications.talk.turn import Text
from notifications.webhooks.receipts import is_signed

logger = logging.getLogger(__name__)

_SID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LONGEST = 10_000


@machine
@csrf_exempt
@require_POST
def twilio_sms(request: HttpRequest) -> HttpResponse:
    """One SMS. Unsigned: 403; malformed: 400. The answer goes through the outbox: what is answered here says nothing.

    A sender that is no telephone (a name, a short code) cannot be answered, and is not.
    """
    if not is_signed(request):
        return HttpResponse(status=403)
    sid = request.POST.get("MessageSid", "")
    if not _SID.fullmatch(sid) or "From" not in request.POST:
        return HttpResponse(status=400)
    text = _text(request, sid)
    if text is not None:
        _take_in(text)
    return HttpResponse(str(MessagingResponse()), content_type="application/xml; charset=utf-8")


def _text(request: HttpRequest, sid: str) -> Text | None:
    sender = request.POST["From"]
    try:
        phone = read_phone(sender) if sender.startswith("+") else None
    except NotAPhone:
        phone = None
    if phone is None:
        return None
    return Text(sid, phone.e164, request.POST.get("Body", "")[:_LONGEST], request.POST.get("OptOutType", ""))


def _take_in(text: Text) -> None:
    try:
        receive(text, now=timezone.now())
    except Exception as error:
        # Its words may hold what was written; its name does not.
        logger.error("an SMS could not be read: %s", type(error).__name__)
        leave_to_the_team(text, now=timezone.now())
