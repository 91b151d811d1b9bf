"""Who agreed to it is reminded of what they have to do: a question put to what is due, as with appointments."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from bookings.actions.add_step import leave_to_team
from bookings.following.reached import Reached, reached
from bookings.models import Contact, NextStep, Participation
from mediation.models import Territory
from notifications.channels import available
from notifications.channels.routes import route_to
from notifications.models import ChannelName, Message
from notifications.moments.next_steps import Moment, reminder
from notifications.outbox import write as outbox
from notifications.outbox.write import Saying
from notifications.reminding.steps_by_letter import AHEAD, by_letter
from notifications.texts.kinds import Kind

_WRITTEN_BY = (ChannelName.SMS, ChannelName.EMAIL)
"""No voice rings for it: whom nothing written reaches is called by somebody of the team."""


def remind_of_steps(*, now: datetime) -> int:
    """Writes every such reminder that is due and of use; the number written. Who cannot be written to is left to the team."""
    territory = Territory.current()
    steps = list(_not_reminded(now))
    ways = reached({step.resident_id for step in steps}) if steps else {}
    sayings = []
    for step in steps:
        zone, way = _zone(step, territory), ways.get(step.resident_id)
        moment = reminder(step.due_on, noted_at=step.made_at, zone=zone) if step.due_on else None
        if way is not None and (letter := by_letter(step, way, zone=zone, now=now)) is not None:
            sayings.append(letter)
        elif moment is None or not moment.send_after <= now < moment.expires_at:
            continue
        elif (saying := _saying(step, moment, way)) is not None:
            sayings.append(saying)
        else:
            leave_to_team(step.pk, now=now)
    return outbox.put(sayings, now=now, territory=territory) if sayings else 0


def _not_reminded(now: datetime) -> "QuerySet[NextStep]":
    """What is due today or tomorrow (on any clock here) and nobody was reminded of, of people who are told things; for who
    has ever had a postal address, what is due as far ahead as a letter takes.
    """
    written = Message.objects.filter(step=OuterRef("pk"), rule=Cast(OuterRef("due_on"), CharField()))
    by_post = Participation.objects.filter(
        resident=OuterRef("resident"), appointment__contact__kind=Contact.Kind.LETTER
    )
    today = now.date()
    open_ones = NextStep.objects.filter(
        ~Exists(written),
        remind=True,
        to_tell=False,
        done_at=None,
        due_on__gte=today - timedelta(days=1),
        due_on__lte=today + AHEAD,
        resident__discreet=False,
    ).filter(Q(due_on__lte=today + timedelta(days=2)) | Q(Exists(by_post)))
    return open_ones.select_related("resident", "appointment__site").order_by("due_on", "pk")


def _zone(step: NextStep, territory: Territory) -> ZoneInfo:
    return ZoneInfo(step.appointment.site.timezone if step.appointment else territory.timezone)


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
