"""The addresses that providers call."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mediation.access import machine
from notifications.voice.calls import hung_up
from notifications.webhooks.receipts import is_signed, receive
from notifications.webhooks.voice import OVER, ring_in


@machine
@csrf_exempt
@require_POST
def twilio_status(request: HttpRequest) -> HttpResponse:
    """A signed report of what became of an SMS or a call. Unsigned or badly signed: 403, nothing changed.

    A reference that nobody knows is answered politely: asking again would not help Twilio. Calls report their end
    here too.
    """
    if not is_signed(request):
        return HttpResponse(status=403)
    if "CallSid" in request.POST:
        return _call_status(request)
    receive(
        reference=request.GET.get("reference", ""),
        provider_id=request.POST.get("MessageSid", "")[:64],
        status=request.POST.get("MessageStatus", ""),
        error_code=request.POST.get("ErrorCode", "")[:20],
        now=timezone.now(),
    )
    return HttpResponse(status=204)


def _call_status(request: HttpRequest) -> HttpResponse:
    """How far a call has come: of interest is only that it is over. Malformed: 400."""
    ring = ring_in(request)
    if ring is None:
        return HttpResponse(status=400)
    now, status = timezone.now(), request.POST.get("CallStatus", "")
    if status in OVER:
        hung_up(ring, now=now, recording=request.POST.get("RecordingSid", ""))
        reference = request.GET.get("reference", "")
        if not reference and request.POST.get("Direction") == "inbound":
            # They called: no message of ours goes by the name of such a call.
            return HttpResponse(status=204)
        receive(reference=reference, provider_id=ring.sid, status=status, error_code="", now=now)
    return HttpResponse(status=204)
