"""Workshops as residents read them: in their language, else in French."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Min, Prefetch, Q
from django.http import Http404
from django.utils import timezone

from bookings.models import Registration, Workshop, WorkshopDate, WorkshopText
from mediation.remembered import remembered

_A_PAGE = 40
_AT_A_PLACE = 3


@dataclass(frozen=True)
class Shown:
    """A workshop with its text and the dates ahead."""

    workshop: Workshop
    text: WorkshopText | None
    dates: Sequence[WorkshopDate]

    @property
    def has_seats(self) -> bool:
        """Whether somebody may still register for one of the dates; where all belong together, for all of them."""
        enough = all if not self.workshop.single_dates else any
        return enough(date.left > 0 for date in self.dates)

    @property
    def animators(self) -> list[str]:
        """Who animates the dates ahead, as residents know them."""
        names = (each.mediator.first_name for date in self.dates for each in date.animations.all())
        return list(dict.fromkeys(names))


@dataclass(frozen=True)
class Announced:
    """A workshop as other pages name it. Hashable: parts of pages are kept by it."""

    public_id: str
    title: str
    language: str
    site_id: int
    topic_id: int
    starts_at: datetime
    zone: str


T = TypeVar("T", WorkshopText, Announced)


@remembered
def announced(language: str) -> tuple[Announced, ...]:
    """All workshops that have a date ahead, soonest first. One query, at most once in some seconds."""
    texts = WorkshopText.objects.filter(
        workshop__site__active=True, workshop__dates__in=_ahead(timezone.now())
    )
    rows = texts.values_list(
        *("workshop__public_id", "title", "language", "workshop__site", "workshop__topic"),
        *("workshop__site__timezone",),
    ).annotate(soonest=Min("workshop__dates__starts_at"))
    by_workshop: dict[str, list[Announced]] = defaultdict(list)
    for public_id, title, spoken, site_id, topic_id, zone, soonest in rows:
        by_workshop[public_id].append(Announced(public_id, title, spoken, site_id, topic_id, soonest, zone))
    found = [shown for each in by_workshop.values() if (shown := _in_language(each, language)) is not None]
    return tuple(sorted(found, key=lambda each: each.starts_at)[:_A_PAGE])


def announced_at(site_id: int, language: str) -> tuple[Announced, ...]:
    """The next ones of a place."""
    return tuple(each for each in announced(language) if each.site_id == site_id)[:_AT_A_PLACE]


def announced_about(topic_id: int, language: str) -> tuple[Announced, ...]:
    """The next ones about a topic, wherever they are."""
    return tuple(each for each in announced(language) if each.topic_id == topic_id)[:_AT_A_PLACE]


def workshops_ahead(language: str, *, now: datetime) -> list[Shown]:
    """The workshops that have dates ahead, soonest first. Three queries."""
    shown = [_shown(each, language) for each in _rows(now).filter(dates__in=_ahead(now)).distinct()]
    return sorted(shown, key=lambda each: each.dates[0].starts_at)[:_A_PAGE]


def workshop_named(public_id: str, language: str, *, now: datetime) -> Shown:
    """The workshop an address names, with who animates and how many wait. Raises `Http404` without a date ahead."""
    waits = Count("registrations", Q(registrations__state=Registration.State.WAITING))
    dates = _ahead(now).annotate(waiting=waits).prefetch_related("animations__mediator")
    found = _rows(now, dates).filter(public_id=public_id).first()
    if found is None or not (shown := _shown(found, language)).dates:
        raise Http404
    return shown


def shown_of(workshop: Workshop, language: str, dates: Sequence[WorkshopDate]) -> Shown:
    """A workshop at hand, with these of its dates. One query."""
    return Shown(workshop, _in_language(list(workshop.texts.all()), language), dates)


def _ahead(now: datetime) -> Any:
    return WorkshopDate.objects.ahead(now)


def _rows(now: datetime, dates: Any = None) -> Any:
    return (
        Workshop.objects.filter(site__active=True)
        .select_related("site__commune", "topic")
        .prefetch_related("texts", Prefetch("dates", queryset=dates or _ahead(now), to_attr="ahead"))
    )


def _shown(workshop: Any, language: str) -> Shown:
    return Shown(workshop, _in_language(list(workshop.texts.all()), language), workshop.ahead)


def _in_language(texts: Sequence[T], language: str) -> T | None:
    """The one in that language, else in French, else any."""
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get("fr") or next(iter(texts), None)
