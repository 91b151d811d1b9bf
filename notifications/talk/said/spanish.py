"""Spanish."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "Gracias, le esperamos {when}, {place}. Cancelar: 2. Cambiar: 3.",
    Answer.CANCELLED: "Está anulado: {when}, {place}. ¿Un error? Responda 0 en los próximos 15 minutos.",
    Answer.STAYS_OFF: "Esta cita está anulada: {when}, {place}. Para pedir otra: {phone} o {link}",
    Answer.SURE: "¿Anula {when}, {place}? Responda 1 sí, 2 no.",
    Answer.KEEP: "¿Quiere mantener {when}, {place}? Responda 1 sí, 2 no.",
    Answer.STANDS: "Anotado, no cambia nada: le esperamos {when}, {place}.",
    Answer.RESTORED: "Su cita vale otra vez: le esperamos {when}, {place}.",
    Answer.MOVED: "Está cambiado: le esperamos {when}, {place}. Cancelar: 2.",
    Answer.TIMES: "{place}. Responda con un número. {options}. Más tarde: 3. Llamarnos: {phone}",
    Answer.NO_TIMES: "No hay hora libre entonces. El equipo le responde, o llame al {phone}. Su cita se mantiene.",
    Answer.TAKEN: "Esa hora ya está ocupada. {options}. Más tarde: 3. Llamarnos: {phone}",
    Answer.WHICH: "¿Qué cita? Responda con un número. {options}",
    Answer.LATE: "Anotado, el equipo lo sabe: llegará tarde {when}, {place}. {phone}",
    Answer.TOO_LATE: "Es tarde para cambiarla por SMS. El equipo lee su mensaje. ¿Urgente? Llame al {phone}.",
    Answer.ADVICE: "{service}. Cita {when}, {place}. Responda 1: voy, 2: anular, 3: cambiar. O llame al {phone}.",
    Answer.PASSED_ON: "{service}. El equipo lee su mensaje y le responde. ¿Urgente? Llame al {phone}.",
    Answer.NOTHING: "{service}. No encontramos una cita con este número. Para pedirla: {phone} o {link}",
    Answer.WELCOME_BACK: "{service}. Volverá a recibir nuestros SMS.",
    Answer.BOOKED: "Reservado: {when}, {place}. Número {number}. Cancelar: 2. Cambiar: 3.",
    Answer.OFFER_OVER: "Esta cita ya no está libre. Sigue en la lista. {phone}",
    Answer.DECLINED: "Anotado. Sigue en la lista. {phone}",
    Answer.DECLINED_AND_STANDS: "Anotado. Su cita no cambia: {when}, {place}. {phone}",
    Answer.WAITING: "Anotado. Si hay una cita antes, le avisamos. Mientras tanto: {when}, {place}. {phone}",
    Answer.REFUSED: "Anotado: no le escribiremos más sobre esto. Si cambia de opinión: {phone}",
    Answer.INVITED: "Para elegir la hora: {link} o {phone}",
}
