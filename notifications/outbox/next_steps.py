"""Whether what somebody is reminded of is still to be done, and they still want to hear of it."""

from collections.abc import Iterable

from bookings.models import NextStep
from notifications.models import Message
from notifications.texts.kinds import NEXT_STEPS


def standing_steps(messages: Iterable[Message]) -> set[int]:
    """The messages among these about something that is not done yet. One query at most."""
    about = {each.pk: (each.step_id, each.rule) for each in messages if each.kind in NEXT_STEPS}
    if not about:
        return set()
    still = NextStep.objects.filter(
        pk__in=[step for step, _day in about.values() if step],
        done_at=None,
        remind=True,
        resident__discreet=False,
        resident__erased_at=None,
    )
    # One whose number has asked for no more SMS is refused by the provider, and left to the team.
    ahead = {(pk, day.isoformat()) for pk, day in still.values_list("pk", "due_on") if day}
    return {pk for pk, step in about.items() if step in ahead}
