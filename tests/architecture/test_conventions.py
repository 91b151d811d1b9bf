"""Every convention is a test (docs: style). A failure here names the file and the line to change."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("mediation", "bookings", "notifications")
FILE_WALL = 400
FUNCTION_WALL = 50

# Templates that Django and allauth ask for by names of their own; messages are named by kind and language
# (tests/pure/test_texts.py reads each).
ASKED_FOR_BY_LIBRARIES = re.compile(
    r"^(400|403|403_csrf|404|429|500)\.html$|^(admin|account|mfa|allauth|usersessions|messages/sms|messages/email)/"
)
# A topic names its pictogram, a message its kind.
PATHS_MADE_FROM_WORDS = ("components/pictograms/", "messages/", "staff/sign_in/email/")

# In two halves, so that this file does not find itself.
HOSTS = tuple(
    "".join(halves)
    for halves in [
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("npmjs", ".org"),
        ("deb.debian", ".org"),
        ("--index", "-url"),
        ("--find", "-links"),
    ]
)
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]))


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def own_python() -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_lines(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """("file:line", text) of everything that is text."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{shown(path)}:{number}", line


def test_imports_only_go_towards_the_ground(capsys: pytest.CaptureFixture[str]) -> None:
    exit_code = lint_imports(str(ROOT / "pyproject.toml"))
    assert exit_code == 0, capsys.readouterr().out


def test_the_map_is_drawn_from_the_imports_of_today() -> None:
    run = subprocess.run([sys.executable, ".ci/map.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, f"`make map` draws it anew. {run.stderr}"


def test_packages_do_not_name_what_is_above_them_even_in_text() -> None:
    """`importlib` and dotted strings would go around the import check; settings, urls and celery may."""
    # (The settings are in several files, each within the wall.)
    settings = {
        f"mediation/{name}.py" for name in ("settings", "api_settings", "schedule", "template_settings")
    }
    allowed = {*settings, "mediation/urls.py", "mediation/celery.py"}
    above = {"mediation": r"[\"'](bookings|notifications)\.\w", "bookings": r"[\"']notifications\.\w"}
    files = [path for path in own_python() if path.relative_to(ROOT).parts[0] in above]
    found = [
        place
        for place, line in text_lines([path for path in files if shown(path) not in allowed])
        if re.search(above[place.split("/")[0]], line)
    ]
    assert found == []


def pure_modules() -> list[str]:
    """The list in `pyproject.toml`: import-linter keeps what they import, this file what they call."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return next(contract["source_modules"] for contract in contracts if contract["name"] == "Pure modules")


@pytest.mark.parametrize("name", pure_modules())
def test_pure_modules_do_not_ask_the_clock(name: str) -> None:
    tree = ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))
    called = {node.func.attr for node in ast.walk(tree) if _is_method_call(node)}
    assert not called & {"now", "today", "utcnow"}


def test_a_file_that_says_it_is_pure_is_on_the_list() -> None:
    says_so = re.compile(r"\bPure[.:;]")
    listed = {f"{name.replace('.', '/')}.py" for name in pure_modules()}
    found = {
        shown(path)
        for path in own_python()
        if path.relative_to(ROOT).parts[0] in PACKAGES and path.name != "__init__.py"
        if says_so.search(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
    }
    assert found - listed == set()


def _is_method_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_no_committed_file_names_a_registry() -> None:
    found = [place for place, line in text_lines(tracked()) if any(host in line for host in HOSTS)]
    allowed = {"Makefile"}  # The two flags that keep addresses out of the locks.
    assert [place for place in found if place.split(":")[0] not in allowed] == []


def test_nothing_is_left_unfinished() -> None:
    sources = tracked("*.py", "*.html", "*.css", "*.js", "*.md", "*.toml", "Makefile", ".ci/*")
    assert [place for place, line in text_lines(sources) if UNFINISHED.search(line)] == []


def test_no_file_is_longer_than_the_wall() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in own_python()}
    assert {name: length for name, length in lengths.items() if length > FILE_WALL} == {}


def test_no_function_is_longer_than_the_wall() -> None:
    found = {
        f"{shown(path)}:{node.lineno} {node.name}": length
        for path in own_python()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_WALL
    }
    assert found == {}


def test_every_template_is_used() -> None:
    sources = tracked(*(f"{package}/*" for package in PACKAGES), "templates/*")
    text = "\n".join(line for _place, line in text_lines(sources))
    names = [path.relative_to(ROOT / "templates").as_posix() for path in tracked("templates/*")]
    assert [name for name in names if not _is_named(name, text)] == []


def _is_named(template: str, text: str) -> bool:
    """Whether the sources name it in full, or by its own word where one line of code makes the path."""
    if ASKED_FOR_BY_LIBRARIES.match(template) or template in text:
        return True
    word = template.split("/")[-1].split(".")[0]
    return template.startswith(PATHS_MADE_FROM_WORDS) and re.search(rf"[\"']{word}[\"']", text) is not None


def test_pages_carry_no_script_and_no_style_of_their_own() -> None:
    """The content security policy would refuse them (data in JSON runs nothing); an e-mail is not a page."""
    inline = re.compile(
        r"\sstyle=|\son(click|change|load|submit|input)=|<style|<script(?![^>]*(?:\ssrc=|application\/json))"
    )
    pages = [path for path in tracked("templates/*.html") if "messages" not in path.parts]
    assert [place for place, line in text_lines(pages) if inline.search(line)] == []
