"""How choices are read out: topics and places, days and times. Pure."""

from collections.abc import Callable

from notifications.voice import menus
from notifications.voice.lines import Line, offer
from notifications.voice.memory import Facts, Memory, Option
from notifications.voice.phrases import Phrase

Speech = list[Line]
Says = Callable[[Memory, Facts], Speech]


def knows_the_line(memory: Memory) -> bool:
    """Whether they have come before and call us: choices that say what they are need no title then."""
    return memory.resident > 0 and not memory.called


def a_list(title: Phrase, option: Phrase, more: Phrase, *, speaks_for_itself: bool = False) -> Says:
    def say(memory: Memory, facts: Facts) -> Speech:
        said = [
            offer(option if each.name else Phrase.DO_NOT_KNOW, key, name=each.name)
            for key, each in menus.visible(memory)
        ]
        following = menus.more_key(memory)
        first = memory.page == 0 and not memory.part
        opening = [Line(title)] if first and not (speaks_for_itself and knows_the_line(memory)) else []
        if parts := _ranges(memory):
            return [Line(Phrase.IN_ORDER), *parts]
        return [*opening, *said, *([offer(more, following)] if following else [])]

    return say


topics = a_list(Phrase.WHAT_ABOUT, Phrase.TOPIC_OPTION, Phrase.MORE_TOPICS, speaks_for_itself=True)


def _ranges(memory: Memory) -> Speech:
    return [
        offer(
            Phrase.PLACE_RANGE,
            key,
            name=_short(memory.options[part.start]),
            place=_short(memory.options[part.end - 1]),
        )
        for key, part in menus.ranges(memory)
    ]


def _short(option: Option) -> str:
    """A name's first half is enough to know where it stands in the alphabet."""
    return option.name.partition(",")[0]


def where(memory: Memory, facts: Facts) -> Speech:
    usual = Phrase.USUAL_SITE if facts.usual else Phrase.USUAL_SITES
    return [
        offer(Phrase.SOONEST, "1"),
        offer(usual, "2"),
        offer(Phrase.AREA, "3"),
        offer(Phrase.POSTCODE, "4"),
    ]


def times(memory: Memory, facts: Facts) -> Speech:
    opening = [] if knows_the_line(memory) else [Line(Phrase.TIMES)]
    if facts.place:
        opening = [Line(Phrase.TIMES_AT, {"place": facts.place})]
    said = [offer(Phrase.TIME_OPTION, key, name=each.name) for key, each in menus.visible(memory)]
    other = Phrase.OTHER_TIME if len(memory.sites) == 1 else Phrase.OTHER_TIMES
    return [*opening, *said, offer(other, menus.OTHER_TIMES)]


def days(memory: Memory, facts: Facts) -> Speech:
    said = [offer(Phrase.TIME_OPTION, key, name=each.name) for key, each in menus.visible(memory)]
    return [Line(Phrase.WHICH_DAY), *said, offer(Phrase.LATER_DAYS, menus.OTHER_TIMES)]


def no_times(memory: Memory, facts: Facts) -> Speech:
    told = [offer(Phrase.BE_TOLD, "3")] if facts.reachable else []
    return [Line(Phrase.NO_TIMES), offer(Phrase.ELSEWHERE, "1"), offer(Phrase.CALL_ME_BACK, "2"), *told]
