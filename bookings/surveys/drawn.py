"""After which sessions somebody is asked, of those that could be. Pure."""

import hashlib


def is_drawn(asked_about: int | str, share: int) -> bool:
    """Whether a session (its id), or a registration and a date, is among the `share` of a hundred that are asked about: the
    same each time it is looked at.
    """
    drawn = hashlib.sha256(f"survey {asked_about}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") % 100 < share
