"""What the clock asks for, and how often: tasks by their names, since nobody here imports them.

The database says what is due: a sweep that is lost is asked for again, and one that nobody took within its time is dropped.
"""

from typing import Any

from celery.schedules import crontab

_MINUTE = 60.0


def of_the_clock(*, soon: float) -> dict[str, dict[str, Any]]:
    """Celery's beat schedule. `soon`: seconds between two looks at what somebody waits for."""
    return {
        **_every(
            soon,
            "notifications.tasks.compose",
            "notifications.tasks.deliver",
            "notifications.tasks.call_webhooks",
            "bookings.tasks.number_changes",
            "bookings.tasks.refer_from_files",
            "bookings.tasks.set_up_from_files",
            "bookings.tasks.work_through",
            expires=10,
        ),
        **_every(
            _MINUTE,
            "bookings.tasks.offer_times",
            "bookings.tasks.lapse_seats",
            "bookings.tasks.poll_calendars",
            "notifications.tasks.remind",
            "notifications.tasks.watch",
            expires=60,
        ),
        **_every(_MINUTE, "mediation.tasks.note_beat", "notifications.tasks.tell_referrers"),
        **_every(_MINUTE, "mediation.tasks.tie_traces", expires=60),
        **_every(5 * _MINUTE, "bookings.tasks.sweep_expired"),
        **_every(
            10 * _MINUTE,
            "mediation.tasks.sweep_signed_in",
            "bookings.tasks.count_figures",
            "bookings.tasks.sweep_referrals",
            "bookings.tasks.ask_survey",
            "notifications.tasks.sweep_calls",
        ),
        **_every(60 * _MINUTE, "notifications.tasks.wipe"),
        # A day that was missed is caught up with: it looks how old the newest backup is.
        **_every(10 * _MINUTE, "bookings.tasks.back_up"),
        # By night, in UTC.
        **_nightly("bookings.tasks.forget_old", 2, 30),
        **_nightly("mediation.tasks.forget_traces", 3, 0),
        **_nightly("mediation.tasks.close_unused", 6, 0),
        **_nightly("bookings.tasks.publish_counts", 3, 30),
        **_nightly("bookings.tasks.mix_answers", 3, 45),
        **_nightly("bookings.tasks.check_figures", 4, 0),
    }


def _every(seconds: float, *tasks: str, expires: int | None = None) -> dict[str, dict[str, Any]]:
    options = {"options": {"expires": expires}} if expires else {}
    return {task: {"task": task, "schedule": seconds, **options} for task in tasks}


def _nightly(task: str, hour: int, minute: int) -> dict[str, dict[str, Any]]:
    return {task: {"task": task, "schedule": crontab(hour=str(hour), minute=str(minute))}}
