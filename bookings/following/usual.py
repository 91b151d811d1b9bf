"""What is often to be done after a session, in every language that messages are written in. Pure.

A step is kept in French words; one that is worded as here is said to the person in their language.
"""

from collections.abc import Mapping

_SAID: tuple[Mapping[str, str], ...] = (
    {
        "fr": "Refaire seul à la maison ce qu’on a vu",
        "fr-falc": "Refaire tout seul à la maison",
        "en": "Practise at home what we did together",
        "ar": "إعادة ما تعلّمناه معا في المنزل",
        "uk": "Повторити вдома те, що ми робили разом",
        "tr": "Birlikte yaptıklarımızı evde tekrar yapmak",
        "pt": "Repetir em casa o que fizemos juntos",
        "es": "Repetir en casa lo que hicimos juntos",
    },
    {
        "fr": "Rapporter les papiers qui manquent",
        "fr-falc": "Rapporter les papiers qui manquent",
        "en": "Bring the missing papers",
        "ar": "إحضار الأوراق الناقصة",
        "uk": "Принести документи, яких бракує",
        "tr": "Eksik belgeleri getirmek",
        "pt": "Trazer os papéis que faltam",
        "es": "Traer los papeles que faltan",
    },
    {
        "fr": "Appeler l’organisme",
        "fr-falc": "Téléphoner à l’organisme",
        "en": "Call the office in charge",
        "ar": "الاتصال بالإدارة المعنية",
        "uk": "Зателефонувати до установи",
        "tr": "Kurumu aramak",
        "pt": "Telefonar ao serviço",
        "es": "Llamar al organismo",
    },
    {
        "fr": "Regarder son courrier et ses e-mails",
        "fr-falc": "Regarder le courrier et les e-mails",
        "en": "Check your post and e-mails",
        "ar": "الاطلاع على البريد والرسائل الإلكترونية",
        "uk": "Перевірити пошту та електронні листи",
        "tr": "Mektuplara ve e-postalara bakmak",
        "pt": "Ver o correio e os e-mails",
        "es": "Mirar el correo y los correos electrónicos",
    },
)
USUAL: tuple[str, ...] = tuple(each["fr"] for each in _SAID)
"""The French words, in the order in which they are offered."""
LANGUAGES: tuple[str, ...] = tuple(_SAID[0])
_BY_WORDS = {each["fr"]: each for each in _SAID}


def in_language(words: str, language: str) -> str:
    """A step's words as somebody who reads `language` is told them: as they were typed, unless they are usual ones."""
    known = _BY_WORDS.get(words)
    return known.get(language) or known["fr"] if known is not None else words
