"""A wording is a text with marks in braces (`{quand}`), which composing replaces. Pure.

Marks have French names: staff write them. There is none for the person's name or for the topic.
"""

import re
from collections.abc import Mapping

# What composing knows, by the name staff write.
MARKS: dict[str, str] = {
    "service": "service",
    "quand": "when",
    "lieu": "place",
    "numero": "number",
    "apporter": "bring",
    "repondre": "answer",
    "lien": "link",
    "telephone": "phone",
    "code": "code",
    "orienteur": "partner",
    "refuser": "refuse",
}
# What a message may do without; all else that the standard text has must be there: who writes, when, where, whom to call,
# and the link, by which no two messages are the same. What is said to who was referred also says by whom, and how to refuse.
_MAY_BE_MISSING = frozenset({"numero", "apporter", "repondre"})
# Whoever calls books by it: nothing else is known of them.
_NEEDED_BY_WHO_WAS_REFERRED = frozenset({"numero"})
_MARK = re.compile(r"\{\s*([^{}]*?)\s*\}")
_LINK_ALONE = re.compile(r"(?<!\S)\{\s*lien\s*\}(?!\S)")


def marks_of(text: str) -> list[str]:
    """The names between braces, as written, each once, in order."""
    return list(dict.fromkeys(_MARK.findall(text)))


def allowed(standard: str) -> list[str]:
    """The marks a wording may have in place of that standard text; whatever tells when may tell the number."""
    own = set(marks_of(standard))
    return [name for name in MARKS if name in own or (name == "numero" and "quand" in own)]


def required(standard: str) -> list[str]:
    """The marks a wording must have in place of that standard text."""
    may_be_missing = (
        _MAY_BE_MISSING - _NEEDED_BY_WHO_WAS_REFERRED if _says_who_referred(standard) else _MAY_BE_MISSING
    )
    return [name for name in allowed(standard) if name not in may_be_missing]


def _says_who_referred(standard: str) -> bool:
    return "orienteur" in marks_of(standard)


def has_lone_brace(text: str) -> bool:
    """Whether a brace is left over that no other one answers."""
    rest: str = _MARK.sub("", text)
    return not {"{", "}"}.isdisjoint(rest)


def link_stands_alone(text: str) -> bool:
    """Whether every link has a space (or an end of the text) on both sides: a full stop would become part of it."""
    links: list[str] = _MARK.findall(text)
    return len(_LINK_ALONE.findall(text)) == links.count("lien")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its marks replaced, `values` by the names composing uses; unknown marks vanish."""
    return _MARK.sub(lambda mark: values.get(MARKS.get(mark.group(1), ""), ""), text)
