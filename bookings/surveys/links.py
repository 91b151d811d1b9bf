"""Links and codes by which one answers: stored as keyed hashes, and found again by them alone."""

import re
from datetime import datetime

from django.db.models import QuerySet

from bookings.models import SurveyRequest
from mediation.crypto import derived_tokens, keyed_hash

_LETTERS = 12
_DIGITS = 8


def token_of(appointment_id: int) -> str:
    """The token of the link about a session, the same each time: nobody without the key can make it."""
    return _the_kept(derived_tokens("survey", str(appointment_id)))


def token_of_seat(registration_id: int, date_id: int) -> str:
    """The same of the link about a date of a workshop, for who registered for it."""
    return _the_kept(derived_tokens("survey", f"{registration_id} on {date_id}"))


def _the_kept(tokens: list[str]) -> str:
    """The newest; while the index key is changed, the one under which a request was made already."""
    newest, *older = (each[:_LETTERS] for each in tokens)
    for token in older:
        if SurveyRequest.objects.filter(token_hash=token_hash(token)).exists():
            return token
    return newest


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return keyed_hash("survey", token)


def code_hash(code: str) -> str:
    """What is stored of eight digits."""
    return keyed_hash("survey code", code)


def digits_of(typed: str) -> str:
    """The eight digits of a code however they are typed; empty when there are not eight."""
    digits = re.sub(r"[\s.\-]", "", typed)
    return digits if len(digits) == _DIGITS and digits.isascii() and digits.isdigit() else ""


def request_of_token(token: str, *, now: datetime) -> SurveyRequest | None:
    """The request behind a link, while one may answer."""
    return _open(now).filter(token_hash=token_hash(token)).first()


def request_of_code(code: str, *, now: datetime) -> SurveyRequest | None:
    """The request behind a code (`digits_of`), while one may answer."""
    return _open(now).filter(code_hash=code_hash(code)).first() if code else None


def _open(now: datetime) -> "QuerySet[SurveyRequest]":
    return SurveyRequest.objects.filter(expires_at__gt=now).select_related("appointment", "registration")
