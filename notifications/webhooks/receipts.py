"""What providers report afterwards. Reports come twice, out of order, late or never: states only move forward."""

import base64
import hmac
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, QueryDict
from twilio.request_validator import RequestValidator

from notifications.channels.sms_twilio import report
from notifications.channels.voice_twilio import report_call
from notifications.models import ChannelName, Message
from notifications.outbox.recording import came_to


def is_signed(request: HttpRequest) -> bool:
    """Whether Twilio signed this request for the address we gave it (PUBLIC_URL, whatever proxy is between)."""
    signature = request.headers.get("X-Twilio-Signature", "")
    if not settings.TWILIO_AUTH_TOKEN or not signature:
        return False
    address = settings.PUBLIC_URL + request.get_full_path()
    if hmac.compare_digest(_signed(address, request.POST), signature.encode()):
        return True
    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    return bool(validator.validate(address, request.POST, signature))


def _signed(address: str, form: QueryDict) -> bytes:
    """Twilio's signature as it nearly always is; what it may be besides (another port, a name twice) its library knows.

    A caller waits for this, and the library works out every other way first.
    """
    whole = address + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.digest(settings.TWILIO_AUTH_TOKEN.encode(), whole.encode(), "sha1")
    return base64.b64encode(digest)


def receive(*, reference: str, provider_id: str, status: str, error_code: str, now: datetime) -> bool:
    """Takes a report in. True if it was news; an unknown reference or a status of no interest is not.

    The reference is ours, so a report finds its message even if the provider's answer was lost: whatever it says,
    the provider has the message, and it is no longer in doubt.
    """
    message = _reported(reference, provider_id)
    if message is None:
        return False
    with transaction.atomic():
        known_as = provider_id or message.provider_id
        by_voice = message.channel == ChannelName.VOICE
        accepted = report_call(known_as, status) if by_voice else report(known_as, status, error_code)
        return bool(came_to([(message, accepted)], now=now))


def _reported(reference: str, provider_id: str) -> Message | None:
    try:
        found = Message.objects.filter(reference=uuid.UUID(reference)).first()
    except ValueError:
        found = None
    if found is None and provider_id:
        found = Message.objects.filter(provider_id=provider_id).first()
    return found
