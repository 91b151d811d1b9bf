"""The three first questions: what, where, when. Links only: nothing is typed but a place's name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from bookings.public import catalogue, preference
from bookings.public.addresses import address
from bookings.public.asked import read_stamp, stamp
from bookings.public.blank import nothing_typed, shown
from bookings.public.for_everybody import for_everybody
from bookings.public.forms import PlaceForm
from bookings.public.same_origin import same_origin
from bookings.public.wording import SiteCard, at_one_site, by_day, not_understood, one_each
from bookings.times import search
from mediation.access import public
from mediation.gazetteer.listed import gazetteer, places
from mediation.gazetteer.near import near as nearest_first
from mediation.gazetteer.places import Reading
from mediation.gazetteer.reading import read
from mediation.models import Site, Topic

# Times shown before "more"; enough to choose from, few enough to read.
_ENOUGH = 12
_USUAL = 6


class Entry(dict[str, Any]):
    """A time as a page lists it: `starts_at`, `site`, `url`. Hashable, so that a list of the same times is the same."""

    def __hash__(self) -> int:  # type: ignore[override]  # A dictionary has none; nothing changes this one.
        return hash(self["url"])


def language() -> str:
    """The language of the page being made."""
    return get_language() or "fr"


@public
@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """What do you need help with?"""
    return render(request, "public/home.html", {"topics": catalogue.topics(language())})


@public
@require_safe
def place(request: HttpRequest, site_id: str) -> HttpResponse:
    """What do you need help with, at this site? The address that directories of places publish."""
    site = catalogue.site_named(site_id)
    context = {
        "card": SiteCard(site),
        "topics": catalogue.topics_at(site, language(), today=timezone.localdate()),
    }
    return render(request, "public/place.html", context)


@public
@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest, topic_id: str) -> HttpResponse:
    """Where? As soon as possible, a usual site, or near a place."""
    topic = catalogue.topic_text(topic_id, language())
    form = shown(PlaceForm, request.POST)
    asked: Reading | None = None
    if request.method == "POST" and form.is_valid():
        reading = read(form.cleaned_data["place"], gazetteer())
        if reading.sure:
            return redirect("near", topic_id, "-".join(place.code for place in reading.places))
        if reading.places:
            asked = reading
        else:
            form.add_error("place", not_understood(reading.how))
    usual = frozenset(pk for pk, site in catalogue.sites().items() if site.usual)
    free = search.first_free(topic.topic, now=timezone.now(), enough_of=(_USUAL, usual))
    context = {
        "topic": topic,
        "cards": _usual(free),
        "soonest": min(free.values(), default=None),
        "form": form,
        "nothing_typed": nothing_typed(form),
        "places": places(),
        "asked": asked,
    }
    return render(request, "public/where.html", context, status=400 if form.errors else 200)


def _usual(free: dict[int, datetime]) -> list[SiteCard]:
    """The usual sites that have a time; without any such, those that are free first."""
    known = catalogue.sites()
    soonest_first = sorted((at, pk) for pk, at in free.items() if pk in known)
    cards = [SiteCard(known[pk], at) for at, pk in soonest_first]
    return ([card for card in cards if card.site.usual] or cards)[:_USUAL]


@public
@require_safe
def near(request: HttpRequest, topic_id: str, codes: str) -> HttpResponse:
    """Sites near the communes or neighbourhoods that were meant."""
    wanted = catalogue.places_coded(codes)
    ranked = nearest_first(wanted, catalogue.sites().values())
    return _list(request, topic_id, ranked, places=wanted)


@public
@require_safe
def chosen_place(request: HttpRequest, topic_id: str) -> HttpResponseBase:
    """The place picked from the list, as the same page; without one, every site."""
    if code := request.GET.get("p"):
        return near(request, topic_id, code)
    everything: list[tuple[Site, float | None]] = [(site, None) for site in catalogue.sites().values()]
    return _list(request, topic_id, everything)


def _list(
    request: HttpRequest, topic_id: str, ranked: list[tuple[Site, float | None]], places: Any = ()
) -> HttpResponse:
    topic = catalogue.topic_text(topic_id, language())
    free = search.first_free(topic.topic, now=timezone.now(), site_ids=[site.pk for site, _ in ranked])
    cards = [SiteCard(site, free.get(site.pk), away) for site, away in ranked]
    with_times = [card for card in cards if card.first_free]
    context = {"topic": topic, "cards": with_times, "others": len(cards) - len(with_times), "places": places}
    return render(request, "public/near.html", context)


@public
@require_safe
def when(request: HttpRequest, topic_id: str, site_id: str) -> HttpResponse:
    """The first times of one site."""
    return _times(request, topic_id, catalogue.site_named(site_id))


@public
@require_safe
def anywhere(request: HttpRequest, topic_id: str) -> HttpResponse:
    """The first times of all sites together."""
    return _times(request, topic_id, None)


def _times(request: HttpRequest, topic_id: str, site: Site | None) -> HttpResponse:
    topic = catalogue.topic_text(topic_id, language())
    wanted = preference.read(request.GET)
    start = read_stamp(request.GET["apres"]) if "apres" in request.GET else None
    known = catalogue.sites()
    zones = {pk: each.timezone for pk, each in known.items()}
    if site is not None:
        found = _at(topic.topic, site, start=start, wanted=wanted)
        days, more = by_day(found, zones=zones, enough=_ENOUGH, one_site=True)
    else:
        everywhere = [each for each in _anywhere(topic.topic, start, wanted) if each.site_id in known]
        few = one_each(everywhere, zones=zones)
        days, more = by_day(few, zones=zones, enough=_ENOUGH, one_site=at_one_site(few))
        more = more or len(everywhere) > _ENOUGH
    context = {
        "topic": topic,
        "site": SiteCard(site) if site else None,
        "days": tuple(
            (day.day, tuple(_entry(topic, known, wanted, choice) for choice in day.choices)) for day in days
        ),
        "more": _more(request, days[-1].choices[-1].starts_at) if days and more else "",
        "earlier": start is not None,
        "wanted": wanted,
        "asked_for": preference.write(wanted),
        "wait_url": _wait_url(topic, site) + preference.write(wanted),
        "offered": preference.offered(site.pk if site else None),
        "signed_mediator": request.GET.get("m", "") if wanted.mediator_id else "",
    }
    return render(request, "public/when.html", context)


def _wait_url(topic: catalogue.TopicText, site: Site | None) -> str:
    if site is None:
        return address("wait_anywhere", topic.public_id)
    return address("wait_here", topic.public_id, site.public_id)


def _at(
    topic: Topic, site: Site, *, start: datetime | None, wanted: search.Preference
) -> Iterator[search.Choice]:
    """One site's times to the horizon, in a fixed number of queries."""
    now = timezone.now()
    end = now + timedelta(days=topic.horizon_days + 1)
    begin = max(now, start or now)
    return search.in_order(topic, start=begin, end=end, now=now, site_ids=[site.pk], preference=wanted)


def _anywhere(topic: Topic, start: datetime | None, wanted: search.Preference) -> list[search.Choice]:
    """The first times of all sites, only until there are enough."""
    return search.soonest(topic, now=timezone.now(), enough=_ENOUGH + 1, start=start, preference=wanted)


def _entry(
    topic: catalogue.TopicText, known: dict[int, Site], wanted: search.Preference, choice: search.Choice
) -> Entry:
    site = known[choice.site_id]
    url = address("whom", topic.public_id, site.public_id, stamp(choice.starts_at)) + preference.write(wanted)
    return Entry(starts_at=choice.starts_at, site=site, url=url)


def _more(request: HttpRequest, last: datetime) -> str:
    query = request.GET.copy()
    query["apres"] = stamp(last + timedelta(minutes=1))
    return f"?{query.urlencode()}"
