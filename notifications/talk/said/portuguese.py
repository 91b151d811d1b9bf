"""Portuguese."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "Obrigado, esperamos por si {when}, {place}. Cancelar: 2. Mudar: 3.",
    Answer.CANCELLED: "Está anulado: {when}, {place}. Foi engano? Responda 0 nos próximos 15 minutos.",
    Answer.STAYS_OFF: "Esta marcação está anulada: {when}, {place}. Para marcar de novo: {phone} ou {link}",
    Answer.SURE: "Quer anular {when}, {place}? Responda 1 sim, 2 não.",
    Answer.KEEP: "Quer manter {when}, {place}? Responda 1 sim, 2 não.",
    Answer.STANDS: "Fica registado, nada muda: esperamos por si {when}, {place}.",
    Answer.RESTORED: "A marcação está de novo válida: esperamos por si {when}, {place}.",
    Answer.MOVED: "Está mudado: esperamos por si {when}, {place}. Cancelar: 2.",
    Answer.TIMES: "{place}. Responda com um número. {options}. Mais tarde: 3. Telefone: {phone}",
    Answer.NO_TIMES: "Não há vaga nessa altura. A equipa responde, ou ligue {phone}. A sua marcação mantém-se.",
    Answer.TAKEN: "Essa hora já foi ocupada. {options}. Mais tarde: 3. Telefone: {phone}",
    Answer.WHICH: "Que marcação? Responda com um número. {options}",
    Answer.LATE: "Fica registado, a equipa sabe: vai chegar atrasado {when}, {place}. {phone}",
    Answer.TOO_LATE: "É tarde para mudar por SMS. A equipa lê a sua mensagem. Urgente? Ligue {phone}.",
    Answer.ADVICE: "{service}. Marcação {when}, {place}. Responda 1: vou, 2: anular, 3: alterar. Ou ligue {phone}.",
    Answer.PASSED_ON: "{service}. A equipa lê a sua mensagem e responde. Urgente? Ligue {phone}.",
    Answer.NOTHING: "{service}. Não encontramos marcação com este número. Para marcar: {phone} ou {link}",
    Answer.WELCOME_BACK: "{service}. Vai receber de novo os nossos SMS.",
    Answer.BOOKED: "Está marcado: {when}, {place}. Número {number}. Cancelar: 2. Mudar: 3.",
    Answer.OFFER_OVER: "Esta vaga já foi ocupada. Continua na lista. {phone}",
    Answer.DECLINED: "Fica registado. Continua na lista. {phone}",
    Answer.DECLINED_AND_STANDS: "Fica registado. A sua marcação não muda: {when}, {place}. {phone}",
    Answer.WAITING: "Fica registado. Se houver vaga mais cedo, avisamos. Até lá: {when}, {place}. {phone}",
    Answer.REFUSED: "Fica registado: não voltaremos a escrever sobre isto. Se mudar de ideias: {phone}",
    Answer.INVITED: "Para escolher a hora: {link} ou {phone}",
}
