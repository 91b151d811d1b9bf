"""How a message says that it may be answered, in each language. Pure.

A reminder: `1` confirms, `2` cancels, `3` changes. An offer: `1` takes it, until some time. What a partner's hand-over leads
to may be refused by a word. The first two stand right before the
link; the first that adds no part to the message is said, else only what the link is for.
"""

from collections.abc import Mapping

SEE: Mapping[str, str] = {
    "fr": "Voir ou annuler :",
    "en": "See or cancel:",
    "ar": "للاطلاع أو الإلغاء:",
    "uk": "Переглянути або скасувати:",
    "tr": "Görmek veya iptal etmek için:",
    "pt": "Ver ou anular:",
    "es": "Ver o anular:",
}
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Répondez 1 pour confirmer, 2 pour annuler, 3 pour changer. Ou :",
        "Répondez 1 oui, 2 annuler, 3 changer. Ou :",
        "Répondez 1 oui 2 annuler 3 changer :",
    ),
    "en": (
        "Reply 1 to confirm, 2 to cancel, 3 to change. Or:",
        "Reply 1 yes, 2 cancel, 3 change. Or:",
        "Reply 1 yes 2 cancel 3 change:",
    ),
    "ar": ("أجيبوا بـ 1 للتأكيد، 2 للإلغاء، 3 للتغيير. أو:",),
    "uk": ("Відповідь: 1 підтвердити, 2 скасувати, 3 змінити. Або:",),
    "tr": ("Yanıtlayın: 1 onay, 2 iptal, 3 değişiklik. Veya:",),
    "pt": (
        "Responda 1 para confirmar, 2 para anular, 3 para alterar. Ou:",
        "Responda 1 confirmar, 2 anular, 3 alterar. Ou:",
    ),
    "es": (
        "Responda 1 para confirmar, 2 para anular, 3 para cambiar. O:",
        "Responda 1 confirmar, 2 anular, 3 cambiar. O:",
    ),
}
_SEE_OFFER: Mapping[str, str] = {
    "fr": "À prendre avant {until} :",
    "en": "To take before {until}:",
    "ar": "يمكن أخذه قبل الساعة {until}:",
    "uk": "Зайняти до {until}:",
    "tr": "Saat {until} olmadan almak için:",
    "pt": "Para ficar com ela antes das {until}:",
    "es": "Para tomarla antes de las {until}:",
}
_ANSWER_OFFER: Mapping[str, tuple[str, ...]] = {
    "fr": ("Pour la prendre, répondez 1 avant {until}. Ou :", "Répondez 1 avant {until}. Ou :"),
    "en": ("To take it, reply 1 before {until}. Or:", "Reply 1 before {until}. Or:"),
    "ar": ("لأخذه أجيبوا بـ 1 قبل الساعة {until}. أو:",),
    "uk": ("Щоб зайняти, дайте відповідь 1 до {until}. Або:",),
    "tr": ("Almak için saat {until} olmadan 1 yazın. Veya:",),
    "pt": ("Para ficar com ela, responda 1 antes das {until}. Ou:",),
    "es": ("Para tomarla, responda 1 antes de las {until}. O:",),
}


REFUSE: Mapping[str, str] = {
    "fr": "Vous ne voulez pas ? Répondez NON",
    "en": "You do not want to? Reply NO",
    "ar": "لا ترغبون؟ أجيبوا بـ NON",
    "uk": "Не бажаєте? Відповідь: NON",
    "tr": "İstemiyorsanız NON yazın",
    "pt": "Não quer? Responda NON",
    "es": "¿No quiere? Responda NON",
}
"""One word for all that are not read here: `NON`, in letters that every telephone has."""


def see(language: str, until: str = "") -> str:
    """What the link is for; `until`: up to when an offer may be taken."""
    return _SEE_OFFER[language].format(until=until) if until else SEE[language]


def answers(language: str, until: str = "") -> tuple[str, ...]:
    """How to answer, the clearest first."""
    if not until:
        return ANSWERS[language]
    return tuple(each.format(until=until) for each in _ANSWER_OFFER[language])
