"""What place somebody means by what they wrote: a postcode, a name, both in any order, a whole address. Pure.

The postcode narrows, the name decides; where the two disagree, both are given. A street called after a town is not that
town. What is only near a name is a guess, and said to be one.
"""

from collections.abc import Iterator

from mediation.gazetteer.names import named, named_last
from mediation.gazetteer.places import Gazetteer, How, Kind, Reading
from mediation.gazetteer.words import is_of_a_street, last_postcode, plain, telling, words_of

# Longer than any address; what is beyond is not read.
_LONGEST = 250


def read(typed: str, gazetteer: Gazetteer) -> Reading:
    """The places that `typed` means, and how that was understood."""
    text = plain(typed[:_LONGEST])
    found = last_postcode(text)
    before, after = (text[: found.start()], text[found.end() :]) if found else (text, "")
    town = _town(before, after, gazetteer)
    return _with_postcode(found[1] + found[2], town, gazetteer) if found else town


def _town(before: str, after: str, gazetteer: Gazetteer) -> Reading:
    """What is named after the postcode, else before it: the longest end of the address that names something."""
    best = Reading(How.UNKNOWN)
    for words in [words_of(after), *_ends(before)]:
        street = is_of_a_street(words)
        reading = named_last(words, gazetteer.places) if street else named(words, gazetteer.places)
        if reading.sure or reading.how is How.SEVERAL:
            return reading
        if reading.places and not best.places:
            best = reading
        elif street and not best.places:
            best = Reading(How.STREET)
    return best


def _ends(text: str) -> Iterator[list[str]]:
    """The parts of an address, from a comma or the start of a line to its end, the longest first; then the first ones
    alone, of who writes the town before the street.
    """
    parts = [part for part in text.replace("\n", ",").replace(";", ",").split(",") if telling(words_of(part))]
    ends = [words_of(" ".join(parts[start:])) for start in range(len(parts))]
    yield from (words for words in ends if not is_of_a_street(words))
    yield from (words_of(part) for part in reversed(parts))


def _with_postcode(code: str, town: Reading, gazetteer: Gazetteer) -> Reading:
    communes = gazetteer.postcodes.get(code) or _cedex(code, gazetteer)
    inside = tuple(place for place in town.places if place.commune in communes)
    if inside:
        return Reading(How.NAME if len(inside) == 1 else How.SEVERAL, inside)
    clear = town.how in (How.NAME, How.SEVERAL)
    if not communes:
        ours = code[:2] in {known[:2] for known in gazetteer.postcodes}
        return town if ours and clear else Reading(How.ELSEWHERE)
    around = tuple(
        place for place in gazetteer.places if place.kind is Kind.COMMUNE and place.commune in communes
    )
    if clear:
        return Reading(How.SEVERAL, (*around, *town.places))
    return Reading(How.POSTCODE if code in gazetteer.postcodes else How.CEDEX, around)


def _cedex(code: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Whose CEDEX this may be: the one listed, the prefecture's (35042: 35000), or the one postcode that begins alike."""
    if code in gazetteer.cedex:
        return gazetteer.cedex[code]
    if code[2] == "0":
        return gazetteer.postcodes.get(f"{code[:2]}000", frozenset())
    alike = [known for known in gazetteer.postcodes if known[:4] == code[:4]]
    return gazetteer.postcodes[alike[0]] if len(alike) == 1 and code[4] != "0" else frozenset()
