"""What a question reads out: topics, places, days and times, as options of a call."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bookings.models import Appointment
from bookings.public import catalogue
from bookings.records.unmet import no_time
from bookings.times import search
from bookings.times.wishes import wish_of
from mediation.directory.aloud import name_aloud
from mediation.gazetteer.listed import places
from mediation.gazetteer.near import near
from mediation.gazetteer.places import Kind, Place
from mediation.models import Topic
from notifications.voice import instead, menus, rephrase, spoken, workshops_listed
from notifications.voice.apart import Apart
from notifications.voice.known import Turn, topic_of
from notifications.voice.memory import Memory, Option
from notifications.voice.place_names import site_name
from notifications.voice.states import LISTS, State
from notifications.voice.voices import french, plain

_NEAREST = 3
_TOLD = menus.MOST - 1
_MINUTE = timedelta(minutes=1)
_UNKNOWN = "unknown"


def with_options(memory: Memory, turn: Turn) -> Memory:
    """The memory with what this question reads out, if it reads out anything and has not done so yet."""
    if memory.state not in LISTS or memory.options:
        return memory
    if memory.state in (State.TIMES, State.DAY):
        options = _times(memory, turn) if memory.state is State.TIMES else _days(memory, turn)
        if options:
            return memory.but(options=options)
        if not (memory.seen or memory.after):
            no_time(memory.topic, how="phone", now=turn.now, site_id=_only(memory.sites))
        return memory.but(state=State.NO_TIMES)
    if memory.state in (State.WORKSHOPS, State.DATES, State.REGISTRATIONS, State.DROP_INS):
        return memory.but(options=workshops_listed.options(memory, turn))
    if memory.state is State.INSTEAD:
        return memory.but(options=instead.options(memory))
    listed = {State.TOPIC: _topics, State.USUAL: _usual_sites, State.AREA: _areas}[memory.state](memory)
    return memory.but(options=listed)


def _only(sites: Sequence[int]) -> int | None:
    return sites[0] if len(sites) == 1 else None


# -- Topics and places -------------------------------------------------------------------------------
def _topics(memory: Memory) -> tuple[Option, ...]:
    return menus.unknown_early(
        [
            Option(
                str(text.topic.pk), "" if text.topic.pictogram == _UNKNOWN else _aloud(text, memory.language)
            )
            for text in catalogue.topics(memory.language)
        ]
    )


def _aloud(text: catalogue.TopicText, language: str) -> str:
    """A topic as it is said: in the words made for it, or else by its name; in French where nobody translated it."""
    written_in = text.language or language
    said = text.spoken or rephrase.to_you(text.name, written_in)
    return french(said, language) if written_in != language else said


def _usual_sites(memory: Memory) -> tuple[Option, ...]:
    sites = [site for site in catalogue.sites().values() if not site.remote]
    usual = [site for site in sites if site.usual] or sites
    named = sorted((site_name(site, memory.language), site.pk) for site in usual)
    return tuple(Option(str(pk), name) for name, pk in named)


def _areas(memory: Memory) -> tuple[Option, ...]:
    """The neighbourhoods, in the order people look for them; each stands for the sites nearest to it."""
    areas = [place for place in places() if place.kind is Kind.NEIGHBOURHOOD]
    several = len({place.commune for place in areas}) > 1
    options = options_near(areas, memory.language, with_commune=several)
    return tuple(sorted(options, key=lambda option: menus.in_a_list(plain(option.name))))


def options_near(wanted: Sequence[Place], language: str, *, with_commune: bool = False) -> tuple[Option, ...]:
    """Places to choose from, each with its nearest sites; a neighbourhood's commune is said where it matters."""
    sites = list(catalogue.sites().values())
    options = []
    for place in wanted:
        name = place.name.replace(" (", ", ").replace(")", "") if with_commune else place.name
        nearest = "-".join(str(site.pk) for site, _away in near([place], sites))
        options.append(Option(nearest, french(name_aloud(name), language)))
    return tuple(options)


