"""Who rings, as a provider tells it, and whether the line and a site answer now."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mediation import holidays
from mediation.context import territory_holidays
from mediation.hours import NotUnderstood, is_open
from mediation.models import Closure, Site, Territory
from mediation.phone import Line, NotAPhone, read_phone
from notifications.voice.states import Caller

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


def transfer_number(site: Site, ring: Ring, *, own: str, now: datetime) -> str:
    """The site's telephone (E.164) if somebody answers there now, else empty.

    Never a premium number, and never this line itself (`own`): it would ring at its own door.
    """
    try:
        open_now = _is_open(site.hours, site.timezone, site.holidays, now)
        phone = read_phone(site.phone)
    except (NotUnderstood, NotAPhone):
        return ""
    if Closure.objects.filter(site=site, starts_at__lte=now, ends_at__gt=now).exists():
        return ""
    ours = {own, ring.called, ring.phone}
    return phone.e164 if open_now and phone.line in _MAY_BE_CALLED and phone.e164 not in ours else ""


def _is_open(hours: str, zone: str, subdivision: str, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return is_open(hours, local, holiday=holidays.is_one(local.date(), subdivision))
