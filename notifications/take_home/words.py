"""What the sheet says around its facts, in each language that messages are written in, and in easy French. Pure.

Arabic, Ukrainian, Turkish, Portuguese and Spanish were written by a machine: nobody who grew up with them has read them
again yet (`BY_MACHINE`; the page where the sheet is printed says so).
"""

from collections.abc import Mapping
from dataclasses import dataclass

BY_MACHINE = frozenset({"ar", "uk", "tr", "pt", "es"})


@dataclass(frozen=True)
class Words:
    """Headings, and what stands before a fact. `before` and `on` have their day."""

    title: str
    on: str
    done: str
    remember: str
    to_do: str
    before: str
    by_us: str
    next_time: str
    no_next: str
    call: str
    scan: str


WORDS: Mapping[str, Words] = {
    "fr": Words(
        title="Votre feuille",
        on="Rendez-vous du {day}",
        done="Ce qu’on a fait",
        remember="Ce qu’il faut retenir",
        to_do="À faire d’ici là",
        before="avant le {day}",
        by_us="nous nous en occupons",
        next_time="La prochaine fois",
        no_next="Pas de rendez-vous pour l’instant.",
        call="Une question ? Un rendez-vous ? Appelez le",
        scan="Pour revoir cette feuille : visez ce carré avec un téléphone.",
    ),
    "fr-falc": Words(
        title="Votre feuille",
        on="C’était le {day}",
        done="Ce que nous avons fait",
        remember="À retenir",
        to_do="À faire",
        before="avant le {day}",
        by_us="nous le faisons pour vous",
        next_time="La prochaine fois",
        no_next="Vous n’avez pas encore de rendez-vous.",
        call="Vous avez une question ? Téléphonez au",
        scan="Pour revoir la feuille : visez ce carré avec un téléphone.",
    ),
    "en": Words(
        title="Your sheet",
        on="Appointment of {day}",
        done="What we did",
        remember="What to remember",
        to_do="To do before then",
        before="by {day}",
        by_us="we are taking care of it",
        next_time="Next time",
        no_next="No appointment for now.",
        call="A question? An appointment? Call",
        scan="To see this sheet again: point a phone at this square.",
    ),
    "ar": Words(
        title="ورقتكم",
        on="موعد يوم {day}",
        done="ما قمنا به",
        remember="ما يجب تذكّره",
        to_do="ما يجب فعله",
        before="قبل {day}",
        by_us="نحن نتكفّل بذلك",
        next_time="المرة القادمة",
        no_next="لا يوجد موعد حاليا.",
        call="سؤال؟ موعد؟ اتصلوا بالرقم",
        scan="لرؤية هذه الورقة من جديد: صوّروا هذا المربّع بالهاتف.",
    ),
    "uk": Words(
        title="Ваша памʼятка",
        on="Зустріч: {day}",
        done="Що ми зробили",
        remember="Що треба запамʼятати",
        to_do="Що зробити до того",
        before="до: {day}",
        by_us="ми про це подбаємо",
        next_time="Наступного разу",
        no_next="Поки що запису немає.",
        call="Запитання? Запис? Телефонуйте",
        scan="Щоб знову побачити памʼятку, наведіть телефон на цей квадрат.",
    ),
    "tr": Words(
        title="Notunuz",
        on="Randevu: {day}",
        done="Neler yaptık",
        remember="Akılda tutulacaklar",
        to_do="O zamana kadar yapılacaklar",
        before="son gün: {day}",
        by_us="bununla biz ilgileniyoruz",
        next_time="Bir dahaki sefere",
        no_next="Şimdilik randevu yok.",
        call="Sorunuz mu var? Randevu mu? Arayın",
        scan="Bu notu yeniden görmek için telefonu bu kareye tutun.",
    ),
    "pt": Words(
        title="A sua folha",
        on="Marcação de {day}",
        done="O que fizemos",
        remember="O que é preciso lembrar",
        to_do="A fazer até lá",
        before="até {day}",
        by_us="nós tratamos disso",
        next_time="Da próxima vez",
        no_next="Sem marcação por agora.",
        call="Uma pergunta? Uma marcação? Ligue para",
        scan="Para rever esta folha: aponte um telemóvel para este quadrado.",
    ),
    "es": Words(
        title="Su hoja",
        on="Cita del {day}",
        done="Lo que hicimos",
        remember="Lo que hay que recordar",
        to_do="Qué hacer hasta entonces",
        before="antes del {day}",
        by_us="nos ocupamos nosotros",
        next_time="La próxima vez",
        no_next="No hay cita por ahora.",
        call="¿Una pregunta? ¿Una cita? Llame al",
        scan="Para volver a ver esta hoja: apunte un teléfono a este cuadrado.",
    ),
}
