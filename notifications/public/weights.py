"""How much the resident's pages weigh, as `manage.py weigh_pages` has measured: it writes the file that the public page reads."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.json")
PAGES = (
    "home",
    "workshops",
    "find",
    "call_back",
    "about",
    "personal_data",
    "accessibility",
    "public_figures",
)
"""By the names of their addresses: pages that everybody may open."""


@dataclass(frozen=True)
class Weights:
    """Bytes as they are sent (compressed), HTML by page; `style` is the one style sheet, sent once."""

    measured_on: date
    style: int
    pages: dict[str, int]

    @property
    def average(self) -> int:
        """A first visit to one of these pages, with its style."""
        return round(sum(self.pages.values()) / len(self.pages)) + self.style


def write(weights: Weights) -> None:
    """Puts them into the file."""
    told = {
        "measured_on": weights.measured_on.isoformat(),
        "style": weights.style,
        "pages": weights.pages,
    }
    FILE.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


@cache
def written() -> Weights:
    """What the file says."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return Weights(date.fromisoformat(told["measured_on"]), told["style"], told["pages"])
