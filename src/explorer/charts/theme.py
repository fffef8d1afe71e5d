"""Colours, marks and the frame of an exported picture; one palette, keyed to tags, for every chart.

The hues start from Okabe and Ito's set for colour-blind readers, moved until each stands at least 3:1 against both
grounds and no two of a set look alike to anyone, whichever primary they lack. Shape or label always says the same as
colour.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt

LIGHT_GROUND, DARK_GROUND = "#ffffff", "#14181d"
GROUNDS = {"light": LIGHT_GROUND, "dark": DARK_GROUND}
INK = {"light": "#0d131a", "dark": "#e6e8eb"}
"""Text on the marks; no one grey reads well on both grounds."""

ACCENT = "#1f78b4"
OWN = "#c2185b"
"""Of what a reader brought, wherever it stands; its mark is a star."""

STAR = (
    "M0,-1L0.235,-0.324L0.951,-0.309L0.38,0.124L0.588,0.809L0,0.4L-0.588,0.809L-0.38,0.124L-0.951,-0.309L-0.235,-0.324Z"
)
STAR_SIGN = "★"
MUTED = "#586d79"
RULE = "#c95200"

TAG_COLOURS = {
    "medical_group": "#0363c9",
    "medical_community": "#00926b",
    "specialty_alliance": "#c95200",
    "telemedicine_network": "#976bb4",
    "other": "#985624",
    "none": "#586d79",
    "organizational": "#7557c4",
    "management": "#a49200",
    "functional": "#057598",
    "service": "#c8553d",
}
"""A tag's colour, the same on every page."""

SERIES_COLOURS = ("#0363c9", "#c95200", "#00926b", "#976bb4", "#985624", "#586d79")
"""Where no tag names a series; told apart by direct labels too."""

FONT_STACK = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', Arial, sans-serif"
"""In exported pictures; on screen charts take the app's font."""

SHAPES = ("circle", "square", "diamond", "cross", "triangle-up")
"""One for each definition within a comparability group, in codebook order."""

SHAPE_SIGNS = {"circle": "●", "square": "■", "diamond": "◆", "cross": "✚", "triangle-up": "▲"}


def mark_shape(shape: str, qualifier: str) -> str:
    """A figure's mark: its definition's shape, or an arrowhead towards where a bound lies open."""
    return {">": "triangle-right", ">=": "triangle-right", "<": "triangle-left", "<=": "triangle-left"}.get(
        qualifier, shape
    )


def is_hollow(qualifier: str) -> bool:
    """Whether the mark is drawn hollow: every figure that is not exact."""
    return qualifier != "="


FIGURE_WORDS = "figure-words"
"""The style of words beside a mark: they are drawn on a ground of their own, which interrupts what runs behind them."""


def with_grounds(spec: dict[str, Any], ground: str) -> dict[str, Any]:
    """A spec with every text of the style FIGURE_WORDS drawn over an outline in the colour of the ground."""
    changed = dict(spec)
    for parts in ("layer", "hconcat", "vconcat"):
        if parts in spec:
            changed[parts] = [each for part in spec[parts] for each in _grounded(with_grounds(part, ground), ground)]
    return changed


def _grounded(layer: dict[str, Any], ground: str) -> list[dict[str, Any]]:
    mark = layer.get("mark")
    if not isinstance(mark, dict) or mark.get("style") != FIGURE_WORDS:
        return [layer]
    outline = {"fill": ground, "stroke": ground, "strokeWidth": 4, "strokeJoin": "round", "aria": False}
    return [layer | {"mark": mark | outline}, layer]


ROW_PIXELS, AXIS_PIXELS, TARGET_PIXELS = 28, 44, 20
"""A chart's height includes its axes: Streamlit fits the whole drawing into it."""


def row_height(rows: float, *, with_target: bool = False) -> int:
    """The height in pixels of a chart with one labelled row a category."""
    return round(ROW_PIXELS * rows) + AXIS_PIXELS + (TARGET_PIXELS if with_target else 0)


PLOT_WIDTH, PICTURE_WIDTH = "(1 * width)", 620
"""The width of a chart on screen as an expression that Vega keeps up to date, and in an exported picture."""

NARROW = f"{PLOT_WIDTH} < 500"
"""The test in a chart's labels for a screen that has no room for them."""

PHONE = "(windowSize()[0] < 500)"
"""The test for a phone, by its window: the width of a plot depends on the names beside it, which would flicker."""

LETTER_PIXELS = 6.6
"""Of a half-width letter at 12 pixels; a Chinese character takes two."""


def scale_end(low: float, high: float, least: float, labels: Sequence[str], narrow_labels: Sequence[str]) -> alt.Expr:
    """The upper end of a scale from ``low`` that leaves room beside ``high`` for the longest label, on any screen.

    It is ``least`` where that is enough; the labels take two thirds of the width at most.
    """
    wide, narrow = (max(label_pixels(label) for label in some) for some in (labels, narrow_labels))
    room = f"min({NARROW} ? {narrow} : {wide}, {PLOT_WIDTH} * 0.66)"
    return alt.expr(f"max({least!r}, {high!r} + {high - low!r} * {room} / max(1, {PLOT_WIDTH} - {room}))")


