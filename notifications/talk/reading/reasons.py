"""Why a reply that says more than known words is left to a person: what a reader sees first in it. Pure."""

from collections.abc import Sequence

from notifications.talk.senses import Why

_ASKS = frozenset(
    {
        *(
            "quand",
            "quoi",
            "pourquoi",
            "comment",
            "combien",
            "qui",
            "quel",
            "quelle",
            "quels",
            "quelles",
            "koi",
        ),
        *("when", "what", "why", "how", "where", "who", "which"),
    }
)
_DOUBTS = frozenset(
    {
        *("si", "sauf", "sinon", "mais", "normalement", "essaie", "essayer", "espere", "sais", "sur", "sure"),
        *("depend", "principe", "but", "maybe", "perhaps", "if", "unless"),
    }
)
_DENIES = frozenset(
    {
        *("pas", "plus", "jamais", "aucun", "aucune", "sans", "rien", "personne", "non"),
        *("no", "not", "never", "don", "won", "can"),
    }
)


def why_left(words: Sequence[str], *, question: bool) -> Why:
    """A question, a doubt or a "but", a denial, else just other words."""
    found = set(words)
    if question or _ASKS & {*words[:3], *words[-1:]}:
        return Why.QUESTION
    if found & _DOUBTS:
        return Why.CONDITION
    return Why.NEGATION if found & _DENIES else Why.OTHER_WORDS
