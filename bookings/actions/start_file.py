"""A file that was received: started, stopped, or wiped because nobody did either."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from bookings.errors import NotInformed
from bookings.models import ReferralFile, SetUpFile
from bookings.models.upload import Upload
from bookings.referrals import information
from mediation.celery import nudge

TASK, SET_UP_TASK = "bookings.tasks.refer_from_files", "bookings.tasks.set_up_from_files"
_KEPT = timedelta(hours=24)
_State = Upload.State


def start(file: ReferralFile, *, informed_version: str, now: datetime) -> None:
    """The referrer has informed everybody in it: off it goes. Started already, nothing changes. Raises `NotInformed`."""
    if informed_version not in information.SENTENCES:
        raise NotInformed
    _start(file, TASK, now, informed_version=informed_version)


def start_set_up(file: SetUpFile, *, now: datetime) -> None:
    """Its lines are written. Started already, nothing changes."""
    _start(file, SET_UP_TASK, now)


def _start(file: Upload, task: str, now: datetime, **said: str) -> None:
    with transaction.atomic():
        ready = type(file).objects.filter(pk=file.pk, state=_State.READY)
        ready.update(state=_State.RUNNING, started_at=now, **said)
        nudge(task)


def cancel_file(file: Upload, *, now: datetime) -> None:
    """Nothing more of it; what is done stays done, the rest is wiped."""
    with transaction.atomic():
        locked = type(file).objects.select_for_update(of=("self",)).get(pk=file.pk)
        if locked.state in (_State.READY, _State.RUNNING):
            end(locked, _State.CANCELLED, now)


def over(*, now: datetime) -> int:
    """What nobody started or finished within a day is wiped; files go after `RETENTION_DAYS`. How many were wiped."""
    return _over(ReferralFile, "referral_files", now) + _over(SetUpFile, "set_up_files", now)


def _over(model: type[Upload], kept: str, now: datetime) -> int:
    model.objects.filter(created_at__lt=now - timedelta(days=settings.RETENTION_DAYS[kept])).delete()
    left = list(model.objects.left_alone(now - _KEPT))
    for file in left:
        with transaction.atomic():
            end(file, _State.OVER, now)
    return len(left)


def end(file: Upload, state: str, now: datetime) -> None:
    """What the lines said goes; which lines there were, and what became of each, stays a while."""
    type(file).objects.filter(pk=file.pk).update(state=state, ended_at=now)
    file.lines.exclude(row="").update(row="")
