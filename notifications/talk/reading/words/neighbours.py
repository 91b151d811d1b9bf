"""Arabic, Ukrainian (and the Russian words that its speakers use), Turkish, Portuguese, Spanish."""

from notifications.talk.senses import Sense

ARABIC: dict[Sense, tuple[str, ...]] = {
    Sense.YES: ("(نعم|اجل|اكيد|بالتاكيد|طبعا|ايه|اي نعم)",),
    Sense.OK: ("(حسنا|طيب|موافق|موافقة|اوافق|تمام|اوكي)",),
    Sense.COMES: (
        "[نعم] (ساحضر|ساتي|ساكون هناك|سوف احضر|سوف اتي|ساكون حاضرا|ساكون موجودا|انا قادم|انا قادمة|ساجيء)",
    ),
    Sense.CONFIRMS: ("(اؤكد|اؤكد الحضور|اؤكد حضوري|اؤكد الموعد|مؤكد|تاكيد)",),
    Sense.NO: ("لا", "لا شكرا"),
    Sense.CANCELS: (
        "(الغاء|الغي|الغوا|الالغاء|الغاء الموعد|الغي الموعد|اريد الغاء الموعد|اريد الالغاء|ارجو الغاء "
        "الموعد)",
    ),
    Sense.STAYS_AWAY: (
        "(لن احضر|لن اتي|لا استطيع|لا استطيع الحضور|لا استطيع القدوم|لا يمكنني الحضور|لن اتمكن من "
        "الحضور|لا اقدر|غير ممكن|لن استطيع الحضور)",
    ),
    Sense.MOVES: (
        "(تغيير|تاجيل|تغيير الموعد|موعد اخر|يوم اخر|وقت اخر|اريد تغيير الموعد|تاجيل الموعد|اريد موعدا "
        "اخر|تغيير اليوم)",
    ),
    Sense.EARLIER: ("(ابكر|موعد ابكر|قائمة الانتظار)",),
    Sense.MISTAKE: ("(خطا|هذا خطا|بالخطا|كان خطا)",),
    Sense.HELP: ("(مساعدة|ساعدوني)",),
}
UKRAINIAN: dict[Sense, tuple[str, ...]] = {
    Sense.YES: ("(так|да|звичайно|конечно|авжеж)",),
    Sense.OK: ("(добре|гаразд|окей|ок|згоден|згодна|хорошо|домовились)",),
    Sense.COMES: ("[так|да] [я] (прийду|буду|приду|прийдемо|будемо|обов'язково прийду|прийду обов'язково)",),
    Sense.CONFIRMS: ("[я] (підтверджую|підтвердити|підтверджено|подтверждаю|подтвердить)",),
    Sense.NO: ("(ні|нет|ні дякую|нет спасибо)",),
    Sense.CANCELS: (
        "[хочу|прошу|я хочу|потрібно] (скасувати|скасуйте|скасування|відмінити|відмініть|отменить|"
        "отмените|отмена) [запис|зустріч|запись]",
    ),
    Sense.STAYS_AWAY: (
        "[я] (не можу|не зможу|не прийду|не буду|не приду|не смогу|не могу) [прийти|прийти завтра|"
        "прийти сьогодні|прийти на зустріч|прийти на запис|придти|прийти сегодня]",
        "(неможливо|не вийде|невозможно)",
    ),
    Sense.MOVES: (
        "[хочу|можна|я хочу] (змінити|перенести|зміна|изменить) [день|час|дату|запис|зустріч]",
        "(інший день|інший час|на інший день|другой день|другое время|пізніше|позже)",
    ),
    Sense.EARLIER: ("(раніше|раньше|список очікування)",),
    Sense.MISTAKE: ("[це|то] (помилка|помилково|ошибка|я помилився|я помилилась)",),
    Sense.NONE_SUITS: ("(жоден|жодна|жодне|ніякий)",),
    Sense.HELP: ("(допомога|допоможіть|помощь)",),
}
TURKISH: dict[Sense, tuple[str, ...]] = {
    Sense.YES: ("(evet|tabii|tabi|elbette|kesinlikle)",),
    Sense.OK: ("(tamam|olur|peki|tamamdır|tamam olur|uygun)",),
    Sense.COMES: ("[evet] (geliyorum|geleceğim|gelicem|gelirim|orada olacağım|geliyoruz|geleceğiz)",),
    Sense.CONFIRMS: ("(onaylıyorum|onay|onayladım|teyit ediyorum|onaylamak)",),
    Sense.NO: ("(hayır|hayır teşekkürler|yok|yok sağol)",),
    Sense.CANCELS: (
        "[randevuyu|randevumu|randevu] (iptal|iptali) [et|edin|ediniz|etmek istiyorum|ediyorum|edelim|"
        "lütfen]",
    ),
    Sense.STAYS_AWAY: (
        "[hayır|yarın|bugün] (gelemem|gelemeyeceğim|gelmeyeceğim|gelmiyorum|gelemiyorum|gelemicem|gelmem)",
        "(mümkün değil|imkansız|olmaz|müsait değilim)",
    ),
    Sense.MOVES: (
        "(değiştir|değiştirmek|değiştirmek istiyorum|değişiklik|erteleme|ertelemek|ertelemek istiyorum|"
        "ertele|tarihi değiştirmek istiyorum)",
        "(başka gün|başka bir gün|başka saat|başka bir saat|başka zaman|başka tarih|daha sonra)",
    ),
    Sense.EARLIER: ("(daha erken|bekleme listesi)",),
    Sense.MISTAKE: ("(hata|yanlışlıkla|yanlış oldu|yanlışlık|hata oldu|bu bir hata)",),
    Sense.NONE_SUITS: ("(hiçbiri|hiç biri)",),
    Sense.HELP: ("yardım",),
}
PORTUGUESE: dict[Sense, tuple[str, ...]] = {
    Sense.YES: ("(sim|claro|claro que sim|com certeza|sim sim)",),
    Sense.OK: ("(está bem|tudo bem|combinado|certo|de acordo|pode ser)",),
    Sense.COMES: ("[sim] [eu] (vou|irei|vou sim|estarei lá|lá estarei|vou estar lá|vamos|eu vou)",),
    Sense.CONFIRMS: ("[sim|eu] (confirmo|confirmado|confirmar) [a minha presença|presença]",),
    Sense.NO: ("(não|não obrigado|não obrigada)",),
    Sense.CANCELS: (
        "[quero|queria|desejo|preciso|preciso de|por favor] (cancelar|anular|cancela|cancele|anule|"
        "desmarcar|cancelem|anulem) "
        "[a marcação|a consulta|o encontro|a minha marcação|o agendamento]",
    ),
    Sense.STAYS_AWAY: (
        "[eu] (não) (vou|posso|irei|poderei|consigo) [poder] [ir|comparecer|estar|aparecer|estar presente]",
        "(impossível|não é possível|não dá|não vou conseguir|não vou conseguir ir)",
    ),
    Sense.MOVES: (
        "[quero|queria|posso|gostaria de|é possível] (mudar|alterar|adiar|remarcar|trocar) [a data|a "
        "hora|o dia|de dia|de hora|a marcação]",
        "(outro dia|outra hora|outra data|mais tarde)",
    ),
    Sense.EARLIER: ("(mais cedo|lista de espera)",),
    Sense.MISTAKE: ("(erro|engano|foi engano|foi um engano|foi um erro|enganei me|por engano)",),
    Sense.NONE_SUITS: ("(nenhum|nenhuma|nenhum destes|nenhuma destas)",),
    Sense.HELP: ("ajuda",),
}
SPANISH: dict[Sense, tuple[str, ...]] = {
    Sense.YES: ("(si claro|claro|claro que si|por supuesto|si gracias|si por favor)",),
    Sense.OK: ("(vale|de acuerdo|está bien|muy bien|me parece bien)",),
    Sense.COMES: (
        "[si] (voy|iré|allí estaré|ahí estaré|estaré|estaré allí|estaré ahí|voy a ir|asistiré|vamos)",
    ),
    Sense.CONFIRMS: ("[si|yo] (confirmo|confirmado|confirmar) [mi asistencia|asistencia|la cita|mi cita]",),
    Sense.NO: ("(no gracias|no muchas gracias)",),
    Sense.CANCELS: (
        "[quiero|quisiera|necesito|deseo|por favor] (cancelar|anular|cancela|cancele|anule|cancelen|"
        "anulen) [la cita|mi cita|cita]",
    ),
    Sense.STAYS_AWAY: (
        "[yo] no (voy|puedo|iré|podré|asistiré|podre) [a poder] [ir|asistir|venir|acudir]",
        "(imposible|no es posible|no me es posible)",
    ),
    Sense.MOVES: (
        "[quiero|quisiera|puedo|me gustaría|es posible] (cambiar|aplazar|mover|posponer) [la cita|mi "
        "cita|de día|de hora|la hora|el día|la fecha]",
        "(otro día|otra hora|otra fecha|más tarde)",
    ),
    Sense.EARLIER: ("(antes|más temprano|más pronto|lista de espera)",),
    Sense.MISTAKE: (
        "(error|es un error|fue un error|me equivoqué|me he equivocado|equivocación|por error|fue sin "
        "querer)",
    ),
    Sense.NONE_SUITS: ("(ninguno|ninguna|ninguno de estos|ninguna de esas)",),
    Sense.HELP: ("ayuda",),
}
