"""Workshops of the demo: six Thursdays partly full, one that is full with people waiting, one past with its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.demo.write import Cast
from bookings.models import (
    Attendance,
    Commitment,
    Registration,
    Workshop,
    WorkshopAnimation,
    WorkshopDate,
    WorkshopOutcome,
    WorkshopText,
)
from bookings.workshops.series import dates
from mediation.models import Mediator, Site

_THURSDAY, _TUESDAY = 3, 1
# After the openings end: nobody is promised elsewhere then.
_OPENS, _CLOSES = time(18, 30), time(20, 0)
_STATE = Registration.State


@dataclass(frozen=True)
class Planned:
    """A workshop as it is in the demo: what, at which site, on which dates, with how many."""

    texts: tuple[tuple[str, str, str, str], ...]
    site: int
    first_day: date
    times: int
    capacity: int
    level: str
    registered: int
    waiting: int = 0


def _texts(fr: tuple[str, str, str], en: tuple[str, str, str]) -> tuple[tuple[str, str, str, str], ...]:
    return (("fr", *fr), ("en", *en))


_EQUIPMENT = {"fr": "Un ordinateur par personne.", "en": "One computer each."}
_E_MAILS = _texts(
    (
        "Mes premiers courriels",
        "Six séances pour écrire, lire et ranger ses courriels. On va au rythme de chacun.",
        "Votre téléphone ou votre ordinateur, si vous en avez un",
    ),
    (
        "My first e-mails",
        "Six sessions to write, read and sort e-mails. We go at everybody’s pace.",
        "Your telephone or computer, if you have one",
    ),
)
_SCAMS = _texts(
    (
        "Reconnaître les arnaques",
        "Faux messages, faux sites, faux conseillers\u00a0: les repérer ensemble.",
        "",
    ),
    ("Spot the scams", "False messages, false sites, false advisers: spot them together.", ""),
)
_PHOTOS = _texts(
    ("Trier ses photos", "Retrouver, garder, supprimer\u00a0: faire de la place.", ""),
    ("Sort your photos", "Find, keep, delete: make room.", ""),
)


def _plan(today: date) -> list[Planned]:
    return [
        Planned(
            _E_MAILS,
            site=0,
            first_day=_next(today, _THURSDAY),
            times=6,
            capacity=8,
            level=Workshop.Level.BEGINNER,
            registered=4,
        ),
        Planned(
            _SCAMS,
            site=1,
            first_day=_next(today, _TUESDAY),
            times=1,
            capacity=4,
            level=Workshop.Level.ANYBODY,
            registered=3,
            waiting=3,
        ),
        Planned(
            _PHOTOS,
            site=0,
            first_day=_next(today, _THURSDAY) - timedelta(days=14),
            times=1,
            capacity=8,
            level=Workshop.Level.USED,
            registered=4,
        ),
    ]


def _next(today: date, weekday: int) -> date:
    """The first such day that is at least two days away."""
    soon = today + timedelta(days=2)
    return soon + timedelta(days=(weekday - soon.weekday()) % 7)


def workshops(cast: Cast, *, now: datetime) -> None:
    """Loads them; the first registration of each is of two people."""
    offset = 0
    for number, planned in enumerate(_plan(now.astimezone(ZoneInfo("Europe/Paris")).date())):
        site = cast.ground.sites[planned.site]
        workshop = _workshop(planned, site, cast, number, now)
        made = list(workshop.dates.all())
        _animate(made, site, cast.ground.mediators, now)
        for each in range(planned.registered + planned.waiting):
            waits = each >= planned.registered
            _registration(workshop, made, cast, offset, two=each == 0, waits=waits, now=now)
            offset += 2
        if made[-1].ends_at < now:
            _outcome(made[-1], now)


def _workshop(planned: Planned, site: Site, cast: Cast, number: int, now: datetime) -> Workshop:
    workshop = Workshop.objects.create(
        organisation_id=site.organisation_id,
        site=site,
        topic=cast.ground.topics[number % len(cast.ground.topics)],
        level=planned.level,
        capacity=planned.capacity,
        made_at=now - timedelta(days=30),
    )
    for language, title, description, bring in planned.texts:
        WorkshopText.objects.create(
            workshop=workshop,
            language=language,
            title=title,
            description=description,
            equipment=_EQUIPMENT[language],
            bring=bring,
        )
    spans = dates(planned.first_day, _OPENS, _CLOSES, zone=site.timezone, times=planned.times)
    for starts_at, ends_at in spans:
        workshop.dates.create(starts_at=starts_at, ends_at=ends_at, capacity=planned.capacity)
    return workshop


def _animate(made: Sequence[WorkshopDate], site: Site, mediators: Sequence[Mediator], now: datetime) -> None:
    """Two who are free on all the dates."""
    free = [
        each for each in mediators if each.organisation_id == site.organisation_id and not _busy(each, made)
    ]
    for date_ in made:
        for mediator in free[:2]:
            commitment = None
            if date_.starts_at > now:
                commitment = Commitment.objects.create(
                    mediator=mediator,
                    site=site,
                    starts_at=date_.starts_at,
                    ends_at=date_.ends_at,
                    frees_at=date_.ends_at,
                )
            WorkshopAnimation.objects.create(date=date_, mediator=mediator, commitment=commitment)


def _busy(mediator: Mediator, made: Sequence[WorkshopDate]) -> bool:
    taken = Commitment.objects.filter(mediator=mediator)
    return any(taken.overlapping(each.starts_at, each.ends_at).exists() for each in made)


def _registration(
    workshop: Workshop,
    made: Sequence[WorkshopDate],
    cast: Cast,
    position: int,
    *,
    two: bool,
    waits: bool,
    now: datetime,
) -> None:
    people = cast.residents[position : position + (2 if two else 1)]
    since = now - timedelta(days=20) + timedelta(hours=position)
    registration = Registration.objects.create(
        workshop=workshop,
        contact=cast.contacts[position],
        seats=len(people),
        state=_STATE.WAITING if waits else _STATE.REGISTERED,
        waiting_since=since if waits else None,
        language=people[0].language,
        channel="web" if position % 4 else "desk",
        token_hash=f"demo-atelier-{workshop.pk}-{position}",
        idempotency_key=f"demo-atelier-{workshop.pk}-{position}",
        made_at=since,
    )
    registration.people.set([person.pk for person in people])
    # Every third comes to half of the dates only.
    registration.dates.set(made[: max(1, len(made) // 2)] if position % 6 == 4 else made)
    if waits:
        return
    for date_ in registration.dates.all():
        date_.taken += len(people)
        date_.save(update_fields=["taken"])


def _outcome(date_: WorkshopDate, now: datetime) -> None:
    """All but one came, and one without registering."""
    expected = [person for each in date_.registrations.all() for person in each.people.all()]
    Attendance.objects.bulk_create(
        Attendance(date=date_, person=person, came=number > 0) for number, person in enumerate(expected)
    )
    date_.refresh_from_db()
    date_.walk_ins, date_.taken = 1, date_.taken + 1
    date_.save(update_fields=["walk_ins", "taken"])
    WorkshopOutcome.objects.create(
        date=date_,
        participants=len(expected),
        women=3,
        men=len(expected) - 3,
        ages={"soixante_soixante_neuf": 2, "soixante_dix_plus": 2},
        themes=["gere_ses_contenus_numeriques"],
        level="intermediaire",
        duration_min=90,
        recorded_at=now - timedelta(days=10),
    )
