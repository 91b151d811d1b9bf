"""What the script is told for what it says; `options.py` has what it reads out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.interruptions.notices import of_these_days
from bookings.models import Appointment, WaitingOffer
from bookings.public import catalogue
from mediation.context import current_territory
from mediation.directory.aloud import name_aloud
from mediation.models import Site, Territory, Topic
from mediation.models.stop import standing_at
from mediation.phone import read_phone
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName
from notifications.texts.places import elsewhere
from notifications.voice import rephrase, sent_by, spoken, workshops_told
from notifications.voice.memory import Facts, Memory, Own
from notifications.voice.phrases import Phrase
from notifications.voice.place_names import site_name
from notifications.voice.ring import Ring, line_is_open, line_opens_at
from notifications.voice.states import State
from notifications.voice.voices import french
from notifications.voice.words import SPOKEN_IN

NEAR = timedelta(hours=1)
"""From so long before its start an appointment is one somebody may be late for."""
_TOLD = frozenset(
    {State.INSTEAD, State.UNDO, State.OWN, State.BOOKED, State.SETTLED, State.CALLED_OFF, State.MACHINE}
)
_TELLS_HOURS = frozenset({State.CLOSED, State.NOTED})


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
        service=french(name_aloud(territory.service_name), memory.language),
        caller=turn.ring.caller,
        languages=SPOKEN_IN,
        own=_own(own, memory, turn.now) if own else None,
        referred=sent_by.in_words(memory) if memory.state is State.REFERRED else None,
        usual=site_name(usual, memory.language) if usual else "",
        wanted=_wanted(memory, turn.now),
        place=site_name(one_site, memory.language) if one_site and not _was_heard(memory) else "",
        hours=_hours(memory, territory, turn.now) if memory.state in _TELLS_HOURS else "",
        phone=_phone(memory, turn),
        offered=_offered(memory) if memory.state is State.OFFERED else "",
        workshop=workshops_told.told(memory, turn.now),
        seat=workshops_told.seat(memory, turn.now),
        drop_in=workshops_told.drop_in(memory, turn.now),
        reachable=bool(memory.phone or turn.ring.phone),
        service_phone=spoken.phone(territory.phone, memory.language) if memory.called else "",
        news=_news(memory, turn.now),
        workshops_ahead=_greets(memory) and workshops_told.any_ahead(turn.now),
        texted=own is not None and route_to(own.contact, available()).channel == ChannelName.SMS,
    )


def _greets(memory: Memory) -> bool:
    return memory.state is State.HOME and memory.notice == Phrase.WELCOME


def _news(memory: Memory, now: datetime) -> tuple[tuple[bool, str], ...]:
    """The places where nobody is received today, or somebody is missing; said once, with the greeting."""
    if not _greets(memory):
        return ()
    today = now.astimezone(ZoneInfo(current_territory().timezone)).date()
    told = [each for each in of_these_days(today) if each.first_day <= today]
    return tuple((each.closed, site_name(site, memory.language)) for each in told for site in each.sites)


def _was_heard(memory: Memory) -> bool:
    """Whether the one place chosen is the one that this call has just named: where their own appointment is."""
    return memory.sites == (memory.own_site,) and State.OWN in memory.path


def _hours(memory: Memory, territory: Territory, now: datetime) -> str:
    """When somebody answers: what staff wrote, unless the line keeps hours of its own and is closed by them."""
    opens_at = None if line_is_open(territory, now=now) else line_opens_at(territory, now=now)
    if opens_at is not None:
        return spoken.from_then_on(opens_at, ZoneInfo(territory.timezone), memory.language)
    return rephrase.hours(str(territory.phone_hours.get(memory.language, "")), memory.language)


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
    meant = {State.UNDO: memory.undo, State.INSTEAD: memory.instead}.get(memory.state, memory.appointment)
    return rows.filter(pk=meant).first()


def _own(appointment: Appointment, memory: Memory, now: datetime) -> Own:
    """In words. Whoever calls about it hears "today" or "tomorrow"; what we call for, or is written down, has its date."""
    own = own_in_words(appointment, memory.language, now=now)
    if own.begun or memory.called or memory.state is not State.OWN:
        return own
    at, zone = appointment.starts_at, ZoneInfo(appointment.site.timezone)
    return replace(own, when=spoken.from_today(at, zone, memory.language, now=now))


def own_in_words(appointment: Appointment, language: str, *, now: datetime) -> Own:
    """An appointment as it is said in that language. It comes with site and commune."""
    site = appointment.site
    zone = ZoneInfo(site.timezone)
    away = elsewhere(appointment.mode, language)
    return Own(
        when=spoken.moment(appointment.starts_at, zone, language),
        site=away or site_name(site, language),
        address="" if away else french(_address(standing_at(site, appointment.starts_at)), language),
        number=spoken.digits(appointment.number, language),
        topic=appointment.topic_id,
        site_id=appointment.site_id,
        starts_at=appointment.starts_at.astimezone(UTC).isoformat(),
        near=appointment.starts_at - NEAR <= now,
        begun=appointment.starts_at <= now,
        may_be_sooner=appointment.starts_at.astimezone(zone).date() > now.astimezone(zone).date(),
    )


def _address(site: Site) -> str:
    return spoken.address(site.address, site.commune.name if site.commune else "")


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
    return f"{when}, {elsewhere(offer.entry.mode, memory.language) or site_name(offer.site, memory.language)}"


def _wanted(memory: Memory, now: datetime) -> str:
    if not memory.wanted or memory.state is not State.CHECK:
        return ""
    site, at = wanted(memory)
    if site is None:
        return ""
    # Day and place were heard with the hour, which is no other option's; all is said in full once it is booked. Within
    # six days the weekday is enough.
    zone = ZoneInfo(site.timezone)
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    when, away = spoken.after(yesterday, at.astimezone(zone), memory.language), _elsewhere(memory)
    return f"{when}, {away}" if away else when


def _elsewhere(memory: Memory) -> str:
    """How one meets about the topic, when that is not at the site."""
    topic = topic_of(memory)
    return elsewhere(topic.usual_way, memory.language) if topic else ""
