"""What people come for, in the demo: ten topics, in French, English and easy-to-read French.

The easy-to-read texts follow its rules (short sentences, one idea a line) and are to be reread by people
concerned before any real use.
"""

from typing import NamedTuple

AIDANTS_CONNECT = ("aidants-connect", "Aidants Connect")


class Text(NamedTuple):
    """A topic in one language; `documents` are what to bring, one thing a line; `spoken` is what the line calls it."""

    name: str
    explanation: str
    documents: str = ""
    spoken: str = ""


class TopicFacts(NamedTuple):
    """A topic: times in minutes, and its texts."""

    code: str
    pictogram: str
    duration_min: int
    buffer_min: int
    notice_min: int
    horizon_days: int
    texts: dict[str, Text]
    modes: tuple[str, ...] = ("on_site",)
    needs_machine: bool = False
    accredited: bool = False


def _texts(fr: Text, en: Text, falc: Text) -> dict[str, Text]:
    return {"fr": fr, "en": en, "fr-falc": falc}


TOPICS: tuple[TopicFacts, ...] = (
    TopicFacts(
        "demarches",
        "forms",
        60,
        0,
        120,
        60,
        _texts(
            Text(
                "Faire une démarche sur internet",
                "CAF, impôts, retraite, logement, papiers d’identité…",
                "Une pièce d’identité\nLes courriers reçus\nVos identifiants et mots de passe, si vous les avez",
                spoken="une démarche en ligne",
            ),
            Text(
                "Do something official online",
                "Benefits, taxes, pension, housing, identity papers…",
                "An identity document\nThe letters you received\nYour user names and passwords, if you have them",
                spoken="to do something official online",
            ),
            Text(
                "Faire des papiers sur internet",
                "Par exemple : la CAF. Les impôts. La retraite.",
                "Votre carte d’identité\nLes lettres reçues\nVos mots de passe",
            ),
        ),
        needs_machine=True,
    ),
    TopicFacts(
        "a-ma-place",
        "house",
        60,
        15,
        240,
        45,
        _texts(
            Text(
                "Faire une démarche à ma place",
                "Avec un aidant habilité « Aidants Connect », en toute sécurité.",
                "Une pièce d’identité\nVotre téléphone, s’il reçoit des SMS\nLes courriers reçus",
                spoken="une démarche à votre place",
            ),
            Text(
                "Have it done on my behalf",
                "With a certified “Aidants Connect” helper, safely.",
                "An identity document\nYour phone, if it receives texts\nThe letters you received",
                spoken="to have it done on your behalf",
            ),
            Text(
                "Quelqu’un fait les papiers pour moi",
                "Une personne formée le fait avec vous. C’est sûr.",
                "Votre carte d’identité\nVotre téléphone\nLes lettres reçues",
            ),
        ),
        needs_machine=True,
        accredited=True,
    ),
    TopicFacts(
        "telephone",
        "phone",
        45,
        0,
        60,
        60,
        _texts(
            Text(
                "Me servir de mon téléphone",
                "Appeler, envoyer un message, installer une application, régler l’écran.",
                "Votre téléphone et son chargeur\nLe code de la carte SIM",
                spoken="vous servir de votre téléphone",
            ),
            Text(
                "Use my phone",
                "Call, send a message, install an app, set the screen.",
                "Your phone and its charger\nThe PIN of the SIM card",
                spoken="to use your phone",
            ),
            Text(
                "Me servir de mon téléphone",
                "Appeler. Envoyer un message. Voir une photo.",
                "Votre téléphone\nLe chargeur\nLe code du téléphone",
            ),
        ),
        modes=("on_site", "phone", "home"),
    ),
    TopicFacts(
        "ordinateur",
        "computer",
        60,
        0,
        60,
        60,
        _texts(
            Text(
                "Me servir d’un ordinateur",
                "La souris, le clavier, ranger ses fichiers, aller sur internet.",
                "Votre ordinateur portable, si vous en avez un",
                spoken="utiliser un ordinateur",
            ),
            Text(
                "Use a computer",
                "Mouse, keyboard, files, going online.",
                "Your laptop, if you have one",
                spoken="to use a computer",
            ),
            Text(
                "Me servir d’un ordinateur",
                "La souris. Le clavier. Internet.",
                "Votre ordinateur, si vous en avez un",
            ),
        ),
        needs_machine=True,
    ),
    TopicFacts(
        "email",
        "email",
        45,
        0,
        60,
        60,
        _texts(
            Text(
                "Lire et envoyer des e-mails",
                "Créer une adresse, répondre, joindre un document.",
                "Votre adresse et son mot de passe, si vous en avez une",
                spoken="vos e-mails",
            ),
            Text(
                "Read and send e-mails",
                "Get an address, answer, attach a document.",
                "Your address and its password, if you have one",
                spoken="to use e-mail",
            ),
            Text("Écrire des e-mails", "Un e-mail est une lettre par internet.", "Votre mot de passe"),
        ),
        modes=("on_site", "phone"),
    ),
    TopicFacts(
        "imprimer",
        "print",
        30,
        0,
        30,
        30,
        _texts(
            Text(
                "Imprimer, scanner ou photocopier",
                "Un document, une attestation, un justificatif.",
                "Le document, sur papier, clé USB ou téléphone",
                spoken="imprimer",
            ),
            Text(
                "Print, scan or copy",
                "A document, a certificate, a proof.",
                "The document: paper, USB key or phone",
                spoken="to print",
            ),
            Text("Imprimer un papier", "Mettre un document sur du papier.", "Le document à imprimer"),
        ),
        needs_machine=True,
    ),
    TopicFacts(
        "emploi",
        "work",
        60,
        0,
        120,
        60,
        _texts(
            Text(
                "Chercher un emploi",
                "France Travail, CV, annonces, candidatures en ligne.",
                "Votre CV, si vous en avez un\nVotre identifiant France Travail",
                spoken="trouver un emploi",
            ),
            Text(
                "Look for a job",
                "Job centre, CV, offers, online applications.",
                "Your CV, if you have one\nYour job-centre user name",
                spoken="to look for a job",
            ),
            Text("Chercher du travail", "Faire un CV. Lire des annonces.", "Votre CV, si vous en avez un"),
        ),
        needs_machine=True,
    ),
    TopicFacts(
        "sante",
        "health",
        45,
        0,
        120,
        60,
        _texts(
            Text(
                "Ma santé sur internet",
                "Compte ameli, Mon espace santé, rendez-vous chez le médecin.",
                "Votre carte Vitale\nUne pièce d’identité",
                spoken="votre santé en ligne",
            ),
            Text(
                "My health online",
                "Health insurance account, medical file, doctor’s appointments.",
                "Your health card\nAn identity document",
                spoken="to follow your health online",
            ),
            Text(
                "Ma santé sur internet",
                "Prendre rendez-vous chez le médecin. Voir ses remboursements.",
                "Votre carte Vitale\nVotre carte d’identité",
            ),
        ),
    ),
    TopicFacts(
        "securite",
        "security",
        45,
        0,
        120,
        60,
        _texts(
            Text(
                "Éviter les arnaques",
                "Faux messages, mots de passe, achats sur internet.",
                "Le message ou l’appareil qui vous inquiète",
                spoken="éviter les arnaques",
            ),
            Text(
                "Avoid scams",
                "Fake messages, passwords, buying online.",
                "The message or the device that worries you",
                spoken="to spot scams",
            ),
            Text(
                "Éviter les pièges sur internet",
                "Des voleurs envoient de faux messages.",
                "Votre téléphone ou votre ordinateur",
            ),
        ),
        modes=("on_site", "phone"),
    ),
    TopicFacts(
        "je-ne-sais-pas",
        "unknown",
        45,
        0,
        60,
        60,
        _texts(
            Text("Je ne sais pas", "Venez comme vous êtes, on regarde ensemble."),
            Text("I don’t know", "Come as you are, we will find out together."),
            Text("Je ne sais pas", "Venez. Nous regardons ensemble."),
        ),
    ),
)
