"""SMS that somebody writes on a demonstration's telephone; the service reads them where a provider brings them."""

import uuid
from datetime import datetime

from mediation.context import current_territory
from notifications.handset import wire
from notifications.handset.exchange import LineFailed
from notifications.models import ChannelName, SimulatedMessage
from notifications.models.handset import inbox_of
from notifications.texts.encoding import size


def write(number: str, body: str, *, now: datetime) -> None:
    """Sends an SMS from that number (E.164) to the service. Raises `LineFailed`, and it has not gone."""
    reference, parts = uuid.uuid4(), size(body).parts
    form = {"MessageSid": f"SM{reference.hex}", "From": number, "To": current_territory().phone, "Body": body}
    reply = wire.post("/twilio/sms", {**form, "NumSegments": str(parts), "AccountSid": "AC0"})
    if reply.status != 200:
        raise LineFailed(f"an SMS was answered {reply.status}")
    SimulatedMessage.objects.create(
        reference=reference,
        channel=ChannelName.SMS,
        to=number,
        to_index=inbox_of(number),
        own=True,
        body=body,
        parts=parts,
        received_at=now,
    )
