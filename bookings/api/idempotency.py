"""A POST sent twice is one (IETF draft "Idempotency-Key", 07): the second is answered as the first was, errors included.

`once`: the row is there before the work begins, in a transaction of its own, so that whoever asks at the same moment hears
409. A process that ends in the middle holds it no longer than `_HELD`; the action behind knows the same key, so even then
nothing is done twice. (Which is why neither writing it nor keeping the answer waits for the disk: what is lost with the
machine is found by the action's key.)

`once_with_it`: the row is saved by the work itself, answer and all, in the transaction of what is done. It is there as soon
as that is, and nothing is there when that is not. Whoever asks at the same moment waits for the locks of the work, and is
answered the same.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.problem import Problem
from bookings.errors import AnsweredBefore
from bookings.models import KeptAnswer
from mediation.crypto import every_hash, keyed_hash
from mediation.prepared import insert_unless_refused, update

KEPT = timedelta(hours=24)
_HELD = timedelta(seconds=60)
# A structured string ("…") or bare, as most clients send it: visible ASCII either way.
_KEY = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,200})"|([\x21\x23-\x5b\x5d-\x7e]{1,200})')
_KEPT_HEADERS = ("ETag", "Location", "Content-Language")
_ANSWER = ("status", "answer", "headers")


def key_of(request: Request, application: UUID) -> str:
    """The row's key: of this program, this address and what it sent as `Idempotency-Key`. Raises 400 without."""
    found = _KEY.fullmatch(request.headers.get("Idempotency-Key", "").strip())
    if found is None:
        raise Problem("idempotency-key-missing")
    whole = "\x1f".join([str(application), request.path, found[1] or found[2]])
    return keyed_hash("idempotency", whole)


def once(request: Request, application: UUID, work: Callable[[str], Response]) -> Response:
    """Does `work`, or answers what it was answered. `work` is given a key of 64 characters for the action behind it."""
    row, first = _claimed(_row(request, application))
    if not first:
        return _again(row)
    try:
        response = work(row.key)
    except BaseException:
        KeptAnswer.objects.filter(pk=row.pk).delete()
        raise
    if response.status_code >= 500:
        KeptAnswer.objects.filter(pk=row.pk).delete()
    else:
        update(answered(row, response), *_ANSWER, hurried=False)
    return response


def once_with_it(request: Request, application: UUID, work: Callable[[KeptAnswer], Response]) -> Response:
    """Does `work`, or answers what it was answered.

    `work` is given the row, whose `key` is the action's too: what is done saves it in its own transaction, with its
    answer (`answered`), and `AnsweredBefore` comes out of that where one stands. What `work` refuses is kept here.
    """
    row = _row(request, application)
    if _is_known_by_an_older_key(row):
        known, ours = _known(row)
        if not ours:
            return _again(known)
        known.delete()
    response: Response | None
    try:
        response = work(row)
    except AnsweredBefore:
        response = None
    if response is not None and (not row._state.adding or response.status_code >= 500):
        return response
    if response is not None and insert_unless_refused(answered(row, response), hurried=False):
        return response
    known, ours = _known(row)
    if not ours:
        return _again(known)
    # A row that has expired: nobody was answered by it any more.
    if response is None:
        known.delete()
        return once_with_it(request, application, work)
    update(answered(known, response), *_ANSWER, hurried=False)
    return response


def answered(row: KeptAnswer, response: Response) -> KeptAnswer:
    """The row with its answer in it, not saved."""
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    if response.content_type:
        headers["Content-Type"] = response.content_type
    row.status, row.answer, row.headers = response.status_code, json.dumps(response.data), headers
    return row


def _row(request: Request, application: UUID) -> KeptAnswer:
    now = timezone.now()
    return KeptAnswer(
        key=key_of(request, application),
        fingerprint=keyed_hash("fingerprint", json.dumps(request.data, sort_keys=True)),
        held_until=now + _HELD,
        expires_at=now + KEPT,
    )


def _is_known_by_an_older_key(row: KeptAnswer) -> bool:
    older = every_hash(row.key)[1:]
    return bool(older) and KeptAnswer.objects.filter(key__in=older).exists()


def _claimed(row: KeptAnswer) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether it is ours to work on. Raises 409 while another does, 422 for another body."""
    if not _is_known_by_an_older_key(row) and insert_unless_refused(row, hurried=False):
        return row, True
    return _known(row)


def _known(row: KeptAnswer) -> tuple[KeptAnswer, bool]:
    """The row that stands for this key, and whether it is ours by now. Raises as `_claimed` does."""
    now = timezone.now()
    with transaction.atomic():
        known = KeptAnswer.objects.select_for_update().filter(key=row.key).first()
        if known is None:  # Let go in this very moment.
            raise Problem("still-running", headers={"Retry-After": "1"})
        if known.fingerprint not in every_hash(row.fingerprint) and known.expires_at > now:
            raise Problem("idempotency-key-reused")
        if known.expires_at > now and known.status is not None:
            return known, False
        if known.expires_at > now and known.held_until > now:
            raise Problem("still-running", headers={"Retry-After": "1"})
        known.status, known.fingerprint = None, row.fingerprint
        known.held_until, known.expires_at = now + _HELD, now + KEPT
        known.save()
        return known, True


def _again(row: KeptAnswer) -> Response:
    headers: dict[str, Any] = dict(row.headers)
    content_type = headers.pop("Content-Type", None)
    answer = json.loads(row.answer) if row.answer else None
    headers["Idempotency-Replayed"] = "true"
    return Response(answer, status=row.status, headers=headers, content_type=content_type)
