"""A sheet with its facts, in one language: what was done, what to remember, what to do, the next time, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, QuerySet

from bookings.following.links import own_person, token_of_sheet, who_comes_alone
from bookings.following.usual import in_language
from bookings.models import Appointment, NextStep, Outcome, Resident, TakeHome
from mediation.models import Territory
from mediation.phone import shown
from mediation.qr import Square, square
from notifications.outbox.about_appointment import facts_about
from notifications.take_home.themes import theme_in
from notifications.take_home.words import BY_MACHINE, WORDS, Words
from notifications.texts import dates, neighbours
from notifications.texts import write as texts
from notifications.texts.write import Facts

_THEMES_SHOWN, _STEPS_SHOWN = 3, 4


@dataclass(frozen=True)
class Sheet:
    """One side of A5. `steps`: (words, until when, whether by us); `next_time` has no place where there is none ahead."""

    language: str
    direction: str
    words: Words
    service: str
    on: str
    themes: Sequence[str]
    done: str
    remember: str
    steps: Sequence[tuple[str, str, bool]]
    next_when: str
    next_time: Facts | None
    phone: str
    by_machine: bool
    square: Square | None = None


def language_of(preferred: str) -> str:
    """The language of the sheet for somebody who reads `preferred`."""
    return preferred if preferred in WORDS else texts.language_of(preferred)


def sheet_of(
    appointment: Appointment,
    typed: TakeHome | None,
    *,
    language: str,
    visible: QuerySet[Appointment],
    now: datetime,
) -> Sheet:
    """The sheet of a session; what is to be done and comes next is of now, not of the day it was printed.

    `visible`: the appointments that whoever looks at it may see.
    """
    territory, words, written = Territory.current(), WORDS[language], texts.language_of(language)
    person = who_comes_alone(appointment)
    coming = _coming(appointment, visible, now=now)
    day = dates.day(appointment.starts_at, ZoneInfo(appointment.site.timezone), written)
    facts = _facts(coming, language, territory) if coming is not None else None
    link = f"{settings.PUBLIC_URL}/r/{token_of_sheet(appointment.pk)}"
    return Sheet(
        language=written,
        direction="rtl" if written == "ar" else "ltr",
        words=words,
        service=territory.service_name,
        on=words.on.format(day=day),
        themes=_themes(appointment, language),
        done=typed.done if typed else "",
        remember=typed.remember if typed else "",
        steps=_steps(person, appointment, language, words) if person is not None else (),
        next_when=dates.long(coming.starts_at, facts.zone, written) if coming and facts else "",
        next_time=facts,
        phone=neighbours.readable(shown(territory.phone), written) if territory.phone else "",
        by_machine=language in BY_MACHINE,
        square=square(link) if typed is not None and own_person(appointment) is not None else None,
    )


def _themes(appointment: Appointment, language: str) -> list[str]:
    codes = Outcome.objects.filter(appointment=appointment).values_list("themes", flat=True).first() or []
    return [said for code in codes[:_THEMES_SHOWN] if (said := theme_in(code, language))]


def _steps(
    person: Resident, appointment: Appointment, language: str, words: Words
) -> list[tuple[str, str, bool]]:
    """What the organisation of this session has agreed with them, the most urgent first."""
    rows = NextStep.objects.filter(
        resident=person, organisation=appointment.organisation_id, done_at=None
    ).order_by(F("due_on").asc(nulls_last=True), "pk")
    written = texts.language_of(language)

    def when(step: NextStep) -> str:
        if step.who == NextStep.Who.MEDIATOR:
            return words.by_us
        return words.before.format(day=dates.of_day(step.due_on, written)) if step.due_on else ""

    return [
        (in_language(step.words, language), when(step), step.who == NextStep.Who.MEDIATOR)
        for step in rows[:_STEPS_SHOWN]
    ]


def _coming(appointment: Appointment, visible: QuerySet[Appointment], *, now: datetime) -> Appointment | None:
    """The next appointment of everybody who came to this one."""
    ahead = visible.filter(status__in=Appointment.STANDING, ends_at__gt=now).exclude(pk=appointment.pk)
    for person in appointment.participants.all():
        ahead = ahead.filter(participants=person)
    return ahead.select_related("site__commune").order_by("starts_at").first()


def _facts(coming: Appointment, language: str, territory: Territory) -> Facts:
    return facts_about(coming, language, {}, service=territory.service_name, phone="", link="")
