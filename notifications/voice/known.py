"""What the script is told: facts for what it says, and the options it reads out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.models import Appointment, WaitingOffer
from bookings.public import catalogue
from bookings.public.wording import one_each
from bookings.times import search
from bookings.times.wishes import wish_of
from mediation.context import current_territory
from mediation.directory.names import spoken_name
from mediation.gazetteer.listed import places
from mediation.gazetteer.near import near
from mediation.gazetteer.places import Kind, Place
from mediation.models import Site, Topic
from mediation.phone import read_phone
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName
from notifications.texts.places import elsewhere
from notifications.voice import menus, spoken
from notifications.voice.memory import Facts, Memory, Option, Own
from notifications.voice.ring import Ring
from notifications.voice.states import LISTS, State
from notifications.voice.words import SPOKEN_IN

NEAR = timedelta(hours=1)
"""From so long before its start an appointment is one somebody may be late for."""
_TOLD = frozenset({State.OWN, State.BOOKED, State.SETTLED, State.CALLED_OFF, State.MACHINE})
_NEAREST = 3
_ENOUGH = 12
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Turn:
    """What one request of a call stands on."""

    ring: Ring
    now: datetime


def facts_for(memory: Memory, turn: Turn) -> Facts:
    """What there is to be said in this state; at most one query."""
    territory = current_territory()
    own = _appointment(memory) if memory.state in _TOLD else None
    sites = catalogue.sites()
    usual = sites.get(memory.usual)
    one_site = sites.get(memory.sites[0]) if len(memory.sites) == 1 else None
    return Facts(
        service=spoken_name(territory.service_name),
        caller=turn.ring.caller,
        languages=SPOKEN_IN,
        own=own_in_words(own, memory.language, now=turn.now) if own else None,
        usual=site_name(usual) if usual else "",
        wanted=_wanted(memory),
        place=site_name(one_site) if one_site else "",
        hours=str(territory.phone_hours.get(memory.language, "")),
        phone=_phone(memory, turn),
        offered=_offered(memory) if memory.state is State.OFFERED else "",
        reachable=bool(memory.phone or turn.ring.phone),
        service_phone=spoken.phone(territory.phone, memory.language) if memory.called else "",
        texted=own is not None and route_to(own.contact, available()).channel == ChannelName.SMS,
    )


def site_name(site: Site) -> str:
    """A site's name as it is said."""
    return site.spoken_name or spoken_name(site.name)


def topic_of(memory: Memory) -> Topic | None:
    """The topic chosen, if it is still on offer."""
    texts = catalogue.topics(memory.language)
    offered = next((text.topic for text in texts if text.topic.pk == memory.topic), None)
    # Whoever moves an appointment keeps its topic, on offer or not.
    return offered or (Topic.objects.filter(pk=memory.topic).first() if memory.moving else None)


def wanted(memory: Memory) -> tuple[Site | None, datetime]:
    """The site and the time (UTC) chosen; a site that has closed meanwhile is None."""
    site_id, _at, instant = memory.wanted.partition("@")
    return catalogue.sites().get(int(site_id)), datetime.fromisoformat(instant).astimezone(UTC)


def _appointment(memory: Memory) -> Appointment | None:
    rows = Appointment.objects.select_related("site__commune", "contact")
    return rows.filter(pk=memory.appointment).first()


def own_in_words(appointment: Appointment, language: str, *, now: datetime) -> Own:
    """An appointment as it is said in that language. It comes with site and commune."""
    site = appointment.site
    zone = ZoneInfo(site.timezone)
    away = elsewhere(appointment.mode, language)
    return Own(
        when=spoken.moment(appointment.starts_at, zone, language),
        site=away or site_name(site),
        address="" if away else spoken.address(site.address, site.commune.name if site.commune else ""),
        number=spoken.digits(appointment.number, language),
        topic=appointment.topic_id,
        site_id=appointment.site_id,
        starts_at=appointment.starts_at.astimezone(UTC).isoformat(),
        near=appointment.starts_at - NEAR <= now,
        begun=appointment.starts_at <= now,
        may_be_sooner=appointment.starts_at.astimezone(zone).date() > now.astimezone(zone).date(),
    )


def _phone(memory: Memory, turn: Turn) -> str:
    """The number somebody will be called back at: their own, or the one they typed."""
    if memory.state is not State.NOTED:
        return ""
    typed = read_phone(memory.phone).e164 if memory.phone else turn.ring.phone
    return spoken.phone(typed, memory.language)


def _offered(memory: Memory) -> str:
    offer = WaitingOffer.objects.select_related("site", "entry__topic", "entry__appointment").get(
        pk=memory.offer
    )
    when = spoken.moment(offer.starts_at, ZoneInfo(offer.site.timezone), memory.language)
    return f"{when}, {elsewhere(offer.entry.mode, memory.language) or site_name(offer.site)}"