# -- Days and times ----------------------------------------------------------------------------------
def _times(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    topic = topic_of(memory)
    if topic is None:
        return ()
    start = datetime.fromisoformat(memory.after) + _MINUTE if memory.after else None
    for sites in _nearest_first(memory):
        found = islice(_free(memory, topic, turn, start=start, sites=sites, apart=len(sites) != 1), _TOLD)
        if options := tuple(_in_words(found, one_site=len(sites) == 1, language=memory.language)):
            return options
    return ()


def _nearest_first(memory: Memory) -> list[tuple[int, ...]]:
    return [memory.sites[:_NEAREST], memory.sites] if len(memory.sites) > _NEAREST else [memory.sites]


def _free(
    memory: Memory,
    topic: Topic,
    turn: Turn,
    *,
    start: datetime | None,
    sites: Sequence[int],
    apart: bool = False,
) -> Iterator[search.Choice]:
    """Free times from then on, the one that is to be moved left out; `apart`: as they are worth reading out."""
    zones = {pk: site.timezone for pk, site in catalogue.sites().items()}
    takes, avoided = Apart(zones) if apart else None, _avoided(memory)

    def wanted(at: int, site: int) -> bool:
        return site in zones and (site, at) != avoided and (takes is None or takes(at, site))

    return search.one_by_one(
        topic,
        now=turn.now,
        start=start,
        site_ids=list(sites) or None,
        preference=_asked_for(memory),
        wanted=wanted,
    )


def _avoided(memory: Memory) -> tuple[int, int] | None:
    """The site and the time (whole seconds since 1970) of the appointment that is moved."""
    if not (memory.avoid and memory.moving):
        return None
    site, _at, instant = memory.avoid.partition("@")
    return int(site), int(datetime.fromisoformat(instant).timestamp())


def _asked_for(memory: Memory) -> search.Preference | None:
    """Who was asked for when the appointment that is moved was booked."""
    moved = Appointment.objects.filter(pk=memory.appointment) if memory.moving else None
    wish = moved.values_list("wish", flat=True).first() if moved is not None else None
    return wish_of(wish) if wish else None


def _stamp(choice: search.Choice) -> str:
    return f"{choice.site_id}@{choice.starts_at.astimezone(UTC).isoformat()}"


def _zone(choice: search.Choice) -> ZoneInfo:
    return ZoneInfo(catalogue.sites()[choice.site_id].timezone)


def _in_words(found: Iterable[search.Choice], *, one_site: bool, language: str) -> Iterator[Option]:
    """Each time as it is said after the one before: the same day and the same place need not be named twice."""
    day, site = None, 0
    for choice in found:
        local = choice.starts_at.astimezone(_zone(choice))
        when = spoken.after(day, local, language)
        where = spoken.same_place(language) if site == choice.site_id else _named(choice, language)
        yield Option(_stamp(choice), when if one_site else f"{when}, {where}")
        day, site = local.date(), choice.site_id


def _named(choice: search.Choice, language: str) -> str:
    return site_name(catalogue.sites()[choice.site_id], language)


def _days(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    """The next three days with a free time, after the day of `last`; each stands for the minute before it begins."""
    topic, last = topic_of(memory), memory.last
    days: list[Option] = []
    if topic is None or not last:
        return ()
    while len(days) < _TOLD:
        first = _first_after(memory, topic, turn, last)
        if first is None:
            break
        local = first.starts_at.astimezone(_zone(first))
        last = (local.replace(hour=0, minute=0) - _MINUTE).astimezone(UTC).isoformat()
        days.append(Option(last, spoken.day(local, memory.language)))
        last = local.isoformat()
    return tuple(days)


def _first_after(memory: Memory, topic: Topic, turn: Turn, last: str) -> search.Choice | None:
    """The first free time of a later local day than that of `last`; a minute before midnight is the day that begins."""
    zone = ZoneInfo(_zone_name(memory))
    day = (datetime.fromisoformat(last) + _MINUTE).astimezone(zone).replace(hour=0, minute=0)
    start = (day + timedelta(days=1)).astimezone(UTC)
    for sites in _nearest_first(memory):
        found = next(_free(memory, topic, turn, start=start, sites=sites), None)
        if found is not None:
            return found
    return None


def _zone_name(memory: Memory) -> str:
    known = catalogue.sites()
    zones = [known[pk].timezone for pk in memory.sites if pk in known] or [
        site.timezone for site in known.values()
    ]
    return zones[0] if zones else "Europe/Paris"
