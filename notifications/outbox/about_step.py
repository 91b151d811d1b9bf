"""What a message about something to be done holds: the words that were agreed on and their day, where nobody else reads it."""

from datetime import datetime

from django.conf import settings

from bookings.following.links import prepare_link
from bookings.following.usual import in_language
from bookings.models import LinkToken, NextStep
from mediation.models import Territory
from notifications.models import Message
from notifications.texts.write import Facts


def address(message: Message, step: NextStep, territory: Territory) -> None:
    """What about, in which language, and on whose clocks."""
    message.step_id = step.pk
    message.language = step.resident.language
    message.timezone = step.appointment.site.timezone if step.appointment else territory.timezone


def facts_of(
    step: NextStep,
    language: str,
    links: list[LinkToken],
    *,
    in_words: bool,
    now: datetime,
    service: str,
    phone: str,
) -> Facts:
    """Until which day; the words and the link only to a telephone or mailbox that is theirs alone."""
    if not in_words:
        return Facts(service=service, phone=phone, due=step.due_on)
    token, row = prepare_link(step.resident_id, now=now)
    links.append(row)
    return Facts(
        service=service,
        phone=phone,
        due=step.due_on,
        step=in_language(step.words, language),
        link=f"{settings.PUBLIC_URL}/r/{token}",
    )
