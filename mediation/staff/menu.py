"""The menu of the staff area: a page is in it because its own `@staff(..., menu=InMenu(...))` says so."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mediation.access import Access, InMenu, Reach, Under, reach_of
from mediation.models import User
from mediation.moments import Moment
from mediation.prepared import Given
from mediation.remembered import remember

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
class Group:
    """The pages under one heading. `name` makes an id of it."""

    name: str
    heading: str
    tabs: tuple[Tab, ...]


@dataclass(frozen=True)
class Menu:
    """The pages always in sight, and those under « Plus », grouped. `here`: the current page, if it is among the latter."""

    tabs: tuple[Tab, ...]
    more: tuple[Group, ...]

    @property
    def written(self) -> SafeString:
        """As a page shows it: two dozen addresses and names, the same from page to page until somebody waits."""
        return _written(self, get_language() or "")

    @property
    def here(self) -> Tab | None:
        return next((tab for group in self.more for tab in group.tabs if tab.current), None)

    @property
    def waiting(self) -> bool:
        """Whether somebody waits at a page that is out of sight until it is opened."""
        return any(tab.waiting for group in self.more for tab in group.tabs)


def entries_for(reach: Reach) -> list[Entry]:
    """The pages this person may open, in the order of the addresses."""
    return [entry for entry in _declared() if reach.holds(*entry.kinds)]


def staff_menu(request: HttpRequest) -> dict[str, Any]:
    """`staff_nav`, a `Menu` or None, for `base_staff.html`: worked out only if a template asks. One query."""
    return {
        "staff_nav": SimpleLazyObject(lambda: _menu(request)),
        "second_step_waived": SimpleLazyObject(lambda: reach_of(request).second_step_waived),
    }


def calm(request: HttpRequest) -> None:
    """Nobody sees to anything on this page: its menu may show numbers that are some seconds old."""
    request.menu_is_calm = True  # type: ignore[attr-defined]


def _menu(request: HttpRequest) -> Menu | None:
    reach = reach_of(request)
    entries = [] if reach.needs_second_step else entries_for(reach)
    if not entries:
        return None
    current = request.resolver_match.view_name if request.resolver_match else ""
    if getattr(request, "menu_is_calm", False):
        key = ("waiting", request.user.pk, tuple(sorted(reach.roles, key=str)))
        waiting = remember(key, lambda: _waiting(entries, reach))
    else:
        waiting = _waiting(entries, reach)
    in_sight: list[Tab] = []
    under: dict[Under, list[Tab]] = {each: [] for each in Under}
    for entry in entries:
        near = entry.place.everyday or len(entries) <= _FEW
        tab = Tab(
            url=reverse(entry.name),
            label=str(entry.place.label),
            current=entry.name == current,
            waiting=waiting.get(entry.name, ""),
        )
        (in_sight if near else under[entry.place.under]).append(tab)
    groups = (Group(each.value, str(each.label), tuple(tabs)) for each, tabs in under.items() if tabs)
    return Menu(tuple(in_sight), tuple(groups))


@lru_cache(maxsize=256)
def _written(menu: Menu, _language: str) -> SafeString:
    return render_to_string("staff/parts/menu.html", {"staff_nav": menu})


def _waiting(entries: list[Entry], reach: Reach) -> dict[str, str]:
    """How many people wait at each page where somebody does, by the page's name."""
    # (Who is meant is all that the numbers depend on, and the moment.)
    who = Reach(User(pk=reach.user.pk if reach.user else None), reach.roles, reach.mediator_id)
    sql, params = _statement(connection.vendor, tuple(entries), who)
    if not sql:
        return {}
    now, found = timezone.now(), Counter[str]()
    given = [
        each.taken_from({"now": now}, connection) if isinstance(each, Given) else each for each in params
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for name, n in cursor.fetchall():
            found[name] += n
    return {name: str(n) if n <= _MOST_SHOWN else f"{_MOST_SHOWN}+" for name, n in found.items() if n}


@lru_cache(maxsize=256)
def _statement(_vendor: str, entries: tuple[Entry, ...], reach: Reach) -> tuple[str, tuple[Any, ...]]:
    """Of all numbers at once. Django takes ten times as long to write it as the database to count: once for a person."""
    counts = [_counted(entry.name, rows) for entry in entries for rows in _rows(entry, reach)]
    return counts[0].union(*counts[1:], all=True).query.sql_with_params() if counts else ("", ())


def _rows(entry: Entry, reach: Reach) -> tuple[QuerySet[Any], ...]:
    if entry.place.due is not None:
        rows = entry.place.due(reach, Moment())
    elif entry.place.waiting is not None:
        rows = entry.place.waiting(reach)
    else:
        return ()
    return rows if isinstance(rows, tuple) else (rows,)


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
