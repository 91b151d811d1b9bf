"""Where a remark may say who somebody is: marked for whoever reads it before others do. Pure.

It proposes, a person decides: a name marked too many costs one tick, one that is missed costs somebody's trust.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

BLACK = "█████"
"""What stands in the place of a part: always as long, whatever was there."""
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[\s.\-/()]{0,2}\d){5,}(?!\w)")
_HOME = re.compile(
    r"\b\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|av|bd|boulevard|allée|allee|place|impasse|chemin|quai|square)\b[^.,;!?\n]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TITLES = frozenset(
    [
        "m",
        "mr",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "mademoiselle",
        "mrs",
        "ms",
        "miss",
        "señor",
        "senora",
        "señora",
        "senhor",
        "senhora",
        "bay",
        "bayan",
        "пан",
        "пані",
        "السيد",
        "السيدة",
    ]
)
_BEFORE_A_NAME = frozenset(
    (
        *("avec", "chez", "merci", "à", "a", "par", "pour"),
        *("with", "thanks", "con", "para", "com", "por", "gracias", "obrigado"),
    )
)
_NOT_NAMES = frozenset(
    [
        "je",
        "j",
        "tu",
        "il",
        "elle",
        "on",
        "nous",
        "vous",
        "ils",
        "elles",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "mon",
        "ma",
        "mes",
        "son",
        "sa",
        "ses",
        "votre",
        "vos",
        "notre",
        "nos",
        "ce",
        "cette",
        "ces",
        "c",
        "est",
        "et",
        "ou",
        "mais",
        "donc",
        "car",
        "si",
        "que",
        "qui",
        "quoi",
        "quand",
        "comment",
        "pourquoi",
        "plus",
        "moins",
        "très",
        "trop",
        "bien",
        "mal",
        "bon",
        "bonne",
        "rien",
        "tout",
        "tous",
        "toute",
        "oui",
        "non",
        "merci",
        "bonjour",
        "bonsoir",
        "salut",
        "ok",
        "d",
        "l",
        "n",
        "s",
        "t",
        "m",
        "y",
        "à",
        "au",
        "aux",
        "en",
        "dans",
        "sur",
        "sous",
        "avec",
        "sans",
        "pour",
        "par",
        "chez",
        "beaucoup",
        "encore",
        "aussi",
        "comme",
        "pas",
        "ne",
        "internet",
        "france",
        "rennes",
        "caf",
        "cpam",
        "ants",
        "impots",
        "impôts",
        "france-connect",
        "franceconnect",
        "ameli",
        "sms",
        "google",
        "facebook",
        "whatsapp",
        "android",
        "apple",
        "windows",
        "iphone",
        "samsung",
        "wifi",
        "pc",
        "i",
        "the",
        "it",
        "you",
        "thank",
        "thanks",
        "yes",
        "no",
        "very",
        "good",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "accueil",
        "équipe",
        "equipe",
        "médiatrice",
        "mediatrice",
        "médiateur",
        "mediateur",
        "conseiller",
        "conseillère",
        "personne",
        "dame",
    ]
)


@dataclass(frozen=True)
class Suspect:
    """A part of a text, from `start` to `end` (characters), that may say who somebody is."""

    start: int
    end: int


def suspects(text: str, known_names: Collection[str] = ()) -> list[Suspect]:
    """The parts that may be names, numbers or addresses, in order, none within another. `known_names`: of the team."""
    found = [
        Suspect(*match.span())
        for pattern in (_MAIL, _ADDRESS, _NUMBER, _HOME)
        for match in pattern.finditer(text)
    ]
    return _apart(
        [*found, *_names(text, {_plain(name) for each in known_names for name in _WORD.findall(each)})]
    )


def blackened(text: str, parts: Collection[Suspect]) -> str:
    """The text with those parts black. Parts that overlap are one."""
    said, at = [], 0
    for part in _apart(list(parts)):
        said += [text[at : part.start], BLACK]
        at = part.end
    return "".join([*said, text[at:]])


def _names(text: str, known: set[str]) -> list[Suspect]:
    found: list[Suspect] = []
    known = known - _PLAIN_USUAL
    words = list(_WORD.finditer(text))
    for number, match in enumerate(words):
        word, plain = match[0], _plain(match[0])
        before = _plain(words[number - 1][0]) if number else ""
        usual = plain in _PLAIN_USUAL or plain in _PLAIN_TITLES
        titled = before in _PLAIN_TITLES and not usual
        led = before in _PLAIN_LEADS and word[:1].isupper()
        capital = word[:1].isupper() and not _begins_a_sentence(text, match.start())
        if plain in known or titled or (not usual and (led or capital or _is_alone(word, words, text))):
            found.append(Suspect(*match.span()))
    return _joined(found, text)


def _is_alone(word: str, words: list[re.Match[str]], text: str) -> bool:
    """A capital at the beginning says nothing, unless a second name follows: "Léa Martin est …"."""
    at = next((number for number, match in enumerate(words) if match[0] == word), 0)
    if not word[:1].isupper() or at + 1 >= len(words):
        return False
    following = words[at + 1]
    between = text[words[at].end() : following.start()]
    return between == " " and following[0][:1].isupper() and _plain(following[0]) not in _PLAIN_USUAL


def _begins_a_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t\u00a0«\"'(-–")
    return not before or before[-1] in ".!?…\n:;"


def _joined(found: list[Suspect], text: str) -> list[Suspect]:
    """A first name and a family name are one."""
    joined: list[Suspect] = []
    for part in found:
        if joined and text[joined[-1].end : part.start] in (" ", "-"):
            joined[-1] = Suspect(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined


def _apart(parts: list[Suspect]) -> list[Suspect]:
    whole: list[Suspect] = []
    for part in sorted(parts, key=lambda each: (each.start, -each.end)):
        if whole and part.start < whole[-1].end:
            whole[-1] = Suspect(whole[-1].start, max(whole[-1].end, part.end))
        else:
            whole.append(part)
    return whole


def _plain(word: str) -> str:
    kept = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in kept if not unicodedata.combining(each))


_PLAIN_USUAL = frozenset(_plain(word) for word in _NOT_NAMES)
_PLAIN_TITLES = frozenset(_plain(word) for word in _TITLES)
_PLAIN_LEADS = frozenset(_plain(word) for word in _BEFORE_A_NAME)
