"""What a message that asks about a session or a workshop holds: no day, no place, no topic, no name."""

from django.conf import settings

from bookings.models import Appointment, Registration
from bookings.surveys.links import token_of, token_of_seat
from notifications.channels import can_be_answered
from notifications.texts.write import Facts

BY_LINK = "link"
"""How the rule of a message begins that no digit answers; of a workshop the date's id follows or stands alone."""


def rule_of(*, date_id: int | None = None, by_link: bool) -> str:
    """The rule of a message: which date of a workshop, and whether only the link answers."""
    return f"{BY_LINK if by_link else ''}{date_id or ''}"


def is_by_link(rule: str) -> bool:
    """Whether no digit answers it."""
    return rule.startswith(BY_LINK)


def date_of(rule: str) -> int | None:
    """The date of a workshop that it asks about; None of a session."""
    digits = rule.removeprefix(BY_LINK)
    return int(digits) if digits else None


def facts_of(asked_about: Appointment | Registration, rule: str, *, service: str, phone: str) -> Facts:
    """The link to the three questions, and whether a digit answers the first."""
    together = isinstance(asked_about, Registration)
    token = token_of_seat(asked_about.pk, date_of(rule) or 0) if together else token_of(asked_about.pk)
    return Facts(
        service=service,
        phone=phone,
        link=f"{settings.PUBLIC_URL}/r/{token}",
        together=together,
        answerable=can_be_answered() and not is_by_link(rule),
    )
