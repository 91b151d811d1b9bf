"""Ukrainian."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "Дякуємо, чекаємо на вас {when}, {place}. Скасувати: 2. Змінити: 3.",
    Answer.CANCELLED: "Скасовано: {when}, {place}. Помилка? Дайте відповідь 0 протягом 15 хвилин.",
    Answer.STAYS_OFF: "Цей запис скасовано: {when}, {place}. Записатися знову: {phone} або {link}",
    Answer.SURE: "Скасувати запис {when}, {place}? Відповідь: 1 так, 2 ні.",
    Answer.KEEP: "Залишити запис {when}, {place}? Відповідь: 1 так, 2 ні.",
    Answer.STANDS: "Записано, нічого не змінюється: чекаємо на вас {when}, {place}.",
    Answer.RESTORED: "Запис відновлено: чекаємо на вас {when}, {place}.",
    Answer.MOVED: "Змінено: чекаємо на вас {when}, {place}. Скасувати: 2.",
    Answer.TIMES: "{place}. Дайте відповідь цифрою. {options}. Пізніше: 3. Телефон: {phone}",
    Answer.NO_TIMES: "Тоді вільного часу немає. Команда відповість, або телефонуйте {phone}. Ваш запис лишається.",
    Answer.TAKEN: "Цей час уже зайнято. {options}. Пізніше: 3. Телефон: {phone}",
    Answer.WHICH: "Який запис? Дайте відповідь цифрою. {options}",
    Answer.LATE: "Записано, команда знає: ви запізнитеся {when}, {place}. {phone}",
    Answer.TOO_LATE: "Змінити через SMS уже пізно. Команда читає ваше повідомлення. Терміново? {phone}.",
    Answer.ADVICE: "{service}. Запис {when}, {place}. Відповідь: 1 прийду, 2 скасувати, 3 змінити. Або {phone}.",
    Answer.PASSED_ON: "{service}. Команда прочитає ваше повідомлення і відповість. Терміново? Телефонуйте {phone}.",
    Answer.NOTHING: "{service}. За цим номером немає майбутнього запису. Записатися: {phone} або {link}",
    Answer.WELCOME_BACK: "{service}. Ви знову отримуватимете наші SMS.",
    Answer.BOOKED: "Заброньовано: {when}, {place}. Номер {number}. Скасувати: 2. Змінити: 3.",
    Answer.OFFER_OVER: "Це місце вже зайняте. Ви лишаєтеся у списку. {phone}",
    Answer.DECLINED: "Записано. Ви лишаєтеся у списку. {phone}",
    Answer.DECLINED_AND_STANDS: "Записано. Ваш запис не змінено: {when}, {place}. {phone}",
    Answer.WAITING: "Записано. Якщо звільниться раніше, ми напишемо. Поки що: {when}, {place}. {phone}",
    Answer.REFUSED: "Записано: більше не писатимемо про це. Якщо передумаєте: {phone}",
    Answer.INVITED: "Щоб обрати час: {link} або {phone}",
}
