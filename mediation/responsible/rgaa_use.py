"""RGAA 4.1.2, themes 9 to 13: how pages are built and look, forms, finding one's way, taking one's time. Pure.

The numbers are the rule's; the wording is ours, shorter than the official one.
"""

from mediation.responsible.kinds import Said, met, not_applicable, not_met, unknown

_NO_SITEMAP = Said("Il n’y a pas de plan du site.", "There is no map of the site.")
_GROWS = Said(
    "Dans la semaine de l’équipe, une case coupée s’agrandit au survol et au clavier : pas encore jugé.",
    "In the team’s week a cell that is cut off grows under pointer and keyboard: not yet judged.",
)
_NO_READER = Said(
    "Aucun lecteur d’écran réel n’a encore été essayé.", "No real screen reader has been tried yet."
)

USE = (
    met(
        "9.1",
        "Les titres sont des titres, dans l’ordre",
        "Headings are headings, in order",
        "structure",
        "axe",
    ),
    met(
        "9.2", "En-tête, contenu et pied sont des zones", "Header, content and footer are zones", "structure"
    ),
    met("9.3", "Les listes sont des listes", "Lists are lists", "axe", "read"),
    met("9.4", "Les citations sont des citations", "Quotations are quotations", "read"),
    met("10.1", "L’apparence est dans la feuille de style", "Looks are in the style sheet", "structure"),
    met("10.2", "Sans style, tout est encore là", "Without style everything is still there", "read"),
    met(
        "10.3", "Sans style, l’ordre se comprend encore", "Without style the order still makes sense", "read"
    ),
    met("10.4", "Le texte deux fois plus grand se lit", "Text twice as large is readable", "zoom"),
    met(
        "10.5",
        "Couleur du texte et du fond vont ensemble",
        "Colours of text and background are given together",
        "read",
    ),
    met("10.6", "Un lien dans un texte se voit", "A link within a text can be seen", "axe"),
    met("10.7", "On voit toujours où est le curseur", "One always sees where the focus is", "keyboard"),
    unknown(
        "10.8",
        "Ce qui est caché l’est pour tout le monde",
        "What is hidden is hidden from everybody",
        _NO_READER,
    ),
    met(
        "10.9", "Ni forme ni place ne sont le seul signe", "Neither shape nor place is the only sign", "read"
    ),
    met("10.10", "Le texte le dit aussi", "The text says it too", "read"),
    met(
        "10.11",
        "À 320 pixels, on ne défile que dans un sens",
        "At 320 pixels one scrolls one way only",
        "no_script",
        "axe",
    ),
    met("10.12", "Le texte peut être espacé", "Text can be spaced out", "zoom"),
    unknown(
        "10.13", "Ce qui apparaît au survol se commande", "What appears on pointing can be worked", _GROWS
    ),
    met(
        "10.14",
        "Ce qui apparaît par le style s’atteint au clavier",
        "What style makes appear is reached by keyboard",
        "read",
    ),
    met("11.1", "Chaque champ a son étiquette", "Each field has its label", "axe", "structure"),
    met("11.2", "L’étiquette dit ce qu’on attend", "The label says what is wanted", "read"),
    met(
        "11.3",
        "La même question est posée avec les mêmes mots",
        "The same question is asked in the same words",
        "read",
    ),
    met("11.4", "L’étiquette est à côté du champ", "The label is beside the field", "read"),
    met(
        "11.5",
        "Les champs qui vont ensemble sont groupés",
        "Fields that belong together are grouped",
        "axe",
        "read",
    ),
    met("11.6", "Un groupe a un nom", "A group has a name", "axe"),
    met("11.7", "Ce nom est juste", "That name is right", "read"),
    not_applicable(
        "11.8",
        "Une longue liste de choix est groupée",
        "A long list of choices is grouped",
        Said("Aucune liste n’en a besoin.", "No list needs it."),
    ),
    met("11.9", "Un bouton dit ce qu’il fait", "A button says what it does", "axe", "read"),
    met(
        "11.10",
        "On sait ce qui est demandé, et ce qui ne va pas",
        "One knows what is asked, and what is wrong",
        "mistakes",
    ),
    met("11.11", "Une erreur dit comment la corriger", "A mistake says how to mend it", "mistakes"),
    met(
        "11.12",
        "Ce qui engage se relit, se change ou s’annule",
        "What commits is read again, changed or cancelled",
        "undo",
    ),
    met(
        "11.13",
        "Nom, téléphone, e-mail se remplissent tout seuls",
        "Name, telephone, e-mail fill themselves in",
        "read",
    ),
    not_met(
        "12.1",
        "Deux façons de trouver une page",
        "Two ways to find a page",
        Said(
            "Les habitants n’ont que les liens de chaque page : ni plan du site, ni recherche.",
            "Residents have the links of each page only: no map of the site, no search.",
        ),
    ),
    met("12.2", "Le menu est toujours au même endroit", "The menu is always in the same place", "structure"),
    not_applicable("12.3", "Le plan du site est juste", "The map of the site is right", _NO_SITEMAP),
    not_applicable(
        "12.4", "On y arrive toujours de la même façon", "One gets there always the same way", _NO_SITEMAP
    ),
    not_applicable(
        "12.5",
        "On arrive à la recherche toujours de la même façon",
        "One gets to the search always the same way",
        Said("Aucun moteur de recherche.", "No search engine."),
    ),
    met("12.6", "On peut sauter d’une zone à l’autre", "One can jump from zone to zone", "structure"),
    met(
        "12.7",
        "Un lien mène droit au contenu",
        "A link leads straight to the content",
        "structure",
        "keyboard",
    ),
    met(
        "12.8", "Le clavier suit l’ordre de la page", "The keyboard follows the order of the page", "keyboard"
    ),
    met("12.9", "Le clavier n’est jamais pris au piège", "The keyboard is never trapped", "keyboard"),
    met(
        "12.10",
        "Aucun raccourci d’une seule touche ne gêne",
        "No shortcut of a single key gets in the way",
        "read",
    ),
    met("12.11", "Ce qui apparaît s’atteint au clavier", "What appears is reached by keyboard", "read"),
    not_met(
        "13.1",
        "On a le temps",
        "There is time",
        Said(
            "Les formulaires attendent. Mais l’écran de la permanence change tout seul, sans bouton pour l’arrêter.",
            "Forms wait. But the screen of the drop-in changes by itself, with no button to stop it.",
        ),
    ),
    met("13.2", "Aucune fenêtre ne s’ouvre toute seule", "No window opens by itself", "read"),
    unknown(
        "13.3",
        "Un document à télécharger est accessible",
        "A document to download is accessible",
        Said(
            "Le rapport annuel (PDF) et les tableurs de l’équipe n’ont pas été vérifiés.",
            "The yearly report (PDF) and the team’s spreadsheets have not been looked at.",
        ),
    ),
    unknown(
        "13.4",
        "La version accessible dit la même chose",
        "The accessible version says the same",
        Said("Va avec 13.3.", "Goes with 13.3."),
    ),
    not_applicable(
        "13.5",
        "Un dessin fait de lettres a un texte",
        "A drawing made of letters has a text",
        Said("Aucun.", "None."),
    ),
    not_applicable("13.6", "Ce texte est juste", "That text is right", Said("Aucun.", "None.")),
    met("13.7", "Rien ne clignote fort", "Nothing flashes", "read"),
    met("13.8", "Rien ne bouge tout seul", "Nothing moves by itself", "read"),
    met("13.9", "Le téléphone se tient dans les deux sens", "The phone may be held either way", "zoom"),
    met("13.10", "Aucun geste compliqué", "No complicated gesture", "read"),
    met("13.11", "Un appui se retire avant de lâcher", "A press can be taken back before letting go", "read"),
    met(
        "13.12",
        "Rien ne se commande en bougeant l’appareil",
        "Nothing is worked by moving the device",
        "read",
    ),
)
