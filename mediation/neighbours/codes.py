"""Which languages these are, and how "French, for somebody who reads one of them" is named. Pure.

A page of which one text is missing in Arabic is shown in French from its first line to its last: "fr-ar" is that French. It
is a language code like any other (its texts, dates and direction are those of French), and its addresses are those of Arabic.
"""

LANGUAGES = {"ar": "العربية", "uk": "Українська", "tr": "Türkçe", "pt": "Português", "es": "Español"}
RIGHT_TO_LEFT = ("ar",)
_INSTEAD = {f"fr-{code}": code for code in LANGUAGES}


def instead(language: str) -> str:
    """The French that is shown to whoever reads that language: `fr-ar`."""
    return f"fr-{language}"


def asked(language: str | None) -> str | None:
    """The language somebody chose, whatever they are shown: `ar` of `fr-ar`."""
    return _INSTEAD.get(language or "", language)


def shown_instead(language: str | None) -> str:
    """The language that a page should have been in; empty when it is in the one that was asked for."""
    return _INSTEAD.get(language or "", "")


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
