"""How a deck is read back in tests: its texts, its charts with their worksheets, and what does not fit."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from explorer.exports.text_fit import Para, height_of, lines_of

SMALLEST_FOR_THE_ROOM, SMALLEST_FOR_THE_FOOT = 16.0, 12.0
BOX_ROUNDING = 2.0


def opened(deck: bytes) -> Any:
    return Presentation(io.BytesIO(deck))


def texts(slide: Any) -> list[str]:
    """Every text that stands on a slide: boxes, cells, names of bars, labels that are words."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
        elif shape.has_chart:
            found += chart_texts(shape.chart)
    return found


def chart_texts(chart: Any) -> list[str]:
    # Numbers of the cached worksheet are left out: they are compared as numbers.
    labels = [node.text for node in chart._chartSpace.iter(qn("a:t"))]
    names = [node.text for cat in chart._chartSpace.iter(qn("c:cat"), qn("c:tx")) for node in cat.iter(qn("c:v"))]
    return [text for text in [*labels, *names] if text]


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def charts_of(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def values(chart: Any) -> list[float]:
    """The numbers that a chart draws, series by series."""
    return [value for series in chart.plots[0].series for value in series.values]


def worksheet_numbers(chart: Any) -> list[float]:
    """The numbers in the worksheet that lies inside a chart, where its reader edits them."""
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r"<c ([^>]*)><v>([^<]*)</v>", sheet)
    return [float(value) for attributes, value in cells if 't="s"' not in attributes]


def labels(chart: Any) -> list[str]:
    """What stands beside each mark of the first series: its words, or the format of its number."""
    found = []
    for label in chart.plots[0].series[0]._element.iter(qn("c:dLbl")):
        words = "".join(node.text or "" for node in label.iter(qn("a:t")))
        formats = [node.get("formatCode") for node in label.iter(qn("c:numFmt"))]
        found.append(words or formats[0])
    return found


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def misfits(deck: Any) -> list[str]:
    """Boxes whose text is taller than they are, tables that reach into the foot, shapes outside the slide."""
    found = []
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            if shape.left < 0 or shape.top < 0 or right > deck.slide_width + 9 or bottom > deck.slide_height + 9:
                found.append(f"slide {number}: {shape.name} stands outside")
            if shape.has_text_frame and shape.text_frame.text:
                needed, room = _needed(shape.text_frame, shape.width), Emu(shape.height).pt
                if needed > room + BOX_ROUNDING:
                    found.append(f"slide {number}: {needed:.0f} pt of text in {room:.0f}: {shape.text_frame.text[:30]}")
            elif shape.has_table:
                for row in shape.table.rows:
                    found += [f"slide {number}: {text}" for text in _tall_cells(shape.table, row)]
    return found


def _needed(frame: Any, width: int) -> float:
    """The height of a text by the lines that its letters take, and its own line spacing."""
    total = 0.0
    for paragraph in frame.paragraphs:
        size = _size(paragraph)
        properties = paragraph._p.pPr
        indent = Emu(int(properties.get("marL", "0"))).pt if properties is not None else 0.0
        text = paragraph.text.partition("\t")[2] or paragraph.text
        bold = any(run.font.bold for run in paragraph.runs)
        total += lines_of(text, size, Emu(width).pt - indent, bold=bold) * paragraph.line_spacing.pt
        total += paragraph.space_after.pt if paragraph.space_after is not None else 0.0
    last = frame.paragraphs[-1].space_after
    return total - (last.pt if last is not None else 0.0)


def _tall_cells(table: Any, row: Any) -> Iterator[str]:
    for cell, column in zip(row.cells, table.columns, strict=True):
        size = _size(cell.text_frame.paragraphs[0])
        width = Emu(column.width - cell.margin_left - cell.margin_right).pt
        tall = height_of([Para(cell.text)], size, width) - 0.4 * size
        if tall + Emu(cell.margin_top + cell.margin_bottom).pt > Emu(row.height).pt + BOX_ROUNDING:
            yield f"a cell is too low: {cell.text[:30]}"


def _size(paragraph: Any) -> float:
    return float(max((run.font.size.pt for run in paragraph.runs if run.font.size is not None), default=16.0))


def sizes(deck: Any) -> set[float]:
    """Every size of letters on the slides, those of charts included."""
    found = set()
    for slide in deck.slides:
        for element in slide._element.iter(qn("a:rPr")):
            found.add(int(element.get("sz", "1800")) / 100)
    return found
