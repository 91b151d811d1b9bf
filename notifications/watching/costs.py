"""What messages and calls cost, by organisation and month, and the ceiling an organisation sets itself.

Parts are what the provider counts (an SMS of two parts costs twice); minutes are those of calls to the line. Prices are
settings: SMS_PRICE, SMS_PRICE_ABROAD, CALL_PRICE. A ceiling warns at 80 %; what residents count on goes in any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from bookings.staff.asking import hours_of
from mediation.models import Organisation
from notifications.models import Call, Ceiling, ChannelName, Message, State

WARNS_AT = Decimal("0.8")
_TAKEN = (State.SENT, State.DELIVERED, State.FAILED)


@dataclass(frozen=True)
class Cost:
    """One organisation's month. Euros; `ceiling` is None where there is none. No organisation: calls to nobody."""

    organisation: Organisation | None
    messages: int
    parts: int
    calls: int
    minutes: int
    ceiling: Decimal | None
    # Of the parts, those to numbers beyond mainland France.
    parts_abroad: int = 0

    @property
    def euros(self) -> Decimal:
        """What it comes to."""
        sms = Decimal(str(settings.SMS_PRICE)) * (self.parts - self.parts_abroad)
        sms += Decimal(str(settings.SMS_PRICE_ABROAD)) * self.parts_abroad
        return (sms + Decimal(str(settings.CALL_PRICE)) * self.minutes).quantize(Decimal("0.01"))

    @property
    def near_ceiling(self) -> bool:
        """Whether the ceiling's warning is due."""
        return self.ceiling is not None and self.euros >= WARNS_AT * self.ceiling

    @property
    def over_ceiling(self) -> bool:
        """Whether the ceiling is reached."""
        return self.ceiling is not None and self.euros >= self.ceiling


def month_of(day: date) -> tuple[datetime, datetime]:
    """The month around a day, from midnight to midnight where the service is."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return hours_of(first, (following - first).days)


def costs(day: date, organisations: Mapping[int, Organisation], *, all_of_them: bool) -> list[Cost]:
    """The month around `day`, for each of these organisations by name, and what belongs to none if `all_of_them`.

    Three queries.
    """
    begins, ends = month_of(day)
    sent, on_the_line = _sent(begins, ends), called(begins, ends)
    ceilings = dict(Ceiling.objects.values_list("organisation_id", "euros"))
    by_name = sorted(organisations.values(), key=lambda each: each.name)
    wanted: list[Organisation | None] = [*by_name, None] if all_of_them else [*by_name]
    found = []
    for organisation in wanted:
        key = organisation.pk if organisation else None
        messages, parts, abroad = sent.get(key, (0, 0, 0))
        calls, minutes = on_the_line.get(key, (0, 0))
        if organisation or messages or calls:
            found.append(Cost(organisation, messages, parts, calls, minutes, ceilings.get(key or 0), abroad))
    return found


def _sent(begins: datetime, ends: datetime) -> dict[int | None, tuple[int, int, int]]:
    """(messages, parts, parts beyond mainland France) by organisation, of what a provider took."""
    taken = Message.objects.filter(
        channel=ChannelName.SMS, state__in=_TAKEN, send_after__gte=begins, send_after__lt=ends
    ).exclude(provider_id="")
    rows = (
        taken.order_by()
        .values_list("organisation_id")
        .annotate(Count("pk"), Sum("parts"), abroad=Sum("parts", filter=Q(abroad=True)))
    )
    return {organisation: (count, parts or 0, abroad or 0) for organisation, count, parts, abroad in rows}


def called(begins: datetime, ends: datetime) -> dict[int | None, tuple[int, int]]:
    """(calls, minutes begun, taken together) by the organisation of the appointment or else of the site."""
    calls = Call.objects.filter(started_at__gte=begins, started_at__lt=ends, ended_at__isnull=False)
    whose = Coalesce("appointment__organisation_id", "site__organisation_id")
    spent = Sum(F("ended_at") - F("started_at"))
    rows = calls.order_by().annotate(whose=whose).values_list("whose").annotate(Count("pk"), spent=spent)
    minute = timedelta(minutes=1)
    return {whose: (count, -(-(spent or timedelta()) // minute)) for whose, count, spent in rows}
