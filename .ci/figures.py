"""What the service costs, measured anew: writes mediation/responsible/figures.json, which public pages show. See `make figures`.

Of each of the residents' pages: elements, requests, bytes (by the budgets test, on its territory). Of `make run`: the memory of
all its processes, shared pages counted once, half a minute after a few pages were asked for; in a copy of the tree, whose `var/`
is nobody's data.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / ".ci" / "against")]

from _server import descendants, free_port, pss_mb, wait_for  # noqa: E402

from mediation.responsible import figures, rgaa, rgesn  # noqa: E402
from mediation.responsible.kinds import counted, rate  # noqa: E402

TEST = "tests/architecture/test_budgets.py::test_what_is_published_of_each_page_is_what_it_costs"
PAGES = ("/", "/en/", "/fr-falc/", "/compte/login/", "/healthz")
# Long enough for worker and clock to have made their rounds.
ALONE_SECONDS = 30
# The page about the figures shows them: what it weighs stands still the second time.
TIMES = 2


def write_pages() -> None:
    """The budgets test, which prints what it measures and puts it into the file."""
    environment = {**os.environ, "WRITE_FIGURES": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-s", TEST]
    for turn in range(TIMES):
        said = None if turn == TIMES - 1 else subprocess.DEVNULL
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=said)  # noqa: S603


def copy_tree(folder: Path) -> None:
    """The tree as it stands, committed or not."""
    listed = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout  # noqa: S603
    for name in names.split("\0"):
        source, target = ROOT / name, folder / name
        if name and source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def memory_mb(folder: Path) -> float:
    """Of the embedded service with the demonstration, left alone."""
    port = free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = {**kept, "PORT": str(port), "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "mediation.embedded"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            wait_for(port, server, 600)
            for page in PAGES:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{page}").read()
            time.sleep(ALONE_SECONDS)
            return sum(map(pss_mb, descendants(server.pid)))
        finally:
            server.terminate()


def main() -> None:
    """Measures, writes, prints."""
    with tempfile.TemporaryDirectory() as folder:
        copy_tree(Path(folder))
        held = memory_mb(Path(folder))
    figures.write(replace(figures.written(), memory_mb=round(held)))
    write_pages()
    print(f"\n`make run` left alone: {held:.0f} MB in all its processes (PSS)")
    for rule in (rgaa, rgesn):
        states = ", ".join(f"{number} {state}" for state, number in counted(rule.CRITERIA).items())
        print(f"{rule.RULE}: {float(rate(rule.CRITERIA)):.0%} ({states})")


if __name__ == "__main__":
    main()