def _wanted(memory: Memory) -> str:
    if not memory.wanted or memory.state is not State.CHECK:
        return ""
    site, at = wanted(memory)
    if site is None:
        return ""
    place = _elsewhere(memory) or site_name(site)
    return f"{spoken.moment(at, ZoneInfo(site.timezone), memory.language)}, {place}"


def _elsewhere(memory: Memory) -> str:
    """How one meets about the topic, when that is not at the site."""
    topic = topic_of(memory)
    return elsewhere(topic.usual_way, memory.language) if topic else ""


def with_options(memory: Memory, turn: Turn) -> Memory:
    """The memory with what this question reads out, if it reads out anything and has not done so yet."""
    if memory.state not in LISTS or memory.options:
        return memory
    if memory.state is State.TIMES:
        options = _times(memory, turn)
        return memory.but(options=options) if options else memory.but(state=State.NO_TIMES)
    listed = {State.TOPIC: _topics, State.USUAL: _usual_sites, State.AREA: _areas}[memory.state](memory)
    return memory.but(options=listed)


def _topics(memory: Memory) -> tuple[Option, ...]:
    texts = catalogue.topics(memory.language)
    unknown = {text.topic.pk for text in texts if text.topic.pictogram == _UNKNOWN}
    return menus.unknown_early(
        [
            Option(str(text.topic.pk), "" if text.topic.pk in unknown else spoken.begins_small(text.name))
            for text in texts
        ]
    )


def _usual_sites(memory: Memory) -> tuple[Option, ...]:
    sites = list(catalogue.sites().values())
    named = sorted(
        (site_name(site), site.pk) for site in sites if site.usual or not any(s.usual for s in sites)
    )
    return tuple(Option(str(pk), name) for name, pk in named)


def _areas(memory: Memory) -> tuple[Option, ...]:
    """The neighbourhoods, in the order people look for them; each stands for the sites nearest to it."""
    areas = [place for place in places() if place.kind is Kind.NEIGHBOURHOOD]
    options = options_near(areas, with_commune=len({place.commune for place in areas}) > 1)
    return tuple(sorted(options, key=lambda option: menus.in_a_list(option.name)))


def options_near(wanted: Sequence[Place], *, with_commune: bool = False) -> tuple[Option, ...]:
    """Places to choose from, each with its nearest sites; a neighbourhood's commune is said where it matters."""
    sites = list(catalogue.sites().values())
    options = []
    for place in wanted:
        name = place.name.replace(" (", ", ").replace(")", "") if with_commune else place.name
        nearest = "-".join(str(site.pk) for site, _away in near([place], sites))
        options.append(Option(nearest, spoken_name(name)))
    return tuple(options)


def _times(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    topic = topic_of(memory)
    if topic is None:
        return ()
    wanted_who = _asked_for(memory)
    near = [memory.sites[:_NEAREST], memory.sites] if len(memory.sites) > _NEAREST else [memory.sites]
    for sites in near:
        start = datetime.fromisoformat(memory.after) + timedelta(minutes=1) if memory.after else None
        found = search.soonest(
            topic,
            now=turn.now,
            enough=_ENOUGH,
            start=start,
            site_ids=list(sites) or None,
            preference=wanted_who,
        )
        other = [choice for choice in found if not memory.moving or _stamp(choice) != memory.avoid]
        if options := _said(other, one_site=len(sites) == 1, language=memory.language):
            return options
    return ()


def _asked_for(memory: Memory) -> search.Preference | None:
    """Who was asked for when the appointment that is moved was booked."""
    moved = Appointment.objects.filter(pk=memory.appointment) if memory.moving else None
    wish = moved.values_list("wish", flat=True).first() if moved is not None else None
    return wish_of(wish) if wish else None


def _stamp(choice: search.Choice) -> str:
    return f"{choice.site_id}@{choice.starts_at.astimezone(UTC).isoformat()}"


def _said(found: Sequence[search.Choice], *, one_site: bool, language: str) -> tuple[Option, ...]:
    """Three times: the first ones of one site, or of several the first of each half-day."""
    sites = catalogue.sites()
    zones = {pk: site.timezone for pk, site in sites.items()}
    known = [choice for choice in found if choice.site_id in sites]
    chosen = (known if one_site else one_each(known, zones=zones))[: menus.MOST - 1]
    return tuple(
        Option(
            _stamp(choice),
            spoken.moment(choice.starts_at, ZoneInfo(zones[choice.site_id]), language)
            + ("" if one_site else f", {site_name(sites[choice.site_id])}"),
        )
        for choice in chosen
    )
