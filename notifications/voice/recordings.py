"""Names spoken on the line, where the provider keeps them: heard by the team, then deleted there.

Never inside a transaction: each of these waits for another machine.
"""

import logging
from datetime import datetime, timedelta

import requests
from django.conf import settings
from django.db.models import Q

from notifications.models.voice import SpokenName

logger = logging.getLogger(__name__)

_PROVIDER = "https://api.twilio.com"
_MOST_BYTES = 2_000_000


class NotThere(Exception):
    """The provider does not give the recording: deleted, never made, or out of reach."""


def can_be_heard() -> bool:
    """Whether this instance has a provider that keeps recordings."""
    return bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN)


def sound_of(name: SpokenName) -> bytes:
    """The recording as MP3. Raises `NotThere`."""
    if not can_be_heard():
        raise NotThere
    try:
        answer = _ask("GET", f"{name.recording}.mp3")
    except requests.RequestException:
        raise NotThere from None
    if answer.status_code != 200 or len(answer.content) > _MOST_BYTES:
        raise NotThere
    return answer.content


def erase(name: SpokenName) -> bool:
    """Deletes the recording at the provider, then what we knew of it. False: the next sweep tries again."""
    if can_be_heard():
        try:
            status = _ask("DELETE", f"{name.recording}.json").status_code
        except requests.RequestException:
            return False
        if status not in (200, 204, 404):
            logger.warning("a recording could not be deleted: %s", status)
            return False
    name.delete()
    return True


def erase_over(*, now: datetime) -> int:
    """Deletes what was written down and what is older than `RETENTION_DAYS` says; how many."""
    kept = timedelta(days=settings.RETENTION_DAYS["spoken_names"])
    over = SpokenName.objects.filter(Q(done_at__isnull=False) | Q(spoken_at__lte=now - kept))
    return sum(erase(name) for name in over.order_by("pk")[:500])


def _ask(method: str, file: str) -> requests.Response:
    base = settings.TWILIO_API_URL or _PROVIDER
    address = f"{base}/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/Recordings/{file}"
    with requests.Session() as session:
        session.trust_env = False
        session.auth = (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN)
        return session.request(method, address, timeout=settings.TWILIO_TIMEOUT)
