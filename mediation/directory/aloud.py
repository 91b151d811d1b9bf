"""What names and addresses abbreviate, in full: a voice would spell the letters, or stop at the dot. Pure.

Two tables, for the same letters mean two things: "Esp." is a place where one meets in a name, a wide walk in a street.
"""

import re
from collections.abc import Iterable

Rules = tuple[tuple[re.Pattern[str], str], ...]

# Before a dot or by itself, in capitals or small letters alike.
_KINDS_OF_STREET = {
    "av|ave": "avenue",
    "bd|bld|bvd|boul": "boulevard",
    "pl": "place",
    "all": "allée",
    "rte": "route",
    "imp": "impasse",
    "ch|che|chem": "chemin",
    "sq": "square",
    "esp|espl": "esplanade",
    "crs": "cours",
    "pass|psge": "passage",
    "fg|fbg": "faubourg",
    "res|rés": "résidence",
    "lot": "lotissement",
    "ham": "hameau",
    "prom": "promenade",
    "rpt": "rond-point",
}
# One letter or two: only with a dot.
_DOTTED_STREETS = {"r": "rue", "q": "quai"}
_IN_A_BUILDING = {
    "bat|bât": "bâtiment",
    "esc": "escalier",
    "app|appt": "appartement",
    "ét|etg": "étage",
    "pte": "porte",
    "ent": "entrée",
}
_TITLES = {
    "Dr|Doct": "Docteur",
    "Pr|Prof": "Professeur",
    "Gal|Gén": "Général",
    "Cdt": "Commandant",
    "Capt": "Capitaine",
    "Lt": "Lieutenant",
    "Mgr": "Monseigneur",
    "Pdt|Prés": "Président",
}
# Words too, without a dot: a cape, a pass, what is bad.
_DOTTED_TITLES = {"Mal": "Maréchal", "Col": "Colonel", "Cap": "Capitaine"}
_SAINTS = (
    (r"\bSt[. -]+(?=[A-ZÉÈ])", "Saint "),
    (r"\bSte[. -]+(?=[A-ZÉÈ])", "Sainte "),
)
_NUMBER = (r"\b[Nn]\s?[°º]\s*|№\s*", "numéro ")
# Initials of a name, as written.
_INITIALS = {
    "ESC": "espace social commun",
    "CSC": "centre socioculturel",
    "CS": "centre social",
    "EVS": "espace de vie sociale",
    "EPN": "espace public numérique",
    "MQ|MDQ": "maison de quartier",
    "MFS": "maison France Services",
    "BIJ": "bureau information jeunesse",
    "PIJ": "point information jeunesse",
    "PAD": "point d’accès au droit",
}
# Words of a name that were cut short, which is what their dot says: without it "Média" may be a whole word.
_CUT_SHORT = {
    "Bib|Biblio|Bibl": "bibliothèque",
    "Média|Media|Méd|Médiath": "médiathèque",
    "Asso|Assoc|Ass": "association",
    "Esp": "espace",
    "Ctre|Ctr": "centre",
    "Mais": "maison",
    "Num": "numérique",
    "Mun|Munic": "municipale",
    "Dép|Dépt": "départemental",
    "Cult": "culturel",
    "Soc": "social",
    "Qu|Quart": "quartier",
}
# Pronounced letter by letter: said so, a voice does not try to make a word of them.
_SPELT = ("MJC", "CCAS", "CDAS", "CIAS", "PMI", "CIDFF", "UDAF", "CPAM", "MDPH", "ZA", "ZI", "HLM")


def street_aloud(address: str) -> str:
    """A street and what completes it, in full words; what only a letter needs (postcode, CEDEX, BP, CS) is left out."""
    return _tidy(_said(address, _STREET))


def name_aloud(name: str) -> str:
    """A place's name in full words, without brackets or quotes."""
    return _tidy(_said(name, _NAME))


def _said(text: str, rules: Rules) -> str:
    for written, said in rules:
        text = written.sub(said, text)
    return text


def _tidy(text: str) -> str:
    return re.sub(r"\s*,(?:\s*,)*\s*", ", ", " ".join(text.split())).strip(" ,-")


def _words(table: dict[str, str], *, dotted: bool = False) -> Iterable[tuple[str, str]]:
    """Street words before a name, with or without their dot; `dotted` ones are only abbreviations with it."""
    ending = r"\." if dotted else r"\b\.?"
    for written, said in table.items():
        yield rf"(?i)\b(?:{written}){ending}\s*", f"{said} "


def _compiled(rules: Iterable[tuple[str, str]]) -> Rules:
    return tuple((re.compile(written), said) for written, said in rules)


_PEOPLE = (
    *_SAINTS,
    *((rf"\b(?:{written})\b\.?\s+(?=[A-ZÉÈ])", f"{said} ") for written, said in _TITLES.items()),
    *((rf"\b{written}\.\s*(?=[A-ZÉÈ])", f"{said} ") for written, said in _DOTTED_TITLES.items()),
)
_STREET = _compiled(
    (
        (r"(?i)\bcedex\b(?:\s*\d+)?", ""),
        (r"\b(?:BP|B\.P\.|CS|TSA)\s*\d[\d ]*", ""),
        (r"\b\d{5}\b", ""),
        _NUMBER,
        (r"(?i)\b(?:r\.?d\.?c\.?|rez[- ]de[- ]ch\.?)(?!\w)", "rez-de-chaussée"),
        (r"(?<=\d)\s*[Bb]\b(?=[ ,])", " bis"),
        (r"(?<=\d)\s*[Tt]\b(?=[ ,])", " ter"),
        *_words(_DOTTED_STREETS, dotted=True),
        *_words(_KINDS_OF_STREET),
        *_words(_IN_A_BUILDING),
        *_PEOPLE,
        *((rf"\b{letters}\b", " ".join(letters)) for letters in _SPELT),
        (r"\s*[()]\s*", ", "),
    )
)
_NAME = _compiled(
    (
        *((rf"\b(?:{written})\b", said) for written, said in _INITIALS.items()),
        *((rf"(?i)\b(?:{written})\.\s*", f"{said} ") for written, said in _CUT_SHORT.items()),
        (r"\bM\.J\.C\.?", "M J C"),
        *((rf"\b{letters}\b", " ".join(letters)) for letters in _SPELT),
        *_PEOPLE,
        _NUMBER,
        (r"\s*&\s*", " et "),
        (r"\s*[/|–—]\s*|\s+-\s+", ", "),
        (r"\s*\([^)]*\)", ""),
        (r"[«»\"“”*_#]", ""),
    )
)
