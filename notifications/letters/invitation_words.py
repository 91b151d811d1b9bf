"""What a letter says to somebody a partner has referred, in each language that messages are written in. Pure.

Who referred them, the line's number, their own number in large print, and that they may say no; never what for.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class InvitationWords:
    """`opening` and `again` (for a reminder) are sentences; the others stand before a fact."""

    opening: str
    again: str
    from_whom: str
    own_number: str
    to_book: str
    refuse: str


INVITATIONS: Mapping[str, InvitationWords] = {
    "fr": InvitationWords(
        opening="Vous pouvez prendre rendez-vous. Choisissez le jour et l’heure.",
        again="Vous pouvez encore prendre rendez-vous.",
        from_whom="De la part de",
        own_number="Votre numéro, à donner au téléphone",
        to_book="Pour prendre rendez-vous, appelez le",
        refuse="Vous ne voulez pas de rendez-vous ? Dites-le au téléphone ou sur la page : cela n’a pas de conséquence.",
    ),
    "en": InvitationWords(
        opening="You can book an appointment. Choose the day and the time.",
        again="You can still book an appointment.",
        from_whom="From",
        own_number="Your number, to give on the telephone",
        to_book="To book, call",
        refuse="You do not want an appointment? Say so by telephone or on the page: it has no consequence.",
    ),
    "ar": InvitationWords(
        opening="يمكنكم أخذ موعد. اختاروا اليوم والساعة.",
        again="ما زال بإمكانكم أخذ موعد.",
        from_whom="من طرف",
        own_number="رقمكم، أعطوه عبر الهاتف",
        to_book="لأخذ موعد، اتصلوا بالرقم",
        refuse="لا ترغبون في موعد؟ قولوا ذلك عبر الهاتف أو في الصفحة: لا عواقب لذلك.",
    ),
    "uk": InvitationWords(
        opening="Ви можете записатися. Оберіть день і годину.",
        again="Ви ще можете записатися.",
        from_whom="Від",
        own_number="Ваш номер, назвіть його телефоном",
        to_book="Щоб записатися, телефонуйте",
        refuse="Не бажаєте записуватися? Скажіть про це телефоном або на сторінці: це не має наслідків.",
    ),
    "tr": InvitationWords(
        opening="Randevu alabilirsiniz. Günü ve saati seçin.",
        again="Hâlâ randevu alabilirsiniz.",
        from_whom="Kimin adına",
        own_number="Telefonda söyleyeceğiniz numara",
        to_book="Randevu almak için arayın",
        refuse="Randevu istemiyor musunuz? Telefonda veya sayfada söyleyin: hiçbir sonucu olmaz.",
    ),
    "pt": InvitationWords(
        opening="Pode fazer uma marcação. Escolha o dia e a hora.",
        again="Ainda pode fazer uma marcação.",
        from_whom="Da parte de",
        own_number="O seu número, para dar ao telefone",
        to_book="Para marcar, ligue para",
        refuse="Não quer marcação? Diga-o ao telefone ou na página: não tem consequências.",
    ),
    "es": InvitationWords(
        opening="Puede pedir una cita. Elija el día y la hora.",
        again="Todavía puede pedir una cita.",
        from_whom="De parte de",
        own_number="Su número, para dar por teléfono",
        to_book="Para pedir cita, llame al",
        refuse="¿No quiere cita? Dígalo por teléfono o en la página: no tiene consecuencias.",
    ),
}
