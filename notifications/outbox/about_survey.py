"""What a message that asks about a session holds: no day, no place, no topic, no name."""

from django.conf import settings

from bookings.models import Appointment
from bookings.surveys.links import token_of
from notifications.channels import can_be_answered
from notifications.texts.write import Facts

BY_LINK = "link"
"""The rule of a message that no digit answers."""


def facts_of(appointment: Appointment, rule: str, *, service: str, phone: str) -> Facts:
    """The link to the three questions, and whether a digit answers the first."""
    link = f"{settings.PUBLIC_URL}/r/{token_of(appointment.pk)}"
    return Facts(service=service, phone=phone, link=link, answerable=can_be_answered() and rule != BY_LINK)
