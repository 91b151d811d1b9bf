"""What pages and the service cost, as `make figures` has measured it: it writes the file that the public pages read.

The three things that EcoIndex is computed from (elements, requests, bytes), not its mark: the formula's code is not free.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median

FILE = Path(__file__).with_name("figures.json")


@dataclass(frozen=True)
class PageCost:
    """Of one page in French, at a first visit: elements (drawings count as one), requests, bytes sent with its style (gzip)."""

    elements: int
    requests: int
    bytes: int

    @property
    def kilobytes(self) -> int:
        """Thousands of bytes, rounded up."""
        return -(-self.bytes // 1000)


@dataclass(frozen=True)
class Figures:
    """`memory_mb`: what all processes of `make run` hold when left alone, shared memory counted once (PSS), in megabytes."""

    measured_on: date
    memory_mb: int
    pages: dict[str, PageCost]

    @property
    def middle(self) -> PageCost:
        """Half of the pages cost as much or less, each of the three by itself."""
        costs = self.pages.values()
        return PageCost(
            round(median(one.elements for one in costs)),
            round(median(one.requests for one in costs)),
            round(median(one.bytes for one in costs)),
        )

    @property
    def most(self) -> PageCost:
        """No page costs more, each of the three by itself."""
        costs = self.pages.values()
        return PageCost(
            max(one.elements for one in costs),
            max(one.requests for one in costs),
            max(one.bytes for one in costs),
        )


def write(figures: Figures) -> None:
    """Puts them into the file, a page a line."""
    pages = [f"    {json.dumps(name)}: {json.dumps(vars(cost))}" for name, cost in figures.pages.items()]
    head = f'  "measured_on": "{figures.measured_on.isoformat()}",\n  "memory_mb": {figures.memory_mb},\n'
    body = ",\n".join(pages)
    FILE.write_text(f'{{\n{head}  "pages": {{\n{body}\n  }}\n}}\n', encoding="utf-8")


@cache
def written() -> Figures:
    """What the file says."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    pages = {name: PageCost(**cost) for name, cost in told["pages"].items()}
    return Figures(date.fromisoformat(told["measured_on"]), told["memory_mb"], pages)
