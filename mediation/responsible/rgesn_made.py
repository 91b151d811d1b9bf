"""RGESN 2024, themes 1 to 4: why it exists, what it asks of devices, how it is built, what one sees. Pure.

The numbers are the rule's; the wording is ours, shorter than the official one.
"""

from mediation.responsible.kinds import Said, met, not_applicable, not_met, unknown

_NO_THIRD = Said("Aucun service extérieur dans les pages.", "No outside service in the pages.")

MADE = (
    not_met(
        "1.1",
        "Le service est utile, ses effets sur l’environnement pris en compte",
        "The service is useful, its effects on the environment considered",
        Said(
            "L’utilité est mesurée (attente, avis) ; il n’y a pas d’étude d’impact.",
            "Usefulness is measured (waiting, opinions); there is no impact study.",
        ),
    ),
    met(
        "1.2",
        "On sait pour qui il est fait, et ce que ces personnes attendent",
        "It is known for whom it is made, and what they expect",
        "decided",
    ),
    not_met(
        "1.3",
        "Quelqu’un est chargé de l’écoconception",
        "Somebody is in charge of ecodesign",
        Said("La collectivité doit nommer cette personne.", "The town has to name that person."),
    ),
    met(
        "1.4",
        "L’écoconception est revue régulièrement",
        "Ecodesign is reviewed regularly",
        "bytes",
        "queries",
    ),
    not_met(
        "1.5",
        "Des objectifs de réduction, sur une empreinte évaluée",
        "Targets of reduction, on an evaluated footprint",
        Said(
            "Des limites par page existent ; l’empreinte n’a pas été évaluée.",
            "There are limits for each page; the footprint has not been evaluated.",
        ),
    ),
    met(
        "1.6",
        "Peu de données sont demandées, pour un temps dit",
        "Few data are asked for, for a stated time",
        "erased",
        "no_cookie",
    ),
    met(
        "1.7",
        "Le chiffrement est à la mesure du besoin",
        "Encryption is as strong as needed",
        "keys",
        "decided",
    ),
    met("1.8", "Le code est libre (EUPL-1.2)", "The code is free (EUPL-1.2)", "read"),
    met(
        "1.9",
        "Des techniques ouvertes : un navigateur suffit",
        "Open techniques: a browser is enough",
        "no_script",
        "api",
    ),
    not_applicable(
        "1.10",
        "L’appareil associé a une API ouverte",
        "The device that goes with it has an open API",
        Said("Aucun appareil associé.", "No device goes with it."),
    ),
    not_met(
        "2.1",
        "La liste des appareils qui suffisent est publiée",
        "The list of devices that are enough is published",
        Said("Pas encore de liste.", "No list yet."),
    ),
    unknown(
        "2.2",
        "Il marche sur de vieux appareils",
        "It works on old devices",
        Said("Aucun appareil de dix ans n’a été essayé.", "No device ten years old has been tried."),
    ),
    met(
        "2.3",
        "Il marche avec une connexion lente",
        "It works with a slow connection",
        "bytes",
        "offline",
        note=Said(
            "D’après le poids des pages ; pas essayé sur un réseau lent.",
            "By the weight of pages; not tried on a slow network.",
        ),
    ),
    unknown(
        "2.4",
        "Il marche avec de vieux navigateurs",
        "It works with old browsers",
        Said("Seul Chromium d’aujourd’hui est essayé.", "Only today’s Chromium is tried."),
    ),
    met("2.5", "Les pages s’adaptent à l’écran", "Pages adapt to the screen", "axe", "zoom"),
    met(
        "2.6",
        "Chaque ajout est relu aussi pour ce qu’il coûte",
        "Each addition is reviewed for what it costs too",
        "decided",
        "bytes",
    ),
    not_met(
        "2.7",
        "L’entretien et la fin du service sont prévus",
        "Upkeep and the end of the service are planned",
        Said("La fin du service n’est pas écrite.", "The end of the service is not written down."),
    ),
    not_met(
        "2.8",
        "Les fournisseurs s’engagent à réduire leurs effets",
        "Suppliers undertake to reduce their effects",
        Said("À demander par la collectivité dans ses marchés.", "For the town to ask in its contracts."),
    ),
    met(
        "2.9",
        "Les composants tout faits sont choisis légers",
        "Ready-made components are chosen light",
        "bytes",
        "read",
    ),
    not_met(
        "2.10",
        "Les services extérieurs sont choisis aussi pour leurs effets",
        "Outside services are chosen for their effects too",
        Said(
            "L’opérateur de téléphonie n’a pas été comparé sur ce point.",
            "The telephone provider has not been compared on this.",
        ),
    ),
    met("3.1", "L’architecture est sobre", "The architecture is sparing", "decided", "queries"),
    unknown(
        "3.2",
        "Les machines suivent le besoin",
        "Machines follow the need",
        Said(
            "Un processus ou plusieurs, à la main ; pas mesuré dans le temps.",
            "One process or several, by hand; not measured over time.",
        ),
    ),
    unknown(
        "3.3",
        "Il suit l’évolution des protocoles (IPv6, TLS 1.3)",
        "It follows protocols (IPv6, TLS 1.3)",
        Said("Dépend de l’hébergement.", "Depends on the hosting."),
    ),
    not_applicable(
        "3.4",
        "Des corrections pendant toute la vie de l’appareil vendu",
        "Corrections for the whole life of the device sold",
        Said("Aucun appareil vendu.", "No device is sold."),
    ),
    not_met(
        "3.5",
        "Corrections et nouveautés sont séparées",
        "Corrections and novelties are separate",
        Said("Une seule suite de versions.", "One line of versions only."),
    ),
    not_applicable(
        "3.6",
        "Une mise à jour ne remplace que ce qui change",
        "An update replaces only what changes",
        Said("Rien ne s’installe chez les habitants.", "Nothing is installed on residents’ devices."),
    ),
    met(
        "3.7",
        "Les machines d’essai ne tournent que quand elles servent",
        "Test machines run only when they are used",
        "read",
    ),
    met(
        "4.1",
        "Ni animation, ni vidéo, ni son ne part tout seul",
        "No animation, video or sound starts by itself",
        "read",
    ),
    met("4.2", "Aucune page sans fin", "No endless page", "read"),
    met(
        "4.3",
        "Le parcours est le plus court possible",
        "The journey is as short as it can be",
        "queries",
        "keyboard",
    ),
    not_applicable(
        "4.4",
        "On choisit si un service extérieur est appelé",
        "One chooses whether an outside service is called",
        _NO_THIRD,
    ),
    met("4.5", "Les composants sont ceux du navigateur", "Components are the browser’s", "no_script", "read"),
    met("4.6", "Tout son informe", "All sound informs", "read"),
    met(
        "4.7", "Le texte avant l’image, l’image avant le son", "Text before image, image before sound", "read"
    ),
    met("4.8", "Aucune police téléchargée", "No font is downloaded", "bytes"),
    unknown(
        "4.9",
        "Taper n’envoie pas de requêtes inutiles",
        "Typing sends no needless requests",
        Said(
            "Les habitants : aucune. À l’accueil, pas encore mesuré.",
            "Residents: none. At the desk: not yet measured.",
        ),
    ),
    met(
        "4.10",
        "Le format attendu est dit avant d’envoyer",
        "The format wanted is said before sending",
        "mistakes",
        "read",
    ),
    unknown(
        "4.11",
        "Poids et format d’un fichier sont dits avant l’envoi",
        "Weight and format of a file are said before it is sent",
        Said("Le format est dit, le poids pas partout.", "The format is said, the weight not everywhere."),
    ),
    met(
        "4.12",
        "Une fonction qui pèse le dit",
        "A function that weighs says so",
        "bytes",
        note=Said("Aucune ne pèse : chaque page a une limite.", "None weighs: each page has a limit."),
    ),
    met("4.13", "Peu de messages, et on peut les arrêter", "Few messages, and one can stop them", "messages"),
    met("4.14", "Aucun piège dans les pages", "No trick in the pages", "read"),
    met("4.15", "On voit ce que coûte une page", "One sees what a page costs", "bytes"),
)
