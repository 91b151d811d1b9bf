"""RGESN 2024, themes 5 to 9: contents, pages, server, hosting, algorithms. Pure.

The numbers are the rule's; the wording is ours, shorter than the official one.
"""

from mediation.responsible.kinds import Said, met, not_applicable, not_met, unknown

_NO_BITMAP = Said(
    "Les dessins sont faits de traits (SVG), aucune photo.",
    "Drawings are made of lines (SVG), no photograph.",
)
_NO_VIDEO = Said("Aucune vidéo.", "No video.")
_NO_TRAINING = Said("Aucun apprentissage automatique.", "No machine learning.")
_HOST = Said(
    "Dépend de l’hébergeur que la collectivité choisit.", "Depends on the host that the town chooses."
)

RUN = (
    not_applicable("5.1", "Chaque image a le bon format", "Each image has the right format", _NO_BITMAP),
    not_applicable("5.2", "Chaque image est assez compressée", "Each image is compressed enough", _NO_BITMAP),
    not_applicable(
        "5.3", "Chaque vidéo a la bonne définition", "Each video has the right definition", _NO_VIDEO
    ),
    not_applicable("5.4", "Chaque vidéo est bien compressée", "Each video is well compressed", _NO_VIDEO),
    not_applicable("5.5", "Une vidéo peut s’écouter seulement", "A video can be listened to only", _NO_VIDEO),
    unknown(
        "5.6",
        "Chaque son est bien compressé",
        "Each sound is well compressed",
        Said(
            "Les noms dits au téléphone ont le format de l’opérateur.",
            "Names said on the telephone have the provider’s format.",
        ),
    ),
    met("5.7", "Chaque document a un format adapté", "Each document has a fitting format", "read"),
    met("5.8", "Ce qui est périmé s’efface", "What is out of date is erased", "erased"),
    met(
        "6.1",
        "Un poids et un nombre de requêtes au plus par page",
        "A most in bytes and requests for each page",
        "bytes",
    ),
    met(
        "6.2",
        "Ce qui n’a pas changé n’est pas envoyé de nouveau",
        "What has not changed is not sent again",
        "kept",
    ),
    met("6.3", "Ce qui est envoyé est compressé", "What is sent is compressed", "bytes"),
    met("6.4", "Les images ont la taille de leur place", "Images have the size of their place", "read"),
    not_met(
        "6.5",
        "Rien d’inutile n’est chargé",
        "Nothing needless is loaded",
        Said(
            "Une seule feuille de style sert à toutes les pages : une page n’en utilise qu’une part.",
            "One style sheet serves all pages: a page uses a part of it only.",
        ),
    ),
    not_applicable(
        "6.6",
        "Les capteurs ne servent qu’au besoin",
        "Sensors are used only where needed",
        Said("Aucun capteur.", "No sensor."),
    ),
    unknown(
        "6.7",
        "Tout vient d’un même domaine, en HTTP/2",
        "All comes from one domain, by HTTP/2",
        Said(
            "Un seul domaine ; HTTP/2 dépend de l’hébergement.", "One domain; HTTP/2 depends on the hosting."
        ),
    ),
    met("7.1", "Le serveur garde ce qui sert le plus", "The server keeps what is used most", "remembered"),
    met("7.2", "Chaque donnée a une durée", "Each datum has a term", "erased"),
    met("7.3", "On voit qu’un travail est en cours", "One sees that work is going on", "files"),
    not_applicable(
        "7.4",
        "Le consensus consomme peu",
        "Consensus consumes little",
        Said("Aucune chaîne de blocs.", "No blockchain."),
    ),
    unknown("8.1", "L’hébergeur réduit ses effets", "The host reduces its effects", _HOST),
    unknown("8.2", "L’hébergeur fait durer ses machines", "The host makes its machines last", _HOST),
    unknown(
        "8.3",
        "L’hébergeur dépense peu d’énergie en plus (PUE)",
        "The host spends little energy besides (PUE)",
        _HOST,
    ),
    unknown("8.4", "L’hébergeur utilise peu d’eau (WUE)", "The host uses little water (WUE)", _HOST),
    unknown("8.5", "Son électricité est surtout renouvelable", "Its electricity is mostly renewable", _HOST),
    unknown("8.6", "Il est à un endroit cohérent", "It is in a sensible place", _HOST),
    unknown("8.7", "Sa chaleur sert", "Its heat is used", _HOST),
    not_applicable(
        "8.8",
        "Données chaudes et froides sont à part",
        "Hot and cold data are apart",
        Said("Bien moins de 10 To.", "Far less than 10 TB."),
    ),
    unknown(
        "8.9",
        "Les données ne sont copiées que s’il le faut",
        "Data are copied only where needed",
        Said(
            "Une copie de secours par jour ; pas encore d’engagement écrit avec l’hébergeur.",
            "One backup a day; no written agreement with the host yet.",
        ),
    ),
    not_met(
        "8.10",
        "Les travaux de nuit suivent le réseau électrique",
        "Work by night follows the electric grid",
        Said("Ils ont une heure fixe.", "They have a fixed hour."),
    ),
    met("9.1", "Aucun apprentissage sans besoin", "No training without need", "read", note=_NO_TRAINING),
    not_applicable("9.2", "L’apprentissage est simple", "Training is simple", _NO_TRAINING),
    not_applicable("9.3", "Il y en a le moins possible", "There is as little as can be", _NO_TRAINING),
    not_applicable("9.4", "Avec peu de données", "With few data", _NO_TRAINING),
    not_applicable("9.5", "Refait seulement au besoin", "Done again only where needed", _NO_TRAINING),
    not_applicable("9.6", "Les modèles sont compressés", "Models are compressed", _NO_TRAINING),
    not_applicable("9.7", "Les réponses coûtent peu", "Answers cost little", _NO_TRAINING),
)
