"""The hash that ties a trace to the one before it. Pure, and simple enough for an auditor to compute again elsewhere."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# What stands for the hash before the first trace.
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Chained:
    """What of a trace its hash is made of."""

    key: int
    at: datetime
    kind: str
    actor: int | None
    channel: str
    about: str
    about_id: int | None
    organisation: int | None
    why: str
    data: Mapping[str, Any]


def written(number: int, trace: Chained, before: str) -> str:
    """The trace as one line of JSON: its number in the chain, the hash before, then the columns in their order.

    Moments are in UTC with their microseconds, names in `data` in alphabetical order.
    """
    moment = trace.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [
        *(number, before, trace.key, moment, trace.kind, trace.actor, trace.channel),
        *(trace.about, trace.about_id, trace.organisation, trace.why, trace.data),
    ]
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def chained(number: int, trace: Chained, before: str) -> str:
    """Its SHA-256 in hex."""
    return hashlib.sha256(written(number, trace, before).encode()).hexdigest()
