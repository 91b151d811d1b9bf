"""Confirming a mobile by a code, where an organisation asks for it.

A code lives ten minutes and allows five tries. Limits are per number and overall. Nothing here depends on
whether the number is already known: the answer and the work are the same.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from bookings.contacts import value_index
from bookings.errors import TooManyTries, WrongCode
from bookings.journal import note
from bookings.models import ConfirmationCode, Contact, JournalEntry
from bookings.people import Actor
from bookings.transactions import short_transaction
from bookings.tries import note_try, refuse_too_many
from mediation.crypto import keyed_hash

LIFE = timedelta(minutes=10)
TRIES = 5
_HOUR = timedelta(hours=1)
_PER_NUMBER = 4
_OVERALL = 600
# A second press of the same button within that time sends nothing more.
_SAME_PRESS = timedelta(seconds=30)


@short_transaction
def send_code(draft_id: UUID, *, phone: str, language: str, by: Actor, now: datetime) -> ConfirmationCode:
    """Asks for a code to be sent to `phone` (E.164) for that draft. Raises `TooManyTries`."""
    recent = ConfirmationCode.objects.filter(draft_id=draft_id, created_at__gt=now - _SAME_PRESS).first()
    if recent is not None:
        return recent
    refuse_too_many("code number", phone, limit=_PER_NUMBER, within=_HOUR, now=now)
    refuse_too_many("code", "overall", limit=_OVERALL, within=_HOUR, now=now)
    note_try("code number", phone, now=now)
    note_try("code", "overall", now=now)
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code = ConfirmationCode.objects.create(
        draft_id=draft_id,
        phone=phone,
        phone_index=value_index(Contact.Kind.MOBILE, phone),
        language=language,
        clear=digits,
        code_hash=_hash(draft_id, digits),
        created_at=now,
        expires_at=now + LIFE,
    )
    note(JournalEntry.Kind.CODE_REQUESTED, by=by, now=now, code_id=code.pk)
    return code


def check_code(draft_id: UUID, *, typed: str, now: datetime) -> None:
    """Marks the draft's latest code as confirmed. Raises `WrongCode`, or `TooManyTries` after five.

    The try is counted before it is judged, so that several at once cannot share one.
    """
    digits = "".join(character for character in typed if character.isdecimal())
    code = ConfirmationCode.objects.filter(draft_id=draft_id, expires_at__gt=now).order_by("-pk").first()
    if code is None:
        raise WrongCode
    counted = ConfirmationCode.objects.filter(pk=code.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    if not counted:
        raise TooManyTries
    if not secrets.compare_digest(code.code_hash, _hash(draft_id, digits)):
        raise WrongCode
    ConfirmationCode.objects.filter(pk=code.pk, confirmed_at=None).update(confirmed_at=now)


def _hash(draft_id: UUID, digits: str) -> str:
    return keyed_hash("code", f"{draft_id}:{digits}")
