"""Ways to reach people: reading what was typed, and finding the row it has."""

import re
from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from bookings.errors import InvalidContact, NobodyToCall
from bookings.locks import Scope, lock, lock_every
from bookings.models import Appointment, Contact
from bookings.people.who import WayToReach
from mediation.crypto import every_hash, keyed_hash
from mediation.phone import Line, NotAPhone, read_phone
from mediation.prepared import insert_or_update
from mediation.together import OrUpdate

BY_PHONE = (Contact.Kind.MOBILE, Contact.Kind.LANDLINE)
_LIKE_A_NUMBER = re.compile(r"\+?\d[\d .\-()/\u00a0\u202f]{6,}\d")
_NEVER_CALLED = (Contact.Kind.EMAIL, Contact.Kind.LETTER, Contact.Kind.NONE)


def value_index(kind: str, value: str) -> str:
    """The keyed hash by which a phone (E.164) or an e-mail is found again; one for both kinds of line."""
    purpose = "phone" if kind in BY_PHONE else "email"
    return keyed_hash(purpose, value)


def normalise(way: WayToReach) -> WayToReach:
    """`way` with its value as stored. Raises `InvalidContact` naming the field.

    A landline typed as a mobile (or the reverse) is put right; premium numbers are refused.
    """
    kind, value = way.kind, way.value.strip()
    if kind in BY_PHONE:
        try:
            phone = read_phone(value)
        except NotAPhone as refused:
            raise InvalidContact("phone", refused.wrong.value, refused.digits) from None
        if phone.line is Line.PREMIUM:
            raise InvalidContact("phone", "premium number")
        kind = Contact.Kind.MOBILE if phone.line is Line.MOBILE else Contact.Kind.LANDLINE
        value = phone.e164
    elif kind == Contact.Kind.EMAIL:
        value = value.lower()
        try:
            validate_email(value)
        except ValidationError:
            raise InvalidContact("email", "not an e-mail address") from None
    elif kind == Contact.Kind.NONE:
        value = ""
    elif not value:
        raise InvalidContact(kind, "empty")
    return WayToReach(kind=kind, value=value, shared=way.shared, by_call=way.by_call)


def index_of(way: WayToReach) -> str | None:
    """The index `contact_for` would store, or None for what cannot be looked up. Raises `InvalidContact`."""
    return _index(normalise(way))


def _index(way: WayToReach) -> str | None:
    if way.kind in (*BY_PHONE, Contact.Kind.EMAIL):
        return value_index(way.kind, way.value)
    return None


def contact_for(way: WayToReach) -> Contact:
    """The contact's one row (phones and e-mails), or a new row (letters, through somebody, none).

    One statement, whoever else writes the same number meanwhile; only `pk` and what is said here are filled in.
    """
    contact, unique, updated, before = contact_row(way)
    if before is None:
        return insert_or_update(contact, unique=unique, updated=updated)
    with transaction.atomic():
        before()
        return insert_or_update(contact, unique=unique, updated=updated)


def contact_row(way: WayToReach, *, verified_at: datetime | None = None) -> OrUpdate[Contact]:
    """What `contact_for` saves. `verified_at`: the person has just shown that the mobile is theirs."""
    way = normalise(way)
    index = _index(way)
    contact = Contact(
        kind=way.kind,
        value=way.value,
        value_index=index,
        last4=way.value[-4:] if way.kind in BY_PHONE else "",
        shared=way.shared,
        by_call=bool(way.by_call),
        verified_at=verified_at,
    )
    # Said once to be shared, it stays so until staff say otherwise: the careful side.
    told = {
        "shared": way.shared,
        "by_call": way.by_call is not None,
        "verified_at": verified_at is not None,
    }
    updated = ("value_index", *(column for column, news in told.items() if news))
    changing = index is not None and len(every_hash(index)) > 1
    before = partial(_one_row, way.kind, index) if changing and index else None
    return OrUpdate(contact, ("kind", "value_index"), updated, before)


def _one_row(kind: str, index: str) -> None:
    """While the index key is changed: a row under another key comes under this one first, where the constraint sees it.

    Whoever writes the same number under whichever of these keys waits meanwhile: they would not see each other's row.
    """
    newest = str(index)
    lock(lock_every(Scope.CONTACT, index))
    # (Under their rows' locks: `manage.py keys rotate` may be changing one of them.)
    rows = Contact.objects.select_for_update().filter(kind=kind, value_index=index)
    found = dict(rows.order_by("pk").values_list("value_index", "pk"))
    if found and newest not in found:
        Contact.objects.filter(pk=min(found.values())).update(value_index=newest)


def refuse_nobody_to_call(mode: str, kind: str, value: str) -> None:
    """Raises `NobodyToCall` for an appointment by telephone with a contact that has none. Somebody through whom they are
    reached has to come with a number that can be called.
    """
    if mode != Appointment.Mode.PHONE:
        return
    if kind in _NEVER_CALLED or (kind == Contact.Kind.THROUGH and not _has_a_number(value)):
        raise NobodyToCall


def _has_a_number(text: str) -> bool:
    return any(_is_callable(each.group()) for each in _LIKE_A_NUMBER.finditer(text))


def _is_callable(typed: str) -> bool:
    try:
        return read_phone(typed).line is not Line.PREMIUM
    except NotAPhone:
        return False


def wipe_unused(contacts: QuerySet[Contact]) -> int:
    """Wipes those that reach nobody: no appointment, nor one who comes to it, no wait, referral, nor one who comes along,
    no registration or number of a drop-in has them. How many."""
    unused = (
        contacts.exclude(value="")
        .filter(appointments=None, waiting_entries=None, referrals=None, registrations=None, turns=None)
        .filter(own_numbers=None, companions_called=None)
    )
    return wipe(list(unused.values_list("pk", flat=True)))


def wipe(ids: Collection[int]) -> int:
    """What is known of these ways to reach people goes; how many."""
    return Contact.objects.filter(pk__in=ids).update(
        value="",
        value_index=None,
        last4="",
        shared=False,
        by_call=False,
        verified_at=None,
        opted_out_at=None,
    )


def typed_index(typed: str) -> str | None:
    """The index of a phone or e-mail somebody typed, or None when it is neither."""
    if "@" in typed:
        return value_index(Contact.Kind.EMAIL, typed.strip().lower())
    try:
        return value_index(Contact.Kind.MOBILE, read_phone(typed).e164)
    except NotAPhone:
        return None
