"""The templates of SMS, read once a kind and language: what is left to do is putting facts between fixed words."""

from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import render_to_string

NAMES = (
    "service",
    "phone",
    "link",
    "when",
    "place",
    "number",
    "code",
    "bring",
    "answer",
    "until",
    "partner",
    "refuse",
    "rate",
    "how",
    "more",
    "ahead",
    "choices",
    "step",
    "due",
)
"""What a template of an SMS may name."""
# Nobody types it, and no template holds it.
_BETWEEN = "\0"


def filled(kind: str, language: str, facts: Mapping[str, str]) -> str:
    """What the template of that kind says of `facts` (all of `NAMES`), as Django would render it, many times faster.

    `mode`, where it is among them, says that one meets elsewhere than at the place.
    """
    words = list(_pieces(kind, language, bool(facts.get("mode"))))
    words[1::2] = [facts[name] for name in words[1::2]]
    return "".join(words)


@lru_cache(maxsize=1024)
def to_bring(language: str, things: str, *, at_link: bool) -> str:
    """The sentence that says what to bring: the same for all appointments about one topic."""
    known = {"bring": things, "bring_at_link": at_link}
    return render_to_string(f"messages/sms/{language}/bring.txt", known).strip()


_AGREED: Mapping[str, str] = {
    "fr": "ce que nous avons prévu ensemble",
    "en": "what we planned together",
    "ar": "ما اتفقنا عليه معا",
    "uk": "те, що ми запланували разом",
    "tr": "birlikte planladığımız şey",
    "pt": "o que planeámos juntos",
    "es": "lo que acordamos juntos",
}


def what_was_agreed(language: str) -> str:
    """What stands in a message for something that others could read there."""
    return _AGREED[language]


@lru_cache
def _pieces(kind: str, language: str, elsewhere: bool) -> tuple[str, ...]:
    """Fixed words and names of facts, in turn. A template of an SMS decides nothing else: a test compares."""
    names = {name: f"{_BETWEEN}{name}{_BETWEEN}" for name in NAMES}
    known = names | {"mode": "elsewhere" if elsewhere else ""}
    return tuple(render_to_string(f"messages/sms/{language}/{kind}.txt", known).split(_BETWEEN))
