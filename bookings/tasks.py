"""Celery tasks of this package: argument-free sweeps. Missing one loses nothing; twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from bookings.actions.chase import sweep_referrals as sweep_all_referrals
from bookings.actions.depart import conclude_departures
from bookings.actions.forget import forget
from bookings.actions.number_changes import number_changes
from bookings.actions.offer_times import offer_times
from bookings.actions.poll_calendars import poll_calendars as read_due
from bookings.actions.refer_from_file import refer_from_files
from bookings.actions.start_file import TASK, over
from bookings.actions.sweep import sweep


@shared_task(name="bookings.tasks.sweep_expired")
def sweep_expired() -> None:
    """Deletes what has run out: holds, drafts, codes, links, tries. Departures whose last day is over are concluded."""
    now = timezone.now()
    sweep(now=now)
    over(now=now)
    conclude_departures(now=now)


@shared_task(name="bookings.tasks.forget_old")
def forget_old() -> None:
    """Wipes personal data whose time to live is over (settings, RETENTION_DAYS)."""
    forget(now=timezone.now())


@shared_task(name="bookings.tasks.offer_times")
def offer_free_times() -> None:
    """Free times are offered to who waits for them; offers and waits that are over end."""
    offer_times(now=timezone.now())


@shared_task(name="bookings.tasks.number_changes")
def number_new_changes() -> None:
    """Facts that other programs may be told get their numbers."""
    number_changes(now=timezone.now())


@shared_task(name="bookings.tasks.sweep_referrals")
def sweep_referrals() -> None:
    """People who were referred and have not answered are reminded, a desk is asked, what is over expires."""
    sweep_all_referrals(now=timezone.now())


@shared_task(name="bookings.tasks.poll_calendars")
def poll_calendars() -> None:
    """Mediators' own calendars that are due are read: when they are busy there, nobody books them here."""
    read_due(now=timezone.now())


@shared_task(name=TASK)
def refer_from_uploaded_files() -> None:
    """Whoever stands in a file that was started is referred."""
    refer_from_files(clock=timezone.now)
