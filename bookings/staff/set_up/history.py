"""Who changed what, of one thing and of all one may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.staff.set_up.fields import TEXT_LANGUAGES
from bookings.staff.set_up.kinds import ALL, Kind
from mediation.access import PEOPLE_MANAGERS, Reach, reach_of, staff
from mediation.access import Kind as RoleKind
from mediation.models import SetUpChange

_LATEST, _A_PAGE = 5, 40
_BY_SLUG = {kind.slug: kind for kind in ALL}


@dataclass(frozen=True)
class Change:
    """A change in words. `name` is what the thing is called now; empty when it is gone or out of reach."""

    change: SetUpChange
    kind: Kind | None
    fields: list[tuple[str, str, str]]
    name: str = ""


def latest(kind: Kind, row: Any) -> list[Change]:
    """The last few changes of one thing. One query."""
    if row is None:
        return []
    rows = SetUpChange.objects.filter(kind=kind.slug, object_id=row.pk).select_related("actor")
    return [Change(each, kind, _fields(each, kind)) for each in rows[:_LATEST]]


@require_safe
@staff(*PEOPLE_MANAGERS)
def history(request: HttpRequest) -> HttpResponse:
    """All changes within reach, the newest first."""
    reach = reach_of(request)
    page = Paginator(_within(reach), _A_PAGE).get_page(request.GET.get("page"))
    names = _names(page, reach)
    changes = []
    for each in page:
        kind = _BY_SLUG.get(each.kind)
        name = names.get((each.kind, each.object_id), "")
        changes.append(Change(each, kind, _fields(each, kind), name))
    return render(request, "staff/set_up/history.html", {"page": page, "changes": changes})


def _within(reach: Reach) -> QuerySet[SetUpChange]:
    rows = SetUpChange.objects.select_related("actor")
    if reach.holds(RoleKind.METRO_COORDINATOR, RoleKind.OPERATOR):
        return rows
    return rows.filter(organisation__in=reach.organisations(RoleKind.COORDINATOR))


def _names(page: Iterable[SetUpChange], reach: Reach) -> dict[tuple[str, int], str]:
    """What the things are called: one query for each kind of them."""
    found: dict[tuple[str, int], str] = {}
    wanted: dict[str, set[int]] = {}
    for each in page:
        wanted.setdefault(each.kind, set()).add(each.object_id)
    for slug, keys in wanted.items():
        kind = _BY_SLUG.get(slug)
        if kind is not None:
            for row in kind.rows(reach).filter(pk__in=keys):
                found[slug, row.pk] = called(row)
    return found


def called(row: Any) -> str:
    """What people call it."""
    texts = getattr(row, "texts", None)
    if texts is not None:
        return next((str(text.name) for text in texts.all() if text.language == "fr"), str(row.code))
    return str(getattr(row, "name", "") or row)


def _fields(change: SetUpChange, kind: Kind | None) -> list[tuple[str, str, str]]:
    return [(_label(name, kind), before, after) for name, before, after in change.fields]


def _label(name: str, kind: Kind | None) -> str:
    """An answer's question, in the reader's language."""
    field = kind.form.base_fields.get(name) if kind is not None else None
    if field is not None:
        return str(field.label)
    part, _underscore, language = name.rpartition("_")
    words = {
        "name": _("Nom"),
        "spoken": _("Ce que dit le téléphone"),
        "explanation": _("Explication"),
        "documents": _("À apporter, une chose par ligne"),
        "directions": _("Comment venir"),
        "phone_hours": _("Quand on répond au téléphone"),
    }
    if part in words and language in TEXT_LANGUAGES:
        return _("%(text)s, %(language)s") % {"text": words[part], "language": TEXT_LANGUAGES[language]}
    return name
