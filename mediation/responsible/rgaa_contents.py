"""RGAA 4.1.2, themes 1 to 8: images, frames, colours, media, tables, links, scripts, what every page has. Pure.

The numbers are the rule's; the wording is ours, shorter than the official one. Pages are residents', the team's and
partners', without the operator's settings (Django's own pages) and the page that shows the API's schema.
"""

from mediation.responsible.kinds import Said, met, not_applicable, not_met, unknown

_NO_FRAME = Said("Aucun cadre.", "No frame.")
_NO_VIDEO = Said("Aucune vidéo.", "No video.")
_NO_LAYOUT_TABLE = Said("Aucun tableau de mise en forme.", "No table is used for layout.")
_NO_LONG_IMAGE = Said("Aucune image ne demande une longue description.", "No image needs a long description.")
_NO_CAPTCHA = Said("Aucune image-test : rien à recopier.", "No test by image: nothing to copy.")
_NO_OTHER_MEDIA = Said(
    "Aucune animation ni application dans une page.", "No animation and no application inside a page."
)
_NO_READER = Said(
    "Aucun lecteur d’écran réel n’a encore été essayé, ni par qui s’en sert chaque jour.",
    "No real screen reader has been tried yet, nor by people who use one every day.",
)

CONTENTS = (
    met(
        "1.1",
        "Une image qui informe a un texte à sa place",
        "An image that informs has a text in its place",
        "axe",
    ),
    met(
        "1.2",
        "Une image qui décore est ignorée des lecteurs d’écran",
        "An image that decorates is ignored by screen readers",
        "axe",
        "read",
    ),
    met("1.3", "Ce texte dit ce que l’image dit", "That text says what the image says", "read"),
    not_applicable(
        "1.4",
        "Le texte d’une image-test dit à quoi elle sert",
        "The text of a test image says what it is for",
        _NO_CAPTCHA,
    ),
    not_applicable("1.5", "Une image-test a une autre solution", "A test image has another way", _NO_CAPTCHA),
    not_applicable(
        "1.6",
        "Une image complexe a une description détaillée",
        "A complex image has a detailed description",
        _NO_LONG_IMAGE,
    ),
    not_applicable(
        "1.7", "La description détaillée est juste", "The detailed description is right", _NO_LONG_IMAGE
    ),
    met("1.8", "Pas d’image de texte", "No images of text", "read"),
    not_applicable(
        "1.9",
        "Une légende est liée à son image",
        "A caption belongs to its image",
        Said("Aucune image avec légende.", "No image with a caption."),
    ),
    not_applicable("2.1", "Un cadre a un titre", "A frame has a title", _NO_FRAME),
    not_applicable("2.2", "Ce titre est juste", "That title is right", _NO_FRAME),
    met("3.1", "La couleur n’est jamais le seul signe", "Colour is never the only sign", "read"),
    met("3.2", "Le texte se détache du fond", "Text stands out from what is behind it", "axe"),
    met(
        "3.3",
        "Bords des champs, boutons et curseur se détachent",
        "Edges of fields, buttons and the focus stand out",
        "contrast",
    ),
    not_met(
        "4.1",
        "Un son a sa transcription",
        "A sound has a transcript",
        Said(
            "Un nom laissé au téléphone s’écoute ; c’est l’équipe qui l’écrit ensuite.",
            "A name left on the telephone is listened to; the team writes it down afterwards.",
        ),
    ),
    not_applicable(
        "4.2",
        "Cette transcription est juste",
        "That transcript is right",
        Said("Aucune transcription.", "No transcript."),
    ),
    not_applicable("4.3", "Une vidéo a des sous-titres", "A video has subtitles", _NO_VIDEO),
    not_applicable("4.4", "Ces sous-titres sont justes", "These subtitles are right", _NO_VIDEO),
    not_applicable(
        "4.5", "Une vidéo a une description par la voix", "A video has a spoken description", _NO_VIDEO
    ),
    not_applicable("4.6", "Cette description est juste", "That description is right", _NO_VIDEO),
    met(
        "4.7",
        "On sait ce qu’un son est avant de l’écouter",
        "One knows what a sound is before hearing it",
        "read",
    ),
    not_applicable(
        "4.8", "Une animation a un texte à sa place", "An animation has a text in its place", _NO_OTHER_MEDIA
    ),
    not_applicable("4.9", "Ce texte est juste", "That text is right", _NO_OTHER_MEDIA),
    met("4.10", "Aucun son ne part tout seul", "No sound starts by itself", "read"),
    met("4.11", "Un son s’arrête au clavier", "A sound is stopped by keyboard", "read"),
    not_applicable(
        "4.12", "Une animation se commande au clavier", "An animation is worked by keyboard", _NO_OTHER_MEDIA
    ),
    unknown("4.13", "Le son marche avec un lecteur d’écran", "Sound works with a screen reader", _NO_READER),
    unknown(
        "5.1",
        "Un tableau complexe a un résumé",
        "A complex table has a summary",
        Said(
            "La semaine de l’équipe, heure par heure, n’a pas été jugée.",
            "The team’s week, hour by hour, has not been judged.",
        ),
    ),
    not_applicable(
        "5.2", "Ce résumé est juste", "That summary is right", Said("Aucun résumé.", "No summary.")
    ),
    not_applicable(
        "5.3",
        "Un tableau de mise en forme se lit en ligne",
        "A layout table reads in order",
        _NO_LAYOUT_TABLE,
    ),
    not_met(
        "5.4",
        "Un tableau de données a un titre",
        "A data table has a title",
        Said(
            "Ceux des habitants en ont un. Dans l’espace de l’équipe, quelques-uns n’ont qu’un nom sur leur zone.",
            "Residents’ have one. In the team’s space some have a name on their zone only.",
        ),
    ),
    met("5.5", "Ce titre est juste", "That title is right", "read"),
    met(
        "5.6",
        "Les en-têtes de colonne et de ligne sont des en-têtes",
        "Headers of columns and rows are headers",
        "axe",
        "read",
    ),
    met("5.7", "Chaque case est liée à ses en-têtes", "Each cell belongs to its headers", "axe"),
    not_applicable(
        "5.8",
        "Un tableau de mise en forme n’a pas d’en-têtes",
        "A layout table has no headers",
        _NO_LAYOUT_TABLE,
    ),
    met("6.1", "On comprend où mène un lien", "One understands where a link leads", "axe", "read"),
    met("6.2", "Chaque lien a un texte", "Each link has a text", "axe", "structure"),
    unknown(
        "7.1", "Les scripts marchent avec un lecteur d’écran", "Scripts work with a screen reader", _NO_READER
    ),
    met("7.2", "Sans script, tout se fait aussi", "Without scripts everything can be done too", "no_script"),
    met(
        "7.3",
        "Ce qu’un script ajoute se commande au clavier",
        "What a script adds is worked by keyboard",
        "keyboard",
    ),
    met(
        "7.4",
        "Rien ne change de page sans qu’on l’ait demandé",
        "Nothing changes page unless asked",
        "no_script",
        "read",
    ),
    unknown(
        "7.5", "Un message qui apparaît est lu à voix haute", "A message that appears is spoken", _NO_READER
    ),
    met(
        "8.1",
        "Chaque page dit de quelle sorte elle est (doctype)",
        "Each page says what kind it is (doctype)",
        "structure",
    ),
    met(
        "8.2",
        "Le code de chaque page est en ordre",
        "The code of each page is in order",
        "structure",
        "axe",
        note=Said(
            "Balises et identifiants ; pas le vérificateur du W3C.",
            "Tags and identifiers; not the W3C’s validator.",
        ),
    ),
    met("8.3", "Chaque page dit sa langue", "Each page says its language", "structure"),
    met("8.4", "Cette langue est la bonne", "That language is the right one", "structure"),
    met("8.5", "Chaque page a un titre", "Each page has a title", "structure"),
    met("8.6", "Ce titre dit ce qu’est la page", "That title says what the page is", "structure", "read"),
    met("8.7", "Une autre langue dans la page est dite", "Another language within the page is said", "read"),
    met("8.8", "Cette autre langue est la bonne", "That other language is the right one", "axe", "read"),
    met(
        "8.9",
        "Les balises ne servent pas qu’à l’apparence",
        "Tags do not only serve looks",
        "structure",
        "read",
    ),
    met(
        "8.10",
        "Le sens de lecture (arabe) est dit",
        "The reading direction (Arabic) is said",
        "structure",
        "read",
    ),
)
