"""Where a county stands: a strip for each of its numbers, all in one drawing, each strip with a scale of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import pandas as pd

from explorer.charts.marks import extent, row_labels, ticks
from explorer.charts.targets import target_label
from explorer.charts.theme import (
    ACCENT,
    LETTER_PIXELS,
    MUTED,
    NARROW,
    RULE,
    half_widths,
    is_hollow,
    mark_shape,
    wrapped,
)
from explorer.i18n import VERDICT_SIGNS, Translator
from explorer.planner.position import Position, Rule, newest, standing

OWN, CASE, PLACE, COUNTRY = "own", "case", "place", "country"
SHAPE = {OWN: "diamond", CASE: "circle", PLACE: "square", COUNTRY: "triangle-up"}
"""What a mark is of, told by its shape."""
COLOUR = {OWN: RULE, CASE: ACCENT, PLACE: MUTED, COUNTRY: MUTED}
TARGET_COLOUR = "#985624"

WIDE, SLIM = 620, 290
"""The plot widths in pixels at which it is decided which labels have room: a picture's or a screen's, and a phone's."""
LANES, LANE, HEAD, FOOT = 4, 15, 24, 40
"""How many lines of labels stand above a strip at most; the pixels of a line, of what is above them, of what is below
the strip."""
NAME_LETTERS = 44
"""A line of a strip's name on a phone, in half-width letters."""
MARGIN = 0.05
"""The part of the width kept free at either end of a scale."""

_REMARK = re.compile(r"\s*[（(][^（()）]*[)）]$")


@dataclass
class _Label:
    """A text above a strip; its line on a wide and on a slim screen, None where it finds no room there."""

    text: str
    at: float
    kind: str
    lanes: dict[int, int | None] = field(default_factory=dict)


