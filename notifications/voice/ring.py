"""Who rings, as a provider tells it, and whether the line and a site answer now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mediation import holidays
from mediation.context import territory_holidays
from mediation.hours import NotUnderstood, is_open
from mediation.models import Closure, Site, Territory
from mediation.phone import Line, NotAPhone, read_phone
from notifications.voice.states import Caller

_OF_A_TELEPHONE = ("phone", "national", "corrected", "timezone", "postcode", "commune__insee_code")
_MAY_BE_CALLED = {Line.MOBILE: Caller.MOBILE, Line.LANDLINE: Caller.LANDLINE}


@dataclass(frozen=True)
class Ring:
    """One call: the provider's id, the caller's number (E.164, empty when withheld) and the number called."""

    sid: str
    phone: str
    caller: Caller
    called: str = ""


def ring_of(sid: str, caller: str, called: str) -> Ring:
    """What a webhook says. Numbers that may not be called back (premium, none at all) count as withheld."""
    try:
        phone = read_phone(caller) if caller.startswith("+") else None
    except NotAPhone:
        phone = None
    kind = _MAY_BE_CALLED.get(phone.line) if phone else None
    if phone is None or kind is None:
        return Ring(sid, "", Caller.WITHHELD, called)
    return Ring(sid, phone.e164, kind, called)


def line_is_open(territory: Territory, *, now: datetime) -> bool:
    """Whether the line's own hours let callers in; without hours (or with unreadable ones) it never closes."""
    if not territory.line_hours:
        return True
    try:
        return _is_open(territory.line_hours, territory.timezone, territory_holidays(), now)
    except NotUnderstood:
        return True


def line_opens_at(territory: Territory, *, now: datetime) -> datetime | None:
    """When the line's own hours let callers in again, to the quarter of an hour (UTC); None if not within two weeks."""
    quarter = timedelta(minutes=15)
    at = datetime.fromtimestamp((now.timestamp() // 900 + 1) * 900, UTC)
    return next(
        (
            when
            for when in (at + quarter * step for step in range(14 * 96))
            if line_is_open(territory, now=when)
        ),
        None,
    )


def transfer_number(site_ids: Sequence[int], ring: Ring, *, own: str, now: datetime) -> str:
    """The telephone (E.164) of the first of these sites where somebody answers now, else empty. Two queries.

    Never a premium number, and never this line itself (`own`): it would ring at its own door.
    """
    sites = Site.objects.filter(pk__in=site_ids).select_related("commune").only(*_OF_A_TELEPHONE)
    telephones = {site.pk: (site.phone, site.hours, site.timezone, site.holidays) for site in sites}
    shut = Closure.objects.filter(site__in=site_ids, starts_at__lte=now, ends_at__gt=now)
    closed, ours = set(shut.values_list("site_id", flat=True)), {own, ring.called, ring.phone}
    open_ones = (pk for pk in site_ids if pk in telephones and pk not in closed)
    numbers = (_answers_now(*telephones[pk], now=now) for pk in open_ones)
    return next((number for number in numbers if number and number not in ours), "")


def _answers_now(phone: str, hours: str, zone: str, subdivision: str, *, now: datetime) -> str:
    try:
        open_now, number = _is_open(hours, zone, subdivision, now), read_phone(phone)
    except (NotUnderstood, NotAPhone):
        return ""
    return number.e164 if open_now and number.line in _MAY_BE_CALLED else ""


def _is_open(hours: str, zone: str, subdivision: str, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return is_open(hours, local, holiday=holidays.is_one(local.date(), subdivision))
