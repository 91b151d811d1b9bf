"""Counts that nobody can compute back, attacked by somebody who computes well and has kept every earlier edition."""

import random
from collections import Counter

import pytest

from bookings.open_data.cube import AXES, COMMUNE, MONTH, THEME, Cube, Key
from bookings.open_data.suppression import LEAST, WIDE, Unprotectable, hidden
from tests.pure.attacker import Attacker

# The solver's own inexactness.
NEARLY = 1e-6


def drawn(months: int, communes: int, themes: int, people: int, seed: int) -> Cube:
    """Counts as they fall: a few big communes and themes, many small ones."""
    draw = random.Random(seed)
    cells = {
        (f"2026-{month:02}", f"35{commune:03}", f"theme{theme:02}"): 0
        for month in range(1, months + 1)
        for commune in range(communes)
        for theme in range(themes)
    }
    where = draw.choices(range(communes), [1 / (n + 1) ** 1.1 for n in range(communes)], k=people)
    what = draw.choices(range(themes), [1 / (n + 1) for n in range(themes)], k=people)
    for commune, theme in zip(where, what, strict=True):
        cells[f"2026-{draw.randint(1, months):02}", f"35{commune:03}", f"theme{theme:02}"] += 1
    return Cube(cells)


def narrowest(cube: Cube, published: dict[Key, int], secret: set[Key]) -> float:
    attacker = Attacker(cube, published, secret)
    widths = []
    for key in secret:
        low, high = attacker.interval(key)
        assert low - NEARLY <= published[key] <= high + NEARLY
        widths.append(high - low)
    return min(widths)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_kept_every_edition_of_a_year_computes_no_hidden_count(seed: int) -> None:
    cube = drawn(4, 8, 5, 900, seed)
    published: dict[Key, int] = {}
    secret: set[Key] = set()
    for month in cube.values(MONTH):
        so_far = Cube({cell: count for cell, count in cube.counts.items() if cell[MONTH] <= month})
        shown = published.keys() - secret
        new = hidden(so_far, (COMMUNE, THEME), fixed=shown, hidden_before=secret, published_before=published)
        assert not new & published.keys(), "what was shown once is hidden now"
        secret |= new
        published |= so_far.table(COMMUNE) | so_far.table(THEME)
        assert narrowest(so_far, published, secret) >= WIDE - NEARLY
    of_communes = Counter[str]()
    for (_month, commune, _theme), count in cube.counts.items():
        of_communes[commune] += count
    grouped = Cube(cube.counts, {commune: "AUTRES" for commune, count in of_communes.items() if count < 60})
    shown = published.keys() - secret
    secret |= hidden(grouped, (MONTH,), fixed=shown, hidden_before=secret, published_before=published)
    published |= grouped.table(MONTH)
    assert "AUTRES" in {key.first for key in published}
    assert narrowest(grouped, published, secret) >= WIDE - NEARLY


def test_hiding_the_small_counts_alone_would_give_some_of_them_away() -> None:
    cube = drawn(4, 8, 5, 900, 0)
    published = {key: count for over in AXES for key, count in cube.table(over).items()}
    small = {key for key, count in published.items() if 0 < count < LEAST}
    assert narrowest(cube, published, small) < WIDE
    assert narrowest(cube, published, hidden(cube, AXES)) >= WIDE - NEARLY


def test_every_small_count_is_hidden_and_no_zero_without_need() -> None:
    cube = drawn(12, 43, 19, 30_000, 1)
    published = {key: count for over in AXES for key, count in cube.table(over).items()}
    secret = hidden(cube, AXES)
    assert all(key in secret for key, count in published.items() if 0 < count < LEAST)
    hidden_people = sum(published[key] for key in secret if key.over == THEME)
    assert hidden_people < 0.05 * 30_000, "more is hidden than protects anybody"


def test_where_a_single_person_came_nothing_can_be_shown() -> None:
    cells = {("2026-01", commune, "email"): 0 for commune in ("35001", "35238")}
    with pytest.raises(Unprotectable):
        hidden(Cube(cells | {("2026-01", "35238", "email"): 1}), (COMMUNE, THEME))


def test_where_everybody_is_shown_nobody_is_hidden() -> None:
    cells = {
        ("2026-01", commune, theme): 20 for commune in ("35001", "35238") for theme in ("email", "sante")
    }
    assert hidden(Cube(cells), AXES) == set()
