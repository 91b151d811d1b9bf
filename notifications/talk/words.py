"""What is answered by SMS: short, in the alphabet of SMS for French and English, never a name or a topic.

The languages of the neighbourhood are answered in French where no sentence of theirs is here; their speakers have been
written to in their language, with the telephone number.
"""

from enum import StrEnum

from notifications.encoding import sms_safe
from notifications.texts import GSM7_LANGUAGES, language_of


class Answer(StrEnum):
    """One thing that is answered."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MOVED = "moved"
    TIMES = "times"
    NO_TIMES = "no_times"
    TAKEN = "taken"
    WHICH = "which"
    TOO_LATE = "too_late"
    ADVICE = "advice"
    PASSED_ON = "passed_on"
    NOTHING = "nothing"
    WELCOME_BACK = "welcome_back"


WORDS: dict[Answer, dict[str, str]] = {
    Answer.CONFIRMED: {
        "fr": "Merci, nous vous attendons {when}, {place}. Annuler : 2. Changer : 3.",
        "en": "Thank you, see you {when}, {place}. To cancel: 2. To change: 3.",
        "ar": "شكرا، ننتظركم {when}، {place}. للإلغاء: 2. للتغيير: 3.",
        "uk": "Дякуємо, чекаємо на вас {when}, {place}. Скасувати: 2. Змінити: 3.",
        "tr": "Teşekkürler, sizi bekliyoruz: {when}, {place}. İptal: 2. Değiştirmek: 3.",
        "pt": "Obrigado, esperamos por si {when}, {place}. Cancelar: 2. Mudar: 3.",
        "es": "Gracias, le esperamos {when}, {place}. Cancelar: 2. Cambiar: 3.",
    },
    Answer.CANCELLED: {
        "fr": "C'est annulé : {when}, {place}. Une erreur ? Répondez 0 dans les 15 minutes.",
        "en": "Cancelled: {when}, {place}. A mistake? Reply 0 within 15 minutes.",
    },
    Answer.RESTORED: {
        "fr": "C'est rétabli : nous vous attendons {when}, {place}.",
        "en": "It stands again: see you {when}, {place}.",
    },
    Answer.MOVED: {
        "fr": "C'est changé : nous vous attendons {when}, {place}. Annuler : 2.",
        "en": "It is changed: see you {when}, {place}. To cancel: 2.",
    },
    Answer.TIMES: {
        "fr": "{place}. Répondez un chiffre. {options}. Plus tard : 3. Nous appeler : {phone}",
        "en": "{place}. Reply with a digit. {options}. Later: 3. To call us: {phone}",
    },
    Answer.NO_TIMES: {
        "fr": "Pas d'heure libre à ce moment-là. L'équipe vous répond, ou appelez {phone}. Votre rendez-vous tient toujours.",
        "en": "No free time then. The team will reply, or call {phone}. Your appointment still stands.",
    },
    Answer.TAKEN: {
        "fr": "Cette heure est déjà prise. {options}. Plus tard : 3. Nous appeler : {phone}",
        "en": "That time has just been taken. {options}. Later: 3. To call us: {phone}",
    },
    Answer.WHICH: {
        "fr": "Quel rendez-vous ? Répondez un chiffre. {options}",
        "en": "Which appointment? Reply with a digit. {options}",
    },
    Answer.TOO_LATE: {
        "fr": "Il est trop tard pour le changer par SMS. Appelez {phone}.",
        "en": "It is too late to change it by text. Please call {phone}.",
    },
    Answer.ADVICE: {
        "fr": "{service}. Rendez-vous {when}, {place}. Répondez 1 : je viens, 2 : annuler, 3 : changer. Ou appelez {phone}.",
        "en": "{service}. Appointment {when}, {place}. Reply 1: I come, 2: cancel, 3: change. Or call {phone}.",
    },
    Answer.PASSED_ON: {
        "fr": "{service}. L'équipe lit votre message et vous répond. C'est urgent ? Appelez {phone}.",
        "en": "{service}. The team reads your message and will reply. Urgent? Call {phone}.",
        "ar": "{service}. الفريق يقرأ رسالتكم ويجيب. للاستعجال اتصلوا بـ {phone}.",
        "uk": "{service}. Команда прочитає ваше повідомлення і відповість. Терміново? Телефонуйте {phone}.",
        "tr": "{service}. Ekip mesajınızı okuyup cevap verecek. Acil mi? {phone} numarasını arayın.",
        "pt": "{service}. A equipa lê a sua mensagem e responde. Urgente? Ligue {phone}.",
        "es": "{service}. El equipo lee su mensaje y le responde. ¿Urgente? Llame al {phone}.",
    },
    Answer.NOTHING: {
        "fr": "{service}. Nous ne trouvons pas de rendez-vous à venir avec ce numéro. Pour en prendre un : {phone} ou {link}",
        "en": "{service}. We find no coming appointment with this number. To book: {phone} or {link}",
    },
    Answer.WELCOME_BACK: {
        "fr": "{service}. Vous recevrez de nouveau nos SMS.",
        "en": "{service}. You will get our texts again.",
    },
}


def say(answer: Answer, language: str, mark: str, **values: str) -> str:
    """The text, ended by its mark: no two answers are the same, so a provider can be asked which it has taken."""
    written = language_of(language)
    words = WORDS[answer]
    chosen = written if written in words else "fr"
    body = words[chosen].format(**values)
    text = sms_safe(body) if chosen in GSM7_LANGUAGES else body
    return f"{text} ({mark})"
