"""What Django keeps for each thread (its language, clock, address prefix, connections), kept by Python itself.

Django keeps it in `asgiref.local.Local`, which also works where requests are awaited in turn in one thread; here each has a
thread of its own. A page asks for its language a hundred times: that was seven calls each time, and a tenth of a journey.
"""

import threading
from typing import Any

from django.core.cache import caches
from django.db import connections
from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real

# Whose it is, under which name, and what it may hold by now.
_KEPT: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (trans_real, "_active", ("value",)),
    (timezone, "_active", ("value",)),
    (base, "_prefixes", ("value",)),
    (base, "_urlconfs", ("value",)),
    (connections, "_connections", tuple(connections)),
    (caches, "_connections", tuple(caches)),
)


def begin() -> None:
    """From now on; what the thread at hand has is kept."""
    for owner, name, held in _KEPT:
        before, after = getattr(owner, name), threading.local()
        if isinstance(before, threading.local):
            continue
        for each in held:
            if hasattr(before, each):
                setattr(after, each, getattr(before, each))
        setattr(owner, name, after)
