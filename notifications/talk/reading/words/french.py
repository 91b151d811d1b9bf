"""French, as people write it. The "ne" is dropped and "rendez-vous" is "rdv" before anything is compared."""

from notifications.talk.senses import Sense

_I = "(je|on|nous|j y|on y|nous y)"
_CANCEL = "(annuler|annule|annulez|annulation|annulons|annules|annulee)"
_THE_RDV = (
    "[le rdv|mon rdv|ce rdv|notre rdv|le rdv de|mon rdv de|celui de|celui du|le|rdv|du rdv|de mon rdv|"
    "de ce rdv"
    "|mon rdv du|le rdv du]"
)
_GO = (
    "[venir|etre la|etre present|assister|m y rendre|me rendre au rdv|me deplacer|me presenter|y aller|y etre"
    "|honorer|l honorer]"
)

PHRASES: dict[Sense, tuple[str, ...]] = {
    Sense.YES: (
        "(oui|ouais|ouai|oue|ouep|ui|wi|bien sur|absolument|tout a fait|affirmatif|evidemment)",
        "oui (c est|ce est) (bon|ok|d accord|parfait)",
    ),
    Sense.OK: (
        "(ok|okay|oki|okey|d ac|d accord) [pour moi|pour nous|pour le rdv|pour ce rdv|pour mon rdv]",
        "(c est|cela est|c) (ok|d accord) [pour moi|pour nous]",
        "(ca|cela) (me|nous) (va|convient) [bien|tres bien|parfaitement]",
    ),
    Sense.WELL: (
        "(c est|c|ces) (bon|parfait|tres bien|entendu|super|nickel) [pour moi|pour nous]",
        "(parfait|tres bien|nickel|impec|impeccable|entendu|ca marche|ca roule|ca joue|bien entendu) "
        "[pour moi|pour nous]",
    ),
    Sense.COMES: (
        f"{_I} (viens|viendrai|viendra|viendrons) [bien]",
        "(je vais venir|on va venir|nous allons venir|je viens bien)",
        f"{_I} (serai|sera|serons|seront) [bien] (la|present|au rdv)",
        "(j y|on y|nous y) (serai|sera|serons) [bien]",
        "je serai a l heure",
        "je maintiens (le|mon|notre|ce) rdv",
        "(comme prevu|presence confirmee|je suis partant|je suis partante)",
    ),
    Sense.CONFIRMS: (
        "[je|je vous|on|nous|nous vous|j] (confirme|confirmer|confirmez|confirmons|reconfirme) [bien] "
        "[ma presence|ma venue|ma participation|notre presence|notre venue|presence|le rdv|mon rdv|ce "
        "rdv|notre rdv|etre present]",
        "[le|mon|notre] rdv (confirme|est confirme|ok)",
        "(c est confirme|venue confirmee|present|presence confirme)",
    ),
    Sense.TAKES: (
        "(je|j) [le|la] (prends|prend) [la place|cette place|le rdv|ce rdv|ce creneau|le creneau|l "
        "heure|cette heure]",
        "j accepte [la place|cette place|ce rdv|le rdv|ce creneau|votre proposition|la proposition]",
        "(je veux bien|je suis preneur|je suis preneuse|ca m interesse|volontiers)",
    ),
    Sense.NO: ("(non|nan|nn|nop|sans facon)",),
    Sense.CANCELS: (
        f"[j|on|nous|je l] {_CANCEL} {_THE_RDV}",
        "(je|j) (souhaite|souhaiterais|veux|voudrais|aimerais|desire|dois|prefere|vais|suis oblige d|"
        "suis obligee d|suis contraint d) "
        f"annuler {_THE_RDV}",
        "(merci d|merci de|veuillez|il faut|pouvez vous|pourriez vous|vous pouvez|a|pour) annuler "
        f"{_THE_RDV}",
        "(je confirme l|je vous confirme l|je demande l|demande d|je souhaite l) annulation [de|du|de "
        "mon|du rdv|de mon rdv|de ce rdv]",
        "je confirme que j annule [le rdv|mon rdv]",
        "(c est annule|rdv annule|mon rdv est annule)",
    ),
    Sense.STAYS_AWAY: (
        f"{_I} (viens|viendrai|viendra|viendrons) [malheureusement] (pas|plus)",
        "j arrive pas a venir",
        f"{_I} (peux|pourrai|pourra|pourrons) [malheureusement] (pas|plus) {_GO}",
        f"{_I} (serai|suis|sera|serons) [malheureusement] (pas|plus) [la|present|dispo|libre|au rdv]",
        f"(je vais pas|je vais pas pouvoir|je vais plus pouvoir|je suis pas en mesure de) {_GO}",
        "(je|j) (serai|suis) (absent|indisponible)",
        "(pas possible|impossible|plus possible|pas dispo) [pour moi|pour nous|de venir]",
        "(ce|c|ca) (est|va|sera) (pas|plus) [etre] possible [pour moi|pour nous|de venir]",
        "[je ai|j ai] (plus|pas) besoin [de rdv|du rdv|de ce rdv|d aide]",
        "[j ai|g|j ai eu] un (empechement|contretemps|imprevu)",
        "(empechement|je suis empeche|je suis empechee|je confirme mon absence)",
    ),
    Sense.MOVES: (
        "(changer|changez|deplacer|decaler|decalez|reporter|reportez|repousser|modifier|change|deplace|"
        "decale|reporte|modifie|changement|report|reprogrammer) "
        "[de date|de jour|d heure|d horaire|de creneau|de rdv|la date|le jour|l heure|l horaire|le "
        "creneau|le rdv|mon rdv|ce rdv|notre rdv|ma date]",
        "[un|une|l] autre (jour|date|heure|creneau|moment|horaire|fois|rdv)",
        "[un peux] plus tard",
    ),
    Sense.EARLIER: (
        "[un rdv|une date|une place|un creneau|une heure|quelque chose|rdv|place] [un peux] plus tot",
        "[m inscrire|inscription|mettez moi|inscrivez moi|je veux etre] [sur la|en|sur] (liste d "
        "attente|liste attente)",
    ),
    Sense.WISH: (
        "(je|j) (voudrais|souhaite|souhaiterais|aimerais|veux|prefere|prefererais|desire|peux|preferai)",
        "(peux on|on peux|pouvez vous|pourriez vous|pourrai on|on pourrai|est ce que|est ce|c est|"
        "serai il|est il|y a t il|avez vous|auriez vous|vous avez|vous auriez)",
        "(possible|si possible|si c est possible|plutot|mieux|dispo|a la place|un|une|les|en|dans|vers|"
        "ce|cette|celui|"
        "date|jour|heure|horaire|creneau|prochain|prochaine|avoir|venir|s il y a|ou)",
    ),
    Sense.LINK: (
        "(pour|le|la|l|a|au|du|de|d|rdv|mon rdv|le rdv|ce rdv|a ce rdv|au rdv|a mon rdv|a notre rdv|"
        "pour le rdv|pour mon rdv|pour ce rdv|le rdv de|le rdv du|de|ce jour|ce jour la)",
    ),
    Sense.CHOICE: ("[le|la|mon] (numero|choix|option|reponse)",),
    Sense.MISTAKE: (
        "[c est|c etait] [une|par|mon|d une] erreur [de ma part|de manipulation|de frappe|de doigt|de "
        "touche]",
        "(je me suis|me suis) (trompe|trompee) [de touche|de chiffre]",
        "(fausse manip|fausse manipulation|fausse manoeuvre|mauvaise manipulation|annule par erreur|j "
        "ai annule par erreur|annulation par erreur)",
        "(remettre|remettez|remets|remettez moi|retablir|retablissez) [le rdv|mon rdv|moi le rdv|moi "
        "mon rdv|ce rdv|le]",
        "(je|j) (veux|voulais|souhaite|voudrais|souhaitais|aimerais) (garder|maintenir|conserver) (le|"
        "mon|ce|notre) rdv",
        "(je garde|gardez|garder|maintenir|maintenez|conserver) (le|mon|ce|notre) rdv",
        "[surtout] (annulez pas|annuler pas|pas annuler|annule pas) [le rdv|mon rdv|ce rdv|surtout]",
        "(je|j) (voulais|veux|souhaite|souhaitais) pas annuler [le rdv|mon rdv]",
    ),
    Sense.NONE_SUITS: (
        "(aucun|aucune) [d eux|d elles|des trois|convient|me convient|me va|va]",
        "(aucun|aucune) de ces (heures|dates|horaires|creneaux|propositions|jours|choix)",
        "(rien|ca|cela) [me] (convient|va) pas",
        "(rien convient|rien me convient|rien me va|rien va|ni l un ni l autre)",
    ),
    Sense.HELP: ("(aide|aidez moi|info|infos|aide moi)",),
    Sense.STOP: (
        "(stop|arret|stop sms|sms stop|arret sms|stop all|stopall|desabonner|desabonnement|me desabonner)",
    ),
    Sense.START: ("(start|unstop|reprendre|reabonner|me reabonner)",),
}
