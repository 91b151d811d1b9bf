"""What a letter says around the facts, in each language that messages are written in. Pure.

The sentences are those of the SMS and e-mails (`templates/messages`), where one was there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from notifications.texts.kinds import Kind


@dataclass(frozen=True)
class Words:
    """`opening` by kind, and `elsewhere` where nobody has to come; the others stand before a fact."""

    opening: Mapping[Kind, str]
    elsewhere: Mapping[Kind, str]
    when: str
    where: str
    bring: str
    number: str
    change: str
    another_day: str
    scan: str
    other_times: str
    """Before the times that are offered in the place of the one called off."""


def _elsewhere(reminder: str, cancelled_by_us: str) -> Mapping[Kind, str]:
    return {Kind.REMINDER: reminder, Kind.CANCELLED_BY_US: cancelled_by_us}


def _opening(confirmation: str, reminder: str, moved: str, cancelled_by_us: str) -> Mapping[Kind, str]:
    return {
        Kind.CONFIRMATION: confirmation,
        Kind.REMINDER: reminder,
        Kind.MOVED: moved,
        Kind.CANCELLED_BY_US: cancelled_by_us,
    }


WORDS: Mapping[str, Words] = {
    "fr": Words(
        opening=_opening(
            "Votre rendez-vous est noté.",
            "Rappel : nous vous attendons.",
            "Votre rendez-vous a changé. Voici le nouveau.",
            "Nous devons annuler votre rendez-vous. Ne venez pas. Toutes nos excuses.",
        ),
        elsewhere=_elsewhere(
            "Rappel de votre rendez-vous.", "Nous devons annuler votre rendez-vous. Toutes nos excuses."
        ),
        when="Quand",
        where="Où",
        bring="À apporter",
        number="Votre numéro de rendez-vous",
        change="Pour changer, annuler, ou pour une question, appelez le",
        another_day="Pour un autre jour, appelez le",
        scan="Ou visez ce carré avec l’appareil photo d’un téléphone.",
        other_times="Voici d’autres heures : dites laquelle au téléphone.",
    ),
    "en": Words(
        opening=_opening(
            "Your appointment is booked.",
            "Reminder: we expect you.",
            "Your appointment has changed. Here is the new one.",
            "We have to cancel your appointment. Please do not come. We are sorry.",
        ),
        elsewhere=_elsewhere(
            "A reminder of your appointment.", "We have to cancel your appointment. We are sorry."
        ),
        when="When",
        where="Where",
        bring="To bring",
        number="Your booking number",
        change="To change, cancel or ask a question, call",
        another_day="For another day, call",
        scan="Or point the camera of a telephone at this square.",
        other_times="Here are other times: say which one on the telephone.",
    ),
    "ar": Words(
        opening=_opening(
            "تم تسجيل موعدكم.",
            "تذكير بموعدكم: نحن في انتظاركم.",
            "تغيّر موعدكم. هذا هو الموعد الجديد.",
            "علينا إلغاء موعدكم. من فضلكم لا تأتوا. نعتذر منكم.",
        ),
        elsewhere=_elsewhere("تذكير بموعدكم.", "علينا إلغاء موعدكم. نعتذر منكم."),
        when="الموعد",
        where="المكان",
        bring="للإحضار",
        number="رقم الموعد",
        change="للتغيير أو الإلغاء أو لأي سؤال، اتصلوا بالرقم",
        another_day="لموعد آخر، اتصلوا بالرقم",
        scan="أو صوّروا هذا المربّع بكاميرا الهاتف.",
        other_times="هذه مواعيد أخرى: قولوا أيّها يناسبكم عبر الهاتف.",
    ),
    "uk": Words(
        opening=_opening(
            "Ваш запис прийнято.",
            "Нагадування: чекаємо на вас.",
            "Ваш запис змінено. Ось новий час.",
            "Ми мусимо скасувати ваш запис. Будь ласка, не приходьте. Просимо вибачення.",
        ),
        elsewhere=_elsewhere(
            "Нагадування про ваш запис.", "Ми мусимо скасувати ваш запис. Просимо вибачення."
        ),
        when="Коли",
        where="Де",
        bring="Візьміть із собою",
        number="Номер запису",
        change="Щоб змінити, скасувати або запитати, телефонуйте",
        another_day="Щоб вибрати інший день, телефонуйте",
        scan="Або наведіть камеру телефона на цей квадрат.",
        other_times="Ось інший час: скажіть по телефону, який підходить.",
    ),
    "tr": Words(
        opening=_opening(
            "Randevunuz kaydedildi.",
            "Hatırlatma: sizi bekliyoruz.",
            "Randevunuz değişti. Yeni randevunuz şöyle.",
            "Randevunuzu iptal etmek zorundayız. Lütfen gelmeyin. Özür dileriz.",
        ),
        elsewhere=_elsewhere(
            "Randevunuzun hatırlatması.", "Randevunuzu iptal etmek zorundayız. Özür dileriz."
        ),
        when="Ne zaman",
        where="Nerede",
        bring="Getirin",
        number="Randevu numaranız",
        change="Değiştirmek, iptal etmek veya soru sormak için arayın",
        another_day="Başka bir gün için arayın",
        scan="Ya da telefon kamerasını bu kareye tutun.",
        other_times="Başka saatler: hangisinin uygun olduğunu telefonda söyleyin.",
    ),
    "pt": Words(
        opening=_opening(
            "A sua marcação está registada.",
            "Lembrete: estamos à sua espera.",
            "A sua marcação mudou. Eis a nova.",
            "Temos de anular a sua marcação. Por favor, não venha. Pedimos desculpa.",
        ),
        elsewhere=_elsewhere(
            "Lembrete da sua marcação.", "Temos de anular a sua marcação. Pedimos desculpa."
        ),
        when="Quando",
        where="Onde",
        bring="Traga",
        number="O número da sua marcação",
        change="Para alterar, anular ou fazer uma pergunta, ligue para",
        another_day="Para outro dia, ligue para",
        scan="Ou aponte a câmara de um telemóvel para este quadrado.",
        other_times="Aqui estão outras horas: diga por telefone qual lhe convém.",
    ),
    "es": Words(
        opening=_opening(
            "Su cita está registrada.",
            "Recordatorio: le esperamos.",
            "Su cita ha cambiado. Esta es la nueva.",
            "Tenemos que anular su cita. Por favor, no venga. Le pedimos disculpas.",
        ),
        elsewhere=_elsewhere("Recordatorio de su cita.", "Tenemos que anular su cita. Le pedimos disculpas."),
        when="Cuándo",
        where="Dónde",
        bring="Traiga",
        number="Su número de cita",
        change="Para cambiar, anular o preguntar algo, llame al",
        another_day="Para otro día, llame al",
        scan="O apunte la cámara de un teléfono a este cuadrado.",
        other_times="Estas son otras horas: diga por teléfono cuál le conviene.",
    ),
}
