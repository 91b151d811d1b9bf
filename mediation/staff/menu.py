"""The menu of the staff area: a page is in it because its own `@staff(..., menu=InMenu(...))` says so."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.functional import SimpleLazyObject

from mediation.access import Access, InMenu, Reach, reach_of

# So few pages are all in sight, everyday ones or not.
_FEW = 7
_MOST_SHOWN = 99


@dataclass(frozen=True)
class Entry:
    """One page of the menu, as declared: the name of its address, its place, the roles let in."""

    name: str
    place: InMenu
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Tab:
    """One page of the menu, as shown. `waiting`: how many people wait there, empty when none does."""

    url: str
    label: str
    current: bool
    waiting: str


@dataclass(frozen=True)
class Menu:
    """The pages always in sight, and those under « Plus ». `opened`: the current page is among the latter."""

    tabs: list[Tab]
    more: list[Tab]

    @property
    def opened(self) -> bool:
        return any(tab.current for tab in self.more)


def entries_for(reach: Reach) -> list[Entry]:
    """The pages this person may open, in the order of the addresses."""
    return [entry for entry in _declared() if reach.holds(*entry.kinds)]


def staff_menu(request: HttpRequest) -> dict[str, Any]:
    """`staff_nav`, a `Menu` or None, for `base_staff.html`: worked out only if a template asks. One query."""
    return {
        "staff_nav": SimpleLazyObject(lambda: _menu(request)),
        "second_step_waived": SimpleLazyObject(lambda: reach_of(request).second_step_waived),
    }


def _menu(request: HttpRequest) -> Menu | None:
    reach = reach_of(request)
    entries = [] if reach.needs_second_step else entries_for(reach)
    if not entries:
        return None
    current = request.resolver_match.view_name if request.resolver_match else ""
    waiting = _waiting(entries, reach)
    tabs: dict[bool, list[Tab]] = {True: [], False: []}
    for entry in entries:
        in_sight = entry.place.everyday or len(entries) <= _FEW
        tab = Tab(
            url=reverse(entry.name),
            label=str(entry.place.label),
            current=entry.name == current,
            waiting=waiting.get(entry.name, ""),
        )
        tabs[in_sight].append(tab)
    return Menu(tabs[True], tabs[False])


def _waiting(entries: list[Entry], reach: Reach) -> dict[str, str]:
    """How many people wait at each page where somebody does, by the page's name."""
    counts = [
        _counted(entry.name, entry.place.waiting(reach))
        for entry in entries
        if entry.place.waiting is not None
    ]
    if not counts:
        return {}
    rows = counts[0].union(*counts[1:], all=True)
    return {name: str(n) if n <= _MOST_SHOWN else f"{_MOST_SHOWN}+" for name, n in rows if n}


def _counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, int]]:
    plain = rows.order_by().select_related(None).prefetch_related(None)
    return plain.values(page=Value(name)).values_list("page", Count("pk"))


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
