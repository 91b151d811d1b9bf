"""Every page of the residents' is built the same way: what RGAA asks of the code itself, in three languages."""

import re
from itertools import pairwise

import pytest

from tests.architecture.page import PageReader
from tests.architecture.test_budgets import pages, territory  # noqa: F401
from tests.people import MONDAY_8AM
from tests.residents import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]

# A tablet's page has nothing to go to: it is the one page that is handed around.
_ALONE = ("survey tablet",)
_LOOKS = {"font", "center", "big", "tt", "strike", "basefont"}


@pytest.mark.parametrize(("prefix", "language"), [("", "fr"), ("/en", "en"), ("/fr-falc", "fr")])
def test_every_page_is_built_the_same_way(territory, prefix: str, language: str) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    wrong = {}
    for name, address in pages(territory).items():
        page = PageReader(Resident().get(prefix + address).content.decode())
        if found := [
            *page.mistakes,
            *_of_the_page(page, language),
            *_of_its_parts(page, alone=name in _ALONE),
        ]:
            wrong[name] = found
    assert wrong == {}


def _of_the_page(page: PageReader, language: str) -> list[str]:
    """Doctype, language, reading direction, a title of its own, no looks among the tags."""
    root = page.named("html")[0]
    found = []
    if page.doctype.lower() != "doctype html":
        found.append("doctype")
    if root.get("lang") != language or root.get("dir") != "ltr":
        found.append("language")
    if not page.texts["title"][0].partition("·")[0].strip():
        found.append("title")
    found += [f"looks: {tag}" for tag, attributes in page.tags if tag in _LOOKS or "style" in attributes]
    return found


def _of_its_parts(page: PageReader, *, alone: bool) -> list[str]:
    """Zones, the link to the content, headings in order, a text in each link, a label for each field."""
    found = []
    if len(page.named("main")) != 1:
        found.append("main")
    if not alone and (len(page.named("header")) != 1 or len(page.named("footer")) != 1):
        found.append("header and footer")
    first = page.named("a")[0]
    if first.get("class") != "skip" or first.get("href") != f"#{page.named('main')[0].get('id')}":
        found.append("the first link does not lead to the content")
    levels = [int(tag[1]) for tag, _attributes in page.tags if re.fullmatch(r"h[1-6]", tag)]
    if levels.count(1) != 1 or any(below > above + 1 for above, below in pairwise(levels)):
        found.append(f"headings {levels}")
    found += [
        f"link {link.get('href')}"
        for link, text in zip(page.named("a"), page.texts["a"], strict=True)
        if not text.strip()
    ]
    return found + _without_label(page)


def _without_label(page: PageReader) -> list[str]:
    labelled = {each.get("for") for each in page.named("label")}
    fields = [
        field
        for tag in ("input", "select", "textarea")
        for field in page.named(tag)
        if field.get("type") not in ("hidden", "submit")
    ]
    return [
        f"field {field.get('name')}"
        for field in fields
        if field.get("id") not in labelled
        and not field.get("aria-label")
        and not field.get("aria-labelledby")
    ]
