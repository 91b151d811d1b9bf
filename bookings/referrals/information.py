"""The sentence by which a referrer confirms having informed the person: information, not consent. Pure.

What is stored with a referral is the version and the moment; a sentence that was once confirmed is never edited, a new
wording is a new version. (Informing the person is the duty of GDPR articles 13 and 14; joint controllers, article 26.)
"""

CURRENT = "2026-11"

SENTENCES: dict[str, dict[str, str]] = {
    "2026-11": {
        "fr": (
            "J’ai dit à la personne que je transmets ces informations au service de rendez-vous numérique pour qu’elle "
            "soit aidée, qui les lira, qu’elle peut refuser cette aide sans conséquence, et voir, faire corriger "
            "ou effacer ce qui la concerne."
        ),
        "en": (
            "I have told the person that I am passing this information to the digital help service so that they can be "
            "helped, who will read it, that they may refuse this help without any consequence, and that they may see, "
            "correct or erase what is held about them."
        ),
    },
}


def sentence(version: str, language: str) -> str:
    """The sentence of that version, in French where the language has none of its own. Raises `KeyError`."""
    said = SENTENCES[version]
    return said.get(language, said["fr"])
