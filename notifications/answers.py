"""How a reminder says that it may be answered, in each language: `1` confirms, `2` cancels, `3` changes. Pure.

Each stands right before the link; the first that adds no part to the message is said, else only what the link is for.
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
