"""Who agreed to it is reminded of what they have to do: a question put to what is due, as with appointments."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from bookings.actions.add_step import leave_to_team
from bookings.following.reached import Reached, reached
from bookings.models import NextStep
from mediation.models import Territory
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName, Message
from notifications.moments.next_steps import Moment, reminder
from notifications.outbox import write as outbox
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind

_WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL)
"""Nobody's telephone rings for it, and no stamp is stuck on it: the team says it when they next speak."""


def remind_of_steps(*, now: datetime) -> int:
    """Writes every such reminder that is due and of use; the number written. Who cannot be written to is left to the team."""
    territory = Territory.current()
    due = list(_due(list(_not_reminded(now)), territory, now))
    if not due:
        return 0
    ways = reached({step.resident_id for step, _moment in due})
    sayings = []
    for step, moment in due:
        saying = _saying(step, moment, ways.get(step.resident_id))
        if saying is None:
            leave_to_team(step.pk, now=now)
        else:
            sayings.append(saying)
    return outbox.put(sayings, now=now, territory=territory) if sayings else 0


def _not_reminded(now: datetime) -> "QuerySet[NextStep]":
    """What is due today or tomorrow (on any clock here) and nobody was reminded of, of people who are told things."""
    written = Message.objects.filter(step=OuterRef("pk"), rule=Cast(OuterRef("due_on"), CharField()))
    today = now.date()
    open_ones = NextStep.objects.filter(
        ~Exists(written),
        remind=True,
        to_tell=False,
        done_at=None,
        due_on__gte=today - timedelta(days=1),
        due_on__lte=today + timedelta(days=2),
        resident__discreet=False,
    )
    return open_ones.select_related("resident", "appointment__site").order_by("due_on", "pk")


def _due(steps: Sequence[NextStep], territory: Territory, now: datetime) -> Iterator[tuple[NextStep, Moment]]:
    for step in steps:
        zone = ZoneInfo(step.appointment.site.timezone if step.appointment else territory.timezone)
        moment = reminder(step.due_on, noted_at=step.made_at, zone=zone) if step.due_on else None
        if moment is not None and moment.send_after <= now < moment.expires_at:
            yield step, moment


def _saying(step: NextStep, moment: Moment, way: Reached | None) -> Saying | None:
    if way is None or step.due_on is None:
        return None
    route = route_to(way.contact, available())
    if route.channel not in _WRITTEN_BY:
        return None
    return Saying(
        kind=Kind.NEXT_STEP,
        rule=step.due_on.isoformat(),
        route=replace(route, contact_id=way.contact.pk),
        send_after=moment.send_after,
        expires_at=moment.expires_at,
        step=step,
        in_words=way.own,
    )
