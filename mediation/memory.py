"""What a serving process asks of its memory."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

# glibc's names for them (malloc.h).
_M_TRIM_THRESHOLD, _M_ARENA_MAX = -1, -8
# A search makes some thousands of tuples that all go when it is over: Python would look through them every 700.
_THRESHOLDS = 20_000, 20, 50


def share_one_arena() -> None:
    """Threads take memory from one place and give it back: before any is started.

    glibc gives each thread a place of its own against waiting for one another, which Python's threads do anyway: ten of
    them held 152 MB that way and 86 so (`make run`, idle). Elsewhere than on glibc nothing happens.
    """
    try:
        tell = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    tell(_M_ARENA_MAX, 1)
    tell(_M_TRIM_THRESHOLD, 65_536)


def give_back() -> None:
    """What the allocator keeps of memory that is free goes back to the machine: 5 to 7 MB after the clock's first rounds.

    By itself glibc gives back the end of its heap only. Some milliseconds.
    """
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return


def settle() -> None:
    """What is loaded by now stays for good: the collector of garbage need not look at it again and again.

    All that an address leads to is loaded first; whoever came first waited for it, a second and a half.
    """
    _load_addresses()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


@contextmanager
def no_rounds() -> Iterator[None]:
    """The collector of garbage waits until the block is over: for work that makes tens of thousands of objects without
    circles, which it would look through again and again and find nothing.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _load_addresses() -> None:
    # Here, not above: the process that watches over this one takes its arena from this file, and has no Django.
    from django.urls import URLResolver, get_resolver

    waiting = [get_resolver()]
    while waiting:
        waiting += [each for each in waiting.pop().url_patterns if isinstance(each, URLResolver)]
