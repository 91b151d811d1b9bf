"""Who somebody asked for (a woman, a language, sign language …), as it stays with an appointment or a wait.

Not the very person: a move tries the same mediator first anyway, and nobody is to find no time because one mediator has none.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bookings.times.ground import Preference

_KEPT = ("gender", "sign_language", "language", "accreditation")


def kept(asked: Preference) -> dict[str, Any]:
    """As it is stored: only what was asked for; nothing asked is empty."""
    return {name: said for name in _KEPT if (said := getattr(asked, name))}


def as_booked(stored: Mapping[str, Any], mode: str) -> Preference:
    """Who was asked for, and how one meets."""
    return replace(wish_of(stored), way=mode)


def wish_of(stored: Mapping[str, Any]) -> Preference:
    """The inverse of `kept`; what nobody knows any more is left out."""
    return Preference(**{name: stored[name] for name in _KEPT if name in stored})
