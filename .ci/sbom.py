"""The software bill of materials (CycloneDX 1.6) of what is installed to run, from requirements.lock. See `make sbom`.

    python .ci/sbom.py          write docs/sbom.cdx.json
    python .ci/sbom.py --check  exit with 1 when it does not say what the lock says

Names, versions and who needs whom are the lock's. Licences are those that the installed packages declare: a package of another
system has none here, so `--check` does not look at them.
"""

import json
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
TARGET = ROOT / "docs" / "sbom.cdx.json"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
_VIA = re.compile(r"^ +# +(?:via )?(\S+)(?: \(.*\))?$")


class Pinned(NamedTuple):
    """One package of the lock, and what needs it: other packages, or the product itself."""

    name: str
    version: str
    needed_by: tuple[str, ...]

    @property
    def reference(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{_plain(self.name)}@{self.version}"


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def read(lock: str) -> list[Pinned]:
    """The packages of a lock, in its order."""
    found: list[Pinned] = []
    for line in lock.splitlines():
        if pinned := _PINNED.match(line):
            found.append(Pinned(pinned[1], pinned[2], ()))
        elif found and (via := _VIA.match(line)) and via[1] != "via":
            found[-1] = found[-1]._replace(needed_by=(*found[-1].needed_by, _plain(via[1].partition("[")[0])))
    return found


def _licence(name: str) -> list[dict[str, Any]]:
    """As its package declares it: an expression of SPDX, or the words of its classifiers or of its own."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if expressions := about.get_all("License-Expression"):
        return [{"expression": expressions[0]}]
    classifiers = [each for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    words = [each.rpartition(" :: ")[2] for each in classifiers] or about.get_all("License") or []
    # Some have the whole text there.
    return [{"license": {"name": each}} for each in words if each and "\n" not in each]


def bill(lock: str) -> dict[str, Any]:
    """The whole document. The same lock gives the same number: it has no date, its commit has one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    product = f"{project['name']}@{project['version']}"
    pinned = read(lock)
    needs: dict[str, list[str]] = {
        reference: [] for reference in (product, *(one.reference for one in pinned))
    }
    references = {_plain(one.name): one.reference for one in pinned}
    for one in pinned:
        for needed_by in one.needed_by:
            needs[references.get(needed_by, product)].append(one.reference)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": product,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": [_component(one) for one in pinned],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(needs.items())],
    }


def _component(one: Pinned) -> dict[str, Any]:
    component = {"type": "library", "bom-ref": one.reference, "name": one.name, "version": one.version}
    licences = _licence(one.name)
    return {**component, "purl": one.reference, **({"licenses": licences} if licences else {})}


def _without_licences(document: dict[str, Any]) -> dict[str, Any]:
    components = [
        {name: value for name, value in one.items() if name != "licenses"} for one in document["components"]
    ]
    return {**document, "components": components}


def main() -> int:
    """Writes the file, or says that it is not today's."""
    today = bill(LOCK.read_text(encoding="utf-8"))
    if "--check" in sys.argv[1:]:
        there = json.loads(TARGET.read_text(encoding="utf-8"))
        if _without_licences(there) != _without_licences(today):
            print("docs/sbom.cdx.json is not of today's lock: `make sbom` writes it anew.", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(json.dumps(today, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(today['components'])} packages in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
