"""Free times: of one site, of several, the soonest anywhere. The same search as the pages."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import dropwhile, islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.documenting import documented
from bookings.api.fields import preference_of
from bookings.api.paging import address_after, after
from bookings.api.problem import Fault, Problem
from bookings.api.serializers.times import FreeTimesSchema, TimesAsked, time_shown
from bookings.api.view import ApiView
from bookings.models import ApiKey
from bookings.public.catalogue import site_named, sites, topic_text
from bookings.records.unmet import no_time
from bookings.times import search

READ = ApiKey.Scope.CATALOGUE_READ.value
_LONGEST = timedelta(days=31)


class FreeTimes(ApiView):
    """When somebody could come."""

    scopes = {"GET": READ}

    @documented(
        "list_free_times",
        "Les heures libres",
        tag="Heures libres",
        scope=READ,
        answers={200: FreeTimesSchema},
        query=TimesAsked,
        problems=("not-found",),
        description=(
            "D’un lieu, de plusieurs, ou les premières partout (`limit=3`). Les mêmes que sur les pages : une heure montrée "
            "se réserve pendant une demi-heure, si personne d’autre ne la prend."
        ),
    )
    def get(self, request: Request) -> Response:
        asked, now = self.asked(TimesAsked), timezone.now()
        last = _last(after(request, asked))
        found = list(islice(_after(_found(asked, last, now), last), asked["limit"] + 1))
        following = None
        if not found and last is None:
            topic = topic_text(asked["topic"], "fr").topic
            no_time(topic.pk, how="api", now=now)
        if len(found) > asked["limit"]:
            found.pop()
            following = address_after(request, [found[-1].starts_at.timestamp(), found[-1].site_id])
        answer = Response({"results": [time_shown(each) for each in found], "next": following})
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _found(
    asked: Mapping[str, Any], last: tuple[datetime, int] | None, now: datetime
) -> Iterable[search.Choice]:
    topic = topic_text(asked["topic"], "fr").topic
    names = asked["site"].split(",") if "site" in asked else None
    site_ids = [site_named(name).pk for name in names] if names else list(sites())
    start = max(asked.get("start", now), last[0] if last else now)
    wanted: dict[str, Any] = {"site_ids": site_ids, "preference": preference_of(dict(asked)), "now": now}
    if "end" not in asked:
        return search.one_by_one(topic, start=start, **wanted)
    if asked["end"] - asked.get("start", now) > _LONGEST:
        fault = Fault("end", "too_far", _("31 jours au plus."))
        raise Problem("invalid-parameters", errors=[fault])
    return search.times(topic, start=start, end=asked["end"], **wanted) if start < asked["end"] else []


def _after(found: Iterable[search.Choice], last: tuple[datetime, int] | None) -> Iterator[search.Choice]:
    """What comes after the last one of the part before: times may be shared by several sites."""
    if last is None:
        return iter(found)
    return dropwhile(lambda choice: (choice.starts_at, choice.site_id) <= last, found)


def _last(keys: list[Any] | None) -> tuple[datetime, int] | None:
    return None if keys is None else (datetime.fromtimestamp(keys[0], UTC), keys[1])
