"""What a town needs to run it says the same as the code: units and image as the Procfile, the bill as the lock."""

import configparser
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "docs" / "deploy" / "systemd"
PROGRAMS = "/srv/rendez-vous/.venv/bin/"


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


def commands(unit: str) -> list[str]:
    text = (UNITS / f"rendez-vous-{unit}.service").read_text(encoding="utf-8")
    return [line.removeprefix("ExecStart=") for line in text.splitlines() if line.startswith("ExecStart=")]


@pytest.mark.parametrize("process", ["worker", "beat", "release"])
def test_a_unit_starts_what_the_procfile_names(process: str) -> None:
    assert " && ".join(each.removeprefix(PROGRAMS) for each in commands(process)) == procfile()[process]


def test_web_differs_by_its_address_only() -> None:
    unit, image = commands("web")[0], (ROOT / "docs/deploy/Containerfile").read_text(encoding="utf-8")
    started = re.search(r"exec (gunicorn [^\"]+)", image)
    assert started is not None
    for command in (unit.removeprefix(PROGRAMS), started[1]):
        plain = re.sub(r" --bind \S+", "", command).replace("${WEB_CONCURRENCY:-2}", "${WEB_CONCURRENCY}")
        assert plain == procfile()["web"].replace("${WEB_CONCURRENCY:-2}", "${WEB_CONCURRENCY}")


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.stem)
def test_a_unit_runs_as_nobody_in_particular_with_its_keys_from_a_file(unit: Path) -> None:
    read = configparser.RawConfigParser(strict=False)
    read.read_string(unit.read_text(encoding="utf-8"))
    assert read["Service"]["User"] == "rendez-vous"
    assert read["Service"]["EnvironmentFile"].removeprefix("-") == "/etc/rendez-vous/env"


def test_the_image_takes_every_package() -> None:
    image = (ROOT / "docs/deploy/Containerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for folder in ("mediation", "bookings", "notifications", "templates"):
        assert f"COPY {folder} {folder}\n" in image and f"!{folder}\n" in ignored


def test_the_bill_of_materials_is_of_todays_lock() -> None:
    run = subprocess.run([sys.executable, ".ci/sbom.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    bill = json.loads((ROOT / "docs/sbom.cdx.json").read_text(encoding="utf-8"))
    known = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in bill["dependencies"]} == known
    needed = {ref for one in bill["dependencies"] for ref in one["dependsOn"]}
    assert {one["bom-ref"] for one in bill["components"]} == needed, "somebody needs every package"


def test_catalogues_are_told_the_licence_and_version_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = yaml.safe_load((ROOT / "docs/publiccode.yml").read_text(encoding="utf-8"))
    assert told["legal"]["license"] == project["license"]
    assert told["softwareVersion"] == project["version"]
    for language in told["localisation"]["availableLanguages"]:
        said = told["description"][language]
        assert len(said["shortDescription"]) <= 150 and 150 <= len(said["longDescription"]) <= 10_000
        assert said["features"]


def test_what_the_security_page_leads_to_is_there() -> None:
    page = (ROOT / "docs/SECURITY.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(?:docs/decisions/)?(\d{4}-[\w-]+\.md)`", page):
        assert (ROOT / "docs/decisions" / name).exists(), name
