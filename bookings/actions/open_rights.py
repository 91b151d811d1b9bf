"""Showing a person what is held of them: by a code to their telephone or mailbox, or by one that the desk has given."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from bookings.actions.confirm_mobile import check_code, send_code
from bookings.errors import NotStanding, WrongCode
from bookings.models import Appointment, JournalEntry, LinkToken, Resident
from bookings.people.traces import traces_of
from bookings.people.tries import note_try, refuse_too_many
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction
from bookings.rights.whose import OPEN_FOR, Asking, desk_hash, opened, records_of

_SCOPE = "rights desk"
_TRIES, _WITHIN = 5, timedelta(minutes=15)


def ask_code(asks: Asking, *, language: str, by: Actor, now: datetime) -> None:
    """Sends a code to the telephone or mailbox that proves who asks. Raises `TooManyTries`."""
    if asks.contact is None:
        raise NotStanding
    send_code(asks.code_key, phone=asks.contact.value, language=language, by=by, now=now)


def open_by_code(asks: Asking, *, typed: str, by: Actor, now: datetime) -> str:
    """A token that shows everything for half an hour. Raises `WrongCode`, or `TooManyTries` after five."""
    check_code(asks.code_key, typed=typed, now=now)
    proved = [str(asks.contact.value_index)] if asks.contact is not None else []
    return _opened(records_of(asks.person, asks.contact), proved, how="code", by=by, now=now)


def give_desk_code(resident_id: int, *, by: Actor, now: datetime) -> tuple[str, str]:
    """Eight digits for somebody of whom the team is sure who they are, with the booking number they go with; once, for half
    an hour. Raises `NotStanding` for who never had an appointment: the team prints instead.
    """
    number = _number_of(resident_id)
    if number is None:
        raise NotStanding
    digits = f"{secrets.randbelow(10**8):08d}"
    _keep(resident_id, desk_hash(number, digits), by=by, now=now)
    return number, digits


def _number_of(resident_id: int) -> str | None:
    theirs = Appointment.objects.filter(participants=resident_id)
    return theirs.order_by("-starts_at").values_list("number", flat=True).first()


@short_transaction
def _keep(resident_id: int, token_hash: str, *, by: Actor, now: datetime) -> None:
    person = Resident.objects.select_for_update().get(pk=resident_id)
    if person.erased_at is not None or person.merged_into_id is not None:
        raise NotStanding
    LinkToken.objects.create(resident=person, token_hash=token_hash, expires_at=now + OPEN_FOR)
    note(JournalEntry.Kind.DATA_CODE_GIVEN, by=by, now=now, resident_id=resident_id)


def open_by_desk_code(number: str, typed: str, *, by: Actor, now: datetime) -> str:
    """The same token for who has a code of the desk's and the booking number. Raises `WrongCode`, `TooManyTries`."""
    digits = "".join(character for character in typed if character.isdecimal())[:20]
    number = "".join(character for character in number if character.isdecimal())[:20]
    refuse_too_many(_SCOPE, number, limit=_TRIES, within=_WITHIN, now=now)
    token = _used(desk_hash(number, digits), by=by, now=now)
    if token is None:
        note_try(_SCOPE, number, now=now)
        raise WrongCode
    return token


@short_transaction
def _used(token_hash: str, *, by: Actor, now: datetime) -> str | None:
    rows = LinkToken.objects.select_for_update().filter(token_hash=token_hash, expires_at__gt=now)
    row = rows.first()
    if row is None or row.resident_id is None:
        return None
    row.delete()
    known = traces_of([row.resident_id]).indexes
    return _opened([row.resident_id], known, how="desk", by=by, now=now)


@short_transaction
def _opened(records: list[int], indexes: Iterable[str], *, how: str, by: Actor, now: datetime) -> str:
    token = opened(records, indexes=indexes, now=now)
    note_shown(records, how=how, by=by, now=now)
    return token


def note_shown(records: list[int], *, how: str, by: Actor, now: datetime) -> None:
    """That what is held of these records was shown: to whom it belongs, and how (a code; `desk`, `file`, `paper`)."""
    for pk in records:
        note(JournalEntry.Kind.DATA_SHOWN, by=by, now=now, resident_id=pk, how=how)
