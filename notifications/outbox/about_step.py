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
    return told(step, language, link=link(step, links, now=now), service=service, phone=phone)


def link(step: NextStep, links: list[LinkToken], *, now: datetime) -> str:
    """A fresh short link to all that the person has to do, its row among those to be saved."""
    token, row = prepare_link(step.resident_id, now=now)
    links.append(row)
    return f"{settings.PUBLIC_URL}/r/{token}"


def told(step: NextStep, language: str, *, link: str, service: str, phone: str) -> Facts:
    """All of it: the words in the reader's language, the day and the link."""
    words = in_language(step.words, language)
    return Facts(service=service, phone=phone, due=step.due_on, step=words, link=link)
