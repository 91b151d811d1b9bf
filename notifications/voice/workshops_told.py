"""What a call is told of a workshop, a registration, a drop-in, in words of its language."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.models import Registration, Workshop, WorkshopDate
from bookings.public import catalogue
from bookings.public.drop_in import shown_at
from bookings.public.workshops import workshops_ahead
from mediation.remembered import remember
from notifications.voice import rephrase, spoken
from notifications.voice.memory import DropIn, Memory, Seat, Together
from notifications.voice.place_names import site_name
from notifications.voice.states import State
from notifications.voice.voices import french


def topic_aloud(workshop: Workshop, language: str) -> str:
    """What it helps with, in the topic's spoken form; by the workshop's own title where the topic is on offer no more."""
    for text in catalogue.topics(language):
        if text.topic.pk == workshop.topic_id:
            said = text.spoken or rephrase.to_you(text.name, text.language or language)
            return french(said, language) if (text.language or language) != language else said
    titles = {text.language: text.title for text in workshop.texts.all()}
    return titles.get(language) or french(titles.get("fr", ""), language)


def ahead_of(registration: Registration, now: datetime) -> list[WorkshopDate]:
    """Its dates that are still to come, the next one first."""
    dates = [each for each in registration.dates.all() if each.cancelled_at is None and each.starts_at > now]
    return sorted(dates, key=lambda each: each.starts_at)


def told(memory: Memory, now: datetime) -> Together | None:
    """The workshop that is talked about; None once it has no date ahead."""
    if memory.state is not State.WORKSHOP:
        return None
    shown = next(
        (w for w in workshops_ahead(memory.language, now=now) if w.workshop.pk == memory.workshop), None
    )
    if shown is None:
        return None
    site, count = shown.workshop.site, len(shown.dates)
    return Together(
        topic=topic_aloud(shown.workshop, memory.language),
        when=spoken.from_today(shown.dates[0].starts_at, ZoneInfo(site.timezone), memory.language, now=now),
        site=site_name(site, memory.language),
        dates=count,
        number=spoken.number(min(count, 99), memory.language),
        # To all dates together, as "register" would.
        full=any(date.left < 1 for date in shown.dates),
        single=shown.workshop.single_dates,
    )


def seat(memory: Memory, now: datetime) -> Seat | None:
    """The registration that is talked about; None once it is over."""
    if memory.state is not State.REGISTRATION:
        return None
    rows = Registration.objects.filter(pk=memory.registration, state__in=Registration.STANDING)
    found = rows.select_related("workshop__site").prefetch_related("dates").first()
    if found is None or not (ahead := ahead_of(found, now)):
        return None
    site = found.workshop.site
    zone, language = ZoneInfo(site.timezone), memory.language
    return Seat(
        when=spoken.from_today(ahead[0].starts_at, zone, language, now=now),
        site=site_name(site, language),
        state=found.state,
        dates=len(ahead),
        number=spoken.number(min(len(ahead), 99), language),
        until=spoken.from_today(found.offer_until, zone, language, now=now) if found.offer_until else "",
    )


def any_ahead(now: datetime) -> bool:
    """Whether there is anything to hear behind the key; as it was some seconds ago."""
    return remember(("a workshop ahead",), lambda: WorkshopDate.objects.ahead(now).exists())


def drop_in(memory: Memory, now: datetime) -> DropIn | None:
    """The drop-in that is talked about, as its page shows it."""
    site = catalogue.sites().get(memory.drop_in) if memory.state is State.DROP_IN else None
    if site is None:
        return None
    shown, zone, language = shown_at(site, now), ZoneInfo(site.timezone), memory.language
    if not shown.today or shown.closed:
        return None
    spans: Sequence[tuple[datetime, datetime]] = [(each.starts_at, each.ends_at) for each in shown.today]
    return DropIn(
        site=site_name(site, language),
        hours=spoken.spans([(a.astimezone(zone), b.astimezone(zone)) for a, b in spans], language),
        under_way=shown.under_way,
        wait=spoken.minutes(shown.wait.low_min, shown.wait.high_min, language) if shown.wait else "",
        too_late=shown.too_late,
    )
