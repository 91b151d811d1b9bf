"""Where one meets when it is not at the site, in the words of messages. Pure."""

from collections.abc import Mapping

from notifications.texts import neighbours

_ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "fr": {"phone": "par téléphone", "video": "en visio", "home": "chez vous"},
    "en": {"phone": "by phone", "video": "by video call", "home": "at your home"},
}
_WHO_MOVES: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "phone": "nous vous appelons",
        "video": "nous vous donnons le lien avant l’heure",
        "home": "nous venons chez vous",
    },
    "en": {
        "phone": "we call you",
        "video": "we give you the link beforehand",
        "home": "we come to your home",
    },
    "ar": {"phone": "نحن نتصل بكم", "video": "نعطيكم الرابط قبل الموعد", "home": "نحن نأتي إليكم"},
    "uk": {
        "phone": "ми вам зателефонуємо",
        "video": "посилання дамо заздалегідь",
        "home": "ми приїдемо до вас",
    },
    "tr": {"phone": "biz sizi ararız", "video": "bağlantıyı önceden veririz", "home": "biz size geliriz"},
    "pt": {
        "phone": "nós telefonamos-lhe",
        "video": "damos-lhe a ligação antes da hora",
        "home": "nós vamos a sua casa",
    },
    "es": {
        "phone": "nosotros le llamamos",
        "video": "le damos el enlace antes de la hora",
        "home": "nosotros vamos a su casa",
    },
}
_CALLED_FROM: Mapping[str, str] = {
    "fr": "depuis le {number}",
    "en": "from {number}",
    "ar": "من الرقم {number}",
    "uk": "з номера {number}",
    "tr": "{number} numarasından",
    "pt": "do número {number}",
    "es": "desde el {number}",
}


def elsewhere(mode: str, language: str) -> str:
    """Where an appointment is that is not at the site, in two words; empty when it is there."""
    if language in neighbours.LANGUAGES:
        return neighbours.elsewhere(mode, language)
    return _ELSEWHERE[language].get(mode, "")


def who_moves(mode: str, language: str) -> str:
    """Who calls or comes to whom: `nous vous appelons`; empty where people come to the site."""
    return _WHO_MOVES[language].get(mode, "")


def elsewhere_in_full(mode: str, language: str, *, calls_from: str = "") -> str:
    """The same, and who calls or comes to whom: `par téléphone, nous vous appelons depuis le 02 61 91 00 00`.

    `calls_from`: the number that a telephone will show, as people write it.
    """
    where = elsewhere(mode, language)
    comma = "، " if language == "ar" else ", "
    known = calls_from and mode == "phone"
    number = neighbours.readable(calls_from, language)
    from_where = f" {_CALLED_FROM[language].format(number=number)}" if known else ""
    return f"{where}{comma}{_WHO_MOVES[language][mode]}{from_where}" if where else ""
