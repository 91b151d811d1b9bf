"""The line's TwiML, read as strictly as a provider does. Pure.

Anything this reader does not know, or that Twilio would refuse, is `NotTwiml`: an unknown verb or attribute, a menu of
more than four choices, an answer that is not XML or larger than 64 kB, a line that is silent for ever.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_BYTES = 64_000
MOST_CHOICES = 4
_ENDS = re.compile(r"[.?!…]$")
_PRESS = "faites|press|اضغطوا على|натисніть|prima|pulse"
# (In Turkish the verb comes last.)
KEYS = re.compile(rf"(?:{_PRESS}) (?P<key>[0-9*#])\.|(?P<before>[0-9*#]) tuşuna basın\.")
WAITS = frozenset({"Gather", "Record", "Dial"})

# Verb → attributes it may have. What Twilio knows besides is not used, and so not allowed.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "Response": frozenset(),
    "Say": frozenset({"language", "voice"}),
    "Pause": frozenset({"length"}),
    "Gather": frozenset({"input", "numDigits", "timeout", "finishOnKey", "action", "method"}),
    "Redirect": frozenset({"method"}),
    "Record": frozenset({"action", "method", "maxLength", "timeout", "finishOnKey", "playBeep"}),
    "Dial": frozenset({"timeout", "action", "method"}),
    "Hangup": frozenset(),
}
_WITHIN = {"Response": frozenset(ATTRIBUTES) - {"Response"}, "Gather": frozenset({"Say", "Pause"})}
_LANGUAGES = frozenset({"fr-FR", "en-GB", "arb", "uk-UA", "tr-TR", "pt-PT", "es-ES"})
_GATHERS = {"input": "dtmf", "finishOnKey": ""}
# Longer for a choice than between two digits of a number.
_WHOLE, _BETWEEN_DIGITS = frozenset({"10"}), frozenset({"5", "10"})


class NotTwiml(Exception):
    """A provider would not go on with this answer; the text says why."""


class Said(NamedTuple):
    """One sentence, and the language of the voice."""

    language: str
    text: str


def verbs(xml: bytes) -> list[ET.Element]:
    """The answer verb by verb, every one of them and every attribute looked at. Raises `NotTwiml`."""
    _must(len(xml) < MOST_BYTES, f"{len(xml)} bytes")
    try:
        root = ET.fromstring(xml)  # noqa: S314 - our own answer
    except ET.ParseError as error:
        raise NotTwiml(str(error)) from None
    _must(root.tag == "Response", root.tag)
    for verb in root.iter():
        _must(verb.tag in ATTRIBUTES, verb.tag)
        _must(set(verb.attrib) <= ATTRIBUTES[verb.tag], f"{verb.tag} {verb.attrib}")
        _must({child.tag for child in verb} <= _WITHIN.get(verb.tag, frozenset()), f"within {verb.tag}")
        _look_at(verb)
    return list(root)


def sentences(verbs: Iterable[ET.Element]) -> list[Said]:
    """What verbs that follow each other say. Raises `NotTwiml` for a menu nobody could remember."""
    spoken = [each for each in verbs if each.tag == "Say"]
    said = _whole([Said(each.attrib["language"], str(each.text)) for each in spoken])
    offered = [(key, each.language) for each in said if (key := key_offered(each.text))]
    keys = [key for key, _language in offered]
    # Languages may be more: each is offered in its own, and nobody has to remember another.
    each_its_own = len({language for _key, language in offered}) == len(offered)
    _must(len(keys) <= MOST_CHOICES or each_its_own, f"a menu of {len(keys)} choices")
    _must(len(keys) == len(set(keys)), f"one key twice: {said}")
    return said


def _whole(pieces: Sequence[Said]) -> list[Said]:
    """Sentences that two voices share, put together under the voice that begins them."""
    whole: list[Said] = []
    begun: Said | None = None
    for voice, text in pieces:
        begun = Said(begun.language, f"{begun.text} {text}") if begun else Said(voice, text)
        if _ENDS.search(text):
            whole.append(begun)
            begun = None
    _must(begun is None, f"a sentence that does not end: {begun}")
    return whole


def choices(texts: Sequence[str]) -> dict[str, str]:
    """key → the sentence that offers it."""
    return {key: text for text in texts if (key := key_offered(text))}


def key_offered(text: str) -> str:
    """The key that a sentence offers; empty when it offers none."""
    found = KEYS.search(text)
    return found["key"] or found["before"] if found else ""


def _look_at(verb: ET.Element) -> None:
    if verb.tag == "Say":
        _must(bool(verb.text and verb.text.strip()), "a voice that says nothing")
        _must(verb.get("language") in _LANGUAGES and bool(verb.get("voice")), f"a voice of {verb.attrib}")
    if verb.tag in WAITS:
        _must(verb.get("method") == "POST" and "action" in verb.attrib, f"{verb.tag} answers nowhere")
    if verb.tag == "Gather":
        _must({name: verb.get(name) for name in _GATHERS} == _GATHERS, f"keys as {verb.attrib}")
        digits = verb.get("numDigits", "")
        _must(digits.isdecimal(), "keys without a number of them")
        _must(
            verb.get("timeout") in (_WHOLE if digits == "1" else _BETWEEN_DIGITS),
            f"{digits} keys as {verb.attrib}",
        )


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotTwiml(otherwise)
