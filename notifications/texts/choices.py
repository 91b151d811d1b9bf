"""Three times to choose from, as a message lists them in each language. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from notifications.texts import dates

NONE_OF_THEM = 4
"""The digit that says that none of three suits."""


@dataclass(frozen=True)
class Choice:
    """A time (aware) on the clocks of `zone`; `place` where it is elsewhere than what it replaces was to be."""

    at: datetime
    zone: tzinfo
    place: str = ""


_ASK: Mapping[str, str] = {
    "fr": "Répondez {options}, {none} : aucune. Ou :",
    "en": "Reply {options}, {none}: none. Or:",
    "ar": "أجيبوا بـ {options}؛ {none}: لا شيء. أو:",
    "uk": "Відповідь: {options}; {none}: жоден. Або:",
    "tr": "Yanıtlayın: {options}; {none}: hiçbiri. Veya:",
    "pt": "Responda {options}; {none}: nenhuma. Ou:",
    "es": "Responda {options}; {none}: ninguna. O:",
}
_SEE: Mapping[str, str] = {
    "fr": "Choisissez une autre heure :",
    "en": "Choose another time:",
    "ar": "اختاروا موعدًا آخر:",
    "uk": "Оберіть інший час:",
    "tr": "Başka bir saat seçin:",
    "pt": "Escolha outra hora:",
    "es": "Elija otra hora:",
}
_BETWEEN: Mapping[str, str] = {
    "fr": ", ",
    "en": ", ",
    "ar": "؛ ",
    "uk": "; ",
    "tr": "; ",
    "pt": "; ",
    "es": "; ",
}


def ask(choices: Sequence[Choice], written: str, *, answerable: bool) -> tuple[str, ...]:
    """What stands before the link, the clearest first: digits where an answer can be read, else what the link is for."""
    if not (choices and answerable):
        return (_SEE[written],)
    space = " " if written == "fr" else ""
    listed = _BETWEEN[written].join(
        f"{number}{space}: {one(each, dates.short(each.at, each.zone, written))}"
        for number, each in enumerate(choices, start=1)
    )
    return (_ASK[written].format(options=listed, none=NONE_OF_THEM), _SEE[written])


def one(choice: Choice, when: str) -> str:
    """`mar. 8 déc. à 9h30, MQ Fictive`."""
    return f"{when}, {choice.place}" if choice.place else when


def lines(choices: Sequence[Choice], written: str) -> list[str]:
    """One a line, in full, for an e-mail and a letter."""
    return [
        f"{number}. {one(each, dates.long(each.at, each.zone, written))}"
        for number, each in enumerate(choices, start=1)
    ]