def label_pixels(label: str) -> int:
    """About how wide a label beside a mark is, its distance from the mark included."""
    return 16 + round(LETTER_PIXELS * max(half_widths(line) for line in label.split("\n")))


def half_widths(text: str) -> int:
    """The length of a text in half-width letters; a Chinese character counts as two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


PROJECTOR = 1.5
"""How much larger everything on a chart is drawn for a room than for a desk."""

_GROWS = {
    *("fontSize", "labelFontSize", "titleFontSize", "lineHeight", "labelPadding", "strokeWidth", "dx", "dy"),
    *("offset", "cornerRadius", "step", "labelLimit", "xOffset", "yOffset"),
}
_GROWS_AS_AREA = {"size"}


def for_projector(spec: dict[str, Any], factor: float = PROJECTOR) -> dict[str, Any]:
    """The spec of a chart as a room reads it from afar: type, marks and rows larger, every second tick, clearer lines.

    What the chart computes from its width it goes on computing as on a screen narrower by ``factor``.
    """
    grown: dict[str, Any] = _grown(spec, factor)
    axis = {
        **{"labelFontSize": 12 * factor, "titleFontSize": 12 * factor, "labelLimit": 0},
        **{"tickWidth": factor, "domainWidth": factor, "gridWidth": factor},
    }
    config = {**spec.get("config", {}), "axis": {**spec.get("config", {}).get("axis", {}), **axis}}
    height = {"height": round(spec["height"] * factor)} if isinstance(spec.get("height"), int | float) else {}
    return {**grown, "config": config, **height}


def _grown(part: Any, factor: float, name: str = "") -> Any:
    if isinstance(part, dict):
        if name in _GROWS and set(part) == {"expr"}:
            return {"expr": f"{factor} * ({_grown(part['expr'], factor)})"}
        if name == "size" and isinstance(part.get("scale"), dict) and "range" in part["scale"]:
            areas = [area * factor**2 for area in part["scale"]["range"]]
            return {**part, "scale": {**part["scale"], "range": areas}}
        if name == "axis" and len(part.get("values") or ()) > MOST_TICKS_AFAR:
            part = {**part, "values": part["values"][::2]}
        return {key: value if key == "datasets" else _grown(value, factor, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_grown(each, factor) for each in part]
    if isinstance(part, str):
        return part.replace(PLOT_WIDTH, f"(width / {factor})")
    if isinstance(part, int | float) and not isinstance(part, bool):
        return part * factor if name in _GROWS else part * factor**2 if name in _GROWS_AS_AREA else part
    return part


MOST_TICKS_AFAR = 3


def framed(chart: alt.LayerChart, title: str, subtitle: str, footer: Sequence[str]) -> dict[str, Any]:
    """The spec of a chart as a picture that can travel alone: title, subtitle and sources inside, on white."""
    lines = [line for text in footer for line in wrapped(text)]
    notes = (
        alt.Chart(alt.InlineData(values=[{}]))
        .mark_text(align="left", baseline="top", fontSize=11, color="#52606d", text=lines, lineHeight=16)
        .encode(x=alt.value(0), y=alt.value(0))
        .properties(width=760, height=16 * len(lines) + 4)
    )
    # A Chinese font sets the apostrophe of an English word as wide as a character.
    font = FONT_STACK if half_widths(title) > len(title) else f"Arial, 'Liberation Sans', {FONT_STACK}"
    heading = alt.Title(
        title, subtitle=wrapped(subtitle), anchor="start", frame="group", fontSize=18, subtitleFontSize=12, offset=14
    )
    picture = (
        alt.vconcat(chart.properties(width=PICTURE_WIDTH, title=heading), notes, spacing=12)
        .configure(font=font, background=LIGHT_GROUND, padding=20)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelLimit=240, gridColor="#e4e7eb")
        .configure_axisBand(grid=False)
        .configure_title(subtitleColor="#52606d")
    )
    # A picture is as wide as it is: nothing is left out of it for want of room.
    on_screen = json.dumps(with_grounds(picture.to_dict(), LIGHT_GROUND)).replace(NARROW, "false")
    on_screen = on_screen.replace(PHONE, "false")
    spec: dict[str, Any] = json.loads(on_screen.replace(PLOT_WIDTH, str(PICTURE_WIDTH)))
    return spec


def wrapped(text: str, width: int = 104) -> list[str]:
    """Text in lines of about ``width`` half-width characters; a Chinese character counts as two."""
    lines, line, used = [], "", 0
    for word in _units(text):
        size = half_widths(word)
        if used + size > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + word, used + size
    return [*lines, line.rstrip()] if line.strip() else lines


OPENING, CLOSING = "“‘（《〈「【", "”’）》〉」】，。、；：！？"
"""Marks after which, and before which, no line of Chinese breaks."""


def _units(text: str) -> list[str]:
    """Where a line may break: after spaces, and between Chinese characters where neither mark would be left alone."""
    units: list[str] = []
    word = ""
    for character in text:
        if character in CLOSING and units and not word:
            units[-1] += character
        elif character in OPENING:
            units.append(word)
            word = character
        elif ord(character) > 0x2E7F:
            opened = word in OPENING
            units += [word + character] if opened else [word, character]
            word = ""
        else:
            word += character
            if character == " ":
                units.append(word)
                word = ""
    return [unit for unit in [*units, word] if unit]
