"""The demo's drop-in: every week on this weekday at Léa's place, under way right now, with some sessions behind it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings.demo.write import Cast
from bookings.dropin.states import State
from bookings.models import DropInDay, Turn, TurnPeriod
from mediation.models import Mediator, Opening, Site, Topic

_WEEKS_BEHIND = 3
_LONG = 4
# Minutes of service of one session, in order: what estimates rest on.
_SERVICES = (12, 25, 18, 9, 31, 15, 22, 40)
# Today: minutes ago, name, where they stand.
_TODAY: tuple[tuple[int, str, State], ...] = (
    (58, "Odile", State.DONE),
    (55, "", State.DONE),
    (49, "Marcel", State.SERVING),
    (41, "", State.PARKED),
    (33, "Sofia", State.WAITING),
    (24, "", State.WAITING),
    (17, "Kofi", State.WAITING),
    (9, "", State.WAITING),
    (2, "Lucette", State.WAITING),
)


def drop_in(cast: Cast, *, now: datetime, today: date) -> None:
    """Hours, sessions of the last weeks, and who is there at this moment."""
    lea, *others = cast.ground.mediators
    site = lea.openings.order_by("pk")[0].site
    with_her = next(each for each in others if each.organisation_id == lea.organisation_id)
    opens, closes = _hours(now, site)
    for mediator in (lea, with_her):
        Opening.objects.create(
            mediator=mediator,
            site=site,
            first_day=today - timedelta(weeks=_WEEKS_BEHIND),
            opens=opens,
            closes=closes,
            on_holidays=True,
            reception=Opening.Reception.DROP_IN,
        )
    for week in range(1, _WEEKS_BEHIND + 1):
        _session(site, today - timedelta(weeks=week), now - timedelta(weeks=week), lea)
    _under_way(site, today, now, with_her, cast.ground.topics)


def _hours(now: datetime, site: Site) -> tuple[time, time]:
    """Whole hours around now, on the clocks of the site."""
    first = min(max(now.astimezone(ZoneInfo(site.timezone)).hour - 1, 0), 24 - _LONG)
    return time(first), time((first + _LONG) % 24)


def _session(site: Site, day: date, now: datetime, mediator: Mediator) -> None:
    queue = DropInDay.objects.create(site=site, day=day, last_number=len(_SERVICES), closed_at=now)
    at = now - timedelta(minutes=sum(_SERVICES))
    for number, minutes in enumerate(_SERVICES, 1):
        turn = _turn(queue, number, at - timedelta(minutes=10), State.DONE, mediator)
        ends_at = at + timedelta(minutes=minutes)
        _stood(turn, (State.WAITING, turn.joined_at), (State.SERVING, at), (State.DONE, ends_at))
        at = ends_at


def _under_way(site: Site, day: date, now: datetime, mediator: Mediator, topics: list[Topic]) -> None:
    queue = DropInDay.objects.create(site=site, day=day, last_number=len(_TODAY))
    for number, (minutes, name, state) in enumerate(_TODAY, 1):
        came_at = now - timedelta(minutes=minutes)
        called = None if state is State.WAITING else came_at + timedelta(minutes=5)
        turn = _turn(queue, number, came_at, state, mediator if called else None, called_at=called)
        turn.name, turn.topic = name, topics[number % len(topics)] if name else None
        turn.save()
        stood = [(State.WAITING, came_at)]
        if called:
            stood += [(State.CALLED, called), (State.SERVING, called + timedelta(minutes=1))]
            stood += [(state, called + timedelta(minutes=15))] if state is not State.SERVING else []
        _stood(turn, *stood)


def _turn(
    queue: DropInDay,
    number: int,
    at: datetime,
    state: State,
    mediator: Mediator | None,
    *,
    called_at: datetime | None = None,
) -> Turn:
    return Turn.objects.create(
        day=queue,
        number=number,
        state=state.value,
        joined_at=at,
        placed_at=at,
        mediator=mediator,
        called_at=called_at,
        calls=1 if called_at else 0,
        desk="bureau 2" if called_at else "",
        idempotency_key=f"demo-permanence-{queue.day}-{number}",
    )


def _stood(turn: Turn, *stood: tuple[State, datetime]) -> None:
    """The periods; the last one goes on."""
    ends = [at for _state, at in stood[1:]]
    TurnPeriod.objects.bulk_create(
        TurnPeriod(
            turn=turn,
            state=state.value,
            began_at=at,
            ended_at=ends[place] if place < len(ends) else None,
            mediator_id=turn.mediator_id,
        )
        for place, (state, at) in enumerate(stood)
    )
