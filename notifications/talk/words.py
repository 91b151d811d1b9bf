"""What is answered by SMS: short, in the alphabet of SMS for French and English, never a name or a topic.

The languages of the neighbourhood are answered in French where no sentence of theirs is here; their speakers have been
written to in their language, with the telephone number.
"""

from enum import StrEnum

from notifications.texts.encoding import sms_safe
from notifications.texts.write import GSM7_LANGUAGES, language_of


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
    BOOKED = "booked"
    OFFER_OVER = "offer_over"
    DECLINED = "declined"
    DECLINED_AND_STANDS = "declined_and_stands"
    WAITING = "waiting"


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
    Answer.BOOKED: {
        "fr": "C'est réservé : {when}, {place}. Numéro {number}. Annuler : 2. Changer : 3.",
        "en": "Booked: {when}, {place}. Booking number {number}. To cancel: 2. To change: 3.",
        "ar": "تم الحجز: {when}، {place}. الرقم {number}. للإلغاء: 2. للتغيير: 3.",
        "uk": "Заброньовано: {when}, {place}. Номер {number}. Скасувати: 2. Змінити: 3.",
        "tr": "Randevunuz alındı: {when}, {place}. Numara {number}. İptal: 2. Değiştirmek: 3.",
        "pt": "Está marcado: {when}, {place}. Número {number}. Cancelar: 2. Mudar: 3.",
        "es": "Reservado: {when}, {place}. Número {number}. Cancelar: 2. Cambiar: 3.",
    },
    Answer.OFFER_OVER: {
        "fr": "Cette place n'est plus libre. Vous restez sur la liste : un SMS vous dira la prochaine. {phone}",
        "en": "That time is no longer free. You stay on the list: we will text you the next one. {phone}",
        "ar": "هذا الموعد لم يعد متاحا. تبقون في القائمة. {phone}",
        "uk": "Це місце вже зайняте. Ви лишаєтеся у списку. {phone}",
        "tr": "Bu yer artık dolu. Listede kalıyorsunuz. {phone}",
        "pt": "Esta vaga já foi ocupada. Continua na lista. {phone}",
        "es": "Esta cita ya no está libre. Sigue en la lista. {phone}",
    },
    Answer.DECLINED: {
        "fr": "C'est noté. Vous restez sur la liste : un SMS vous dira la prochaine place. {phone}",
        "en": "Noted. You stay on the list: we will text you the next time that is free. {phone}",
        "ar": "تم التسجيل. تبقون في القائمة. {phone}",
        "uk": "Записано. Ви лишаєтеся у списку. {phone}",
        "tr": "Not edildi. Listede kalıyorsunuz. {phone}",
        "pt": "Fica registado. Continua na lista. {phone}",
        "es": "Anotado. Sigue en la lista. {phone}",
    },
    Answer.DECLINED_AND_STANDS: {
        "fr": "C'est noté. Votre rendez-vous ne change pas : {when}, {place}. Vous restez sur la liste. {phone}",
        "en": "Noted. Your appointment does not change: {when}, {place}. You stay on the list. {phone}",
        "ar": "تم التسجيل. موعدكم لا يتغير: {when}، {place}. {phone}",
        "uk": "Записано. Ваш запис не змінено: {when}, {place}. {phone}",
        "tr": "Not edildi. Randevunuz değişmedi: {when}, {place}. {phone}",
        "pt": "Fica registado. A sua marcação não muda: {when}, {place}. {phone}",
        "es": "Anotado. Su cita no cambia: {when}, {place}. {phone}",
    },
    Answer.WAITING: {
        "fr": "C'est noté. Si une place se libère avant, un SMS vous le dira. Votre rendez-vous reste {when}, {place}. {phone}",
        "en": "Noted. If an earlier time becomes free we will text you. Until then: {when}, {place}. {phone}",
        "ar": "تم التسجيل. سنراسلكم إذا توفر موعد أبكر. موعدكم الآن: {when}، {place}. {phone}",
        "uk": "Записано. Якщо звільниться раніше, ми напишемо. Поки що: {when}, {place}. {phone}",
        "tr": "Not edildi. Daha erken yer açılırsa yazacağız. Şimdilik: {when}, {place}. {phone}",
        "pt": "Fica registado. Se houver vaga mais cedo, avisamos. Até lá: {when}, {place}. {phone}",
        "es": "Anotado. Si hay una cita antes, le avisamos. Mientras tanto: {when}, {place}. {phone}",
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
