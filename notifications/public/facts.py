"""The facts of the public page: twelve months that are over, small numbers hidden as in the open data."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, Sum

from bookings.models import Figure
from bookings.open_data.suppression import LEAST
from bookings.statistics.indicators import waits
from bookings.statistics.periods import Grain, next_month
from bookings.statistics.raw import midnight
from bookings.surveys.counted import voice_between
from bookings.surveys.satisfaction import Satisfaction, satisfaction
from mediation.gazetteer.words import words_of
from mediation.models import Commune
from notifications.models import ChannelName, Message, State

_TAKEN = (State.SENT, State.DELIVERED, State.FAILED)
_MONTHS = 12


@dataclass(frozen=True)
class Months:
    """The twelve months before the one that `today` is in: their first days."""

    first: date
    last: date

    @classmethod
    def before(cls, today: date) -> "Months":
        last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        return cls(next_month(last).replace(year=next_month(last).year - 1), last)


@dataclass(frozen=True)
class Wait:
    """Of a commune: half of people waited so many days or less; None where too few came to say it."""

    commune: str
    median: int | None


@dataclass(frozen=True)
class PublicFigures:
    """What everybody may know. `by_phone` in percent; None where too little happened."""

    months: Months
    waits: list[Wait]
    median: int | None
    sessions: int | None
    by_phone: float | None
    said: Satisfaction | None
    sms_parts: int
    sms_euros: Decimal

    @property
    def has_secrets(self) -> bool:
        """Whether so few came to a commune that nothing is said of it."""
        return any(each.median is None for each in self.waits)

    @property
    def cents_a_session(self) -> int | None:
        """What SMS cost for each person received."""
        return round(100 * self.sms_euros / self.sessions) if self.sessions else None


def public_figures(today: date) -> PublicFigures:
    """The facts, six queries."""
    months = Months.before(today)
    counted = _counted(months)
    territory = counted.get("t", {})
    sessions = sum(territory.get("sessions", {}).values())
    channels: Mapping[str, int] = territory.get("channel", {})
    received = sum(channels.values())
    said = satisfaction(voice_between(None, months.first, months.last))
    parts, euros = _sms(months)
    return PublicFigures(
        months=months,
        # None at all until somebody has counted: that too few came would be untrue.
        waits=_waits(counted) if counted else [],
        median=_median(territory.get("wait", {})),
        sessions=sessions if sessions >= LEAST else None,
        by_phone=100 * channels.get("phone", 0) / received if received >= LEAST else None,
        said=said if said.answers >= LEAST else None,
        sms_parts=parts,
        sms_euros=euros,
    )


def _counted(months: Months) -> Mapping[str, Mapping[str, Counter[str]]]:
    """Waits, sessions and channels of the territory and its communes; one query."""
    rows = Figure.objects.filter(grain=Grain.MONTH, start__gte=months.first, start__lte=months.last)
    rows = rows.filter(Q(scope="t") | Q(scope__startswith="c")).exclude(scope__contains="/")
    sums: dict[str, dict[str, Counter[str]]] = {}
    for scope, counts in rows.values_list("scope", "counts"):
        of_scope = sums.setdefault(scope, {})
        for indicator in ("wait", "sessions", "channel"):
            of_scope.setdefault(indicator, Counter()).update(counts.get(indicator, {}))
    return sums


def _waits(counted: Mapping[str, Mapping[str, Counter[str]]]) -> list[Wait]:
    """Every commune of the territory, by name: those where nobody came stand there too."""
    communes = Commune.objects.filter(sites__isnull=False).distinct().values_list("insee_code", "name")
    return [
        Wait(name, _median(counted.get(f"c{code}", {}).get("wait", {})))
        for code, name in sorted(communes, key=lambda one: words_of(one[1]))
    ]


def _median(histogram: Mapping[str, int]) -> int | None:
    found = waits(histogram)
    return found.median if found.of >= LEAST else None


def _sms(months: Months) -> tuple[int, Decimal]:
    """Parts that a provider took, and what they cost at the prices of the settings."""
    start, end = midnight(months.first), midnight(next_month(months.last))
    taken = Message.objects.filter(
        channel=ChannelName.SMS, state__in=_TAKEN, send_after__gte=start, send_after__lt=end
    ).exclude(provider_id="")
    sums = taken.aggregate(all=Sum("parts"), abroad=Sum("parts", filter=Q(abroad=True)))
    parts, abroad = sums["all"] or 0, sums["abroad"] or 0
    euros = Decimal(str(settings.SMS_PRICE)) * (parts - abroad)
    euros += Decimal(str(settings.SMS_PRICE_ABROAD)) * abroad
    return parts, euros.quantize(Decimal("0.01"))
