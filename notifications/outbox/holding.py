"""What an organisation that has spent its ceiling of the month does without, as far as it costs something."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from notifications.models import Ceiling, ChannelName, Message
from notifications.texts.kinds import MAY_BE_HELD

_COST = (ChannelName.SMS, ChannelName.VOICE)


def held(messages: Iterable[Message], now: datetime) -> set[int]:
    """The ids of those that wait. One query, none where nothing may be held."""
    able = {
        message.pk: message.organisation_id
        for message in messages
        if message.kind in MAY_BE_HELD and message.channel in _COST
    }
    if not able:
        return set()
    month = timezone.localdate(now).replace(day=1)
    reached = Ceiling.objects.filter(organisation__in=set(able.values()) - {None}, reached=month)
    organisations = set(reached.values_list("organisation_id", flat=True))
    return {pk for pk, organisation in able.items() if organisation in organisations}
