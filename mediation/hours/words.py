"""The words and signs that people write opening hours with, without accents, in small letters."""

import re

DAYS = {
    "Mo": ("lundi", "lun", "lu", "l", "monday", "mon", "mo"),
    "Tu": ("mardi", "mar", "ma", "tuesday", "tue", "tu"),
    "We": ("mercredi", "mer", "me", "wednesday", "wed", "we"),
    "Th": ("jeudi", "jeu", "je", "j", "thursday", "thu", "th"),
    "Fr": ("vendredi", "ven", "ve", "v", "friday", "fri", "fr"),
    "Sa": ("samedi", "sam", "sa", "s", "saturday", "sat"),
    "Su": ("dimanche", "dim", "di", "d", "sunday", "sun", "su"),
    "PH": ("jours feries", "jour ferie", "feries", "ferie", "ph"),
    "SH": ("vacances scolaires", "sh"),
}
DAY_OF = {name: code for code, names in DAYS.items() for name in (*names, f"{names[0]}s")}
_EVERY_DAY = ("tous les jours", "7j/7", "7 j/7", "7j7", "7/7")
_CLOSED = ("fermetures", "fermeture", "fermes", "fermees", "fermee", "ferme", "closed", "off")
_EXCEPT = ("sauf", "excepte")
HOURS = {"midi": 12 * 60, "minuit": 24 * 60}
_COMMENTS = ("uniquement sur rendez-vous", "sur rendez-vous", "sur rdv", "sans rendez-vous", "sans rdv")
_NOTHING = (
    *(
        "horaires d'ouverture",
        "horaires",
        "horaire",
        "ouvertures",
        "ouverture",
        "ouverts",
        "ouverte",
        "ouvert",
        "le",
    ),
    *("les", "la", "du", "de", "des", "d'", "puis", "chaque"),
    *(":", "=", ".", "(", ")", "*", "•", "heures"),
)
_PART_OF_A_DAY = ("matins", "matin", "apres-midi", "apres midi", "journee", "soir")
_TO = ("jusqu'a", "jusqu'au", "jusque", "au", "a", "-", ">", "to")
_AND = (",", "et", "ou", "&", "/", "+", "|", "and")
_END = (";", "\n")


def _any(words: tuple[str, ...]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![a-z])" if word[-1].isalpha() else "") for word in longest_first)


TOKEN = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in (
            ("every", _any(_EVERY_DAY)),
            (
                "time",
                r"\d{1,2} ?(?:h|:|\.) ?[0-5]\d(?!\d)|\d{1,2} ?h(?!\w)|[012]\d[0-5]\d(?!\d)|\d{1,2}(?![\d/])",
            ),
            ("named", _any(tuple(HOURS))),
            ("comment", _any(_COMMENTS)),
            ("closed", _any(_CLOSED)),
            ("excepted", _any(_EXCEPT)),
            ("day", _any(tuple(DAY_OF)) + r"\.?"),
            ("end", _any(_END)),
            ("to", _any(_TO)),
            ("and", _any(_AND)),
            ("part", _any(_PART_OF_A_DAY)),
            ("nothing", _any(_NOTHING)),
        )
    )
)
