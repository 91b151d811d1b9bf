"""The words of a reply, as people write them, by what they mean. Folded: no accent, no capital, one space. Pure."""

from notifications.talk.meanings import Meaning

WORDS: dict[Meaning, tuple[str, ...]] = {
    Meaning.CONFIRM: (
        *("oui", "ok", "okay", "d accord", "daccord", "dac", "ouais", "confirme", "confirmer", "je confirme"),
        *(
            "je viens",
            "je viendrai",
            "je serai la",
            "j y serai",
            "parfait",
            "c est bon",
            "entendu",
            "bien recu",
        ),
        *("yes", "yep", "sure", "confirm", "i confirm", "i will come", "i ll be there"),
        *("نعم", "اوافق", "так", "добре", "evet", "tamam", "sim", "si", "vale"),
    ),
    Meaning.CANCEL: (
        *("non", "annuler", "annule", "annulez", "annulation", "je ne viens pas", "je viens pas"),
        *("je ne peux pas", "je peux pas", "je ne viendrai pas", "pas possible"),
        *("no", "cancel", "i can t come", "i cannot come", "i m not coming"),
        *("لا", "الغاء", "ні", "скасувати", "hayir", "iptal", "nao", "cancelar", "anular"),
    ),
    Meaning.MOVE: (
        *("changer", "deplacer", "reporter", "decaler", "modifier", "autre jour", "autre heure", "plus tard"),
        *("change", "move", "reschedule", "another day", "another time", "later"),
        *("تغيير", "змінити", "degistir", "mudar", "cambiar"),
    ),
    Meaning.EARLIER: (
        *("plus tot", "liste d attente", "liste attente", "attente", "earlier", "sooner", "waiting list"),
        *("ابكر", "раніше", "daha erken", "mais cedo", "antes"),
    ),
    Meaning.HELP: (
        "aide",
        "aidez moi",
        "help",
        "info",
        "infos",
        "مساعدة",
        "допомога",
        "yardim",
        "ajuda",
        "ayuda",
    ),
    Meaning.STOP: ("stop", "arret", "arreter", "stopall", "unsubscribe", "desabonner", "quit", "end"),
    Meaning.START: ("start", "unstop", "reprendre", "reabonner"),
}
SIGNS = {"👍": "oui", "✅": "oui", "👌": "oui", "👎": "non", "❌": "non", "?": "aide", "؟": "aide"}
"""What a sign says when it is all that is written."""
DAYS = {
    **{
        name: day
        for day, name in enumerate(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])
    },
    **{
        name: day
        for day, name in enumerate(
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        )
    },
}
MONTHS = {
    name: month
    for months in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for month, name in enumerate(months.split(), start=1)
}
FROM_TODAY = {"aujourd hui": 0, "today": 0, "demain": 1, "tomorrow": 1, "apres demain": 2}
MORNING, AFTERNOON = ("matin", "morning"), ("apres midi", "aprem", "afternoon", "soir", "evening")
