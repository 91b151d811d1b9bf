"""Drop-ins as residents read them: the hours in words, who is called, how long one waits. Numbers only, never a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.dropin.estimate import Usual, Wait, wait_of
from bookings.dropin.hours import Held, held_on, now_held, running, today_at
from bookings.dropin.line import lined_up
from bookings.dropin.measured import usual_at
from bookings.dropin.states import WITH_SOMEBODY, State
from bookings.models import DropInDay, Turn
from mediation.models import Opening, Site
from mediation.remembered import remembered
from mediation.templatetags.page import day_name, on_wall, weekday

_AHEAD_DAYS = 14
_LAST_CALLED = 4


@remembered
def hours_in_words(language: str) -> Mapping[int, Sequence[str]]:
    """By site, when one may come without appointment: « mardi, de 14 h 00 à 17 h 00 ». One query for all sites."""
    found: dict[int, list[str]] = {}
    for opening in running(day=timezone.localdate()).order_by("first_day__iso_week_day", "opens", "pk"):
        said = found.setdefault(opening.site_id, [])
        if (words := _in_words(opening)) not in said:
            said.append(words)
    return found


def _in_words(opening: Opening) -> str:
    day = day_name(opening.first_day)
    if not opening.repeat_weeks:
        day = weekday(opening.first_day)
    elif opening.nth_week:
        day = f"{day} ({opening.get_nth_week_display()})"
    elif opening.repeat_weeks > 1:
        day = _("%(day)s (une semaine sur %(n)s)") % {"day": day, "n": opening.repeat_weeks}
    hours = {"day": day, "opens": on_wall(opening.opens), "closes": on_wall(opening.closes)}
    return _("%(day)s, de %(opens)s à %(closes)s") % hours


@dataclass(frozen=True)
class Called:
    """A number called, where to, and how it is read aloud."""

    number: int
    initial: str
    desk: str
    calls: int

    @property
    def said(self) -> str:
        """The sentence that the screen may speak."""
        if self.desk:
            return _("Numéro %(number)s, %(desk)s.") % {"number": self.number, "desk": self.desk}
        return _("Numéro %(number)s.") % {"number": self.number}


@dataclass(frozen=True)
class Shown:
    """A drop-in at one moment. `wait`: of somebody who comes now; `line`: of each number that waits; None: nobody knows."""

    site: Site
    under_way: bool
    closed: bool
    today: Sequence[Held]
    later: Sequence[Held]
    called: Sequence[Called]
    waiting: int
    wait: Wait | None
    line: Sequence[tuple[int, Wait | None]]
    too_late: bool


def shown_at(site: Site, now: datetime) -> Shown:
    """What the public page and the screen of a site show. Eight queries at most."""
    day = today_at(site, now)
    held = held_on([site], day, days=_AHEAD_DAYS)
    today = [each for each in held if today_at(site, each.starts_at) == day and each.ends_at > now]
    row = DropInDay.objects.filter(site=site, day=day).first()
    turns = list(row.turns.select_related("appointment")) if row else []
    waiting = lined_up([turn for turn in turns if turn.state == State.WAITING], now=now)
    running_now = now_held(held, now)
    estimate = _Estimate(
        turns,
        mediators=len({pk for each in running_now for pk in each.mediator_ids} | _busy(turns)),
        usual=usual_at(site.pk, day, now=now) if running_now else None,
        now=now,
    )
    wait = estimate.of(len(waiting))
    ends_at = max((each.ends_at for each in running_now), default=now)
    return Shown(
        site=site,
        under_way=bool(running_now),
        closed=bool(row and row.closed_at),
        today=today,
        later=[each for each in held if today_at(site, each.starts_at) > day],
        called=_last_called(turns),
        waiting=len(waiting),
        wait=wait,
        line=[(turn.number, estimate.of(place)) for place, turn in enumerate(waiting)],
        too_late=wait is not None and now + timedelta(minutes=wait.high_min) > ends_at,
    )


class _Estimate:
    """The queue as it stands, for whoever asks how long they wait."""

    def __init__(self, turns: Sequence[Turn], *, mediators: int, usual: Usual | None, now: datetime) -> None:
        at_desks = [turn for turn in turns if turn.state in WITH_SOMEBODY and turn.called_at is not None]
        self.under_way = [now - turn.called_at for turn in at_desks if turn.called_at is not None]
        self.mediators, self.usual = mediators, usual

    def of(self, ahead: int) -> Wait | None:
        """Of the one who has so many before them."""
        return wait_of(ahead, under_way=self.under_way, mediators=self.mediators, usual=self.usual)


def _busy(turns: Sequence[Turn]) -> set[int]:
    return {
        turn.mediator_id for turn in turns if turn.state in WITH_SOMEBODY and turn.mediator_id is not None
    }


def _last_called(turns: Sequence[Turn]) -> list[Called]:
    """Those called last, who are still expected or being helped, or were a moment ago."""
    known = [turn for turn in turns if turn.called_at is not None and turn.state != State.WAITING]
    known.sort(key=lambda turn: turn.called_at or turn.joined_at, reverse=True)
    return [Called(turn.number, turn.initial, turn.desk, turn.calls) for turn in known[:_LAST_CALLED]]
