"""French, in the alphabet of SMS."""

from notifications.talk.said.answer import Answer

SAYS: dict[Answer, str] = {
    Answer.CONFIRMED: "Merci, nous vous attendons {when}, {place}. Annuler : 2. Changer : 3.",
    Answer.CANCELLED: "C'est annulé : {when}, {place}. Une erreur ? Répondez 0 dans les 15 minutes.",
    Answer.STAYS_OFF: "Ce rendez-vous est annulé : {when}, {place}. Pour en reprendre un : {phone} ou {link}",
    Answer.SURE: "Vous annulez {when}, {place} ? Répondez 1 oui, 2 non.",
    Answer.KEEP: "Vous voulez garder {when}, {place} ? Répondez 1 oui, 2 non.",
    Answer.STANDS: "C'est noté, rien ne change : nous vous attendons {when}, {place}.",
    Answer.RESTORED: "C'est rétabli : nous vous attendons {when}, {place}.",
    Answer.MOVED: "C'est changé : nous vous attendons {when}, {place}. Annuler : 2.",
    Answer.TIMES: "{place}. Répondez un chiffre. {options}. Plus tard : 3. Nous appeler : {phone}",
    Answer.NO_TIMES: "Pas d'heure libre à ce moment-là. L'équipe vous répond, ou appelez {phone}. "
    "Votre rendez-vous tient toujours.",
    Answer.TAKEN: "Cette heure est déjà prise. {options}. Plus tard : 3. Nous appeler : {phone}",
    Answer.WHICH: "Quel rendez-vous ? Répondez un chiffre. {options}",
    Answer.LATE: "C'est noté, l'équipe le sait : vous serez en retard {when}, {place}. {phone}",
    Answer.TOO_LATE: "Il est trop tard pour le changer par SMS. L'équipe lit votre message. C'est urgent ? Appelez {phone}.",
    Answer.ADVICE: "{service}. Rendez-vous {when}, {place}. Répondez 1 : je viens, 2 : annuler, 3 : changer. "
    "Ou appelez {phone}.",
    Answer.PASSED_ON: "{service}. L'équipe lit votre message et vous répond. C'est urgent ? Appelez {phone}.",
    Answer.NOTHING: "{service}. Nous ne trouvons pas de rendez-vous à venir avec ce numéro. "
    "Pour en prendre un : {phone} ou {link}",
    Answer.WELCOME_BACK: "{service}. Vous recevrez de nouveau nos SMS.",
    Answer.BOOKED: "C'est réservé : {when}, {place}. Numéro {number}. Annuler : 2. Changer : 3.",
    Answer.OFFER_OVER: "Cette place n'est plus libre. Vous restez sur la liste : un SMS vous dira la prochaine. {phone}",
    Answer.DECLINED: "C'est noté. Vous restez sur la liste : un SMS vous dira la prochaine place. {phone}",
    Answer.DECLINED_AND_STANDS: "C'est noté. Votre rendez-vous ne change pas : {when}, {place}. "
    "Vous restez sur la liste. {phone}",
    Answer.WAITING: "C'est noté. Si une place se libère avant, un SMS vous le dira. "
    "Votre rendez-vous reste {when}, {place}. {phone}",
    Answer.REFUSED: "C'est noté : nous ne vous écrirons plus à ce sujet. Si vous changez d'avis : {phone}",
    Answer.INVITED: "Pour choisir votre heure : {link} ou {phone}",
    Answer.SEAT_OVER: "Cette place d'atelier n'est plus libre. Une autre date ? {phone} ou {link}",
    Answer.CHOICE_GONE: "Cette heure est déjà prise. Répondez un chiffre. {options}. Aucune : 4. Nous appeler : {phone}",
    Answer.WHICH_TIME: "Répondez un chiffre. {options}. Aucune : 4. Nous appeler : {phone}",
    Answer.NONE_SUITS: "C'est noté. L'équipe vous appelle pour trouver une autre heure. Ou appelez {phone}.",
    Answer.SURVEY_CLEAR: "Merci. Les explications étaient-elles claires ? Répondez de 1 (pas du tout) à 5 (très claires).",
    Answer.SURVEY_WORDS: "Merci. Que changeriez-vous ? Écrivez-le sans nom, ou rien. Une réponse de l'équipe ? {phone}",
    Answer.SURVEY_THANKS: "Merci de votre avis. Il est gardé sans votre numéro. Nous parler : {phone}",
    Answer.SURVEY_SCALE: "Répondez un chiffre, de 1 (mal) à 5 (très bien). Nous parler : {phone}",
}
