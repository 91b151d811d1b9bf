"""The line's TwiML, read as strictly as a provider does. Pure.

Anything this reader does not know, or that Twilio would refuse, is `NotTwiml`: an unknown verb or attribute, a menu of
more than four choices, an answer that is not XML or larger than 64 kB, a line that is silent for ever.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import NamedTuple

MOST_BYTES = 64_000
MOST_CHOICES = 4
KEYS = re.compile(r"(?:faites|press) ([0-9*#])\.")
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
_LANGUAGES = frozenset({"fr-FR", "en-GB"})
_GATHERS = {"input": "dtmf", "finishOnKey": "", "timeout": "10"}


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


def sentences(verb: ET.Element) -> list[Said]:
    """What a `Say` or a `Gather` says. Raises `NotTwiml` for a menu nobody could remember."""
    spoken = [verb] if verb.tag == "Say" else [each for each in verb if each.tag == "Say"]
    said = [Said(each.attrib["language"], str(each.text)) for each in spoken]
    keys = [found[1] for each in said if (found := KEYS.search(each.text))]
    _must(len(keys) <= MOST_CHOICES, f"a menu of {len(keys)} choices")
    _must(len(keys) == len(set(keys)), f"one key twice: {said}")
    return said


def choices(texts: Sequence[str]) -> dict[str, str]:
    """key → the sentence that offers it."""
    return {found[1]: text for text in texts if (found := KEYS.search(text))}


def _look_at(verb: ET.Element) -> None:
    if verb.tag == "Say":
        _must(bool(verb.text and verb.text.strip()), "a voice that says nothing")
        _must(verb.get("language") in _LANGUAGES and bool(verb.get("voice")), f"a voice of {verb.attrib}")
    if verb.tag in WAITS:
        _must(verb.get("method") == "POST" and "action" in verb.attrib, f"{verb.tag} answers nowhere")
    if verb.tag == "Gather":
        _must({name: verb.get(name) for name in _GATHERS} == _GATHERS, f"keys as {verb.attrib}")
        _must(verb.get("numDigits", "").isdecimal(), "keys without a number of them")


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotTwiml(otherwise)
