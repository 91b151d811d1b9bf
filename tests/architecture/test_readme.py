"""The README tells newcomers the truth about the environment."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_variable_that_settings_read_is_in_the_readme_and_no_other() -> None:
    settings = (ROOT / "mediation" / "settings.py").read_text()
    read = set(re.findall(r"""(?:env\.\w+|required)\(\s*"([A-Z][A-Z_]+)\"""", settings))
    table = "\n".join(
        line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `")
    )
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", "\n".join(row.split("|")[1] for row in table.splitlines())))

    assert read == told
