"""Workshops, one's registrations and the drop-ins of today, as the options of a call."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.dropin.hours import held_on, today_at
from bookings.models import Contact, Registration, Workshop, WorkshopDate
from bookings.people.contacts import value_index
from bookings.public import catalogue
from bookings.public.workshops import Shown, workshops_ahead
from mediation.gazetteer.distance import distance_km
from mediation.models import Site
from notifications.voice import spoken
from notifications.voice.known import Turn
from notifications.voice.memory import Memory, Option
from notifications.voice.place_names import site_name
from notifications.voice.states import State
from notifications.voice.together import FULL
from notifications.voice.workshops_told import ahead_of, topic_aloud


def options(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    """What this list reads out."""
    listed = {
        State.WORKSHOPS: _workshops,
        State.DATES: _dates,
        State.REGISTRATIONS: _registrations,
        State.DROP_INS: _drop_ins,
    }
    return listed[memory.state](memory, turn)


def _workshops(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    """Those with dates ahead: near to where they usually go first, where that is known; else the soonest."""
    shown = workshops_ahead(memory.language, now=turn.now)
    home = catalogue.sites().get(memory.usual)
    if home is not None:
        shown.sort(key=lambda each: (_away(home, each.workshop.site), each.dates[0].starts_at))
    return tuple(Option(str(each.workshop.pk), _said(each, memory, turn.now)) for each in shown)


def _away(home: Site, site: Site) -> float:
    """Whole kilometres; those on no map come last."""
    here, there = (home.latitude, home.longitude), (site.latitude, site.longitude)
    if home.pk == site.pk:
        return 0
    if None in (*here, *there):
        return 10_000
    return round(distance_km(here, there))  # type: ignore[arg-type]  # checked above


def _said(shown: Shown, memory: Memory, now: datetime) -> str:
    site, at = shown.workshop.site, shown.dates[0].starts_at
    when = spoken.from_today(at, ZoneInfo(site.timezone), memory.language, now=now)
    return f"{topic_aloud(shown.workshop, memory.language)}, {when}, {site_name(site, memory.language)}"


def _dates(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    workshop = Workshop.objects.select_related("site").filter(pk=memory.workshop).first()
    if workshop is None:
        return ()
    zone = ZoneInfo(workshop.site.timezone)
    ahead = WorkshopDate.objects.ahead(turn.now).filter(workshop=workshop)
    return tuple(
        Option(
            f"{date.pk}{'' if date.left > 0 else FULL}",
            _date_said(date, zone, memory.language),
        )
        for date in ahead
    )


def _date_said(date: WorkshopDate, zone: ZoneInfo, language: str) -> str:
    when = spoken.moment(date.starts_at, zone, language)
    return when if date.left > 0 else f"{when}, {spoken.on_the_list(language)}"


def _registrations(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    found = []
    for each in standing_at(turn.ring.phone, now=turn.now):
        site = each.workshop.site
        when = spoken.moment(ahead_of(each, turn.now)[0].starts_at, ZoneInfo(site.timezone), memory.language)
        found.append(Option(str(each.pk), f"{when}, {site_name(site, memory.language)}"))
    return tuple(found)


def standing_at(phone: str, *, now: datetime) -> list[Registration]:
    """The registrations of the one person behind a number; none where it may be somebody else's. Few queries."""
    if not phone:
        return []
    rows = Registration.objects.filter(
        contact__value_index=value_index(Contact.Kind.MOBILE, phone), state__in=Registration.STANDING
    )
    rows = rows.select_related("workshop__site", "contact").prefetch_related("people", "dates")
    found = [each for each in rows if ahead_of(each, now)]
    people = [each.people.all() for each in found]
    doubtful = any(
        who.discreet or who.no_recognition or who.erased_at is not None for those in people for who in those
    )
    whose = {frozenset(who.name_key for who in those) for those in people}
    if doubtful or len(whose) != 1 or any(each.contact.shared for each in found):
        return []
    return sorted(found, key=lambda each: ahead_of(each, now)[0].starts_at)


def _drop_ins(memory: Memory, turn: Turn) -> tuple[Option, ...]:
    """The places of today where somebody still receives, in the order of the alphabet."""
    sites = [site for site in catalogue.sites().values() if not site.remote]
    if not sites:
        return ()
    held = held_on(sites, today_at(sites[0], turn.now))
    there = {each.site_id for each in held if each.ends_at > turn.now}
    named = sorted((site_name(site, memory.language), site.pk) for site in sites if site.pk in there)
    return tuple(Option(str(pk), name) for name, pk in named)
