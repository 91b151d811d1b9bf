"""The menu of the staff area: a page is in it because its own `@staff(..., menu=...)` says so."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.functional import Promise, SimpleLazyObject

from mediation.access import Access, Reach, reach_of


@dataclass(frozen=True)
class Entry:
    """One page of the menu, as declared: the name of its address, its label, the roles let in."""

    name: str
    label: str | Promise
    kinds: tuple[str, ...]


def entries_for(reach: Reach) -> list[Entry]:
    """The pages this person may open, in the order of the addresses."""
    return [entry for entry in _declared() if reach.holds(*entry.kinds)]


def staff_menu(request: HttpRequest) -> dict[str, Any]:
    """`staff_nav` for `base_staff.html`: worked out only if a template asks."""
    return {
        "staff_nav": SimpleLazyObject(lambda: _menu(request)),
        "second_step_waived": SimpleLazyObject(lambda: reach_of(request).second_step_waived),
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    reach = reach_of(request)
    if reach.needs_second_step:
        return []
    current = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"url": reverse(entry.name), "label": entry.label, "current": entry.name == current}
        for entry in entries_for(reach)
    ]


@lru_cache(maxsize=1)
def _declared() -> tuple[Entry, ...]:
    return tuple(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str = "") -> list[Entry]:
    entries: list[Entry] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            entries += _walk(pattern.url_patterns, namespace + inner)
            continue
        access = getattr(pattern.callback, "access", None)
        if isinstance(access, Access) and access.menu and pattern.name:
            entries.append(Entry(namespace + pattern.name, access.menu, access.kinds))
    return entries
