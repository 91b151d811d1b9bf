"""Which places a few words name: the first rule that finds any decides. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from mediation.gazetteer.places import How, Kind, Place, Reading
from mediation.gazetteer.words import leads_to_a_street, telling, words_of

_ALIKE = 0.75
_GUESSES = 4
_BEGINNING = 3
Words = frozenset[str]


def named(words: Sequence[str], places: Sequence[Place]) -> Reading:
    """The places these words name; near ones are a guess."""
    said = telling(words)
    if not said:
        return Reading(How.UNKNOWN)
    for rule in (_whole, _part, _and_more, _beginnings):
        if found := _most_telling([place for place in places if rule(said, place)]):
            return Reading(How.NAME if len(found) == 1 else How.SEVERAL, found)
    if spaceless := [place for place in places if "".join(_name(place)) == "".join(words)]:
        return Reading(How.NAME if len(spaceless) == 1 else How.SEVERAL, tuple(spaceless))
    alike = _alike(said, "".join(word for word in words if word in said), places)
    return Reading(How.GUESS, alike) if alike else Reading(How.UNKNOWN)


def named_last(words: Sequence[str], places: Sequence[Place]) -> Reading:
    """The place whose whole name ends these words of an address, unless it is in the name of the street."""
    found = [
        place
        for place in places
        if (name := _name(place)) == tuple(words[-len(name) :])
        and (len(name) == len(words) or not leads_to_a_street(words[-len(name) - 1]))
    ]
    longest = max((len(_name(place)) for place in found), default=0)
    ends = _most_telling([place for place in found if len(_name(place)) == longest])
    return Reading(How.NAME if len(ends) == 1 else How.SEVERAL, ends) if ends else Reading(How.UNKNOWN)


@lru_cache(maxsize=8192)
def _name(place: Place) -> tuple[str, ...]:
    return tuple(words_of(place.bare_name))


@lru_cache(maxsize=8192)
def _own(place: Place) -> Words:
    return telling(_name(place))


@lru_cache(maxsize=8192)
def _around(place: Place) -> Words:
    """Its own words, and those of its commune, which people add."""
    return _own(place) | telling(words_of(place.commune_name))


def _whole(said: Words, place: Place) -> bool:
    return said == _own(place)


def _part(said: Words, place: Place) -> bool:
    return said <= _around(place) and bool(said & _own(place))


def _and_more(said: Words, place: Place) -> bool:
    """The whole name among other words; of a neighbourhood, only beside its commune's."""
    return (_around(place) if place.kind is Kind.NEIGHBOURHOOD else _own(place)) <= said


def _beginnings(said: Words, place: Place) -> bool:
    def begun(word: str, among: Words) -> bool:
        return len(word) >= _BEGINNING and any(other.startswith(word) for other in among)

    return all(begun(word, _around(place)) for word in said) and any(
        begun(word, _own(place)) for word in said
    )


def _most_telling(found: list[Place]) -> tuple[Place, ...]:
    """Without a commune beside one of its neighbourhoods, or a former one beside today's of the same words."""
    parts = {place.commune for place in found if place.kind is Kind.NEIGHBOURHOOD}
    today = {place.commune for place in found if place.kind is Kind.COMMUNE}
    kept = [
        place
        for place in found
        if not (place.kind is Kind.COMMUNE and place.commune in parts)
        and not (place.kind is Kind.FORMER and place.commune in today)
    ]
    return tuple(kept)


def _alike(said: Words, joined: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """The few places whose names are nearly these letters, the nearest first."""

    sorted_words = "".join(sorted(said))

    def nearness(place: Place) -> float:
        name = "".join(word for word in _name(place) if word in _own(place))
        return max(_ratio(joined, name), _ratio(sorted_words, "".join(sorted(_own(place)))))

    scored = sorted(((nearness(place), place) for place in places), key=lambda pair: -pair[0])
    return tuple(place for near, place in scored[:_GUESSES] if near >= _ALIKE)


def _ratio(first: str, second: str) -> float:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0
