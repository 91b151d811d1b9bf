"""Names compared without accents, case, punctuation, titles or order. Pure."""

import re
from difflib import SequenceMatcher

from mediation.spelling import APOSTROPHE, bare

# Above this ratio two names look like one person's, typed twice.
SIMILAR = 0.84
# Above this one, where they also sound alike.
_SOUNDS_ALIKE = 0.72
_LONGEST = 220
_ABBREVIATED_TITLES = "mr mrs mme mmes mlle melle dr vve"
_TITLES = frozenset(f"{_ABBREVIATED_TITLES} monsieur madame mademoiselle docteur veuve epouse nee et".split())
# So short that they may be initials: titles only where they begin the name.
_TITLES_FIRST = frozenset(["m", "me", "pr"])
# What Kadija and Khadija, Mohamed and Muhammad, Philippe and Filip have in common, in this order.
_SOUNDS = (("ph", "f"), ("[cg](?=[eiy])", "s"), ("[cq]", "k"), ("w", "v"), ("[zj]", "s"), ("h", ""))


def name_key(name: str) -> str:
    """`Le Bihan, Amélie` and `Mme amelie LE BIHAN` have the same key: words sorted, letters bare, no title.

    An apostrophe joins (`N'Diaye` is `Ndiaye`), a hyphen parts (`Jean-Pierre` is `Jean Pierre`).
    """
    words = re.findall(r"[^\W_]+", bare(name).replace(APOSTROPHE, ""))
    return " ".join(sorted(_without_titles(words)))[:_LONGEST]


def initials(name: str) -> str:
    """`Amélie Le Bihan` → `A. L. B.`: for calendars that others may see."""
    return " ".join(f"{word[0].upper()}." for word in re.findall(r"[^\W\d_]+", name))


def _without_titles(words: list[str]) -> list[str]:
    """Whoever is only called Madame stays so."""
    first = words[1:] if words[:1] and words[0] in _TITLES_FIRST else words
    return [word for word in first if word not in _TITLES] or words


def similar(first_key: str, second_key: str) -> bool:
    """Whether two name keys could be one person's: near letters, or one name within the other."""
    first, second = first_key.split(), second_key.split()
    if not first or not second:
        return False
    one, other = _apart(first, second)
    if not one or not other:
        return True
    letters = _letters(first) + _letters(second)
    ratio = (letters - _letters(one) - _letters(other) + _alike(one, other)) / letters
    return ratio >= SIMILAR or (ratio >= _SOUNDS_ALIKE and sound_key(first_key) == sound_key(second_key))


def sound_key(key: str) -> str:
    """What the words of a name key sound like, roughly and sorted: the same for most ways to write one name."""
    return " ".join(sorted(_sound(word) for word in key.split()))


def _sound(word: str) -> str:
    """The consonants, each once in a row, after the first vowel if it begins with one."""
    for written, said in _SOUNDS:
        word = re.sub(written, said, word)
    bones = word[:1] + re.sub("[aeiouy]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", bones)


def _apart(first: list[str], second: list[str]) -> tuple[list[str], list[str]]:
    """The words that only one of the two has, joined ones (`Elidrissi` for `El Idrissi`) taken for the same."""
    one = [word for word in first if word not in second]
    other = [word for word in second if word not in first]
    for words, joined in ((one, other), (other, one)):
        for word in list(joined):
            pair = next(((a, b) for a in words for b in words if a != b and a + b == word), None)
            if pair is not None:
                joined.remove(word)
                words[:] = [left for left in words if left not in pair]
    return one, other


def _alike(one: list[str], other: list[str]) -> float:
    """How many letters of both are alike, each word beside the nearest of the other name."""
    fewer, more = sorted((one, other), key=lambda words: (len(words), words))
    rest, total = list(more), 0.0
    for word in fewer:
        ratio, nearest = max((_ratio(word, each), each) for each in rest)
        rest.remove(nearest)
        total += ratio * (len(word) + len(nearest))
    return total


def _ratio(one: str, other: str) -> float:
    """The same whichever comes first, which the library alone does not promise."""
    return SequenceMatcher(None, min(one, other), max(one, other)).ratio()


def _letters(words: list[str]) -> int:
    return sum(map(len, words))
