"""Names that are given out for ever: they stay the same when `INDEX_KEY` is changed."""

from functools import lru_cache

from django.conf import settings

from mediation.crypto import hash_under
from mediation.models import KeyMark


def name_for_ever(purpose: str, value: str) -> str:
    """The hash of `value` under the index key of the first start (`KeyMark.names`), in 64 hexadecimal digits."""
    return hash_under(_first_key(tuple(settings.INDEX_KEYS)), purpose, value)


@lru_cache(maxsize=4)
def _first_key(listed: tuple[str, ...]) -> str:
    """Asked once a process. A database that was never started has no other key than those listed."""
    return KeyMark.objects.filter(only=True).values_list("names", flat=True).first() or listed[-1]
