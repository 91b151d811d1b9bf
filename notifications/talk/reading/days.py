"""Days and hours as people name them. Pure."""

from dataclasses import replace

from notifications.talk.meanings import Named, Wanted

_FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: day for names in (_FRENCH, _ENGLISH) for day, name in enumerate(names)}
_MONTHS = {
    name: month
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
    )
    for month, name in enumerate(names.split(), start=1)
}
_FROM_TODAY = {
    ("aujourd", "hui"): (0, None),
    ("aujourdhui",): (0, None),
    ("today",): (0, None),
    ("demain",): (1, None),
    ("tomorrow",): (1, None),
    ("apres", "demain"): (2, None),
    ("ce", "matin"): (0, True),
    ("ce", "soir"): (0, False),
    ("cet", "aprem"): (0, False),
    ("cet", "apres", "midi"): (0, False),
    ("cette", "apres", "midi"): (0, False),
    ("this", "morning"): (0, True),
    ("this", "afternoon"): (0, False),
    ("tonight",): (0, False),
}
_PARTS = {
    ("matin",): True,
    ("matinee",): True,
    ("morning",): True,
    ("apres", "midi"): False,
    ("aprem",): False,
    ("soir",): False,
    ("soiree",): False,
    ("afternoon",): False,
    ("evening",): False,
}


def day_at(words: list[str], at: int) -> tuple[int, Named] | None:
    """What is named from that word on, and how many words it takes; None when it is no day, part of one, or hour."""
    return _spoken(words, at) or _date(words, at) or _weekday(words, at) or _hour(words[at])


def on(weekday: int) -> Named:
    """A weekday, named."""
    return Named(Wanted(weekday=weekday))


def together(named: list[Named]) -> Named | None:
    """Days and hours named in one reply, as one; None without any. A morning and an afternoon are no part at all."""
    if not named:
        return None
    wanted, hour = Wanted(), None
    parts = {each.wanted.morning for each in named} - {None}
    for each in named:
        wanted = replace(
            wanted,
            weekday=_first(wanted.weekday, each.wanted.weekday),
            month_and_day=wanted.month_and_day or each.wanted.month_and_day,
            days_ahead=_last(wanted.days_ahead, each.wanted.days_ahead),
        )
        hour = hour or each.hour
    return Named(_clear(replace(wanted, morning=parts.pop() if len(parts) == 1 else None)), hour)


def _clear(wanted: Wanted) -> Wanted:
    """A date says more than a weekday or "tomorrow"."""
    return replace(wanted, weekday=None, days_ahead=None) if wanted.month_and_day else wanted


def _first(one: int | None, other: int | None) -> int | None:
    return other if one is None else one


def _last(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _spoken(words: list[str], at: int) -> tuple[int, Named] | None:
    for size in (3, 2, 1):
        said = tuple(words[at : at + size])
        if said in _FROM_TODAY:
            ahead, morning = _FROM_TODAY[said]
            return len(said), Named(Wanted(days_ahead=ahead, morning=morning))
        if said in _PARTS:
            return len(said), Named(Wanted(morning=_PARTS[said]))
    return None


def _date(words: list[str], at: int) -> tuple[int, Named] | None:
    """`8/12`, `8 décembre`, `1er décembre`: (12, 8). What is no date of any year is none."""
    day, slash, month = words[at].partition("/")
    if slash:
        return _named(1, int(day), int(month))
    number = words[at].removesuffix("er").removesuffix("th").removesuffix("st").removesuffix("nd")
    following = words[at + 1] if at + 1 < len(words) else ""
    if number.isascii() and number.isdigit() and len(number) < 3 and following in _MONTHS:
        return _named(2, int(number), _MONTHS[following])
    return None


def _named(size: int, day: int, month: int) -> tuple[int, Named] | None:
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    possible = 1 <= month <= 12 and 1 <= day <= longest
    return (size, Named(Wanted(month_and_day=(month, day)))) if possible else None


def _weekday(words: list[str], at: int) -> tuple[int, Named] | None:
    day = WEEKDAYS.get(words[at])
    return None if day is None else (1, Named(Wanted(weekday=day)))


def _hour(word: str) -> tuple[int, Named] | None:
    hour, _h, minute = word.partition("h")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return None
    possible = int(hour) < 24 and int(minute) < 60
    return (1, Named(Wanted(), (int(hour), int(minute)))) if possible else None
