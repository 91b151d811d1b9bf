"""A mediator who is away in the demo: some people have chosen another time, some think it over, some are to be called."""

from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.demo.write import Cast
from bookings.interruptions.questions import stored
from bookings.models import Appointment, Interrupted, Interruption, JournalEntry
from bookings.times.instead import times_instead
from bookings.times.search import Choice
from mediation.models import Absence

_DESK = "central@demo.example"
_AT_LEAST, _MOST = 5, 9
_FROM, _UNTIL = timedelta(days=2), timedelta(days=10)
_Result, _Why = Interrupted.Result, Interrupted.Why
# What became of each, in turn; whoever comes after these waits.
_RESULTS = (
    (_Result.MOVED, _Why.NOTHING),
    (_Result.ASKED, _Why.NOTHING),
    (_Result.TO_CALL, _Why.NO_ANSWER),
    (_Result.MOVED, _Why.NOTHING),
    (_Result.TO_CALL, _Why.NONE_SUITS),
)


def somebody_away(cast: Cast, *, now: datetime) -> None:
    """The first busy day of somebody in the days to come."""
    found = _busy_day(now)
    if not found:
        return
    first, made_at = found[0], now - timedelta(hours=20)
    day = first.starts_at.astimezone(ZoneInfo(first.site.timezone)).date()
    absence = Absence.objects.create(mediator=first.mediator, first_day=day, starts=time.min, ends=time.min)
    away = Interruption.objects.create(
        kind=Interruption.Kind.AWAY,
        organisation=first.mediator.organisation,
        mediator=first.mediator,
        first_day=day,
        last_day=day,
        status=Interruption.Status.DONE,
        leaves_at=made_at,
        made={"absences": [absence.pk], "closures": []},
        made_at=made_at,
        made_by=cast.ground.users[_DESK],
        ended_at=made_at,
        idempotency_key="demo-absence",
    )
    away.sites.set({each.site for each in found})
    for number, each in enumerate(found):
        result, why = _RESULTS[number] if number < len(_RESULTS) else (_Result.ASKED, _Why.NOTHING)
        _ask(away, each, result, why, place=number, now=now)


def _busy_day(now: datetime) -> list[Appointment]:
    ahead = Appointment.objects.filter(
        status=Appointment.Status.BOOKED, starts_at__gt=now + _FROM, starts_at__lt=now + _UNTIL
    ).select_related("mediator__organisation", "site", "topic", "contact")
    rows = list(ahead.order_by("starts_at", "pk"))
    days = Counter((each.mediator_id, each.starts_at.date()) for each in rows)
    busy = next((key for key, count in days.items() if _AT_LEAST <= count <= _MOST), None)
    return [each for each in rows if (each.mediator_id, each.starts_at.date()) == busy]


def _ask(
    away: Interruption, appointment: Appointment, result: str, why: str, *, place: int, now: datetime
) -> None:
    found = times_instead(appointment, not_before=now + timedelta(days=1), now=now, place=place)
    row = Interrupted(
        interruption=away,
        appointment=appointment,
        remedy=Interrupted.Remedy.OFFER,
        result=result if found else _Result.TO_CALL,
        why=why if found else _Why.NO_TIMES,
        version=appointment.version + 1,
        was_at=appointment.starts_at,
        from_mediator_id=appointment.mediator_id,
        times=stored(found),
        asked_at=away.made_at,
        deadline=now + timedelta(hours=4),
    )
    commitment, appointment.commitment = appointment.commitment, None
    appointment.version += 1
    if row.result == _Result.MOVED:
        row.settled_at = now - timedelta(hours=1)
        appointment.commitment = commitment
        _move(appointment, found[0])
    else:
        appointment.status = Appointment.Status.CANCELLED
        appointment.called_off_at = away.made_at
        appointment.called_off_reason = str(away.get_reason_display())
    appointment.save()
    if appointment.commitment is None and commitment is not None:
        commitment.delete()
    row.save()
    kinds = JournalEntry.Kind
    _note(kinds.CANCELLED_BY_US, appointment, away.made_at)
    if row.result == _Result.MOVED:
        _note(kinds.MOVED, appointment, row.settled_at or now)


def _move(appointment: Appointment, choice: Choice) -> None:
    commitment = appointment.commitment
    appointment.site_id, appointment.mediator_id = choice.site_id, choice.mediator_ids[0]
    appointment.starts_at, appointment.ends_at = choice.starts_at, choice.ends_at
    if commitment is not None:
        commitment.site_id, commitment.mediator_id = choice.site_id, choice.mediator_ids[0]
        commitment.starts_at, commitment.frees_at = choice.starts_at, choice.ends_at
        commitment.ends_at = choice.ends_at + timedelta(minutes=appointment.topic.buffer_min)
        commitment.save()


def _note(kind: JournalEntry.Kind, appointment: Appointment, at: datetime) -> None:
    JournalEntry.objects.create(
        at=at,
        kind=kind,
        appointment=appointment,
        organisation_id=appointment.organisation_id,
        channel="desk" if kind == JournalEntry.Kind.CANCELLED_BY_US else "sms",
        version=appointment.version,
        origin=JournalEntry.Origin.DEMO,
        told_at=at,
    )
