"""Charts as PowerPoint's own: their numbers lie in a worksheet inside, and whoever opens the deck may edit them.

A bar starts at zero. What is not exact is drawn hollow, dashed where only a bound is known, and its label says so in
words; such a label is text, while that of an exact figure is its number and follows it when it is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from explorer.charts.lines import MOST_LABELLED
from explorer.charts.marks import extent, row_labels
from explorer.charts.targets import SIGNS, target_label
from explorer.charts.theme import ACCENT, MUTED, RULE, SERIES_COLOURS
from explorer.exports.archive import printable
from explorer.exports.deck_look import colour
from explorer.exports.figure_panels import Shown
from explorer.i18n import VERDICT_SIGNS, Translator, decimals_of
from explorer.queries import records

Row = Mapping[str, Any]
GROUND, INK, GRID = "ffffff", "1f2933", "d5dae0"
LETTERS = Pt(16)
MARK_LETTERS = Pt(14)
MOST_BARS = 10
"""More do not leave each a legible line; the panel is then drawn on several slides."""
MOST_YEARS = 14
"""With more, every second year is written on the axis."""
LABEL_ROOM = 1.45
"""The part of the axis beyond the longest bar, for its label."""


@dataclass(frozen=True)
class Mark:
    """One figure in a chart. ``number_format`` is set where its label can be its number; otherwise it is ``label``."""

    name: str
    value: float
    label: str
    number_format: str | None
    colour: str
    hollow: bool = False
    bound: bool = False
    year: int | None = None
    labelled: bool = True


@dataclass(frozen=True)
class Series:
    name: str
    marks: tuple[Mark, ...]
    is_target: bool = False


@dataclass(frozen=True)
class Plan:
    """A chart to draw: bars of one series, or lines over years."""

    kind: str
    series: tuple[Series, ...]
    low: float
    high: float
    notes: tuple[str, ...] = field(default=())


def plans(panel: Shown, tr: Translator) -> list[Plan]:
    """The charts that a panel becomes: one, or several where it has more bars than a slide has room for."""
    if panel.form == "lines":
        return [_lines(panel, tr)]
    marks = _bars(panel, tr)
    values = [mark.value for mark in marks]
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low) * (LABEL_ROOM - 1)
    notes = tuple(_notes(marks, records(panel.figures), tr))
    count = -(-len(marks) // MOST_BARS)
    size = -(-len(marks) // count)
    parts = [tuple(marks[start : start + size]) for start in range(0, len(marks), size)]
    return [
        Plan("bars", (Series(panel.title, part),), low - (room if low < 0 else 0), high + room, notes) for part in parts
    ]


def _notes(marks: Sequence[Mark], rows: Sequence[Row], tr: Translator, *, as_points: bool = False) -> list[str]:
    """What hollow, dashed, † and ‡ mean, as far as the chart has them."""
    qualifiers = {row["qualifier"] for row in rows}
    found = [tr("slides.marks.bound")] if any(mark.bound for mark in marks) else []
    found += [tr("marks.more_than", sign=OPEN_SIDES[">"])] if qualifiers & {">", ">="} else []
    found += [tr("marks.less_than", sign=OPEN_SIDES["<"])] if qualifiers & {"<", "<="} else []
    derived = any(row["basis"] == "derived" for row in rows)
    if any(mark.hollow and not mark.bound for mark in marks):
        name = "slides.marks.hollow.point" if as_points else "slides.marks.hollow.bar"
        found.append(tr("slides.marks.derived" if derived else "slides.marks.about", mark=tr(name)))
    verdicts = {row["verdict"] for row in rows}
    return found + [tr(f"marks.{name}", sign=sign) for name, sign in VERDICT_SIGNS.items() if name in verdicts]


def _bars(panel: Shown, tr: Translator) -> list[Mark]:
    rows = records(panel.figures.drop_duplicates("observation_id"))
    labels = row_labels(rows, tr)
    periods = {row["period_printed"] for row in rows}
    order: dict[str, tuple[bool, float]] = {}
    for label, row in zip(labels, rows, strict=True):
        newest = max((one for name, one in zip(labels, rows, strict=True) if name == label), key=_end)
        order[label] = (row["case_category"] == "context", -newest["value"])
    placed = sorted(zip(labels, rows, strict=True), key=lambda pair: (order[pair[0]], pair[0], _end(pair[1])))
    marks = []
    for label, row in placed:
        name = label if len(periods) == 1 else tr("chart.mark_label", figure=label, period=tr.short_period(row))
        marks.append(_mark(row, name, MUTED if row["case_category"] == "context" else ACCENT, tr))
    for row in records(panel.targets):
        name = tr("chart.mark_label", figure=tr("target.label"), period=row["due"].year)
        marks.append(Mark(name, row["value"], _target_amount(row, tr), None, RULE, hollow=True, bound=True))
    return marks


def _target_amount(row: Row, tr: Translator) -> str:
    amount = tr.amount(row["value"], decimals_of(row["value"]), row["unit"])
    return f"{SIGNS.get(row['operator'], row['operator'])}{amount}"


OPEN_SIDES = {">": "▷", ">=": "▷", "<": "◁", "<=": "◁"}
"""Before the label of a bound: where the value lies, as the arrowheads of the pages say."""


def _end(row: Row) -> pd.Timestamp:
    end = row["period_end"]
    return pd.Timestamp.min if end is None else pd.Timestamp(end)


def _mark(row: Row, name: str, colour: str, tr: Translator, *, labelled: bool = True) -> Mark:
    label = tr.figure(row, beside=False)
    return Mark(
        name=name,
        value=row["value"],
        label=f"{OPEN_SIDES[row['qualifier']]} {label}" if row["qualifier"] in OPEN_SIDES else label,
        number_format=_number_format(row, label, tr),
        colour=colour,
        hollow=row["qualifier"] != "=" or row["basis"] == "derived",
        bound=row["qualifier"] in (">", ">=", "<", "<="),
        year=row["period_end"].year if row["period_end"] is not None else None,
        labelled=labelled,
    )


def _number_format(row: Row, label: str, tr: Translator) -> str | None:
    """How a spreadsheet writes this figure as the page does; None where words or signs stand with it."""
    decimals = int(row["decimals"])
    base = tr.base_number(row["value"], decimals)
    if row["qualifier"] != "=" or row["basis"] == "derived" or row["verdict"] or not label.startswith(base):
        return None
    unit = label[len(base) :].replace('"', "")
    return f"#,##0{'.' + '0' * decimals if decimals else ''}" + (f'"{unit}"' if unit else "")


def _lines(panel: Shown, tr: Translator) -> Plan:
    figures = panel.figures.dropna(subset=["period_end"])
    rows = records(figures)
    by_name: dict[str, list[Row]] = {}
    for label, row in zip(row_labels(rows, tr), rows, strict=True):
        by_name.setdefault(label, []).append(row)
    crowded = len(rows) > MOST_LABELLED
    series = []
    for index, (name, own) in enumerate(by_name.items()):
        own = sorted(own, key=_end)
        colour = SERIES_COLOURS[index % len(SERIES_COLOURS)]
        ends = (0, len(own) - 1)
        marks = (_mark(row, name, colour, tr, labelled=not crowded or place in ends) for place, row in enumerate(own))
        series.append(Series(name, tuple(marks)))
    years = sorted(mark.year for one in series for mark in one.marks if mark.year is not None)
    for row in records(panel.targets):  # named in the legend: a label would stand among those of the figures
        words = target_label(row, tr)
        rule = [Mark("", row["value"], words, None, RULE, year=year, labelled=False) for year in (years[0], years[-1])]
        series.append(Series(words, tuple(rule), is_target=True))
    values = [mark.value for one in series for mark in one.marks]
    low, high = extent(values, rows[0]["unit"])
    room = (high - low) * 0.16
    notes = tuple(_notes([mark for one in series for mark in one.marks if not one.is_target], rows, tr, as_points=True))
    return Plan("lines", tuple(series), low - room if low else 0.0, high + room, notes)


class _AsTyped:
    """The worksheet inside a chart, in which a text stays a text: neither a formula nor a link."""

    @contextmanager
    def _open_worksheet(self, file: Any) -> Iterator[tuple[Any, Any]]:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]

        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(file, options) as workbook:
            yield workbook, workbook.add_worksheet()


class _BarsSheet(_AsTyped, CategoryWorkbookWriter):
    pass


class _LinesSheet(_AsTyped, XyWorkbookWriter):
    pass


class _BarsData(CategoryChartData):
    @property
    def _workbook_writer(self) -> _BarsSheet:
        return _BarsSheet(self)


class _LinesData(XyChartData):
    @property
    def _workbook_writer(self) -> _LinesSheet:
        return _LinesSheet(self)


def add_chart(slide: Any, plan: Plan, box: tuple[float, float, float, float], alt: str) -> None:
    """Draw a plan on a slide, in a box of left, top, width and height in points. ``alt`` tells it in words."""
    left, top, width, height = (Pt(one) for one in box)
    if plan.kind == "bars":
        marks = plan.series[0].marks
        data: Any = _BarsData()
        data.categories = [printable(mark.name) for mark in marks]
        data.add_series(printable(plan.series[0].name), [mark.value for mark in marks])
        frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, left, top, width, height, data)
    else:
        data = _LinesData()
        for one in plan.series:
            added = data.add_series(printable(one.name))
            for mark in one.marks:
                added.add_data_point(mark.year, mark.value)
        frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, left, top, width, height, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    chart.has_title = False
    chart.font.size = LETTERS
    chart.font.color.rgb = colour(INK)
    (_style_bars if plan.kind == "bars" else _style_lines)(chart, plan)


def _style_bars(chart: Any, plan: Plan) -> None:
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 55, False
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = plan.low, plan.high
    values.has_major_gridlines, values.visible = False, False
    names.reverse_order = True  # else the first bar stands at the bottom
    names.format.line.color.rgb = colour(GRID)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = LETTERS
    for index, mark in enumerate(plan.series[0].marks):
        point = plot.series[0].points[index]
        _fill(point.format, mark)
        _label(point, mark, XL_LABEL_POSITION.OUTSIDE_END)


def _style_lines(chart: Any, plan: Plan) -> None:
    drawn = [one for one in plan.series if not one.is_target]
    chart.has_legend = len(plan.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = LETTERS
    years = [mark.year for one in drawn for mark in one.marks if mark.year is not None]
    span = max(years) - min(years) or 1
    across, up = chart.category_axis, chart.value_axis
    # Ticks are counted from the axis's beginning: it has to be a whole year.
    across.minimum_scale, across.maximum_scale = min(years) - 1, max(years) + 1
    across.has_major_gridlines, across.major_unit = False, 1 if span <= MOST_YEARS else 2
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    across.format.line.color.rgb = colour(GRID)
    up.minimum_scale, up.maximum_scale = plan.low, plan.high
    up.has_major_gridlines, up.visible = False, False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    by_year: dict[int | None, list[float]] = {}
    for mark in (mark for one in drawn for mark in one.marks):
        by_year.setdefault(mark.year, []).append(mark.value)
    for one, series in zip(plan.series, chart.plots[0].series, strict=True):
        line = series.format.line
        line.color.rgb, line.width, series.smooth = colour(one.marks[0].colour), Pt(2.5), False
        if one.is_target:
            line.dash_style, line.width = MSO_LINE.DASH, Pt(1.75)
            series.marker.style = XL_MARKER_STYLE.NONE
        for index, mark in enumerate(one.marks):
            point = series.points[index]
            if not one.is_target:
                # LibreOffice fills every mark: that a figure is not exact has to be seen by its shape as well.
                point.marker.style = XL_MARKER_STYLE.DIAMOND if mark.hollow else XL_MARKER_STYLE.CIRCLE
                point.marker.size = 13 if mark.hollow else 10
                _fill(point.marker.format, mark)
            if mark.labelled:
                rivals = by_year.get(mark.year, [])
                under = len(rivals) > 1 and mark.value == min(rivals)
                _label(point, mark, XL_LABEL_POSITION.BELOW if under else XL_LABEL_POSITION.ABOVE)


def _fill(part: Any, mark: Mark) -> None:
    part.fill.solid()
    part.fill.fore_color.rgb = colour(GROUND if mark.hollow else mark.colour)
    part.line.color.rgb = colour(mark.colour)
    part.line.width = Pt(2)
    if mark.bound:
        part.line.dash_style = MSO_LINE.DASH


def _label(point: Any, mark: Mark, position: Any) -> None:
    label = point.data_label
    if mark.number_format is None:
        label.text_frame.text, label.text_frame.word_wrap = printable(mark.label), False
        font = label.text_frame.paragraphs[0].runs[0].font
        font.size, font.color.rgb = MARK_LETTERS, colour(INK)
        label.position = position
        return
    label.font.size, label.font.color.rgb = MARK_LETTERS, colour(INK)
    label.position = position
    element = label._get_or_add_dLbl()
    element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("wrap", "none")
    written = OxmlElement("c:numFmt")
    written.set("formatCode", mark.number_format)
    written.set("sourceLinked", "0")
    element.find(qn("c:idx")).addnext(written)