def position_chart(positions: Sequence[Position], tr: Translator) -> alt.LayerChart:
    """One strip a number of the county that there is something to hold against; see ``drawable``.

    The county is a large diamond, cases circles, other places squares, the country a triangle, targets rules.
    """
    parts: dict[str, list[dict[str, Any]]] = {"points": [], "labels": [], "rules": [], "ticks": [], "titles": []}
    top = 0.0
    for position in positions:
        top = _strip(position, tr, top, parts)
    x = alt.X("at:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    scale = alt.Scale(domain=[top, 0], nice=False, zero=False)
    layers = _grounds(parts, x, scale)
    layers += [_rules(parts, x, scale, tr)] if parts["rules"] else []
    layers += [_points(parts, x, scale, tr), _labels(parts, x, scale)]
    return alt.layer(*layers).properties(height=round(top))


def drawable(positions: Sequence[Position]) -> list[Position]:
    """The positions that make a strip: those with a figure or a target beside the county's number."""
    return [each for each in positions if not each.figures.empty or each.rules]


def _strip(position: Position, tr: Translator, top: float, parts: dict[str, list[dict[str, Any]]]) -> float:
    """Add the rows of one strip that begins ``top`` pixels down; gives where the next begins."""
    assert position.indicator is not None
    own, unit = float(position.number.value), position.indicator["unit"]
    targets = [(rule.target, rule_label(rule, tr)) for rule in position.rules]
    low, high = extent([own, *position.figures["value"], *(row["value"] for row, _ in targets)], unit)

    def at(value: float) -> float:
        return MARGIN + (1 - 2 * MARGIN) * (value - low) / (high - low)

    points = _marks_of(position, tr)
    labels = [_Label(tr("position.own", amount=tr.amount(own, _decimals(position), unit)), at(own), OWN)]
    labels += [_Label(words, at(row["value"]), "target") for row, words in targets]
    labels += [_Label(row["label"], at(row["value"]), row["kind"]) for row in points if row["newest"]]
    lanes = max(_place(labels, width) for width in (WIDE, SLIM))
    name = tr.pick(position.indicator, "name") or ""
    lines = wrapped(name, NAME_LETTERS)
    head = HEAD + LANE * (len(lines) - 1)
    line = top + head + LANE * lanes + 6
    parts["titles"].append({"y": top + 4, "name": name, "lines": "\n".join(lines)})
    parts["points"] += [{**row, "at": at(row["value"]), "y": line} for row in points]
    for row, words in targets:
        told = {"policy": tr.pick(row, "policy"), "scope": tr.pick(row, "scope"), "label": words}
        parts["rules"].append({**told, "at": at(row["value"]), "y": line - 11, "y2": line + 11})
    for label in labels:
        parts["labels"].append(_label_row(label, line))
    values = ticks(low, high)
    parts["ticks"] += [
        {"at": at(value), "y": line, "label": text}
        for value, text in zip(values, _tick_labels(tr, values, unit), strict=True)
    ]
    return line + FOOT


def rule_label(rule: Rule, tr: Translator) -> str:
    """A target in a few words, marked where it is defined otherwise than the county's number."""
    label = target_label(dict(rule.target), tr)
    return label if rule.verdict is not None else tr("position.target.otherwise", target=label)


def _label_row(label: _Label, line: float) -> dict[str, Any]:
    row: dict[str, Any] = {"label": label.text, "kind": label.kind, "at": label.at, "align": _align(label), "y": line}
    for name, width in (("wide", WIDE), ("slim", SLIM)):
        row[name] = height = _height(label, width)
        row[f"{name}_end"] = line if height > 0 else line + height + 7
    return row


def _tick_labels(tr: Translator, values: Sequence[float], unit: str) -> list[str]:
    sign = "%" if unit == "percent" else ""
    return [f"{text}{sign}" for text in tr.tick_labels(values, unit)]


def _decimals(position: Position) -> int:
    exponent = position.number.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _marks_of(position: Position, tr: Translator) -> list[dict[str, Any]]:
    """The county's mark and one for each comparable figure, the newest figures last so that they lie on top."""
    assert position.indicator is not None
    rows = position.rows
    latest = list(newest(position.figures))
    words = tr.amount(float(position.number.value), _decimals(position), position.indicator["unit"])
    marks = []
    for row, name, is_newest in zip(rows, row_labels(rows, tr), latest, strict=True):
        kind = CASE if row["case_category"] != "context" else COUNTRY if row["case_id"] == "national" else PLACE
        hollow = is_hollow(row["qualifier"]) or row["basis"] == "derived"
        short = _REMARK.sub("", name.split(" · ")[-1])
        marks.append(
            {
                "observation_id": row["observation_id"],
                "kind": kind,
                "value": row["value"],
                "newest": is_newest,
                "shape": mark_shape(SHAPE[kind], row["qualifier"]),
                "colour": COLOUR[kind],
                "fill": "transparent" if hollow else COLOUR[kind],
                "size": 90 if is_newest else 34,
                "label": tr("chart.place_label", place=short, label=tr.figure(row, beside=False)),
                "name": name,
                "words": tr.figure(row),
                "period": tr.period(row),
                "definition": tr.pick(row, "indicator"),
                "source": tr.pick(row, "source"),
            }
        )
    own = {"kind": OWN, "value": float(position.number.value), "newest": False, "shape": SHAPE[OWN], "size": 260}
    told = {"name": tr("position.mine"), "words": words, "period": "—", "source": tr("position.form")}
    named = {"observation_id": "", "definition": tr.pick(position.indicator, "name"), "label": ""}
    return [*sorted(marks, key=lambda row: row["newest"]), own | told | named | {"colour": RULE, "fill": RULE}]


def _place(labels: list[_Label], width: int) -> int:
    """Give each label the lowest line with room for it at this width; gives how many lines are taken."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(LANES)]
    for label in labels:
        room = LETTER_PIXELS * half_widths(label.text) + 14
        start = label.at * width - {"left": 8, "center": room / 2, "right": room - 8}[_align(label)]
        span = (start, start + room)
        fits = span[0] >= -4 and span[1] <= width + 12
        free = [n for n, spans in enumerate(taken) if all(span[1] <= a or b <= span[0] for a, b in spans)]
        lane = free[0] if free and (fits or label.kind in (OWN, "target")) else None
        label.lanes[width] = lane
        if lane is not None:
            taken[lane].append(span)
    return max(1, sum(bool(spans) for spans in taken))


def _align(label: _Label) -> str:
    return "left" if label.at < 0.2 else "right" if label.at > 0.8 else "center"


def _height(label: _Label, width: int) -> float:
    """How far above its strip a label stands, in pixels; far below the drawing where it has no room."""
    lane = label.lanes[width]
    return 10_000.0 if lane is None else -14.0 - LANE * lane


def _rows(parts: dict[str, list[dict[str, Any]]], name: str) -> alt.Chart:
    return alt.Chart(pd.DataFrame(parts[name]))


def _y(scale: alt.Scale) -> alt.Y:
    return alt.Y("y:Q", scale=scale, axis=None)


def _grounds(parts: dict[str, list[dict[str, Any]]], x: alt.X, scale: alt.Scale) -> list[alt.Chart]:
    """The strips' names, lines, and round numbers beneath."""
    named = _rows(parts, "titles").mark_text(
        align="left",
        baseline="top",
        fontSize=13,
        fontWeight="bold",
        lineHeight=LANE,
        text=alt.expr(f"{NARROW} ? split(datum.lines, '\\n') : datum.name"),
    )
    ticked = _rows(parts, "ticks").encode(x=x, y=_y(scale))
    lines = pd.DataFrame({"y": sorted({row["y"] for row in parts["ticks"]}), "at": 0.0, "end": 1.0})
    leaders = [
        _rows(parts, "labels")
        .mark_rule(color=MUTED, opacity=alt.expr(f"{NARROW} ? {narrow} : {0.4 - narrow}"))
        .encode(x=x, y=_y(scale), y2=alt.Y2(f"{end}_end:Q"))
        for end, narrow in (("wide", 0.0), ("slim", 0.4))
    ]
    return [
        alt.Chart(lines).mark_rule(color=MUTED, opacity=0.45).encode(x=x, x2=alt.X2("end:Q"), y=_y(scale)),
        *leaders,
        ticked.mark_tick(color=MUTED, thickness=1, size=7, opacity=0.7),
        ticked.mark_text(dy=19, fontSize=11, opacity=0.75).encode(text=alt.Text("label:N")),
        named.encode(x=alt.value(0), y=_y(scale)),
    ]


def _rules(parts: dict[str, list[dict[str, Any]]], x: alt.X, scale: alt.Scale, tr: Translator) -> alt.Chart:
    tips = [alt.Tooltip(f"{name}:N", title=tr(f"target.{name}")) for name in ("label", "policy", "scope")]
    rules = _rows(parts, "rules").mark_rule(color=TARGET_COLOUR, strokeDash=[4, 3], strokeWidth=2.4)
    return rules.encode(x=x, y=_y(scale), y2=alt.Y2("y2:Q"), tooltip=tips)


TIPS = {"name": "column.place", "words": "column.value", "period": "column.period", "definition": "column.indicator",
        "source": "column.source"}  # fmt: skip


def _points(parts: dict[str, list[dict[str, Any]]], x: alt.X, scale: alt.Scale, tr: Translator) -> alt.Chart:
    return (
        _rows(parts, "points")
        .mark_point(strokeWidth=1.6, opacity=0.9)
        .encode(
            x=x,
            y=_y(scale),
            shape=alt.Shape("shape:N", scale=None),
            size=alt.Size("size:Q", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            tooltip=[alt.Tooltip(f"{name}:N", title=tr(key)) for name, key in TIPS.items()],
        )
    )


def _labels(parts: dict[str, list[dict[str, Any]]], x: alt.X, scale: alt.Scale) -> alt.Chart:
    height = f"({NARROW} ? datum.slim : datum.wide)"
    return (
        _rows(parts, "labels")
        .mark_text(
            fontSize=12,
            text=alt.expr(f"{height} > 0 ? '' : datum.label"),
            align=alt.expr("datum.align"),
            dx=alt.expr("datum.align == 'left' ? -8 : datum.align == 'right' ? 8 : 0"),
            dy=alt.expr(f"{height} > 0 ? 0 : {height}"),
            fontWeight=alt.expr("datum.kind == 'own' ? 'bold' : 'normal'"),
        )
        .encode(x=x, y=_y(scale))
    )


def verdict_notes(positions: Sequence[Position], tr: Translator) -> list[str]:
    """What the signs of the audit mean, for those that stand in the chart."""
    found = {verdict for position in positions for verdict in position.figures["verdict"].dropna()}
    return [tr(f"marks.{verdict}", sign=sign) for verdict, sign in VERDICT_SIGNS.items() if verdict in found]


def position_alt(positions: Sequence[Position], tr: Translator) -> str:
    """The county's numbers in words, each with how many of the newest comparable figures lie below and above it."""
    said = []
    for position in positions:
        assert position.indicator is not None
        below, level, above = standing(position)
        amount = tr.amount(float(position.number.value), _decimals(position), position.indicator["unit"])
        name = tr.pick(position.indicator, "name")
        said.append(tr("position.alt.one", name=name, amount=amount, below=below, level=level, above=above))
    return tr("position.alt", strips=tr("separator").join(said))
