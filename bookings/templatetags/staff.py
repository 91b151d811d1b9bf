"""Times and words as staff read them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mediation.phone import is_mainland

register = template.Library()


@register.filter
def clock(moment: datetime | None, zone: str = "") -> str:
    """14:30 on the clocks of `zone` (an IANA name; the service's own without one)."""
    return _wall(moment, zone).strftime("%H:%M") if moment else ""


@register.filter
def day(moment: datetime | date | None, zone: str = "") -> str:
    """lundi 30 novembre, mardi 1er décembre; the year too when it is another one."""
    if moment is None:
        return ""
    at = _wall(moment, zone).date() if isinstance(moment, datetime) else moment
    form = "l j F" if at.year == timezone.localdate().year else "l j F Y"
    words = date_format(at, form)
    first_in_french = at.day == 1 and (get_language() or "fr").startswith("fr")
    return words.replace(" 1 ", " 1er ", 1) if first_in_french else words


@register.filter
def short_day(moment: datetime | date, zone: str = "") -> str:
    """lun 30 nov; Mon 30 Nov."""
    at = _wall(moment, zone).date() if isinstance(moment, datetime) else moment
    return date_format(at, "D j b" if (get_language() or "fr").startswith("fr") else "D j M")


@register.filter
def when(moment: datetime | None, zone: str = "") -> str:
    """lundi 30 novembre à 14:30."""
    if moment is None:
        return ""
    return _("%(day)s à %(time)s") % {"day": day(moment, zone), "time": clock(moment, zone)}


@register.filter
def near(moment: datetime | None, zone: str = "") -> str:
    """hier à 14:30, aujourd’hui, demain; lun 30 nov à 14:30 when it is further away."""
    if moment is None:
        return ""
    away = (_wall(moment, zone).date() - _wall(timezone.now(), zone).date()).days
    close = {-1: _("hier"), 0: _("aujourd’hui"), 1: _("demain")}
    words = close.get(away) or short_day(moment, zone)
    return _("%(day)s à %(time)s") % {"day": words, "time": clock(moment, zone)}


@register.filter
def of(found: Mapping[int, object], key: int) -> object:
    """What a mapping holds under a key; nothing when it holds nothing."""
    return found.get(key, "")


@register.filter
def sms_price(number: str) -> Decimal:
    """What an SMS part to this number costs, in euros."""
    price = Decimal(str(settings.SMS_PRICE if is_mainland(number) else settings.SMS_PRICE_ABROAD))
    return max(price, price.quantize(Decimal("0.01")), key=lambda each: len(str(each)))


@register.filter
def duration(minutes: int) -> str:
    """45 min, 1 h, 1 h 30."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return _("%(hours)s h") % {"hours": hours} + (f" {rest:02d}" if rest else "")


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """For how long somebody has been waiting: 5 min, 3 h, 2 jours."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes < 48 * 60:
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(days)s jours") % {"days": minutes // (24 * 60)}


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(moment)
