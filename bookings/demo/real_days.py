"""Days as they are in the demo: a session that runs over, people who missed twice."""

from datetime import datetime, timedelta

from bookings.demo.residents import LANDLINES
from bookings.demo.write import Cast
from bookings.models import (
    Appointment,
    CallTry,
    HomeVisit,
    InterpreterBooking,
    MissedTwice,
    Participation,
)
from bookings.people.preparation import asked
from bookings.times.delays import Session, delays

_DESK = "central@demo.example"
_ANSWERS = ("", "", "", "transport", "forgot", "", "health", "transport", "fear", "other")
_RUNS_OVER_MIN = 15


def real_days(cast: Cast, *, now: datetime) -> None:
    """What days bring, as seen from `now`: at night nobody is late."""
    _runs_over(now)
    _missed_twice(cast, now)
    _interpreters(now)
    _calls_in_vain(now)
    _at_home(cast, now)


def _runs_over(now: datetime) -> None:
    """The first session under way that somebody waits for behind."""
    under_way = Appointment.objects.filter(status="arrived", starts_at__lte=now, ends_at__gt=now)
    for each in under_way.order_by("ends_at")[:50]:
        today = Appointment.objects.filter(mediator=each.mediator_id, status__in=Appointment.STANDING)
        rows = list(today.between(each.starts_at, each.starts_at + timedelta(hours=10)).order_by("starts_at"))
        each.over_min = _RUNS_OVER_MIN
        late = delays(
            Session(row.pk, row.starts_at, row.ends_at, _RUNS_OVER_MIN if row.pk == each.pk else 0)
            for row in rows
        )
        if any(late.values()):
            each.save(update_fields=["over_min"])
            for row in rows:
                Appointment.objects.filter(pk=row.pk).update(delay_min=late[row.pk])
            return


def _missed_twice(cast: Cast, now: datetime) -> None:
    missed = Participation.objects.filter(appointment__status="no_show", appointment__starts_at__lt=now)
    rows = missed.order_by("-appointment__starts_at").values_list(
        "resident", "appointment", "appointment__ends_at"
    )
    seen: dict[int, tuple[int, datetime]] = {}
    twice: list[MissedTwice] = []
    for resident, appointment, ended_at in rows:
        if resident in seen and len(twice) < len(_ANSWERS):
            last, raised_at = seen[resident]
            answer = _ANSWERS[len(twice)]
            twice.append(
                MissedTwice(
                    appointment_id=last,
                    resident_id=resident,
                    raised_at=raised_at,
                    answer=answer,
                    answered_at=min(now, raised_at + timedelta(hours=20)) if answer else None,
                    answered_by=cast.ground.users[_DESK] if answer else None,
                )
            )
            del seen[resident]
        else:
            seen.setdefault(resident, (appointment, ended_at))
    MissedTwice.objects.bulk_create(twice, ignore_conflicts=True)


def _interpreters(now: datetime) -> None:
    """Whoever asked for one: the soonest are booked, one cannot be found, the others are to do."""
    ahead = Appointment.objects.filter(status="booked", starts_at__gt=now).order_by("starts_at")
    wanted = [each for each in ahead.only("pk", "preparation") if asked(each.preparation)[1]]
    for number, each in enumerate(wanted):
        state = {0: "booked", 1: "not_found", 3: "booked"}.get(number, "to_book")
        Appointment.objects.filter(pk=each.pk).update(interpreter=state)
        if state == "booked":
            InterpreterBooking.objects.create(
                appointment=each,
                who="Interprètes Fictifs 35",
                phone=LANDLINES.format(9_950),
                reference=f"DEMO-{100 + number}",
                changed_at=now,
            )


def _calls_in_vain(now: datetime) -> None:
    """Today's next appointment by telephone was called twice already; where there is none, one on site becomes one."""
    today = Appointment.objects.filter(status="booked", contact__kind__in=("mobile", "landline"))
    each = today.filter(starts_at__lte=now, starts_at__gt=now - timedelta(hours=2)).first()
    if each is not None:
        Appointment.objects.filter(pk=each.pk).update(mode=Appointment.Mode.PHONE)
        for number, result in ((1, "no_answer"), (2, "busy")):
            at = min(now, each.starts_at + timedelta(minutes=5 * number))
            CallTry.objects.create(appointment=each, number=number, at=at, result=result)


def _at_home(cast: Cast, now: datetime) -> None:
    """Two visits at home in the days to come, where the topic is given so."""
    offered = [topic.pk for topic in cast.ground.topics if Appointment.Mode.HOME in topic.modes]
    ahead = Appointment.objects.filter(topic__in=offered, status="booked", mode="on_site", starts_at__gt=now)
    for number, each in enumerate(ahead.order_by("starts_at")[:2], start=1):
        Appointment.objects.filter(pk=each.pk).update(mode=Appointment.Mode.HOME)
        HomeVisit.objects.create(
            appointment=each, address=f"{number} rue de l’Exemple, 2e étage, 35000 Rennes"
        )
