"""Confirming a mobile or a mailbox by a code: where an organisation asks for it, or to show somebody their own data.

A code lives ten minutes and allows five tries. Limits are per number and overall. Nothing here depends on
whether the number is already known: the answer and the work are the same.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q

from bookings.errors import TooManyTries, WrongCode
from bookings.models import ConfirmationCode, Contact, JournalEntry
from bookings.people.contacts import value_index
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from mediation.crypto import every_hash, keyed_hash

LIFE = timedelta(minutes=10)
TRIES = 5
_HOUR = timedelta(hours=1)
_PER_NUMBER = 4
_OVERALL = 600
_TRY = f"""
    UPDATE {ConfirmationCode._meta.db_table} SET tries = tries + 1
    WHERE draft_id = %s AND expires_at > %s AND tries < 1000 RETURNING code_hash, tries
"""
# A second press of the same button within that time sends nothing more.
_SAME_PRESS = timedelta(seconds=30)


@short_transaction
def send_code(
    draft_id: UUID,
    *,
    phone: str,
    language: str,
    by: Actor,
    now: datetime,
    organisation_id: int | None = None,
) -> ConfirmationCode:
    """Asks for a code to be sent to `phone` (E.164, or an e-mail address) for that draft. Raises `TooManyTries`.

    `organisation_id`: where the person books; its words are used.
    """
    index = value_index(Contact.Kind.EMAIL if "@" in phone else Contact.Kind.MOBILE, phone)
    sent = ConfirmationCode.objects.filter(created_at__gt=now - _HOUR).aggregate(
        this_press=Max("pk", filter=Q(draft_id=draft_id, created_at__gt=now - _SAME_PRESS)),
        to_number=Count("pk", filter=Q(phone_index=index)),
        overall=Count("pk"),
    )
    if sent["this_press"] is not None:
        return ConfirmationCode.objects.get(pk=sent["this_press"])
    if sent["to_number"] >= _PER_NUMBER or sent["overall"] >= _OVERALL:
        raise TooManyTries
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code = ConfirmationCode.objects.create(
        draft_id=draft_id,
        phone=phone,
        phone_index=index,
        language=language,
        clear=digits,
        code_hash=_hash(draft_id, digits),
        created_at=now,
        expires_at=now + LIFE,
    )
    note(JournalEntry.Kind.CODE_REQUESTED, by=by, now=now, code_id=code.pk, organisation_id=organisation_id)
    return code


def check_code(draft_id: UUID, *, typed: str, now: datetime) -> None:
    """Whether this is a code of the draft: raises `WrongCode`, or `TooManyTries` after five.

    SMS overtake each other: any code that still lives will do. Counting and judging are one statement, so that
    several tries at once cannot share one.
    """
    digits = "".join(character for character in typed if character.isdecimal())
    draft = ConfirmationCode._meta.get_field("draft_id").get_db_prep_value(draft_id, connection)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_TRY, [draft, moment])
        tried = cursor.fetchall()
    right = every_hash(_hash(draft_id, digits))
    if not any(code_hash in right and tries <= TRIES for code_hash, tries in tried):
        raise TooManyTries if tried and all(tries > TRIES for _, tries in tried) else WrongCode


def _hash(draft_id: UUID, digits: str) -> str:
    return keyed_hash("code", f"{draft_id}:{digits}")
