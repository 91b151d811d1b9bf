"""The sweep of the waiting list: what is over ends, and free times are offered to who waits for them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from bookings.actions import referred_waiting
from bookings.actions.offer import ask, can_still_be_had, withdraw
from bookings.models import Appointment, WaitingEntry, WaitingOffer
from bookings.records import unmet
from bookings.records.transactions import short_transaction
from bookings.times import search
from bookings.times.wishes import wish_of
from bookings.waiting import queue
from bookings.waiting.queue import Free, Rules, Waiting
from mediation.models import Site, Topic

_OPEN = WaitingOffer.Status.OPEN
_A_MOMENT = timedelta(minutes=1)


def rules_for(topic: Topic) -> Rules:
    """How this territory asks (settings), with the topic's own notice."""
    return Rules(
        at_once=settings.WAITING_ASKED_AT_ONCE,
        answer_within=timedelta(minutes=settings.WAITING_ANSWER_MINUTES),
        notice=timedelta(minutes=max(topic.notice_min, settings.WAITING_NOTICE_MINUTES)),
        head_start=timedelta(days=settings.WAITING_PRIORITY_DAYS),
    )


def offer_times(*, now: datetime) -> int:
    """Ends what is over, tells who was asked about a time that is gone, and asks the next; how many were asked."""
    end_what_is_over(now=now)
    _withdraw_gone(now)
    waiting = WaitingEntry.objects.waiting(now)
    asked = 0
    for topic in Topic.objects.filter(pk__in=waiting.order_by().values("topic"), active=True):
        asked += _ask_about(topic, waiting.filter(topic=topic), now)
    return asked


@short_transaction
def end_what_is_over(*, now: datetime) -> None:
    """Offers nobody has answered in time; waits whose time is over, or whose appointment no longer stands."""
    late = WaitingOffer.objects.filter(status=_OPEN, deadline__lte=now)
    late.update(status=WaitingOffer.Status.EXPIRED)
    still = WaitingEntry.objects.filter(status=WaitingEntry.Status.WAITING)
    # An appointment that has been moved since.
    start = Appointment.objects.filter(pk=OuterRef("appointment")).values("starts_at")
    moved = still.filter(appointment__isnull=False).exclude(until=F("appointment__starts_at"))
    moved.update(until=Subquery(start))
    called_off = Q(appointment__isnull=False) & ~Q(appointment__status=Appointment.Status.BOOKED)
    over = list(
        still.filter(Q(until__lte=now) | called_off | Q(resident__discreet=True)).values_list("pk", flat=True)
    )
    WaitingOffer.objects.filter(status=_OPEN, entry__in=over).update(status=WaitingOffer.Status.EXPIRED)
    in_vain = still.filter(pk__in=over, appointment=None).values_list("topic", "organisation")
    for topic, organisation in in_vain:
        unmet.wait_ended(WaitingEntry.Status.OVER, topic_id=topic, organisation_id=organisation, now=now)
    still.filter(pk__in=over).update(status=WaitingEntry.Status.OVER, ended_at=now)
    referred_waiting.over(over, now=now)


def _withdraw_gone(now: datetime) -> None:
    standing = WaitingOffer.objects.filter(status=_OPEN).select_related(
        "entry__topic", "entry__appointment", "site"
    )
    for offer in standing:
        if not can_still_be_had(offer, now=now):
            withdraw(offer.pk, now=now)


def _ask_about(topic: Topic, entries: "QuerySet[WaitingEntry]", now: datetime) -> int:
    waiting = _waiting(entries, now)
    free = _free(topic, waiting, now)
    waiting = _with_who_is_asked_for(topic, entries, waiting, free, now)
    chosen = queue.offers(free, waiting, rules=rules_for(topic), now=now)
    return sum(ask(each, now=now) is not None for each in chosen)


def _waiting(entries: "QuerySet[WaitingEntry]", now: datetime) -> list[Waiting]:
    """The list as the rules read it; whoever is being asked about a time already is not on it."""
    rows = entries.exclude(offers__status=_OPEN).select_related("appointment")
    rows = rows.prefetch_related("sites__neighbourhood", "offers")
    asked_on = _asked_on([row.resident_id for row in rows])
    return [
        Waiting(
            entry=row.pk,
            person=row.resident_id,
            since=row.joined_at,
            sites=frozenset(site.pk for site in row.sites.all()),
            weekdays=frozenset(row.weekdays),
            parts=frozenset(row.parts),
            before=row.appointment.starts_at if row.appointment else None,
            priority=_in_priority_neighbourhood(row.sites.all()),
            asked_on=asked_on.get(row.resident_id),
            known=frozenset((offer.site_id, offer.starts_at) for offer in row.offers.all()),
        )
        for row in rows
    ]


def _in_priority_neighbourhood(sites: Iterable[Site]) -> bool:
    return any(site.neighbourhood is not None and site.neighbourhood.priority for site in sites)


def _asked_on(people: Sequence[int]) -> dict[int, date]:
    """The last day on which each person was asked about any time, whatever the topic, on the clocks of its site."""
    rows = WaitingOffer.objects.filter(entry__resident__in=people).values_list(
        "entry__resident", "offered_at", "site__timezone"
    )
    found: dict[int, date] = {}
    for person, at, zone in rows:
        day = at.astimezone(ZoneInfo(zone)).date()
        found[person] = max(day, found.get(person, day))
    return found


def _free(topic: Topic, waiting: Sequence[Waiting], now: datetime) -> list[Free]:
    """The topic's free times that somebody may wait for. Five queries, whatever the list."""
    if not waiting:
        return []
    anywhere = any(not each.sites for each in waiting)
    sites = None if anywhere else sorted({pk for each in waiting for pk in each.sites})
    horizon = now + timedelta(days=topic.horizon_days)
    end = max((each.before or horizon for each in waiting), default=horizon)
    found = search.times(topic, start=now, end=end, now=now, site_ids=sites)
    zones = {site.pk: ZoneInfo(site.timezone) for site in Site.objects.open_to_residents()}
    asked = _being_asked(topic)
    return [
        Free(
            choice.site_id,
            choice.starts_at,
            zones[choice.site_id],
            asked.get((choice.site_id, choice.starts_at), 0),
        )
        for choice in found
        if choice.site_id in zones
    ]


def _with_who_is_asked_for(
    topic: Topic, entries: "QuerySet[WaitingEntry]", waiting: list[Waiting], free: list[Free], now: datetime
) -> list[Waiting]:
    """Whoever waits for a woman, a language or a sign language is asked about their times only. One search a wish."""
    wishes = {pk: wish_of(wish) for pk, wish in entries.exclude(wish={}).order_by().values_list("pk", "wish")}
    if not wishes or not free:
        return waiting
    sites, end = sorted({each.site for each in free}), max(each.starts_at for each in free)
    fitting: dict[search.Preference, frozenset[tuple[int, datetime]]] = {
        wish: frozenset(
            (choice.site_id, choice.starts_at)
            for choice in search.times(
                topic, start=now, end=end + _A_MOMENT, now=now, site_ids=sites, preference=wish
            )
        )
        for wish in set(wishes.values())
    }
    return [
        replace(each, only=fitting[wishes[each.entry]]) if each.entry in wishes else each for each in waiting
    ]


def _being_asked(topic: Topic) -> dict[tuple[int, datetime], int]:
    rows = WaitingOffer.objects.filter(entry__topic=topic, status=_OPEN)
    counted = rows.values_list("site", "starts_at").annotate(n=Count("pk"))
    return {(site, starts_at): n for site, starts_at, n in counted}
