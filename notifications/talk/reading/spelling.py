"""How words are written in a hurry, brought to one way of writing; texts and vocabulary go through the same. Pure."""

import re

from notifications.talk.reading.letters import fold

_SAME: dict[str, str] = {
    **dict.fromkeys(("rv", "rdvs", "rendezvous", "rendv", "rendezvou", "rdvz"), "rdv"),
    **dict.fromkeys(("px", "peu", "pe", "pex", "peut", "peus"), "peux"),
    **dict.fromkeys(("pourai", "pourrais", "pourais", "pouré", "pourrait"), "pourrai"),
    **dict.fromkeys(("viendrais", "viendré", "viendrait", "viendrer"), "viendrai"),
    **dict.fromkeys(("serais", "seré", "serrai", "serait"), "serai"),
    **dict.fromkeys(("vien", "vient", "vi1", "vi1s", "vyen"), "viens"),
    **dict.fromkeys(("pa", "pas"), "pas"),
    **dict.fromkeys(("presente", "presents", "presentes", "presant", "presante"), "present"),
    **dict.fromkeys(("absente", "absents", "absentes", "apsent"), "absent"),
    **dict.fromkeys(("desolee", "dsl", "desole", "desoler", "desoles", "dsle", "desolé"), "desole"),
    **dict.fromkeys(("disponible", "dispos", "disponibles"), "dispo"),
    **dict.fromkeys(("2m1", "dem1", "demin", "2main", "deman", "demai"), "demain"),
    **dict.fromkeys(("chui", "chuis", "jsuis", "jsui"), "je suis"),
    **dict.fromkeys(("jvien", "jviens", "jvi1"), "je viens"),
    **dict.fromkeys(("jserai", "jserais", "jseré"), "je serai"),
    **dict.fromkeys(("jpeu", "jpeux", "jpe"), "je peux"),
    **dict.fromkeys(("jpourrai", "jpourrais", "jpourai"), "je pourrai"),
    **dict.fromkeys(("daccord", "dacor", "dakor", "dacord", "daccor", "dacc", "dak", "dac"), "d accord"),
    **dict.fromkeys(("mercii", "mercy", "merciii", "mrc", "mrci", "mci", "merçi"), "merci"),
    "jviendrai": "je viendrai",
    "jannule": "j annule",
    "jarrive": "j arrive",
    "jai": "j ai",
    "jaurai": "j aurai",
    "jy": "j y",
    "cest": "c est",
    "cetait": "c etait",
    "sil": "s il",
    "cant": "can t",
    "wont": "won t",
    "im": "i m",
    "dont": "don t",
}
_DROPPED = frozenset({"ne", "n"})
"""French writes them or not; what counts is the "pas"."""
_RUN = re.compile(r"(.)\1{2,}")
_LAST_TWICE = re.compile(r"(.)\1$")


def words_of(text: str) -> list[str]:
    """The words of a phrase, written the one way."""
    return one_way(fold(text).split())


def one_way(words: list[str]) -> list[str]:
    """The same words, written the one way; a rendez-vous is a rdv."""
    said = " ".join(_SAME.get(word, word) for word in words if word not in _DROPPED)
    return f" {said} ".replace(" rendez vous ", " rdv ").split()


def calmed(word: str) -> str:
    """`ouiiii`, `okk`, `nonnn`: the word without what a finger that stayed has added."""
    return _LAST_TWICE.sub(r"\1", _RUN.sub(r"\1", word))


def almost(word: str, known: str) -> bool:
    """Whether one letter is wrong, missing, too much, or changed places with its neighbour."""
    if abs(len(word) - len(known)) > 1 or word == known:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, other = word[start:], known[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return rest[1:] == other[1:] or rest[1:] == other or rest == other[1:] or swapped
