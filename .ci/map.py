"""Draws docs/architecture.svg, and the list of rooms in docs/architecture.md, from the code as it is. See `make map`.

    python .ci/map.py          draw it anew
    python .ci/map.py --check  exit with 1 when what is on disk is not today's

A room is a folder (or a loose file) of a package. It stands one floor above the highest room that it imports. Only the
arrows that no other arrows say are drawn: what a room's neighbour below stands on, it may use too.
"""

import ast
import sys
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms: drawn by `make map` -->", "<!-- end of rooms -->"
PACKAGES = {
    "notifications": "what is said and heard",
    "bookings": "what is promised",
    "mediation": "who, where, when open",
}
# What starts the program, measures it or fills a demonstration: it may import anything, nothing imports it.
ASIDE = {"apps", "admin", "bench", "celery", "demo", "embedded", "gunicorn_conf", "management", "migrations"}
ASIDE |= {"settings", "synthetic", "tasks", "urls", "wsgi"}

Arrows = dict[str, set[str]]

IN_A_ROW = 9
WIDTH, BOX, HEIGHT, GAP, FLOOR, MARGIN = 1200, 112, 30, 14, 74, 24


def arrows(graph: grimp.ImportGraph, package: str) -> Arrows:
    """Each room of a package with the rooms it imports."""
    found: Arrows = {}
    for module in graph.modules:
        room = _room(module, package)
        if not room:
            continue
        found.setdefault(room, set())
        for imported in graph.find_modules_directly_imported_by(module):
            other = _room(imported, package)
            if other and other != room:
                found[room].add(other)
    return found


def _room(module: str, package: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == package and len(parts) > 1 and parts[1] not in ASIDE else ""


def floors(below: Arrows) -> list[list[str]]:
    """Rooms by floor, the ground first. Raises ValueError for rooms that import each other in a circle."""
    height: dict[str, int] = {}

    def floor_of(room: str, above: tuple[str, ...]) -> int:
        if room in above:
            raise ValueError(f"A circle: {' → '.join([*above, room])}")
        if room not in height:
            height[room] = 1 + max((floor_of(other, (*above, room)) for other in below[room]), default=-1)
        return height[room]

    for room in below:
        floor_of(room, ())
    return [sorted(r for r in below if height[r] == n) for n in range(max(height.values(), default=-1) + 1)]


def only_needed(below: Arrows) -> Arrows:
    """The arrows that are not said by going through another room."""
    reach: Arrows = {}

    def reached(room: str) -> set[str]:
        if room not in reach:
            reach[room] = below[room].union(*(reached(other) for other in below[room]))
        return reach[room]

    return {room: {o for o in to if not any(o in reached(p) for p in to - {o})} for room, to in below.items()}


def rows(levels: list[list[str]], needed: Arrows) -> list[list[str]]:
    """The floors in the order in which they are drawn, the ground first; a wide one takes several rows."""
    found: list[list[str]] = []
    seat: dict[str, float] = {}
    for rooms in levels:
        order = sorted(rooms, key=lambda room: (_middle(needed[room], seat), room))
        seat |= {room: index - (len(order) - 1) / 2 for index, room in enumerate(order)}
        found += [order[start : start + IN_A_ROW] for start in range(0, len(order), IN_A_ROW)]
    return found


def places(drawn_rows: list[list[str]], top: int) -> dict[str, tuple[float, float]]:
    """Where each room stands (left, top)."""
    at: dict[str, tuple[float, float]] = {}
    for number, order in enumerate(drawn_rows):
        left = (WIDTH - len(order) * (BOX + GAP) + GAP) / 2
        for index, room in enumerate(order):
            at[room] = (left + index * (BOX + GAP), top + (len(drawn_rows) - 1 - number) * FLOOR)
    return at


def _middle(rooms: Iterable[str], seat: Mapping[str, float]) -> float:
    known = [seat[room] for room in rooms if room in seat]
    return sum(known) / len(known) if known else 0.0


def drawn(graph: grimp.ImportGraph) -> str:
    """The whole picture as SVG."""
    parts: list[str] = []
    top = MARGIN
    for package, about in PACKAGES.items():
        below = arrows(graph, package)
        levels, needed = floors(below), only_needed(below)
        order = rows(levels, needed)
        high = len(order) * FLOOR + 34
        parts.append(f'<rect class="package" x="4" y="{top}" width="{WIDTH - 8}" height="{high}" rx="10"/>')
        count = f"{len(below)} rooms, {sum(map(len, below.values()))} arrows, {len(levels)} floors"
        parts.append(f'<text class="title" x="20" y="{top + 24}">{package}/ · {about} ({count})</text>')
        at = places(order, top + 44)
        parts += [_line(at[room], at[other]) for room in sorted(needed) for other in sorted(needed[room])]
        parts += [_box(room, at[room], about_room(package, room)) for room in sorted(at)]
        top += high + MARGIN
    return _sheet(top, parts)


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1, x2, y2 = start[0] + BOX / 2, start[1] + HEIGHT, end[0] + BOX / 2, end[1]
    bend = (y2 - y1) / 2
    return (
        f'<path d="M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"/>'
    )


def about_room(package: str, room: str) -> str:
    """The first sentence of a room about itself."""
    path = ROOT / package / room
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.split("\n")[0]


def listed(graph: grimp.ImportGraph) -> str:
    """The folders of each package, highest first, in their own words."""
    lines = []
    for package in PACKAGES:
        for level in reversed(floors(arrows(graph, package))):
            folders = [room for room in level if (ROOT / package / room).is_dir()]
            lines += [f"| `{package}/{room}/` | {about_room(package, room)} |" for room in folders]
    return "\n".join(["| room | what it is about |", "|---|---|", *lines])


def _page(graph: grimp.ImportGraph) -> str:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{listed(graph)}\n{END}{rest.partition(END)[2]}"


def _box(room: str, place: tuple[float, float], about: str) -> str:
    left, top = place
    return (
        f"<g><title>{escape(about)}</title>"
        f'<rect class="room" x="{left:.0f}" y="{top:.0f}" width="{BOX}" height="{HEIGHT}" rx="4"/>'
        f'<text x="{left + BOX / 2:.0f}" y="{top + 20:.0f}" text-anchor="middle">{escape(room)}</text></g>'
    )


def _sheet(height: int, parts: list[str]) -> str:
    style = (
        "text{font:14px system-ui,sans-serif;fill:#1b1b1b}.title{font-weight:600}"
        ".package{fill:#f5f5f0;stroke:#b8b8a8}.room{fill:#fff;stroke:#1d4f73}path{fill:none;stroke:#6b8299}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="The rooms of each package on their floors; each stands on the rooms below that it imports">'
    )
    return "\n".join([head, f"<style>{style}</style>", *parts, "</svg>", ""])


def main(arguments: list[str]) -> int:
    """Draws, or compares."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    today = {PICTURE: drawn(graph), PAGE: _page(graph)}
    if "--check" in arguments:
        return int(
            any(
                not path.is_file() or path.read_text(encoding="utf-8") != text for path, text in today.items()
            )
        )
    for path, text in today.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
