"""A year's report as PDF: what the page says, found again in it, for a screen reader too; without the library, the page."""

import sys
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from bookings.actions.count_figures import count_news
from bookings.actions.record_outcome import record_outcome
from bookings.outcomes.activity_report import Report
from bookings.staff.figures.pdf import as_pdf
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.time_machine(MONDAY_8AM + timedelta(days=1), tick=False),
]
PDF = "/equipe/chiffres/rapport.pdf?annee=2026"


@pytest.fixture
def coordinator(client: Client) -> Client:
    town = Town()
    report = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=30)
    record_outcome(town.books().pk, report=report, by=AT_THE_DESK, now=TEN + timedelta(hours=3))
    count_news(now=MONDAY_8AM + timedelta(days=1))
    return sign_in(client, town.user("coordinator"))


def read(content: bytes) -> Any:
    return import_module("pypdf").PdfReader(BytesIO(content))


@pytest.mark.pdf
def test_what_the_report_says_is_found_again_in_its_pdf_and_a_screen_reader_knows_its_tables(
    coordinator: Client,
) -> None:
    answer = coordinator.get(PDF)
    assert answer["Content-Disposition"] == 'attachment; filename="rapport-2026.pdf"'
    found = import_module("pypdf").PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in found.pages).split())
    for said in ("Rapport annuel 2026", "1 individuels, 0 en atelier", "Genre", "E-mail", "Définitions"):
        assert said in text
    assert 1 < len(found.pages) < 15
    assert found.root_object["/Lang"] == "fr" and found.root_object["/MarkInfo"]["/Marked"]
    assert found.metadata.title == "Rapport annuel 2026"
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(_kinds(found.root_object["/StructTreeRoot"]))


def _kinds(node: Any) -> Any:
    """The kinds of everything below in the tree of what is what."""
    below = node.get("/K", [])
    for each in below if isinstance(below, list) else [below]:
        child = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(child, dict):
            yield child.get("/S")
            yield from _kinds(child)


@pytest.mark.pdf
def test_nothing_is_fetched_while_it_is_drawn() -> None:
    page = '<html lang="fr"><head><title>x</title></head><body><img src="{}" alt="y">z</body></html>'
    for address in ("file:///etc/hostname", "http://127.0.0.1:9/x.png"):
        assert as_pdf(page.format(address), styles="").startswith(b"%PDF")


def test_without_the_library_its_address_shows_the_page_that_says_how_to_print(
    coordinator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    answer = coordinator.get(PDF)
    assert answer.status_code == 200 and "Enregistrer au format PDF" in answer.content.decode()
