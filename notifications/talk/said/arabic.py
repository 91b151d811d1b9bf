"""Arabic."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "شكرا، ننتظركم {when}، {place}. للإلغاء: 2. للتغيير: 3.",
    Answer.CANCELLED: "تم الإلغاء: {when}، {place}. هل هو خطأ؟ أجيبوا بـ 0 خلال 15 دقيقة.",
    Answer.STAYS_OFF: "هذا الموعد ملغى: {when}، {place}. لموعد آخر: {phone} أو {link}",
    Answer.SURE: "هل تلغون موعد {when}، {place}؟ أجيبوا بـ 1 نعم، 2 لا.",
    Answer.KEEP: "هل تريدون الاحتفاظ بموعد {when}، {place}؟ أجيبوا بـ 1 نعم، 2 لا.",
    Answer.STANDS: "تم التسجيل، لا شيء يتغير: ننتظركم {when}، {place}.",
    Answer.RESTORED: "عاد موعدكم كما كان: ننتظركم {when}، {place}.",
    Answer.MOVED: "تم التغيير: ننتظركم {when}، {place}. للإلغاء: 2.",
    Answer.TIMES: "{place}. أجيبوا برقم. {options}. في وقت لاحق: 3. للاتصال: {phone}",
    Answer.NO_TIMES: "لا يوجد وقت متاح حينها. سيجيبكم الفريق، أو اتصلوا بـ {phone}. موعدكم باق.",
    Answer.TAKEN: "هذا الوقت محجوز الآن. {options}. في وقت لاحق: 3. للاتصال: {phone}",
    Answer.WHICH: "أي موعد؟ أجيبوا برقم. {options}",
    Answer.LATE: "تم التسجيل، الفريق يعلم: ستتأخرون عن موعد {when}، {place}. {phone}",
    Answer.TOO_LATE: "فات الأوان لتغييره برسالة. الفريق يقرأ رسالتكم. للاستعجال اتصلوا بـ {phone}.",
    Answer.ADVICE: "{service}. موعدكم {when}، {place}. أجيبوا بـ 1 للحضور، 2 للإلغاء، 3 للتغيير. أو اتصلوا بـ {phone}.",
    Answer.PASSED_ON: "{service}. الفريق يقرأ رسالتكم ويجيب. للاستعجال اتصلوا بـ {phone}.",
    Answer.NOTHING: "{service}. لا نجد موعدا قادما بهذا الرقم. لحجز موعد: {phone} أو {link}",
    Answer.WELCOME_BACK: "{service}. ستصلكم رسائلنا من جديد.",
    Answer.BOOKED: "تم الحجز: {when}، {place}. الرقم {number}. للإلغاء: 2. للتغيير: 3.",
    Answer.OFFER_OVER: "هذا الموعد لم يعد متاحا. تبقون في القائمة. {phone}",
    Answer.DECLINED: "تم التسجيل. تبقون في القائمة. {phone}",
    Answer.DECLINED_AND_STANDS: "تم التسجيل. موعدكم لا يتغير: {when}، {place}. {phone}",
    Answer.WAITING: "تم التسجيل. سنراسلكم إذا توفر موعد أبكر. موعدكم الآن: {when}، {place}. {phone}",
    Answer.REFUSED: "تم التسجيل: لن نكتب لكم مجددا بهذا الشأن. إذا غيرتم رأيكم: {phone}",
    Answer.INVITED: "لاختيار الساعة: {link} أو {phone}",
}
