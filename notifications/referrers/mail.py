"""An e-mail to whoever refers, as the outbox has it: fixed before anything is sent."""

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from mediation.context import current_territory
from notifications.channels.routes import address_index
from notifications.models import ChannelName, Message
from notifications.texts.kinds import Kind

_OF_USE = timedelta(days=3)


def mail(
    kind: Kind,
    *,
    to: str,
    language: str,
    key: str,
    context: dict[str, Any],
    now: datetime,
    of_use: timedelta = _OF_USE,
) -> Message:
    """The message, unsaved. It bears no referral: the person's own messages do."""
    folder = f"messages/referrers/{'en' if language == 'en' else 'fr'}/{kind}"
    known = {**context, "service": current_territory()}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{folder}.subject.txt", known).split())
        body = render_to_string(f"{folder}.txt", known).strip() + "\n"
    return Message(
        key=key,
        kind=kind,
        channel=ChannelName.EMAIL,
        language=language,
        to=to,
        to_index=address_index(to),
        subject=subject,
        body=body,
        asked=True,
        send_after=now,
        due_at=now,
        expires_at=now + of_use,
        created_at=now,
    )
