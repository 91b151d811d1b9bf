"""Whoever judges the service finds every criterion, how it was looked at, and what is not done, in their language."""

import re

import pytest
from django.test import Client

from mediation.responsible import rgaa, rgesn
from mediation.responsible.figures import Figures, PageCost, written
from mediation.responsible.kinds import Criterion, State, rate
from mediation.responsible.page_names import PAGE_NAMES
from mediation.responsible.proofs import PROOFS

pytestmark = pytest.mark.django_db

TABLES = [("accessibilite/criteres/", rgaa.CRITERIA), ("service/ecoconception/", rgesn.CRITERIA)]


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return str(answer.content.decode()).replace("&#x27;", "'")


@pytest.mark.parametrize("prefix", ["/", "/en/", "/fr-falc/"])
@pytest.mark.parametrize(("address", "criteria"), TABLES)
def test_every_criterion_is_told_with_its_state(
    prefix: str, address: str, criteria: tuple[Criterion, ...]
) -> None:
    html = page(prefix + address)
    for one in criteria:
        words = one.words.en if prefix == "/en/" else one.words.fr
        assert f"{one.number} {words}" in html
        if one.note:
            assert (one.note.en if prefix == "/en/" else one.note.fr) in html
    assert html.count("<h3>") == len({one.theme for one in criteria})


@pytest.mark.parametrize(("address", "criteria"), TABLES)
def test_each_proof_leads_to_the_tests_that_gave_it(address: str, criteria: tuple[Criterion, ...]) -> None:
    html = page(f"/{address}")
    places = set(re.findall(r'href="#(p\d+)"', html))
    assert places and all(f'id="{place}"' in html for place in places)
    for key in {key for one in criteria for key in one.proofs}:
        assert all(test in html for test in PROOFS[key].tests)


def test_the_statement_says_what_is_not_met_and_not_looked_at() -> None:
    """Some criteria nobody has looked at: it is declared not conforming, whatever the rate."""
    html = page("/accessibilite/")
    assert any(one.state is State.UNKNOWN for one in rgaa.CRITERIA)
    assert "déclaré non conforme" in html and f"{int(rate(rgaa.CRITERIA) * 100)}\xa0%" in html
    assert "30 novembre 2026" in html


def test_the_service_says_what_a_page_and_a_machine_cost() -> None:
    middle = written().middle
    html = page("/service/")
    assert f"{middle.kilobytes}" in html and f"{written().memory_mb}" in html
    assert str(middle.elements) in page("/accessibilite/")
    assert "écoconception" in html.lower()


def test_every_page_that_is_measured_has_a_name() -> None:
    assert set(written().pages) == set(PAGE_NAMES)


def test_the_middle_is_what_half_of_the_pages_stay_under() -> None:
    costs = {str(number): PageCost(number, 2, 1000 * number + 1) for number in (1, 2, 9)}
    figures = Figures(rgaa.LOOKED_AT_ON, 100, costs)
    assert (figures.middle, figures.most) == (PageCost(2, 2, 2001), PageCost(9, 2, 9001))
    assert figures.middle.kilobytes == 3
