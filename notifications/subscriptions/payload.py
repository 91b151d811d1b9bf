"""What a webhook says: which referral has come to which state, and when. Nothing about the person."""

import json
from datetime import datetime
from typing import Any

from notifications.models import WebhookDelivery

TRIAL = "test.ping"


def message_id(delivery: WebhookDelivery, target: str) -> str:
    """The same at every attempt and when it is sent again: by it the receiver knows what it has already."""
    about = delivery.change_id if delivery.change_id is not None else f"test{delivery.pk}"
    return f"msg_{target}_{about}"


def body_of(delivery: WebhookDelivery) -> bytes:
    """The JSON of one delivery, the same at every attempt."""
    change = delivery.change
    trial: tuple[str, datetime, dict[str, Any]] = (TRIAL, delivery.created_at, {})
    kind, at, data = (
        trial if change is None else (change.event, change.at, {"change": change.number, **change.as_told()})
    )
    said = {"type": kind, "timestamp": at.isoformat(), "data": data}
    return json.dumps(said, separators=(",", ":")).encode()
