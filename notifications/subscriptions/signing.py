"""Standard Webhooks 1.0.0: the three headers, and the signature under one or two secrets. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32
"""The specification asks for 24 to 64."""


def secret_of(random: bytes) -> str:
    """A secret as it is shown and stored."""
    return PREFIX + base64.b64encode(random).decode()


def headers(message_id: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """What goes with `body`. `timestamp`: seconds of this attempt; `secrets`: the newest first, all of them sign, so that
    a receiver may change over whenever it likes.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = [f"v1,{_sign(secret, signed)}" for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
