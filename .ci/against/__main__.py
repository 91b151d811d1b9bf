"""What a change costs or saves: another commit and this tree, measured turn by turn on one machine.

    BASE=e6d6c80 make bench-against                       # every measure
    BASE=e6d6c80 ONLY="journeys form_page" ROUNDS=3 make bench-against

A measure is one file beside this one (a name with "_" in front is none). It is run as a script with a copy of either
tree as its working directory and on its import path, so that one measure serves two arrangements of modules: it goes by
addresses and commands where it can, and tries both names of a module where it cannot. It finds in its environment
DATABASE_URL (an empty database of that tree's own, migrated, kept from round to round), REDIS_URL, secrets, ROUND (from 0)
and DJANGO_SETTINGS_MODULE. On its last lines it prints one JSON object a figure:

    {"name": "...", "value": 1.5, "unit": "ms", "at_most": 0.35}

`at_least` or `at_most` (times the other commit's value) is the target, if there is one; `"rounds": 1` says that once
is enough.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIDES = ("base", "here")


@dataclass
class Figure:
    """One line of the table: what each side's rounds gave, and what is wanted of their ratio."""

    name: str
    unit: str
    at_least: float | None
    at_most: float | None
    values: dict[str, list[float]] = field(default_factory=lambda: {side: [] for side in SIDES})

    @property
    def ratio(self) -> float:
        """Of rounds side by side: a minute in which the machine is busy with something else disturbs both."""
        pairs = zip(self.values["base"], self.values["here"], strict=True)
        return median(here / base if base else 0.0 for base, here in pairs)

    @property
    def target(self) -> str:
        """What is wanted, in words."""
        if self.at_least is not None:
            return f">= {self.at_least:g} x"
        return f"<= {self.at_most:g} x" if self.at_most is not None else ""

    @property
    def reached(self) -> str:
        """Whether it is."""
        if not self.target:
            return ""
        enough = self.at_least is None or self.ratio >= self.at_least
        return "yes" if enough and (self.at_most is None or self.ratio <= self.at_most) else "NO"

    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        shown = [f"{median(self.values[side]):.4g} {self.unit}" for side in SIDES]
        return self.name, *shown, f"{self.ratio:.2f} x", self.target, self.reached


def main() -> None:
    """Both trees side by side, measure after measure; ends with 1 when one of them could not be taken."""
    base, rounds = os.environ.get("BASE", ""), int(os.environ.get("ROUNDS", "5"))
    if not base:
        sys.exit("Which commit to measure against? BASE=e6d6c80 make bench-against")
    with tempfile.TemporaryDirectory() as folder:
        trees = {side: Path(folder) / side for side in SIDES}
        _check_out(base, trees["base"])
        _copy_working_tree(trees["here"])
        for side, tree in trees.items():
            _execute(f"CREATE DATABASE {side}")
            _manage(side, tree, "migrate", "--verbosity=0")
            _manage(side, tree, "collectstatic", "--no-input", "--verbosity=0")
        figures, failed = [], []
        for script in _measures():
            try:
                figures += _measure(script, trees, rounds)
            except RuntimeError as error:
                failed.append(f"{script.stem}: {error}")
    print(_table(base, figures))
    if failed:
        sys.exit("\n".join(failed))


def _measures() -> list[Path]:
    wanted = os.environ.get("ONLY", "").split()
    scripts = sorted(path for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    if unknown := set(wanted) - {path.stem for path in scripts}:
        sys.exit(f"No such measure: {', '.join(sorted(unknown))}")
    return [path for path in scripts if not wanted or path.stem in wanted]


def _measure(script: Path, trees: dict[str, Path], rounds: int) -> list[Figure]:
    """All figures of one measure. Which side begins changes from round to round."""
    figures: dict[str, Figure] = {}
    for side in SIDES:
        _execute(f"CREATE DATABASE {script.stem}_{side} TEMPLATE {side}")
    turn = 0
    while turn < rounds:
        for side in SIDES if turn % 2 == 0 else reversed(SIDES):
            for said in _run(script, side, trees[side], turn):
                rounds = min(rounds, said.get("rounds", rounds))
                figure = figures.setdefault(
                    said["name"],
                    Figure(said["name"], said["unit"], said.get("at_least"), said.get("at_most")),
                )
                figure.values[side].append(said["value"])
                print(
                    f"{side}: {figure.name}: {said['value']:.4g} {figure.unit}", file=sys.stderr, flush=True
                )
        turn += 1
    for side in SIDES:
        _execute(f"DROP DATABASE {script.stem}_{side} WITH (FORCE)")
    return list(figures.values())


def _run(script: Path, side: str, tree: Path, turn: int) -> Iterator[dict[str, Any]]:
    environment = {**_environment(tree, f"{script.stem}_{side}"), "ROUND": str(turn)}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{side} failed\n{done.stderr[-4000:]}")
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def _environment(tree: Path, database: str) -> dict[str, str]:
    """What a measure may count on; nothing of what this shell has set for the product."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    redis = os.environ.get("TEST_REDIS_URL", "")
    return kept | {
        "PYTHONPATH": str(tree),
        "DJANGO_SETTINGS_MODULE": "mediation.settings",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "bench-only-bench-only-bench-only-bench-only-0000",
        "INDEX_KEY": "bench-only",
        "ENCRYPTION_KEYS": "dGVzdHMtb25seS1rZXktdGVzdHMtb25seS1rZXktMDA=",
        "DATABASE_URL": _database_url(database),
        "REDIS_URL": f"{redis}/{SIDES.index(database.rpartition('_')[2])}" if redis else "",
    }


def _database_url(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))


def _execute(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)


def _manage(side: str, tree: Path, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=tree, env=_environment(tree, side), check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _git(*arguments: str) -> bytes:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603


def _check_out(commit: str, folder: Path) -> None:
    folder.mkdir()
    archive = _git("archive", "--format=tar", commit)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)  # noqa: S603, S607


def _copy_working_tree(folder: Path) -> None:
    """As it stands, committed or not: nothing is measured in the tree itself, whose `var/` may be somebody's data."""
    for name in _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode().split("\0"):
        source, target = ROOT / name, folder / name
        if name and source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def _table(base: str, figures: list[Figure]) -> str:
    rows = [("work", base, "this tree", "ratio", "to reach", "reached"), *(one.row() for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([lines[0].rstrip(), "-" * sum(widths, 10), *(line.rstrip() for line in lines[1:])])


if __name__ == "__main__":
    main()
