"""The day before a workshop's date whoever comes is reminded: a question put to the dates ahead, as with appointments."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from bookings.models import Contact, JournalEntry, Registration, WorkshopDate
from mediation.models import Territory
from notifications.channels import available
from notifications.models import Message, State
from notifications.moments.reminders import ReminderRule, reminders
from notifications.moments.timing import LAST_USE
from notifications.outbox import write as outbox
from notifications.outbox.about_registration import registrations
from notifications.outbox.workshops import may_be_told, saying_about
from notifications.outbox.write import Saying
from notifications.reminding.workshops_by_letter import AHEAD, by_letter, reminders_by_letter
from notifications.texts.kinds import Kind

THE_DAY_BEFORE = ReminderRule("eve", days_before=1, at=time(10, 0))
_AHEAD = timedelta(hours=48)
_Fact = JournalEntry.Kind
_TOLD_BY = (_Fact.WORKSHOP_JOINED, _Fact.WORKSHOP_CHANGED, _Fact.WORKSHOP_DATE_ADDED)
_GONE = (State.CANCELLED, State.REPLACED)


def remind_of_workshops(*, now: datetime) -> int:
    """Writes every such reminder that is due and still useful; the number written. Few queries, whatever the seats."""
    pairs = _not_reminded(now)
    known = registrations({registration for registration, _date in pairs})
    told = _told_at(known)
    letters = [pair for pair in _with_rows(pairs, known) if by_letter(pair[0])]
    sayings = [
        *_sayings(pairs, known, told, now),
        *reminders_by_letter(iter(letters), told, now=now),
    ]
    return outbox.put(sayings, now=now, territory=Territory.current()) if sayings else 0


def _not_reminded(now: datetime) -> set[tuple[int, int]]:
    """(registration, date) of the seats of the next two days that nobody was reminded of; one date is one reminder."""
    through = Registration.dates.through.objects
    live = JournalEntry.objects.filter(
        registration=OuterRef("registration"), kind__in=_TOLD_BY, origin=JournalEntry.Origin.LIVE
    )
    soon = through.filter(
        Exists(live),
        registration__state=Registration.State.REGISTERED,
        workshopdate__cancelled_at__isnull=True,
        workshopdate__starts_at__gt=now + LAST_USE,
        workshopdate__starts_at__lt=now + AHEAD,
    ).filter(Q(workshopdate__starts_at__lt=now + _AHEAD) | Q(registration__contact__kind=Contact.Kind.LETTER))
    pairs = set(soon.values_list("registration_id", "workshopdate_id"))
    written = Message.objects.filter(
        kind=Kind.WORKSHOP_REMINDER, registration__in={registration for registration, _date in pairs}
    ).exclude(state__in=_GONE)
    reminded = {(pk, int(rule)) for pk, rule in written.values_list("registration_id", "rule") if pk}
    return pairs - reminded


def _with_rows(
    pairs: set[tuple[int, int]], known: dict[int, Registration]
) -> Iterator[tuple[Registration, WorkshopDate]]:
    for pk, date_pk in sorted(pairs):
        yield known[pk], next(date for date in known[pk].dates.all() if date.pk == date_pk)


def _told_at(known: dict[int, Registration]) -> dict[int, datetime]:
    """When each was last told of their dates."""
    facts = JournalEntry.objects.filter(registration__in=known, kind__in=_TOLD_BY).order_by("at")
    return {pk: at for pk, at in facts.values_list("registration_id", "at") if pk}


def _sayings(
    pairs: set[tuple[int, int]], known: dict[int, Registration], told: dict[int, datetime], now: datetime
) -> Iterator[Saying]:
    channels = available()
    for registration, date in _with_rows(pairs, known):
        if by_letter(registration):
            continue
        zone = ZoneInfo(registration.workshop.site.timezone)
        due = reminders(
            starts_at=date.starts_at, told_at=told[registration.pk], zone=zone, rules=(THE_DAY_BEFORE,)
        )
        if not due or due[0].send_after > now or not may_be_told(Kind.WORKSHOP_REMINDER, registration):
            continue
        saying = saying_about(
            Kind.WORKSHOP_REMINDER,
            registration,
            [date],
            channels,
            at=due[0].send_after,
            rule=str(date.pk),
            now=now,
        )
        if saying is not None:
            yield saying
