"""Days and hours as these languages write them. Full words, no abbreviation to guess at. Pure.

Names of days and months as Unicode's CLDR has them (a test compares); digits are the European ones, as on street signs and
tickets here, and as in the SMS: whoever compares two of them sees the same signs.
"""

from datetime import date, datetime, time

DAYS = {
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "uk": "понеділок вівторок середа четвер пʼятниця субота неділя",
    "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_SAID_DAY = {
    "ar": "{day} {number} {month}",
    "uk": "{day}, {number} {month}",
    "tr": "{number} {month} {day}",
    "pt": "{day}, {number} de {month}",
    "es": "{day} {number} de {month}",
}


def said_day(local: date, language: str) -> str:
    """`martes 8 de diciembre`: a day alone."""
    return _SAID_DAY[language].format(
        day=weekday(local, language), number=local.day, month=month(local, language)
    )


def weekday(local: date, language: str) -> str:
    """`martes`."""
    return DAYS[language].split()[local.weekday()]


def month(local: date, language: str) -> str:
    """`diciembre`, as it stands after a day's number."""
    return MONTHS[language].split()[local.month - 1]


def clock(at: time | datetime, language: str) -> str:
    """`9:30`, in Portuguese `9h30`: 24 hours, as on the timetables here."""
    return f"{at.hour}h{at:%M}" if language == "pt" else f"{at.hour}:{at:%M}"
