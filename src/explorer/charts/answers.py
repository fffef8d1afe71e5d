"""The answer of a reader's own query as a chart: its numbers as they are, under the names that they have in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from explorer.charts.theme import ACCENT, AXIS_PIXELS, PHONE, ROW_PIXELS, SERIES_COLOURS, SHAPES, half_widths, wrapped
from explorer.i18n import QUALIFIER_KEYS, Translator

How = Literal["bar", "line", "point"]
HOWS: tuple[How, ...] = ("bar", "line", "point")
MOST_POINTS, MOST_ROWS, MOST_COLOURS = 1000, 60, len(SHAPES)
HEIGHT = 340
WIDE_NAME, NARROW_NAME, MOST_LINES = 36, 20, 3
"""Half-width letters of a line of a name beside a row, on a desk and on a phone; names have three lines at most."""

LINE_PIXELS, NARROW_LEGEND = 14, 26
TITLE_PIXELS = 28
"""Over an upright axis, for its name."""
LONGEST_LABEL, LONGEST_LINE = 20, 60
"""Half-width letters of one name, and of all together: with more, names stand beside rows and not under columns."""

Lack = Literal["number", "points", "rows", "colours"]
"""Why there is no chart: no number in a row, too many points, too many rows of names, too many colours."""


@dataclass(frozen=True)
class Drawing:
    """What of an answer is drawn, and how.

    ``points`` has a row a mark: x, y (float), and colour (text) where there is one; ``x_kind`` is the kind of the
    column that x comes from. The names are those of the answer's columns.
    """

    how: How
    points: pd.DataFrame
    x_kind: str
    x_name: str
    y_name: str
    colour_name: str | None = None

    @property
    def colours(self) -> list[str]:
        return list(dict.fromkeys(self.points["colour"])) if self.colour_name else []

    @property
    def lack(self) -> Lack | None:
        """Why it cannot be drawn; None if it can."""
        if self.points.empty:
            return "number"
        if len(self.points) > MOST_POINTS:
            return "points"
        if self.has_rows and self.points["x"].nunique() > MOST_ROWS:
            return "rows"
        return "colours" if len(self.colours) > MOST_COLOURS else None

    @property
    def has_rows(self) -> bool:
        """Whether x is a name for each row or column of marks, and no scale."""
        return self.x_kind in ("text", "boolean") or self.how == "bar"

    @property
    def lies(self) -> bool:
        """Whether the names stand beside rows: they are too long, or too many, to stand under columns."""
        longest = max((half_widths(str(x)) for x in self.points["x"]), default=0)
        crowded = longest * self.points["x"].nunique() > LONGEST_LINE
        return self.has_rows and self.how != "line" and (longest > LONGEST_LABEL or crowded)

    @property
    def overlaps(self) -> bool:
        """Whether several numbers share one name and one colour, so that a bar would hide another."""
        keys = ["x", "colour"] if self.colour_name else ["x"]
        return bool(self.points.duplicated(keys).any())


def drawing(
    rows: Sequence[Sequence[Any]], columns: Sequence[tuple[str, str]], how: How, x: int, y: int, colour: int | None
) -> Drawing:
    """The drawing of an answer's columns by number; ``columns`` are name and kind. Rows without x or y are left out.

    Bars that would hide one another become points.
    """
    marks = [row for row in rows if row[x] is not None and row[y] is not None]
    points = pd.DataFrame({"x": [row[x] for row in marks], "y": [float(row[y]) for row in marks]})
    if columns[x][1] in ("text", "boolean") or how == "bar":
        points["x"] = [str(value) for value in points["x"]]
    if colour is not None:
        points["colour"] = ["—" if row[colour] is None else str(row[colour]) for row in marks]
    made = Drawing(
        how, points, columns[x][1], columns[x][0], columns[y][0], None if colour is None else columns[colour][0]
    )
    if how == "bar" and made.overlaps:
        return drawing(rows, columns, "point", x, y, colour)
    return made


def answer_chart(shown: Drawing, tr: Translator) -> alt.Chart:
    """Bars from zero, lines from point to point, or points; names in the order of the answer."""
    points, lies = shown.points, shown.lies
    names = list(dict.fromkeys(points["x"]))
    split = shown.colour_name is not None and len(names) < len(points)
    place_type = "N" if shown.has_rows else "T" if shown.x_kind in ("date", "time") else "Q"
    options: dict[str, Any] = {}
    if place_type == "N":
        options = {"sort": names}
    elif place_type == "Q":
        options = {"scale": alt.Scale(zero=False)}
    place_axis: dict[str, Any] = {"grid": False}
    if place_type == "N":
        names_of = {
            "labelExpr": _in_lines(names, WIDE_NAME, NARROW_NAME),
            "labelLimit": 0,
            "labelOverlap": False,
            "labelLineHeight": LINE_PIXELS,
        }
        place_axis |= names_of if lies else {"labelAngle": 0, "labelOverlap": True}
    if place_type == "Q" and bool((points["x"] % 1 == 0).all()):
        place_axis |= {"format": "d", "tickMinStep": 1}  # years are not grouped by thousands
    counts = bool((points["y"] % 1 == 0).all())
    place = (alt.Y if lies else alt.X)(
        f"x:{place_type}", axis=alt.Axis(**place_axis, **_title(shown.x_name, upright=lies)), **options
    )
    amount = (alt.X if lies else alt.Y)(
        "y:Q",
        scale=alt.Scale(zero=shown.how == "bar"),
        axis=alt.Axis(**_title(shown.y_name, upright=not lies), **({"tickMinStep": 1} if counts else {})),
    )
    tips = [alt.Tooltip(f"x:{place_type}", title=shown.x_name), alt.Tooltip("y:Q", title=shown.y_name)]
    if shown.colour_name:
        tips.append(alt.Tooltip("colour:N", title=shown.colour_name))
    chart = alt.Chart(points).encode(tooltip=tips, **({"y": place, "x": amount} if lies else {"x": place, "y": amount}))
    marked = {
        "bar": lambda: chart.mark_bar(color=ACCENT),
        "line": lambda: chart.mark_line(color=ACCENT, point={"size": 55}),
        "point": lambda: chart.mark_point(size=70, filled=True, opacity=0.85, color=ACCENT),
    }[shown.how]()
    if shown.colour_name:
        marked = marked.encode(**_coloured(shown))
        if shown.how == "bar" and split:
            beside = (alt.YOffset if lies else alt.XOffset)("colour:N", sort=shown.colours)
            marked = marked.encode(**{"yOffset" if lies else "xOffset": beside})
    return marked.properties(height=_height(shown, len(names), split))


def _title(name: str, *, upright: bool) -> dict[str, Any]:
    """The name of an axis; over an upright one it stands level, because Chinese is not read from the side."""
    level = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -14}
    return {"title": name, **(level if upright else {})}


def _coloured(shown: Drawing) -> dict[str, Any]:
    legend = alt.Legend(
        title=shown.colour_name,
        orient="top",
        columns=1,
        labelExpr=_in_lines(shown.colours, WIDE_NAME, NARROW_LEGEND),
        labelLimit=0,
        offset=TITLE_PIXELS,
    )
    colours = alt.Scale(domain=shown.colours, range=list(SERIES_COLOURS[: len(shown.colours)]))
    encoded: dict[str, Any] = {"color": alt.Color("colour:N", scale=colours, legend=legend)}
    if shown.how == "point":
        shapes = alt.Scale(domain=shown.colours, range=list(SHAPES[: len(shown.colours)]))
        encoded["shape"] = alt.Shape("colour:N", scale=shapes, legend=legend)
    if shown.how == "line":
        dashes = alt.Scale(domain=shown.colours, range=[[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4]])
        encoded["strokeDash"] = alt.StrokeDash("colour:N", scale=dashes, legend=legend)
    return encoded


def _in_lines(names: Sequence[Any], wide: int, narrow: int) -> str:
    """An expression for names that are set in lines: no word of them is cut off where it can be helped."""
    given = json.dumps(names, ensure_ascii=False)
    broken = [
        json.dumps([lines_of(str(name), width) for name in names], ensure_ascii=False) for width in (narrow, wide)
    ]
    return f"({PHONE} ? {broken[0]} : {broken[1]})[indexof({given}, datum.value)]"


def lines_of(name: str, width: int) -> list[str]:
    """A name in lines; what does not fit into MOST_LINES ends in an ellipsis."""
    lines = wrapped(name, width) or [""]
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]


def _height(shown: Drawing, names: int, split: bool) -> int:
    if not shown.lies:
        return HEIGHT
    rows = max(1, len(shown.colours)) * 0.6 if split and shown.how == "bar" else 1.0
    legend = 20 * (1 + len(shown.colours)) if shown.colour_name else 0
    lines = max(len(lines_of(str(x), NARROW_NAME)) for x in shown.points["x"])
    return (
        round(max(ROW_PIXELS * max(1.0, rows), LINE_PIXELS * lines + 8) * names) + AXIS_PIXELS + legend + TITLE_PIXELS
    )


def answer_alt(shown: Drawing, tr: Translator) -> str:
    """What the chart says, in a sentence: how many numbers, the least and the greatest, and where those are."""
    low, high = shown.points["y"].idxmin(), shown.points["y"].idxmax()
    at = shown.points
    return tr(
        "workbench.chart.alt",
        how=tr(f"workbench.how.{shown.how}"),
        x=shown.x_name,
        y=shown.y_name,
        count=len(at),
        low=f"{at['y'][low]:.10g}",
        low_at=str(at["x"][low]),
        high=f"{at['y'][high]:.10g}",
        high_at=str(at["x"][high]),
    )


def holds_bounds(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a column of the answer says of its numbers that some are bounds or approximate."""
    for cells in zip(*rows, strict=True):
        signs = {cell for cell in cells if cell is not None}
        if signs and signs <= {*QUALIFIER_KEYS, "="} and signs != {"="}:
            return True
    return False
