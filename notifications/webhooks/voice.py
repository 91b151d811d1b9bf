"""`POST /twilio/voice`: the address of the telephone line."""

import logging
import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mediation.access import machine
from notifications.voice import calls, twiml
from notifications.voice.outgoing import placed_for
from notifications.voice.ring import Ring, ring_of
from notifications.voice.script import Heard
from notifications.voice.words import spoken_language
from notifications.webhooks.receipts import is_signed, receive

logger = logging.getLogger(__name__)

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_SHAPES = {
    "CallSid": re.compile(r"[A-Za-z0-9_-]{1,40}"),
    "From": re.compile(r"[^\x00-\x1f]{0,64}"),
    "To": re.compile(r"[^\x00-\x1f]{0,64}"),
    "Digits": re.compile(r"[0-9*#A-D]{0,20}|hangup"),
    "DialCallStatus": re.compile(r"[a-z-]{0,20}"),
    "RecordingSid": re.compile(r"[A-Za-z0-9]{0,40}"),
    "RecordingDuration": re.compile(r"\d{0,5}"),
    "CallStatus": re.compile(r"[a-z-]{0,20}"),
    "Direction": re.compile(r"[a-z-]{0,20}"),
    "AnsweredBy": re.compile(r"[a-z_]{0,30}"),
}
_STEP = re.compile(r"\d{1,4}")


@machine
@csrf_exempt
@require_POST
def twilio_voice(request: HttpRequest) -> HttpResponse:
    """One turn of a call. Unsigned: 403; malformed: 400; an error of ours: an apology, never a dead line."""
    if not is_signed(request):
        return HttpResponse(status=403)
    ring, step = ring_in(request), request.GET.get("step", "0")
    if ring is None or not _STEP.fullmatch(step):
        return HttpResponse(status=400)
    if request.POST.get("CallStatus") in OVER:
        calls.hung_up(ring, now=timezone.now(), recording=request.POST.get("RecordingSid", ""))
        return _spoken(twiml.silent())
    try:
        return _spoken(_answer(request, ring, int(step)))
    except Exception:
        logger.exception("a turn of a call failed")
        return _spoken(_sorry(ring, spoken_language(request.GET.get("language", "fr"))))


def ring_in(request: HttpRequest) -> Ring | None:
    """The call a webhook is about, or None when it is malformed."""
    said = {name: request.POST.get(name, "") for name in _SHAPES}
    if not all(shape.fullmatch(said[name]) for name, shape in _SHAPES.items()):
        return None
    # Of a call that we have made, the person is at the other end.
    ours = said["Direction"].startswith("outbound")
    person, line = ("To", "From") if ours else ("From", "To")
    return ring_of(said["CallSid"], said[person], said[line])


def _answer(request: HttpRequest, ring: Ring, step: int) -> str:
    digits = request.POST.get("Digits", "")
    recording = request.POST.get("RecordingSid", "")
    heard = Heard(
        key="" if digits == "hangup" else digits,
        dialled=request.POST.get("DialCallStatus", ""),
        recorded=bool(recording),
    )
    now, reference = timezone.now(), request.GET.get("message", "")
    placed = placed_for(reference, request.POST.get("AnsweredBy", "")) if reference else None
    if reference and placed is None:
        return twiml.silent()
    if placed is not None:
        # It was answered: whatever became of the provider's answer to us, the provider has it.
        receive(reference=reference, provider_id=ring.sid, status="in-progress", error_code="", now=now)
    return calls.answer(ring, heard, step=step, now=now, recording=recording, placed=placed)


def _sorry(ring: Ring, language: str) -> str:
    try:
        return calls.sorry(ring, language=language, now=timezone.now())
    except Exception:
        logger.exception("a call that failed could not be noted")
        return twiml.apology(language, called_back=False)


def _spoken(xml: str) -> HttpResponse:
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")
