"""How a letter about a workshop begins, in each language that messages are written in. Pure."""

from collections.abc import Mapping

from notifications.texts.kinds import Kind


def _openings(registered: str, cancelled: str, changed: str, added: str, reminder: str) -> Mapping[Kind, str]:
    return {
        Kind.WORKSHOP_REGISTERED: registered,
        Kind.WORKSHOP_CANCELLED: cancelled,
        Kind.WORKSHOP_CHANGED: changed,
        Kind.WORKSHOP_DATE_ADDED: added,
        Kind.WORKSHOP_REMINDER: reminder,
    }


OPENINGS: Mapping[str, Mapping[Kind, str]] = {
    "fr": _openings(
        "Votre inscription à l’atelier est notée.",
        "Nous devons annuler l’atelier. Ne venez pas. Toutes nos excuses.",
        "Votre atelier a changé. Voici le nouveau jour, la nouvelle heure ou le nouveau lieu.",
        "Votre atelier a une date de plus. Votre place est gardée.",
        "Nous vous rappelons votre atelier.",
    ),
    "en": _openings(
        "You are registered for the workshop.",
        "We have to cancel the workshop. Please do not come. We are sorry.",
        "Your workshop has changed. Here is the new day, time or place.",
        "Your workshop has one more date. Your seat is kept.",
        "This is a reminder of your workshop.",
    ),
    "ar": _openings(
        "تم تسجيلكم في الورشة.",
        "علينا إلغاء الورشة. من فضلكم لا تأتوا. نعتذر منكم.",
        "تغيّرت ورشتكم. هذا هو الموعد أو المكان الجديد.",
        "أضيف موعد إلى ورشتكم. مكانكم محجوز.",
        "نذكّركم بورشتكم.",
    ),
    "uk": _openings(
        "Вас записано на групове заняття.",
        "Ми мусимо скасувати групове заняття. Будь ласка, не приходьте. Просимо вибачення.",
        "Ваше групове заняття змінено. Ось новий час або нове місце.",
        "До вашого групового заняття додано день. Місце за вами.",
        "Нагадуємо про ваше групове заняття.",
    ),
    "tr": _openings(
        "Atölyeye kaydınız yapıldı.",
        "Atölyeyi iptal etmek zorundayız. Lütfen gelmeyin. Özür dileriz.",
        "Atölyeniz değişti. Yeni tarih, saat veya yer şöyle.",
        "Atölyenize bir tarih eklendi. Yeriniz ayrıldı.",
        "Atölyenizi hatırlatırız.",
    ),
    "pt": _openings(
        "A sua inscrição no ateliê está registada.",
        "Temos de anular o ateliê. Por favor, não venha. Pedimos desculpa.",
        "O seu ateliê mudou. Eis o novo dia, a nova hora ou o novo lugar.",
        "O seu ateliê tem mais uma data. O seu lugar está guardado.",
        "Lembramos-lhe o seu ateliê.",
    ),
    "es": _openings(
        "Su inscripción en el taller está registrada.",
        "Tenemos que anular el taller. Por favor, no venga. Le pedimos disculpas.",
        "Su taller ha cambiado. Este es el nuevo día, hora o lugar.",
        "Su taller tiene una fecha más. Su plaza está guardada.",
        "Le recordamos su taller.",
    ),
}
