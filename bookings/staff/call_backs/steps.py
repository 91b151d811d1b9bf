"""The buttons of the queue of call-backs: what each does, what is said then, and which one takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.actions import take_call_back as taking
from bookings.actions import try_call_back as trying
from bookings.actions.handle_call_back import handle_call_back
from bookings.errors import AlreadyHandled, BookingError, TakenByAnother, TooFar, TooLate, TooSoon
from bookings.models.call_back import TAKEN_FOR, CallBack, CallBackAttempt
from bookings.people.who import Actor
from bookings.templatetags.staff import clock, near
from bookings.waiting.call_moments import quick_moments
from mediation.days import FarAhead, read_day

Status = CallBack.Status
STRIKE, LATER_AFTER_ALL = "strike", "later_after_all"
# What may stand in an address as the way to take the last press back.
UNDO = (STRIKE, LATER_AFTER_ALL, *Status.values)


@dataclass(frozen=True)
class Press:
    """One press on a button: on which request, by whom, when, with which fields."""

    asked: CallBack
    by: Actor
    now: datetime
    fields: QueryDict


@dataclass(frozen=True)
class Answer:
    """What is said then. `undo`: the button that takes it back, "" when its row has one."""

    words: str
    undo: str = ""


def press(name: str, on: Press) -> Answer | None:
    """Does what the button says; None for a button that does not exist. Raises `BookingError`."""
    if name in Status.values:
        return _close(Status(name), on)
    if name in trying.NOT_REACHED:
        return _attempt(CallBackAttempt.Result(name), on)
    step = _STEPS.get(name)
    return step(on) if step else None


def refusal(error: BookingError) -> str:
    """Why it was not done, kindly."""
    if isinstance(error, TakenByAnother):
        words = _(
            "%(who)s s’occupe déjà de cette personne. Sans nouvelles, la demande sera libre à %(time)s."
        )
        return words % {"who": error.who, "time": clock(error.free_at)}
    return str(_refusals().get(type(error), _("Cela n’a pas été possible. Essayez encore.")))


def _refusals() -> Mapping[type[BookingError], str]:
    return {
        AlreadyHandled: _("Un collègue a déjà traité cette demande. Elle est plus bas, dans « Traités »."),
        TooSoon: _("Choisissez un jour et une heure à venir."),
        TooFar: _("C’est trop loin. Choisissez un moment dans les deux mois."),
        TooLate: _("Trop tard pour annuler. Notez plutôt ce qui est vrai maintenant."),
    }


def _close(status: CallBack.Status, on: Press) -> Answer:
    was = on.asked.status
    handle_call_back(on.asked.pk, as_=status, by=on.by, now=on.now)
    undo = was if status == Status.OPEN else Status.OPEN
    return Answer(_("C’est noté : %(what)s.") % {"what": status.label}, undo if was != status else "")


def _attempt(result: CallBackAttempt.Result, on: Press) -> Answer:
    trying.note_attempt(on.asked.pk, result=result, by=on.by, now=on.now)
    words = _("C’est noté : %(what)s. La demande reste dans la liste.")
    return Answer(words % {"what": result.label}, STRIKE)


def _take(on: Press) -> Answer:
    taking.take_call_back(on.asked.pk, by=on.by, now=on.now)
    minutes = int(TAKEN_FOR.total_seconds()) // 60
    words = ngettext(
        "Vous vous en occupez pendant %(n)s minute.", "Vous vous en occupez pendant %(n)s minutes.", minutes
    )
    return Answer(words % {"n": minutes})


def _give_back(on: Press) -> Answer:
    taking.give_back_call_back(on.asked.pk, by=on.by, now=on.now)
    return Answer(_("C’est noté : vous ne vous en occupez plus."))


def _later(on: Press) -> Answer:
    at = _moment(on.fields, on.now)
    if at is None:
        raise TooSoon
    trying.call_later(on.asked.pk, at=at, by=on.by, now=on.now)
    return Answer(_("C’est noté : à rappeler %(when)s.") % {"when": near(at)}, STRIKE)


def _moment(fields: QueryDict, now: datetime) -> datetime | None:
    """A quick choice, or the day and the time typed, on the service's own clocks; None when there is neither."""
    quick = {each.name: each.at for each in quick_moments(now)}
    if (chosen := fields.get("moment", "")) in quick:
        return quick[chosen]
    try:
        day, wall = read_day(fields.get("jour", "")), time.fromisoformat(fields.get("heure", ""))
    except FarAhead:
        raise TooFar from None
    except ValueError:
        return None
    return datetime.combine(day, wall.replace(tzinfo=None), timezone.get_current_timezone())


def _now(on: Press) -> Answer:
    trying.call_now(on.asked.pk, by=on.by, now=on.now)
    return Answer(_("C’est noté : la demande est de nouveau à rappeler."), LATER_AFTER_ALL)


def _later_after_all(on: Press) -> Answer:
    asked = trying.call_later_after_all(on.asked.pk, by=on.by, now=on.now)
    return Answer(_("C’est noté : à rappeler %(when)s.") % {"when": near(asked.not_before)})


def _strike(on: Press) -> Answer:
    trying.strike_attempt(on.asked.pk, by=on.by, now=on.now)
    return Answer(_("C’est annulé."))


_STEPS: Mapping[str, Callable[[Press], Answer]] = {
    "take": _take,
    "give_back": _give_back,
    "later": _later,
    "now": _now,
    LATER_AFTER_ALL: _later_after_all,
    STRIKE: _strike,
}
