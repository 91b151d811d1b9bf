"""Accessibility and ecodesign by public rules: every criterion is there once, and nothing is met without a proof."""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from mediation.responsible import rgaa, rgesn
from mediation.responsible.kinds import (
    Conformity,
    Criterion,
    Said,
    State,
    conformity,
    counted,
    met,
    not_met,
    rate,
    unknown,
)
from mediation.responsible.proofs import PROOFS

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "RGAA": (rgaa.CRITERIA, rgaa.HOW_MANY, rgaa.THEMES),
    "RGESN": (rgesn.CRITERIA, rgesn.HOW_MANY, rgesn.THEMES),
}
BOTH = [*rgaa.CRITERIA, *rgesn.CRITERIA]
WHY = Said("Parce que.", "Because.")


@pytest.mark.parametrize("table", TABLES)
def test_every_criterion_of_the_rule_is_there_once_and_in_order(table: str) -> None:
    criteria, how_many, themes = TABLES[table]
    expected = [
        f"{theme}.{number}" for theme, most in enumerate(how_many, 1) for number in range(1, most + 1)
    ]
    assert [one.number for one in criteria] == expected
    assert len(themes) == len(how_many)


def test_the_rules_have_as_many_criteria_as_they_say() -> None:
    assert (sum(rgaa.HOW_MANY), sum(rgesn.HOW_MANY)) == (106, 78)
    assert Counter(one.weight for one in rgesn.CRITERIA) == {
        Fraction(3, 2): 30,
        Fraction(5, 4): 29,
        Fraction(1): 19,
    }


@pytest.mark.parametrize("one", BOTH, ids=lambda one: one.number)
def test_what_is_met_has_a_proof_and_what_is_not_a_reason(one: Criterion) -> None:
    assert bool(one.proofs) == (one.state is State.MET)
    assert one.note or one.state is State.MET
    assert one.words.fr and one.words.en


def test_every_proof_is_used_and_is_a_test_or_has_a_day() -> None:
    assert {key for one in BOTH for key in one.proofs} == set(PROOFS)
    for key, proof in PROOFS.items():
        assert bool(proof.tests) != bool(proof.seen), key


@pytest.mark.parametrize("test", sorted({test for proof in PROOFS.values() for test in proof.tests}))
def test_each_test_that_a_statement_names_exists(test: str) -> None:
    place, _, name = test.partition("::")
    assert (ROOT / place).exists()
    if name:
        assert re.search(rf"^def {name}\(", (ROOT / place).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_rate_counts_what_nobody_has_looked_at_as_not_met() -> None:
    criteria = [met("1.1", "a", "a", "axe"), not_met("1.2", "b", "b", WHY), unknown("1.3", "c", "c", WHY)]
    assert rate(criteria) == Fraction(1, 3)
    assert counted(criteria)[State.UNKNOWN] == 1


def test_a_heavier_criterion_counts_more() -> None:
    heavy = Criterion("1.1", WHY, State.MET, ("axe",), weight=Fraction(3, 2))
    assert rate([heavy, not_met("1.2", "b", "b", WHY)]) == Fraction(3, 5)


def test_a_site_is_conforming_only_once_everything_was_looked_at() -> None:
    good, bad, open_ = (
        met("1.1", "a", "a", "axe"),
        not_met("1.2", "b", "b", WHY),
        unknown("1.3", "c", "c", WHY),
    )
    assert conformity([good, good]) is Conformity.FULL
    assert conformity([good, bad]) is Conformity.PARTIAL
    assert conformity([good, bad, bad]) is Conformity.NONE
    assert conformity([good, good, good, open_]) is Conformity.NONE


def _colours() -> dict[str, str]:
    css = (ROOT / "mediation/static/site.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))


def _light(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    digits = colour.lstrip("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("behind", ["paper", "sheet", "petrol-tint", "ochre-tint", "oxblood-tint"])
@pytest.mark.parametrize("front", ["edge", "petrol", "oxblood", "ink"])
def test_edges_and_focus_stand_out_from_what_is_behind_them(front: str, behind: str) -> None:
    """Three to one (WCAG 2.1, 1.4.11): edges of fields and choices, buttons, what is wrong, the focus's outline."""
    colours = _colours()
    assert _contrast(colours[front], colours[behind]) >= 3
