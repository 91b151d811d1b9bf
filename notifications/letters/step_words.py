"""What a letter says of something that a person does themselves, in each language that messages are written in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class StepWords:
    """`opening` and `scan` are sentences; the others stand before a fact."""

    opening: str
    what: str
    by: str
    call: str
    scan: str


STEPS: Mapping[str, StepWords] = {
    "fr": StepWords(
        opening="Nous vous rappelons ce que vous avez prévu de faire.",
        what="À faire",
        by="Avant le",
        call="Besoin d’aide ? Appelez le",
        scan="Pour voir tout ce qui est prévu, visez ce carré avec l’appareil photo d’un téléphone.",
    ),
    "en": StepWords(
        opening="This is a reminder of what you planned to do.",
        what="To do",
        by="By",
        call="Do you need help? Call",
        scan="To see all that is planned, point the camera of a telephone at this square.",
    ),
    "ar": StepWords(
        opening="نذكّركم بما نويتم القيام به.",
        what="ما يجب القيام به",
        by="قبل",
        call="هل تحتاجون إلى مساعدة؟ اتصلوا بالرقم",
        scan="لرؤية كل ما هو مقرّر، صوّروا هذا المربّع بكاميرا الهاتف.",
    ),
    "uk": StepWords(
        opening="Нагадуємо про те, що ви планували зробити.",
        what="Що зробити",
        by="До",
        call="Потрібна допомога? Телефонуйте",
        scan="Щоб побачити все заплановане, наведіть камеру телефона на цей квадрат.",
    ),
    "tr": StepWords(
        opening="Yapmayı planladığınız işi hatırlatırız.",
        what="Yapılacak",
        by="Son gün",
        call="Yardıma mı ihtiyacınız var? Arayın",
        scan="Planlanan her şeyi görmek için telefon kamerasını bu kareye tutun.",
    ),
    "pt": StepWords(
        opening="Lembramos-lhe o que planeou fazer.",
        what="A fazer",
        by="Até",
        call="Precisa de ajuda? Ligue para",
        scan="Para ver tudo o que está previsto, aponte a câmara de um telemóvel para este quadrado.",
    ),
    "es": StepWords(
        opening="Le recordamos lo que tenía previsto hacer.",
        what="Para hacer",
        by="Antes del",
        call="¿Necesita ayuda? Llame al",
        scan="Para ver todo lo previsto, apunte la cámara de un teléfono a este cuadrado.",
    ),
}
