"""The three first questions: what, where, when. Links only: nothing is typed but a place's name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from bookings.interruptions.notices import of_sites, of_these_days
from bookings.public import catalogue, preference
from bookings.public.addresses import address, address_at
from bookings.public.asked import read_stamp, stamp
from bookings.public.blank import nothing_typed, shown
from bookings.public.for_everybody import for_everybody
from bookings.public.forms import PlaceForm
from bookings.public.same_origin import same_origin
from bookings.public.wording import SiteCard, at_one_site, by_day, not_understood, one_each
from bookings.public.workshops import announced, announced_about, announced_at
from bookings.records.unmet import no_time
from bookings.times import search
from mediation.access import public
from mediation.gazetteer.listed import gazetteer, places
from mediation.gazetteer.near import near as nearest_first
from mediation.gazetteer.places import Reading
from mediation.gazetteer.reading import read
from mediation.models import Site, Topic
from mediation.neighbours.codes import asked

# Times shown before "more"; enough to choose from, few enough to read.
_ENOUGH = 12
_USUAL = 6
_STOPS_SHOWN = 6


class Entry(dict[str, Any]):
    """A time as a page lists it: `starts_at`, `site`, `url`. Hashable, so that a list of the same times is the same."""

    def __hash__(self) -> int:  # type: ignore[override]  # A dictionary has none; nothing changes this one.
        return hash(self["url"])


def language() -> str:
    """The language of the page being made; where it had to be in French, the one that was asked for."""
    return asked(get_language()) or "fr"


@public
@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """What do you need help with?"""
    return render(
        request,
        "public/home.html",
        {
            "topics": catalogue.topics(language()),
            "workshops": bool(announced(language())),
            "notices": of_these_days(timezone.localdate()),
        },
    )


@public
@require_safe
def place(request: HttpRequest, site_id: str) -> HttpResponse:
    """What do you need help with, at this site? The address that directories of places publish."""
    site = catalogue.site_named(site_id)
    if site.remote:
        raise Http404
    context = {
        "card": SiteCard(site),
        "topics": catalogue.topics_at(site, language(), today=timezone.localdate()),
        "workshops": announced_at(site.pk, language()),
        "stops": site.stops.select_related("commune").filter(day__gte=timezone.localdate())[:_STOPS_SHOWN]
        if site.mobile
        else (),
        "notices": of_sites([site.pk], timezone.localdate()),
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
        "workshops": announced_about(topic.topic.pk, language()),
        "ways": _other_ways(topic.topic),
    }
    return render(request, "public/where.html", context, status=400 if form.errors else 200)


def _other_ways(topic: Topic) -> list[tuple[str, str]]:
    """Without going anywhere, where the topic is usually given at a place: the address of the times, and in words."""
    ways = [way for way in preference.WAYS if way in topic.ways and topic.usual_way == Topic.Mode.ON_SITE]
    return [
        (address("anywhere", topic.public_id) + preference.write(search.Preference(way=way)), way)
        for way in ways
    ]


def _usual(free: dict[int, datetime]) -> list[SiteCard]:
    """The usual sites that have a time; without any such, those that are free first."""
    known = catalogue.sites()
    soonest_first = sorted((at, pk) for pk, at in free.items() if pk in known and not known[pk].remote)
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
    everything: list[tuple[Site, float | None]] = [
        (site, None) for site in catalogue.sites().values() if not site.remote
    ]
    return _list(request, topic_id, everything)


def _list(
    request: HttpRequest, topic_id: str, ranked: list[tuple[Site, float | None]], places: Any = ()
) -> HttpResponse:
    topic = catalogue.topic_text(topic_id, language())
    remote = [site for site in catalogue.sites().values() if site.remote == topic.topic.usual_way]
    ranked = [*((site, None) for site in remote), *ranked]
    free = search.first_free(topic.topic, now=timezone.now(), site_ids=[site.pk for site, _ in ranked])
    cards = [SiteCard(site, free.get(site.pk), away) for site, away in ranked]
    with_times = [card for card in cards if card.first_free]
    if not with_times:
        communes = {place.commune for place in places}
        commune = min(communes) if len(communes) == 1 else ""
        no_time(topic.topic.pk, how="web", now=timezone.now(), commune=commune)
    context = {
        "topic": topic,
        "cards": with_times,
        "others": len(cards) - len(with_times),
        "places": places,
        "notices": of_sites((site.pk for site, _away in ranked), timezone.localdate()),
    }
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
    asked_for = preference.write(wanted)
    if not days and start is None:
        no_time(topic.topic.pk, how="web", now=timezone.now(), site_id=site.pk if site else None)
    context = {
        "topic": topic,
        "site": SiteCard(site) if site else None,
        "days": tuple(
            (day.day, tuple(_entry(topic, known, asked_for, choice) for choice in day.choices))
            for day in days
        ),
        "more": _more(request, days[-1].choices[-1].starts_at) if days and more else "",
        "earlier": start is not None,
        "wanted": wanted,
        "mode": wanted.way if wanted.way in topic.topic.ways else topic.topic.usual_way,
        "asked_for": asked_for,
        "wait_url": _wait_url(topic, site) + asked_for,
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
    topic: catalogue.TopicText, known: dict[int, Site], asked_for: str, choice: search.Choice
) -> Entry:
    site = known[choice.site_id]
    url = address_at("whom", topic.public_id, site.public_id, moment=stamp(choice.starts_at))
    return Entry(starts_at=choice.starts_at, site=site, url=url + asked_for)


def _more(request: HttpRequest, last: datetime) -> str:
    query = request.GET.copy()
    query["apres"] = stamp(last + timedelta(minutes=1))
    return f"?{query.urlencode()}"
