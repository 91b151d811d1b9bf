"""Another time in the place of an appointment that could not be kept, by telephone."""

from zoneinfo import ZoneInfo

from bookings.actions.choose_instead import choose, none_suits
from bookings.errors import QuestionOver, SlotTaken
from bookings.interruptions.questions import Time, question_about, times_of
from bookings.people.who import RESIDENT_BY_PHONE
from notifications.voice import results, spoken
from notifications.voice.keys import Step, enter
from notifications.voice.known import Turn
from notifications.voice.memory import Memory, Option
from notifications.voice.phrases import Phrase
from notifications.voice.place_names import site_name
from notifications.voice.states import State


def take(memory: Memory, typed: str, turn: Turn) -> Step:
    """The time is theirs, if nobody was faster."""
    row = question_about(memory.instead)
    if row is None:
        return _over(memory)
    try:
        appointment = choose(row.pk, int(typed), by=RESIDENT_BY_PHONE, now=turn.now)
    except SlotTaken:
        return results.instead_gone(memory) if question_about(memory.instead) else _over(memory)
    except QuestionOver:
        return _over(memory)
    return results.booked(memory.but(instead=0, moving=True), appointment.pk)


def none(memory: Memory, typed: str, turn: Turn) -> Step:
    """Somebody of the team calls them."""
    row = question_about(memory.instead)
    if row is not None:
        none_suits(row.pk, by=RESIDENT_BY_PHONE, now=turn.now)
    return results.settled(memory.but(instead=0), Phrase.NONE_NOTED)


def _over(memory: Memory) -> Step:
    """Nothing is asked any more: the menu."""
    return Step(enter(memory.but(instead=0, path=()), State.HOME))


def options(memory: Memory) -> tuple[Option, ...]:
    """The three times as they are read out, each by its position."""
    row = question_about(memory.instead)
    if row is None:
        return ()
    return tuple(
        Option(str(each.position), _said(each, row.appointment.site_id, memory.language))
        for each in times_of(row)
    )


def _said(time: Time, old_site: int, language: str) -> str:
    when = spoken.moment(time.starts_at, ZoneInfo(time.site.timezone), language)
    return when if time.site.pk == old_site else f"{when}, {site_name(time.site, language)}"
