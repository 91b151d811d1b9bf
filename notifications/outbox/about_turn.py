"""What a message about a number in a drop-in holds. The page behind its link tells nothing of whoever opens it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from bookings.models import Turn
from notifications.models import Message
from notifications.texts.write import Facts


def address(message: Message, turn: Turn) -> None:
    """Whom it is to and what about."""
    message.turn_id = turn.pk
    message.contact_id = turn.contact_id
    message.language = turn.language
    message.timezone = turn.day.site.timezone


def facts_of(turn: Turn, ahead: int, *, service: str, phone: str) -> Facts:
    """Where, which number, how many are called before."""
    site = turn.day.site
    return Facts(
        service=service,
        phone=phone,
        link=_link(turn),
        place=site.sms_name,
        site=site.name,
        number=str(turn.number),
        ahead=ahead,
    )


def _link(turn: Turn) -> str:
    """The public page of that drop-in, in their language where the pages have it."""
    known = {code for code, _name in settings.LANGUAGES}
    with translation.override(turn.language if turn.language in known else settings.LANGUAGE_CODE):
        return f"{settings.PUBLIC_URL}{reverse('drop_in', args=[turn.day.site.public_id])}"
