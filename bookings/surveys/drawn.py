"""After which sessions somebody is asked, of those that could be. Pure."""

import hashlib


def is_drawn(appointment_id: int, share: int) -> bool:
    """Whether a session is among the `share` of a hundred that are asked about: the same each time it is looked at."""
    drawn = hashlib.sha256(f"survey {appointment_id}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") % 100 < share
