"""Days, months and places in the languages of the neighbourhood. Full words, no abbreviation to guess at.

Names of days and months as Unicode's CLDR has them (a test compares); digits are the European ones, read everywhere
here. In Arabic nothing may stand as groups of digits: a right-to-left reader would see the groups in reverse.
"""

from datetime import date, datetime

LANGUAGES = ("ar", "uk", "tr", "pt", "es")

_DAYS = {
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "uk": "понеділок вівторок середа четвер пʼятниця субота неділя",
    "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
_MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_SAID = {
    "ar": "{day} {number} {month} الساعة {hour}:{minute}",
    "uk": "{day}, {number} {month}, {hour}:{minute}",
    "tr": "{number} {month} {day}, saat {hour}:{minute}",
    "pt": "{day}, {number} de {month}, {hour}h{minute}",
    "es": "{day} {number} de {month}, {hour}:{minute}",
}
_SAID_DAY = {
    "ar": "{day} {number} {month}",
    "uk": "{day}, {number} {month}",
    "tr": "{number} {month} {day}",
    "pt": "{day}, {number} de {month}",
    "es": "{day} {number} de {month}",
}
_ELSEWHERE = {
    "ar": {"phone": "عبر الهاتف", "video": "عبر مكالمة فيديو", "home": "في منزلكم"},
    "uk": {"phone": "телефоном", "video": "відеозвʼязком", "home": "у вас удома"},
    "tr": {"phone": "telefonla", "video": "görüntülü görüşmeyle", "home": "evinizde"},
    "pt": {"phone": "por telefone", "video": "por videochamada", "home": "em sua casa"},
    "es": {"phone": "por teléfono", "video": "por videollamada", "home": "en su casa"},
}


def said(local: datetime, language: str) -> str:
    """`martes 8 de diciembre, 9:30`: a moment that is on the wall clock already, 24 hours."""
    return _SAID[language].format(
        day=_DAYS[language].split()[local.weekday()],
        number=local.day,
        month=_MONTHS[language].split()[local.month - 1],
        hour=local.hour,
        minute=f"{local:%M}",
    )


def said_day(local: date, language: str) -> str:
    """`martes 8 de diciembre`: a day alone."""
    return _SAID_DAY[language].format(
        day=_DAYS[language].split()[local.weekday()],
        number=local.day,
        month=_MONTHS[language].split()[local.month - 1],
    )


def elsewhere(mode: str, language: str) -> str:
    """Where an appointment is that is not at the site, in words; empty when it is there."""
    return _ELSEWHERE[language].get(mode, "")


def readable(number: str, language: str) -> str:
    """A telephone number or a code as that language's readers see it in the right order."""
    return number.replace(" ", "") if language == "ar" else number
