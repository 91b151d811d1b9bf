"""Celery tasks of this package: argument-free sweeps. Missing one loses nothing; twice changes nothing."""

from typing import Any

from celery import shared_task
from celery.signals import beat_init
from django.utils import timezone

from bookings.actions import count_figures
from bookings.actions.answer_survey import mix_answers
from bookings.actions.ask_survey import ask_survey
from bookings.actions.back_up import back_up_if_due
from bookings.actions.chase import sweep_referrals as sweep_all_referrals
from bookings.actions.choose_instead import end_questions
from bookings.actions.decide import work_through
from bookings.actions.depart import conclude_departures
from bookings.actions.forget import forget
from bookings.actions.interrupt import TASK as WORK_THROUGH
from bookings.actions.lapse_seats import lapse_seats
from bookings.actions.number_changes import number_changes
from bookings.actions.offer_times import offer_times
from bookings.actions.poll_calendars import poll_calendars as read_due
from bookings.actions.publish_counts import publish_counts as publish_due_counts
from bookings.actions.refer_from_file import refer_from_files
from bookings.actions.run_over import look_at_all
from bookings.actions.start_file import SET_UP_TASK, TASK, over
from bookings.actions.sweep import sweep
from bookings.actions.tell_drop_ins_off import tell_drop_ins_off
from bookings.people.who import SYSTEM
from bookings.staff.set_up.files.writing import write_files


@shared_task(name="bookings.tasks.sweep_expired")
def sweep_expired() -> None:
    """Deletes what has run out: holds, drafts, codes, links, tries. Departures whose last day is over are concluded, delays
    of today looked at again.
    """
    now = timezone.now()
    sweep(now=now)
    over(now=now)
    conclude_departures(now=now)
    look_at_all(by=SYSTEM, now=now)


@shared_task(name="bookings.tasks.forget_old")
def forget_old() -> None:
    """Wipes personal data whose time to live is over (settings, RETENTION_DAYS)."""
    forget(now=timezone.now())


@shared_task(name="bookings.tasks.back_up")
def back_up() -> None:
    """A backup a day where a folder is named for them, and the list of who was erased."""
    back_up_if_due(now=timezone.now())


@shared_task(name="bookings.tasks.offer_times")
def offer_free_times() -> None:
    """Free times are offered to who waits for them; offers and waits that are over end."""
    offer_times(now=timezone.now())


@shared_task(name="bookings.tasks.lapse_seats")
def pass_seats_on() -> None:
    """Seats of workshops that nobody has answered for in time are offered to who is next."""
    lapse_seats(now=timezone.now())


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


@shared_task(name=SET_UP_TASK)
def set_up_from_files() -> None:
    """What stands in a file of the set-up that was started is written."""
    write_files(clock=timezone.now)


@shared_task(name="bookings.tasks.publish_counts")
def publish_counts() -> None:
    """Months and years that have been over for long enough are published as open data."""
    publish_due_counts(now=timezone.now())


@shared_task(name="bookings.tasks.count_figures")
def count_new_figures() -> None:
    """Days about which something was noted are counted anew."""
    count_figures.count_news(now=timezone.now())


@beat_init.connect
def count_at_the_start(**_signal: Any) -> None:
    """With the clock that starts, and not ten minutes later: a new town looks at its figures first."""
    count_new_figures.apply_async(expires=600, ignore_result=True)


@shared_task(name="bookings.tasks.check_figures")
def check_figures() -> None:
    """Figures are compared with a raw count, and mended."""
    count_figures.check(now=timezone.now())


@shared_task(name="bookings.tasks.ask_survey")
def ask_residents() -> None:
    """Whoever was received yesterday, and has agreed, is asked how it went."""
    ask_survey(now=timezone.now())


@shared_task(name="bookings.tasks.mix_answers")
def mix_survey_answers() -> None:
    """What residents said is put in an order that tells nothing; remarks are handed over to be read."""
    mix_answers(now=timezone.now())


@shared_task(name=WORK_THROUGH)
def work_through_interruptions() -> None:
    """What was decided about appointments that cannot be kept is done; questions nobody has answered end."""
    work_through(clock=timezone.now)
    tell_drop_ins_off(now=timezone.now())
    end_questions(now=timezone.now())
