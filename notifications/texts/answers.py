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

_SEE_SEAT: Mapping[str, str] = {
    "fr": "Répondre avant {until} :",
    "en": "Answer before {until}:",
    "ar": "للإجابة قبل {until}:",
    "uk": "Відповідь потрібна до: {until}.",
    "tr": "Son yanıt: {until}.",
    "pt": "Responder até {until}:",
    "es": "Responder antes del {until}:",
}
_ANSWER_SEAT: Mapping[str, tuple[str, ...]] = {
    "fr": ("Répondez 1 oui, 2 non, avant {until}. Ou :", "1 oui, 2 non, avant {until}. Ou :"),
    "en": ("Reply 1 yes, 2 no, before {until}. Or:", "1 yes, 2 no, before {until}. Or:"),
    "ar": ("أجيبوا بـ 1 نعم، 2 لا، قبل {until}. أو:",),
    "uk": ("Відповідь: 1 так, 2 ні, до: {until}. Або:",),
    "tr": ("Yanıtlayın: 1 evet, 2 hayır. Son yanıt: {until}. Veya:",),
    "pt": ("Responda 1 sim, 2 não, até {until}. Ou:",),
    "es": ("Responda 1 sí, 2 no, antes del {until}. O:",),
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


HOW: Mapping[str, tuple[str, str]] = {
    "fr": ("Comment s’est passé votre rendez-vous ?", "Comment s’est passé l’atelier ?"),
    "en": ("How did your appointment go?", "How did the workshop go?"),
    "ar": ("كيف كان موعدكم؟", "كيف كانت الورشة؟"),
    "uk": ("Як пройшла ваша зустріч?", "Як пройшло групове заняття?"),
    "tr": ("Randevunuz nasıl geçti?", "Atölye nasıl geçti?"),
    "pt": ("Como correu a sua marcação?", "Como correu o ateliê?"),
    "es": ("¿Cómo fue su cita?", "¿Cómo fue el taller?"),
}
"""What is asked afterwards: of an appointment, of a workshop."""
RATE = {
    "fr": "Répondez de 1 (mal) à 5 (très bien), ou",
    "en": "Reply 1 (badly) to 5 (very well), or",
    "ar": "أجيبوا برقم من 1 (سيئ) إلى 5 (جيد جدا)، أو",
    "uk": "Відповідь: від 1 (погано) до 5 (дуже добре), або",
    "tr": "1 (kötü) ile 5 (çok iyi) arası yanıtlayın ya da",
    "pt": "Responda de 1 (mal) a 5 (muito bem), ou",
    "es": "Responda de 1 (mal) a 5 (muy bien), o",
}
"""How one answers by a digit, before the link."""


def see(language: str, until: str = "", *, seat: bool = False) -> str:
    """What the link is for; `until`: up to when an offer may be taken (of a workshop's `seat`: with its day)."""
    if seat:
        return _SEE_SEAT[language].format(until=until)
    return _SEE_OFFER[language].format(until=until) if until else SEE[language]


def answers(language: str, until: str = "", *, seat: bool = False) -> tuple[str, ...]:
    """How to answer, the clearest first."""
    if seat:
        return tuple(each.format(until=until) for each in _ANSWER_SEAT[language])
    if not until:
        return ANSWERS[language]
    return tuple(each.format(until=until) for each in _ANSWER_OFFER[language])
