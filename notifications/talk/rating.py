"""Reading what somebody answers when they were asked for a mark of 1 to 5. Pure; never raises, whatever is written."""

import re
import unicodedata
from dataclasses import dataclass

from notifications.talk.reading.letters import lowered

_WORDS = {
    1: "un une one واحد واحدة один одна одиниця bir um uma uno una",
    2: "deux two اثنان اثنين два дві двійка iki dois duas dos",
    3: "trois three ثلاثة ثلاث три трійка uc tres",
    4: "quatre four أربعة اربعة чотири четвірка dort quatro cuatro",
    5: "cinq five خمسة пять п'ять п’ять пʼять пятірка bes cinco",
}
_AROUND = frozenset(
    [
        "note",
        "mark",
        "rating",
        "nota",
        "puntos",
        "puntuacion",
        "points",
        "point",
        "pts",
        "etoile",
        "etoiles",
        "star",
        "stars",
        "estrellas",
        "estrelas",
        "yildiz",
        "puan",
        "je",
        "mets",
        "met",
        "donne",
        "donnerais",
        "dirais",
        "i",
        "say",
        "give",
        "would",
        "it",
        "a",
        "an",
        "the",
        "pour",
        "moi",
        "c",
        "est",
        "c'est",
        "etait",
        "la",
        "le",
        "de",
        "ma",
        "mon",
        "sur",
        "et",
        "and",
        "y",
        "e",
        "ve",
        "та",
        "і",
        "й",
        "و",
        "merci",
        "thanks",
        "thank",
        "you",
        "gracias",
        "obrigado",
        "obrigada",
        "teşekkurler",
        "tesekkurler",
        "sagol",
        "дякую",
        "شكرا",
        "bonjour",
        "hello",
        "hola",
        "ola",
        "merhaba",
        "добрий",
        "день",
        "добридень",
        "مرحبا",
        "السلام",
        "عليكم",
        "svp",
        "stp",
        "please",
        "por",
        "favor",
        "lutfen",
        "رقم",
        "علامة",
        "نقطة",
        "نقاط",
        "оцінка",
        "оцінку",
        "бал",
        "бали",
        "балів",
        "ставлю",
        "doy",
        "dou",
        "pongo",
        "veriyorum",
        "answer",
        "reponse",
        "respuesta",
        "resposta",
    ]
)
"""Words around a mark that change nothing of it."""
_COUNTED = frozenset(
    [
        "h",
        "heure",
        "heures",
        "min",
        "minute",
        "minutes",
        "jour",
        "jours",
        "semaine",
        "semaines",
        "mois",
        "an",
        "ans",
        "fois",
        "personne",
        "personnes",
        "euros",
        "euro",
        "rdv",
        "rendez",
        "question",
        "questions",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "times",
        "people",
        "hora",
        "horas",
        "dia",
        "dias",
        "veces",
        "vezes",
        "personas",
        "pessoas",
        "saat",
        "gun",
        "kisi",
        "годин",
        "години",
        "хвилин",
        "днів",
        "دقيقة",
        "دقائق",
        "ساعة",
        "ساعات",
        "يوم",
        "أيام",
    ]
)
"""After a number: it counts something, and is no mark."""
_OF_FIVE = re.compile(
    r"(?<![\d,.])([1-5])\s*(?:/|sur|out of|of|de|من|з|uzerinden)\s*5(?!\d)|5\s*uzerinden\s*([1-5])(?!\d)"
)
_DECIMAL = re.compile(r"\d[.,]\d")
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_STARS = frozenset("⭐★🌟")
_AUTOMATIC = (
    *(
        "reponse automatique",
        "message automatique",
        "automatic reply",
        "auto reply",
        "auto-reply",
        "out of office",
    ),
    *(
        "absent du bureau",
        "je conduis",
        "i'm driving",
        "i am driving",
        "respuesta automatica",
        "resposta automatica",
    ),
    *("otomatik yanit", "автоматична відповідь", "رد تلقائي", "ne pas repondre", "do not reply"),
)


@dataclass(frozen=True)
class Rated:
    """What was read. `marks`: none, one, or two that answer the first two questions; `words`: what is left to be said.

    `off_scale`: a number that is no mark of 1 to 5, and nothing else.
    """

    marks: tuple[int, ...] = ()
    words: str = ""
    off_scale: bool = False


def read_rating(text: str) -> Rated:
    """A mark, two, with words after them; or only words."""
    shown = unicodedata.normalize("NFKC", text).strip()
    stars = sum(character in _STARS for character in shown)
    if stars and not any(character.isalnum() for character in shown):
        return Rated((stars,)) if stars <= 5 else Rated(off_scale=True)
    plain = _OF_FIVE.sub(lambda found: f" {found[1] or found[2]} ", _digits(lowered(shown)))
    if _DECIMAL.search(plain):
        return Rated(off_scale=True) if _only_numbers(plain) else Rated(words=shown)
    return _of_tokens(list(_TOKEN.finditer(plain)), plain, shown)


def looks_automatic(text: str) -> bool:
    """Whether a machine says so itself."""
    plain = " ".join(lowered(text).split())
    return any(said in plain for said in _AUTOMATIC)


def _digits(text: str) -> str:
    """Digits of any script as ours."""
    return "".join(str(unicodedata.digit(each, "")) or each if each.isdigit() else each for each in text)


def _of_tokens(tokens: list[re.Match[str]], plain: str, shown: str) -> Rated:
    # ("Un 5": an article, where a digit stands.)
    written = any(token[0].isdigit() for token in tokens)
    values = [_value(token[0]) if token[0].isdigit() or not written else None for token in tokens]
    numbers = [value for value in values if value is not None]
    beside = [
        token[0]
        for token, value in zip(tokens, values, strict=True)
        if value is None and token[0] not in _SPELT[1]
    ]
    if numbers and all(word in _AROUND for word in beside):
        fits = len(numbers) <= 2 and all(1 <= number <= 5 for number in numbers)
        return Rated(tuple(numbers)) if fits else Rated(off_scale=True)
    return _led_by_digits(plain, shown)


def _led_by_digits(plain: str, shown: str) -> Rated:
    """`4 mais c'était long`: one or two digits before the words, unless they count something."""
    led = re.match(r"\s*([1-5])(?:[\s,;.:/-]+(?:et\s+|and\s+)?([1-5]))?(?!\d)[\s,;.:!)-]+(?=[^\W\d])", plain)
    if led is None:
        return Rated(words=shown)
    after = plain[led.end() :]
    first = _TOKEN.match(after)
    if first is not None and first[0] in _COUNTED:
        return Rated(words=shown)
    marks = tuple(int(digit) for digit in led.groups() if digit)
    return Rated(marks, words=_rest(shown))


def _rest(shown: str) -> str:
    """What was written after the digits, as it was written."""
    return re.sub(r"^[\W\d_]*(?:\d\s*(?:/|sur|out of|de)\s*5)?(?:et\s+\d|and\s+\d)?[\W\d_]*", "", shown)


def _value(word: str) -> int | None:
    if word.isdigit():
        return int(word[:3])
    return next((value for value, words in _SPELT.items() if word in words), None)


def _only_numbers(plain: str) -> bool:
    return all(_value(token) is not None or token in _AROUND for token in _TOKEN.findall(plain))


_SPELT = {value: frozenset(lowered(words).split()) for value, words in _WORDS.items()}
