"""A file of referrals that was received: started, stopped, or wiped because nobody did either."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bookings.errors import NotInformed
from bookings.models import ReferralFile
from bookings.referrals import information
from mediation.celery import nudge

TASK = "bookings.tasks.refer_from_files"
_KEPT = timedelta(hours=24)
_State = ReferralFile.State


def start(file: ReferralFile, *, informed_version: str, now: datetime) -> None:
    """The referrer has informed everybody in it: off it goes. Started already, nothing changes. Raises `NotInformed`."""
    if informed_version not in information.SENTENCES:
        raise NotInformed
    with transaction.atomic():
        ready = ReferralFile.objects.filter(pk=file.pk, state=_State.READY)
        ready.update(state=_State.RUNNING, started_at=now, informed_version=informed_version)
        nudge(TASK)


def cancel_file(file: ReferralFile, *, now: datetime) -> None:
    """Nothing more of it; who is referred stays referred, the rest is wiped."""
    with transaction.atomic():
        locked = ReferralFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if locked.state in (_State.READY, _State.RUNNING):
            end(locked, _State.CANCELLED, now)


def over(*, now: datetime) -> int:
    """What nobody started or finished within a day is wiped; files go after `RETENTION_DAYS`. How many were wiped."""
    ReferralFile.objects.filter(
        created_at__lt=now - timedelta(days=settings.RETENTION_DAYS["referral_files"])
    ).delete()
    left = list(ReferralFile.objects.left_alone(now - _KEPT))
    for file in left:
        with transaction.atomic():
            end(file, _State.OVER, now)
    return len(left)


def end(file: ReferralFile, state: str, now: datetime) -> None:
    """What the lines said goes; which lines there were, and what became of each, stays a while."""
    ReferralFile.objects.filter(pk=file.pk).update(state=state, ended_at=now)
    file.lines.exclude(row="").update(row="")
