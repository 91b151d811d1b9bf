"""Turkish."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "Teşekkürler, sizi bekliyoruz: {when}, {place}. İptal: 2. Değiştirmek: 3.",
    Answer.CANCELLED: "İptal edildi: {when}, {place}. Yanlışlık mı oldu? 15 dakika içinde 0 yazın.",
    Answer.STAYS_OFF: "Bu randevu iptal edildi: {when}, {place}. Yeni randevu: {phone} veya {link}",
    Answer.SURE: "{when}, {place} randevusunu iptal ediyor musunuz? Yanıtlayın: 1 evet, 2 hayır.",
    Answer.KEEP: "{when}, {place} randevusu kalsın mı? Yanıtlayın: 1 evet, 2 hayır.",
    Answer.STANDS: "Not edildi, değişen bir şey yok. Sizi bekliyoruz: {when}, {place}.",
    Answer.RESTORED: "Randevunuz yine geçerli. Sizi bekliyoruz: {when}, {place}.",
    Answer.MOVED: "Değiştirildi. Sizi bekliyoruz: {when}, {place}. İptal: 2.",
    Answer.TIMES: "{place}. Bir rakam yazın. {options}. Daha sonra: 3. Bizi arayın: {phone}",
    Answer.NO_TIMES: "O zaman boş yer yok. Ekip cevap verecek, veya {phone} arayın. Randevunuz hâlâ geçerli.",
    Answer.TAKEN: "Bu saat artık dolu. {options}. Daha sonra: 3. Bizi arayın: {phone}",
    Answer.WHICH: "Hangi randevu? Bir rakam yazın. {options}",
    Answer.LATE: "Not edildi, ekip biliyor: {when}, {place} randevusuna geç kalacaksınız. {phone}",
    Answer.TOO_LATE: "SMS ile değiştirmek için artık geç. Ekip mesajınızı okuyor. Acil mi? {phone}",
    Answer.ADVICE: "{service}. Randevu: {when}, {place}. Yanıtlayın: 1 geliyorum, 2 iptal, 3 değişiklik. Veya {phone}",
    Answer.PASSED_ON: "{service}. Ekip mesajınızı okuyup cevap verecek. Acil mi? {phone} numarasını arayın.",
    Answer.NOTHING: "{service}. Bu numarayla gelecek bir randevu bulunamadı. Randevu için: {phone} veya {link}",
    Answer.WELCOME_BACK: "{service}. SMS'lerimizi yeniden alacaksınız.",
    Answer.BOOKED: "Randevunuz alındı: {when}, {place}. Numara {number}. İptal: 2. Değiştirmek: 3.",
    Answer.OFFER_OVER: "Bu yer artık dolu. Listede kalıyorsunuz. {phone}",
    Answer.DECLINED: "Not edildi. Listede kalıyorsunuz. {phone}",
    Answer.DECLINED_AND_STANDS: "Not edildi. Randevunuz değişmedi: {when}, {place}. {phone}",
    Answer.WAITING: "Not edildi. Daha erken yer açılırsa yazacağız. Şimdilik: {when}, {place}. {phone}",
    Answer.REFUSED: "Not edildi: bu konuda bir daha yazmayacağız. Fikriniz değişirse: {phone}",
    Answer.INVITED: "Saatinizi seçmek için: {link} veya {phone}",
}
