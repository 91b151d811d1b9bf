"""Numbers, days and hours as the languages of the neighbourhood say them. Pure.

Written out in words, as for French: a synthetic voice reads "9:30" in ways nobody understands. Hours keep to one form in every
sentence ("о девʼятій тридцять", "a las nueve y treinta"): the sentences put a comma or a colon before them, never a preposition.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from mediation.neighbours.days import said_day, weekday


class _Numbers(NamedTuple):
    """Up to nineteen, the tens from twenty on, and how tens and ones are put together."""

    low: tuple[str, ...]
    tens: tuple[str, ...]
    together: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


_NUMBERS = {
    "ar": _Numbers(
        _words(
            "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة أحد_عشر اثنا_عشر ثلاثة_عشر أربعة_عشر"
            " خمسة_عشر ستة_عشر سبعة_عشر ثمانية_عشر تسعة_عشر"
        ),
        _words("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون"),
        "{ones} و{tens}",
    ),
    "uk": _Numbers(
        _words(
            "нуль один два три чотири пʼять шість сім вісім девʼять десять одинадцять дванадцять тринадцять чотирнадцять"
            " пʼятнадцять шістнадцять сімнадцять вісімнадцять девʼятнадцять"
        ),
        _words("двадцять тридцять сорок пʼятдесят шістдесят сімдесят вісімдесят девʼяносто"),
        "{tens} {ones}",
    ),
    "tr": _Numbers(
        _words(
            "sıfır bir iki üç dört beş altı yedi sekiz dokuz on on_bir on_iki on_üç on_dört on_beş on_altı on_yedi"
            " on_sekiz on_dokuz"
        ),
        _words("yirmi otuz kırk elli altmış yetmiş seksen doksan"),
        "{tens} {ones}",
    ),
    "pt": _Numbers(
        _words(
            "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete"
            " dezoito dezanove"
        ),
        _words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"),
        "{tens} e {ones}",
    ),
    "es": _Numbers(
        _words(
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
            " diecisiete dieciocho diecinueve"
        ),
        _words("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
        "{tens} y {ones}",
    ),
}
_TWENTIES = _words(
    "veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
# Clock hours are feminine ordinals in Arabic and in Ukrainian.
_ARABIC_HOURS = _words(
    "الثانية_عشرة الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الحادية_عشرة"
)
_ARABIC_MINUTES = {5: "وخمس دقائق", 10: "وعشر دقائق", 15: "والربع", 20: "والثلث", 30: "والنصف"}
_UKRAINIAN_HOURS = _words(
    "опівночі о_першій о_другій о_третій о_четвертій о_пʼятій о_шостій о_сьомій о_восьмій о_девʼятій о_десятій"
    " об_одинадцятій о_дванадцятій о_тринадцятій о_чотирнадцятій о_пʼятнадцятій о_шістнадцятій о_сімнадцятій"
    " о_вісімнадцятій о_девʼятнадцятій о_двадцятій о_двадцять_першій о_двадцять_другій о_двадцять_третій"
)
_SAID = {
    "ar": {
        "and": "{day}، {clock}",
        "today": ("اليوم {clock}", "غدا {clock}"),
        "from": "ابتداء من {moment}",
        "list": "لا توجد أماكن، على قائمة الانتظار",
        "span": "من {opens} إلى {closes}",
        "more": "أكثر من {n} دقيقة",
        "less": "أقل من {n} دقيقة",
        "between": "من {low} إلى {high} دقيقة",
        "place": "المكان نفسه",
        "comma": "، ",
    },
    "uk": {
        "and": "{day}, {clock}",
        "today": ("сьогодні {clock}", "завтра {clock}"),
        "from": "починаючи з такого часу: {moment}",
        "list": "місць немає, у списку очікування",
        "span": "початок {opens}, кінець {closes}",
        "more": "понад {n} хвилин",
        "less": "менш ніж {n} хвилин",
        "between": "{low} — {high} хвилин",
        "place": "те саме місце",
        "comma": ", ",
    },
    "tr": {
        "and": "{day}, {clock}",
        "today": ("bugün {clock}", "yarın {clock}"),
        "from": "şu andan başlayarak: {moment}",
        "list": "dolu, bekleme listesinde",
        "span": "başlangıç {opens}, bitiş {closes}",
        "more": "{n} dakikadan fazla",
        "less": "{n} dakikadan az",
        "between": "{low} ile {high} dakika arası",
        "place": "aynı yer",
        "comma": ", ",
    },
    "pt": {
        "and": "{day}, {clock}",
        "today": ("hoje {clock}", "amanhã {clock}"),
        "from": "a partir de {moment}",
        "list": "completo, na lista de espera",
        "span": "início {opens}, fim {closes}",
        "more": "mais de {n} minutos",
        "less": "menos de {n} minutos",
        "between": "{low} a {high} minutos",
        "place": "o mesmo lugar",
        "comma": ", ",
    },
    "es": {
        "and": "{day}, {clock}",
        "today": ("hoy {clock}", "mañana {clock}"),
        "from": "a partir del {moment}",
        "list": "completo, en la lista de espera",
        "span": "desde {opens} hasta {closes}",
        "more": "más de {n} minutos",
        "less": "menos de {n} minutos",
        "between": "de {low} a {high} minutos",
        "place": "el mismo lugar",
        "comma": ", ",
    },
}


def number(value: int, language: str) -> str:
    """A whole number from 0 to 99 in words, as it is counted."""
    low, tens, together = _NUMBERS[language]
    if value < 20:
        return low[value]
    if language == "es" and value < 30:
        return _TWENTIES[value - 20]
    ten, one = divmod(value, 10)
    return together.format(tens=tens[ten - 2], ones=low[one]) if one else tens[ten - 2]


def clock(local: datetime | time, language: str) -> str:
    """`a las nueve y treinta de la mañana`, `الساعة التاسعة والنصف صباحا`."""
    return _CLOCKS[language](local.hour, local.minute)


def _arabic(hour: int, minute: int) -> str:
    part = "صباحا" if hour < 12 else "ظهرا" if hour == 12 else "بعد الظهر" if hour < 18 else "مساء"
    known = _ARABIC_MINUTES.get(minute, f"و{number(minute, 'ar')} دقيقة")
    return f"الساعة {_ARABIC_HOURS[hour % 12]} {f'{known} ' if minute else ''}{part}"


def _ukrainian(hour: int, minute: int) -> str:
    nought = "нуль " if 0 < minute < 10 else ""
    return f"{_UKRAINIAN_HOURS[hour]} {nought}{number(minute, 'uk')}" if minute else _UKRAINIAN_HOURS[hour]


def _turkish(hour: int, minute: int) -> str:
    nought = "sıfır " if 0 < minute < 10 else ""
    return f"saat {number(hour, 'tr')}" + (f" {nought}{number(minute, 'tr')}" if minute else "")


def _portuguese(hour: int, minute: int) -> str:
    named = {0: "à meia-noite", 1: "à uma", 12: "ao meio-dia"}
    feminine = number(hour, "pt").replace("dois", "duas").replace("vinte e um", "vinte e uma")
    return named.get(hour, f"às {feminine}") + (f" e {number(minute, 'pt')}" if minute else "")


def _spanish(hour: int, minute: int) -> str:
    part = "de la noche" if hour < 6 or hour >= 21 else "de la mañana" if hour < 12 else "de la tarde"
    said = "a la una" if hour % 12 == 1 else f"a las {number(hour % 12 or 12, 'es')}"
    minutes = f" y {number(minute, 'es')}" if minute else ""
    return f"{said}{minutes} {'del mediodía' if hour == 12 else part}"


_CLOCKS: dict[str, Callable[[int, int], str]] = {
    "ar": _arabic,
    "uk": _ukrainian,
    "tr": _turkish,
    "pt": _portuguese,
    "es": _spanish,
}


def after(before: date | None, local: datetime, language: str) -> str:
    """A moment as it is said after one of the day `before`: the hour on the same day, the weekday in the same week."""
    days = (local.date() - before).days if before else 7
    if days == 0:
        return clock(local, language)
    day = weekday(local, language) if 0 < days < 7 else said_day(local, language)
    return str(_SAID[language]["and"]).format(day=day, clock=clock(local, language))


def from_today(local: datetime, language: str, *, days: int) -> str:
    """Today or tomorrow (`days` 0 or 1)."""
    return _SAID[language]["today"][days].format(clock=clock(local, language))


def from_then_on(moment: str, language: str) -> str:
    """`a partir del lunes …`."""
    return str(_SAID[language]["from"]).format(moment=moment)


def on_the_list(language: str) -> str:
    """A date without seats."""
    return str(_SAID[language]["list"])


def spans(hours: Sequence[tuple[datetime, datetime]], language: str) -> str:
    """From when to when, several of them one after the other."""
    said = str(_SAID[language]["span"])
    every = [
        said.format(opens=clock(opens, language), closes=clock(closes, language)) for opens, closes in hours
    ]
    return str(_SAID[language]["comma"]).join(every)


def minutes(low: int, most: int, language: str, *, kind: str) -> str:
    """`kind`: more (than `most`), less (than `most`), between."""
    said = str(_SAID[language][kind])
    return said.format(
        n=number(most, language), low=number(min(low, most), language), high=number(most, language)
    )


def same_place(language: str) -> str:
    """The place that was named before this one."""
    return str(_SAID[language]["place"])


def digits(text: str, language: str) -> str:
    """A number digit by digit."""
    said = [number(int(each), language) for each in text if each.isdecimal()]
    return str(_SAID[language]["comma"]).join(said)
