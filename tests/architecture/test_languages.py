"""What French pages say is said in English, and to residents in easy-to-read French by its rules."""

import importlib.util
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from mediation.demo.topics import TOPICS
from mediation.templatetags.page import clock, in_language, weekday

# One process collects the texts.
pytestmark = pytest.mark.xdist_group("languages")

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ("en", "fr_Falc")
# Inclusion Europe: short sentences. Ours are seven words long in the middle.
LONGEST_EASY_SENTENCE = 15
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|<[^>]+>")
WORD = re.compile(r"\w[\w’-]*")
END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-ZÀÂÇÉÈÊÎÔ0-9])")


@cache
def catalogues() -> ModuleType:
    """The script behind `make messages`."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".ci" / "catalogues.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def marked() -> list[tuple[str, str | tuple[str, ...], str | None]]:
    """Every text of today; collecting them takes seconds."""
    return catalogues().found()  # type: ignore[no-any-return]


@cache
def catalogue(locale: str) -> Catalog:
    """The texts of today with the translations on disk."""
    return catalogues().updated(locale, marked())  # type: ignore[no-any-return]


def texts(message: Message) -> list[tuple[str, str]]:
    """(French, translation) of a message, of each of its plural forms."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string, strict=True))


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_left_unsaid_or_guessed(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert catalogues().complaints(locale, catalogue(locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_carries_the_same_names_numbers_and_tags(
    locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for message in catalogue(locale):
        for french, translated in texts(message) if message.id else ():
            assert sorted(PLACEHOLDER.findall(french)) == sorted(PLACEHOLDER.findall(translated)), french


def test_easy_french_has_short_sentences_one_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for message in catalogue("fr_Falc"):
        for _french, easy in texts(message) if message.id else ():
            for line in easy.split("\n"):
                assert not END_OF_SENTENCE.search(line), f"two sentences on a line: {line}"
                assert len(WORD.findall(line)) <= LONGEST_EASY_SENTENCE, line


# What is said aloud or sent by SMS has no such space; the labels of models stand in migrations.
NOT_ON_PAGES = (
    "notifications/voice/",
    "notifications/talk/",
    "notifications/models/reminding.py",
    "bookings/records/told.py",
)


def test_no_line_of_a_page_begins_with_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """French has a space before : ; ? ! and inside « »: it must not break there."""
    monkeypatch.chdir(ROOT)
    breaking = re.compile(r"[\w)’'»%}…] [:;?!»](?:$|[\s<])|« ")
    wrong = [
        (file, each)
        for file, text, _context in marked()
        for each in ([text] if isinstance(text, str) else text)
        if breaking.search(each) and not file.startswith(NOT_ON_PAGES) and "models" not in file
    ]
    assert wrong == []


def test_easy_french_says_days_and_hours_in_french() -> None:
    at = datetime(2026, 12, 1, 8, 45, tzinfo=UTC)
    with translation.override("fr-falc"):
        assert weekday(at, "Europe/Paris") == "mardi 1er décembre"
        assert clock(at, "Europe/Paris") == "9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}45"
    with translation.override("en"):
        assert weekday(at, "Europe/Paris") == "Tuesday 1 December"
        assert clock(at, "Europe/Paris") == "9:45\N{NO-BREAK SPACE}am"


def test_what_the_data_says_per_language_falls_back_to_french() -> None:
    with translation.override("en"):
        assert in_language({"fr": "porte bleue", "en": "blue door"}) == "blue door"
        assert in_language({"fr": "porte bleue"}) == "porte bleue"
        assert in_language({}) == ""


def test_each_topic_of_the_demo_is_told_in_three_languages() -> None:
    for topic in TOPICS:
        assert set(topic.texts) == {"fr", "en", "fr-falc"}, topic.code
        assert all(text.name and text.explanation for text in topic.texts.values()), topic.code
