"""First proposals for a place's two other names: one that fits an SMS, one that a voice reads well.

They are a start: staff rewrite them, and an import never touches a name that is already there.
"""

import re
import unicodedata

from mediation.directory.facts import one_line

SHORT_MAX, SPOKEN_MAX = 30, 120
# The accented letters of GSM-7, the alphabet in which an SMS holds 160 characters; any other letter would turn
# the whole message into parts of 70 (3GPP TS 23.038).
_GSM_ACCENTS = frozenset("àéèùäöüæÉÇÄÖÜ")
_GSM_ASCII = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#%&'()*+,-./:;<=>?@_$"
)
_TYPED = {
    "’": "'",
    "‘": "'",
    "«": "",
    "»": "",
    "“": "",
    "”": "",
    "–": "-",
    "—": "-",
    "…": "",
    "œ": "oe",
    "Œ": "OE",
}
_ABBREVIATED = (
    ("espace social commun", "ESC"),
    ("maison de quartier", "MQ"),
    ("centre communal d'action sociale", "CCAS"),
    ("bibliothèque", "Bib."),
    ("médiathèque", "Média."),
)
_SMALL_WORDS = re.compile(r"\b(de la|de l'|du|des|de|d'|la|le|les|l'|et)\s*", re.IGNORECASE)
_SPOKEN = (
    (r"\bESC\b", "espace social commun"),
    (r"\bMQ\b", "maison de quartier"),
    (r"\bM\.?J\.?C\b\.?", "M J C"),
    (r"\bCCAS\b", "C C A S"),
    (r"\bCDAS\b", "C D A S"),
    (r"\bEPN\b", "espace public numérique"),
    (r"\bSt[. -]+(?=[A-ZÉÈ])", "Saint "),
    (r"\bSte[. -]+(?=[A-ZÉÈ])", "Sainte "),
    (r"\bn°\s*", "numéro "),
    (r"\s*&\s*", " et "),
    (r"\s*[/|–—]\s*|\s+-\s+", ", "),
    (r"\s*\([^)]*\)", ""),
    (r"[«»\"“”*_#]", ""),
)


def short_name(name: str) -> str:
    """At most 30 characters of GSM-7: usual abbreviations first, then small words go, then whole words."""
    text = _gsm(name)
    if len(text) > SHORT_MAX:
        for long, short in _ABBREVIATED:
            text = re.sub(rf"\b{_gsm(long)}", short, text, flags=re.IGNORECASE)
    if len(text) > SHORT_MAX:
        text = one_line(_SMALL_WORDS.sub("", text), 1000)
    while len(text) > SHORT_MAX and re.search("[ -]", text):
        text = re.sub("[ -][^ -]*$", "", text)
    return text[:SHORT_MAX].strip(" -,;/&(")


def spoken_name(name: str) -> str:
    """The name as a voice should say it: no brackets or quotes, abbreviations in full, at most 120 letters."""
    for written, said in _SPOKEN:
        name = re.sub(written, said, name)
    words = one_line(name, 10_000).strip(" ,-")
    while len(words) > SPOKEN_MAX:
        words = words.rsplit(" ", 1)[0] if " " in words else words[:SPOKEN_MAX]
    return words


def _gsm(text: str) -> str:
    """`text` in letters that an SMS carries for one character each; what has no near letter is dropped."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", one_line(text, 1000)):
        typed = _TYPED.get(letter, letter)
        if typed in _GSM_ACCENTS:
            letters.append(typed)
        else:
            letters += [c for c in unicodedata.normalize("NFKD", typed) if c in _GSM_ASCII]
    return " ".join("".join(letters).split())
