"""The picture in docs/architecture.md: the parts of the explorer and who stands on whom, read from the code's imports.

`make architecture` draws it anew. An arrow says that a part imports another; one that follows from two others is left
out, so that what remains is the order in which the parts stand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from html import escape
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "architecture.svg"

PARTS = {
    "pages": ("app.py, pages/", "what a reader opens", ["app", "pages"]),
    "server": ("server.py", "the app, warm and compressed", ["server", "delivery"]),
    "ui": ("ui/", "what pages share: filters, cards, links", ["ui"]),
    "api": ("api/", "the data over HTTP", ["api"]),
    "cli": ("cli.py", "build, check, verify, export", ["cli", "__main__", "hostile_text"]),
    "notebook": ("notebook.py", "the data in Python", ["notebook"]),
    "exports": ("exports/", "tables, slides, briefs, citations", ["exports"]),
    "charts": ("charts/", "a frame in, a chart out", ["charts", "tally"]),
    "stories": (
        "stories.py, rooms.py",
        "workshop stories and their rooms",
        ["stories", "story_rules", "story_links", "story_numbers", "story_draft", "story_course", "rooms"],
    ),
    "monitoring": ("monitoring/", "indicators from records", ["monitoring"]),
    "synthetic": ("synthetic/", "made-up records with known answers", ["synthetic"]),
    "own_figures": ("own_figures/", "a reader’s tables, kept nowhere", ["own_figures"]),
    "workbench": ("workbench/", "a query in a process of its own", ["workbench"]),
    "planner": ("planner/", "one county beside the others", ["planner"]),
    "queries": ("queries/", "a question in, a frame out", ["queries", "view_parameters"]),
    "store": ("store.py", "the database, open to read", ["store", "served"]),
    "build": (
        "build.py, *_rows.py",
        "objects in, metrics.duckdb out",
        [
            *("build", "table_rows", "table_row", "case_rows", "check_rows", "framework_rows", "observation_rows"),
            *("planner_rows", "policy_rows"),
        ],
    ),
    "audit": ("audit/", "the sources’ arithmetic again", ["audit"]),
    "verification": ("verification/", "every figure in its document", ["verification"]),
    "catalog": (
        "catalog.py, *_rules.py",
        "data/ read and checked, line by line",
        [
            *("catalog", "consistency", "check_rules", "framework_rules", "planner_rules", "policy_rules"),
            *("derivation", "observation_table", "yaml_document", "fault_messages"),
        ],
    ),
    "ground": (
        "schema.py and the ground",
        "what a case, a figure, a target is; rounding, words, filters",
        [
            *("schema", "check_schema", "framework_schema", "left_out_schema", "planner_schema", "policy_schema"),
            *("story_schema", "choices", "comparability", "errors", "evidence", "filters", "formula", "i18n"),
            *("interval", "partial_date", "paths", "record", "rounding", "search", "target_verdict", "wording"),
            *("years", "dictionary", "county", "csv_text"),
        ],
    ),
}
"""By part: its place in the tree, what it is for, and its modules."""

WIDTH, EDGE, GAP = 1280, 20, 22
BOX_HEIGHT, ROW_HEIGHT = 56, 104
LETTER, NAME_LETTER, PADDING = 5.9, 7.7, 14
"""About the width of a letter in the small and in the large words, and what is kept free beside them, in pixels."""

STYLE = """
  text { font-family: -apple-system, "Segoe UI", "Noto Sans", Arial, sans-serif; text-anchor: middle; }
  .name { font-size: 14px; font-weight: 600; fill: #1f2933; } .use { font-size: 11.5px; fill: #4a5560; }
  rect { fill: #ffffff; stroke: #1f78b4; stroke-width: 1.3; } path { fill: none; stroke: #7c8591; stroke-width: 1.3; }
"""


def modules() -> Iterator[tuple[str, Path]]:
    """Every file of the product with the name of the module at the root, or below ``explorer``, that it belongs to."""
    package = ROOT / "src" / "explorer"
    for file in [ROOT / "app.py", ROOT / "server.py", ROOT / "delivery.py", *(ROOT / "pages").glob("*.py")]:
        yield file.relative_to(ROOT).parts[0].removesuffix(".py"), file
    for file in package.rglob("*.py"):
        name = file.relative_to(package).parts[0].removesuffix(".py")
        if name != "__init__":
            yield name, file


def imported(file: Path) -> Iterator[str]:
    """The modules of the project that a file imports, named in the same way."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name.name}" for name in node.names]
        for name in names:
            top, _, below = name.partition(".")
            if top == "explorer":
                yield below.partition(".")[0]
            elif top in {"app", "server", "delivery", "pages"}:
                yield top


def arrows() -> dict[str, set[str]]:
    """By part the parts that it imports. Raises KeyError with a remedy for a module that is in no part."""
    part_of = {module: part for part, (_, _, held) in PARTS.items() for module in held}
    found: dict[str, set[str]] = {part: set() for part in PARTS}
    for module, file in modules():
        if module not in part_of:
            raise KeyError(f"{module} stands in no part: name it in PARTS of tools/architecture.py")
        own = part_of[module]
        found[own] |= {part_of[name] for name in imported(file) if name in part_of} - {own}
    here = {part_of[module] for module, _ in modules()}
    return {part: found[part] for part in PARTS if part in here}


def without_detours(below: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The arrows that do not follow from others. Raises graphlib.CycleError where parts import one another."""
    reached: dict[str, set[str]] = {}
    for part in TopologicalSorter(below).static_order():
        reached[part] = below[part].union(*(reached[other] for other in below[part]))
    return {
        part: {one for one in others if not any(one in reached[other] for other in others)}
        for part, others in below.items()
    }


def rows_of(below: Mapping[str, set[str]]) -> list[list[str]]:
    """The parts by row, the top first: each just above the highest that it imports, callers on top."""
    height: dict[str, int] = {}
    for part in TopologicalSorter(below).static_order():
        height[part] = 1 + max((height[other] for other in below[part]), default=-1)
    called = {other for others in below.values() for other in others}
    top = max(height.values())
    rows: list[list[str]] = [[] for _ in range(top + 1)]
    for part in below:
        rows[top - (height[part] if part in called else top)].append(part)
    return rows


Place = str | tuple[str, str, int]
"""A part, or where an arrow from one part to another passes through a row between them."""


def laid_out(
    rows: Sequence[Sequence[str]], below: Mapping[str, set[str]]
) -> tuple[list[list[Place]], list[list[Place]]]:
    """The places of every row in an order with few crossings, and the arrows as the places that they pass."""
    row_of = {part: number for number, row in enumerate(rows) for part in row}
    places: list[list[Place]] = [list(row) for row in rows]
    routes: list[list[Place]] = []
    for part in below:
        for other in sorted(below[part]):
            passed: list[Place] = [(part, other, number) for number in range(row_of[part] + 1, row_of[other])]
            for number, place in enumerate(passed, row_of[part] + 1):
                places[number].append(place)
            routes.append([part, *passed, other])
    neighbours: dict[Place, list[Place]] = {}
    for route in routes:
        for upper, lower in pairwise(route):
            neighbours.setdefault(upper, []).append(lower)
            neighbours.setdefault(lower, []).append(upper)
    for _ in range(24):
        middle = middles(places)
        for row in places:
            aims = {place: [middle[other] for other in neighbours.get(place, ())] for place in row}
            row.sort(key=lambda place: sum(aims[place]) / len(aims[place]) if aims[place] else middle[place])
            middle = middles(places)
    return places, routes


def box_width(place: Place) -> float:
    """How wide a part's box is for its words; an arrow that passes takes a little room too."""
    if not isinstance(place, str):
        return 14
    name, use, _ = PARTS[place]
    return round(2 * PADDING + max(len(name) * NAME_LETTER, len(use) * LETTER))


def middles(places: Sequence[Sequence[Place]]) -> dict[Place, float]:
    """Where the middle of each place is from left to right: a row fills the width in equal distances."""
    found: dict[Place, float] = {}
    for row in places:
        free = WIDTH - 2 * EDGE - sum(box_width(place) for place in row)
        distance = min(free / max(1, len(row) - 1), 4 * GAP)
        left = (WIDTH - sum(box_width(place) for place in row) - distance * (len(row) - 1)) / 2
        for place in row:
            found[place] = left + box_width(place) / 2
            left += box_width(place) + distance
    return found


def curve(points: Sequence[tuple[float, float, float]]) -> str:
    """A path through the places of an arrow, each with its middle, its top and its bottom."""
    (x, _, y), *others = points
    drawn = [f"M{x:.0f} {y:.0f}"]
    for to, top, bottom in others:
        half = (y + top) / 2
        drawn.append(f"C{x:.0f} {half:.0f} {to:.0f} {half:.0f} {to:.0f} {top:.0f}")
        if bottom > top:
            drawn.append(f"V{bottom:.0f}")
        x, y = to, bottom
    return " ".join(drawn)


def drawing() -> str:
    """The picture as SVG, the same for the same imports."""
    below = arrows()
    kept = without_detours(below)
    rows = rows_of(below)
    places, routes = laid_out(rows, kept)
    middle = middles(places)
    top_of = {place: EDGE + number * ROW_HEIGHT for number, row in enumerate(places) for place in row}
    lines = []
    for route in routes:
        points = [(middle[place], float(top_of[place]), float(top_of[place] + BOX_HEIGHT)) for place in route]
        points[-1] = (points[-1][0], points[-1][1] - 5, points[-1][1] - 5)
        lines.append(f'<path d="{curve(points)}" marker-end="url(#head)"/>')
    for row in rows:
        for part in row:
            name, use, _ = PARTS[part]
            x, y, width = middle[part], top_of[part], box_width(part)
            lines += [
                f'<rect x="{x - width / 2:.0f}" y="{y}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="7"/>',
                f'<text class="name" x="{x:.0f}" y="{y + 24}">{escape(name)}</text>',
                f'<text class="use" x="{x:.0f}" y="{y + 43}">{escape(use)}</text>',
            ]
    height = 2 * EDGE + (len(rows) - 1) * ROW_HEIGHT + BOX_HEIGHT
    head = (
        '<marker id="head" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#7c8591;stroke:none"/></marker>'
    )
    said = "Parts of the explorer in rows; every arrow runs down, from a part to one that it imports."
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{said}">',
            f"<style>{STYLE}</style><defs>{head}</defs>",
            f'<rect width="{WIDTH}" height="{height}" style="fill:#ffffff;stroke:none"/>',
            *lines,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(drawing(), "utf-8")
    print(PICTURE.relative_to(ROOT))
