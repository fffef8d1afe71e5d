"""A deck of 16:9 slides with one look: where title, text, chart and table stand, in which letters, and what is noted.

Text is never shrunk below ``SMALLEST``: what does not fit goes on to a further slide.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from explorer.exports.archive import fixed, printable
from explorer.exports.deck_look import (
    BAR_HEIGHT,
    BODY_BOTTOM,
    BODY_HEIGHT,
    FILLS,
    FOOT_SIZE,
    HEIGHT,
    KICKER_TOP,
    LEFT_WIDTH,
    MARGIN,
    NARROW_SIZES,
    PAGED_SIZE,
    RIGHT,
    RIGHT_WIDTH,
    SIZES,
    SMALLEST,
    TEXT_WIDTH,
    TITLE_SIZES,
    TITLE_TOP,
    TONES,
    WIDTH,
    colour,
    set_up,
)
from explorer.exports.grid import Grid
from explorer.exports.native_charts import Plan, add_chart
from explorer.exports.text_fit import GAP, LINE_HEIGHT, Para, fitting_size, height_of, lines_of, pages_of
from explorer.i18n import LANGUAGE_TAGS, Translator


@dataclass(frozen=True)
class Drawing:
    """A chart with the words around it."""

    title: str
    subtitle: str
    plan: Plan
    notes: tuple[str, ...]
    sources: str
    alt: str


class Deck:
    """Slides as they are added; ``bytes_of`` gives the file."""

    def __init__(self, tr: Translator, title: str) -> None:
        self._tr = tr
        self._title = printable(title)
        self._presentation: Any = Presentation()
        set_up(self._presentation, self._title)

    def cover(self, summary: str, lines: Sequence[str], notes: str) -> None:
        """The first slide: title, what it is about, and lines of facts beneath."""
        slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[0])
        _band(slide, "asked", 0, 0, 14, HEIGHT)
        width = WIDTH - 2 * MARGIN - 30
        _write_title(slide.shapes.title, self._title, self._tr, (MARGIN + 10, 130, width, 112), (40.0, 34.0, 30.0))
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        self._text(slide, [Para(summary, tone="grey")], (MARGIN + 10, 254, width, 160), SIZES)
        self._text(slide, [Para(line, tone="grey") for line in lines], (MARGIN + 10, 424, width, 70), (SMALLEST,))
        self._note(slide, notes)

    def texts(self, kicker: str, title: str, paragraphs: Sequence[Para], notes: str, *, revealed: bool = False) -> None:
        """As many slides as the paragraphs take."""
        size = fitting_size(paragraphs, TEXT_WIDTH, BODY_HEIGHT, SIZES)
        pages = [list(paragraphs)] if size else pages_of(paragraphs, PAGED_SIZE, TEXT_WIDTH, BODY_HEIGHT)
        for number, page in enumerate(pages):
            slide, top = self._slide(kicker, title, notes, revealed=revealed, again=number > 0)
            box = (MARGIN, top, TEXT_WIDTH, BODY_BOTTOM - top)
            self._text(slide, page, box, (size or PAGED_SIZE,))

    def small_texts(self, kicker: str, title: str, paragraphs: Sequence[Para], notes: str) -> None:
        """Slides in the smallest letters, for what is looked up: references."""
        for number, page in enumerate(pages_of(paragraphs, SMALLEST, TEXT_WIDTH, BODY_HEIGHT)):
            slide, top = self._slide(kicker, title, notes, again=number > 0)
            self._text(slide, page, (MARGIN, top, TEXT_WIDTH, BODY_BOTTOM - top), (SMALLEST,))

    def shown(
        self,
        kicker: str,
        title: str,
        paragraphs: Sequence[Para],
        visuals: Sequence[Drawing | Grid],
        notes: str,
        *,
        revealed: bool = False,
    ) -> None:
        """Text with charts and tables: text and the first of them side by side where both fit, else each by itself."""
        narrow = fitting_size(paragraphs, LEFT_WIDTH, BODY_HEIGHT - 8, NARROW_SIZES) if paragraphs else None
        rest = list(visuals)
        if visuals and narrow and _fits(visuals[0], RIGHT_WIDTH, BODY_HEIGHT):
            slide, top = self._slide(kicker, title, notes, revealed=revealed)
            self._text(slide, paragraphs, (MARGIN, top, LEFT_WIDTH, BODY_BOTTOM - top), (narrow,))
            self._draw(slide, visuals[0], (RIGHT, top, RIGHT_WIDTH, BODY_BOTTOM - top))
            rest = rest[1:]
        elif paragraphs:
            self.texts(kicker, title, paragraphs, notes, revealed=revealed)
        rest = [visual for visual in rest if isinstance(visual, Drawing) or not visual.only_beside]
        for number, part in enumerate(part for visual in rest for part in _parts(visual, TEXT_WIDTH, BODY_HEIGHT)):
            again = bool(paragraphs) or number > 0
            slide, top = self._slide(kicker, title, notes, revealed=revealed, again=again)
            self._draw(slide, part, (MARGIN, top, TEXT_WIDTH, BODY_BOTTOM - top))

    def bytes_of(self, made_on: date) -> bytes:
        """The file; equal slides of the same day give equal bytes."""
        properties = self._presentation.core_properties
        made = datetime.combine(made_on, time(0))
        properties.title, properties.author = self._title[:255], self._tr("app.title")
        properties.language, properties.last_modified_by = LANGUAGE_TAGS[self._tr.language], ""
        properties.created = properties.modified = properties.last_printed = made
        properties.revision = 1
        written = io.BytesIO()
        self._presentation.save(written)
        return fixed(written.getvalue())

    def _slide(
        self, kicker: str, title: str, notes: str, *, revealed: bool = False, again: bool = False
    ) -> tuple[Any, float]:
        """A new slide with its heading, and where its body begins."""
        slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[1])
        tone = "revealed" if revealed else "asked"
        _band(slide, tone, 0, 0, WIDTH, 8)
        words = self._tr("slides.again", title=title) if again else title
        size = next((one for one in TITLE_SIZES if lines_of(words, one, TEXT_WIDTH, bold=True) == 1), TITLE_SIZES[-1])
        lines = lines_of(words, size, TEXT_WIDTH, bold=True)
        tall = lines * size * 1.25 + 4
        _write_title(slide.shapes.title, words, self._tr, (MARGIN, TITLE_TOP, TEXT_WIDTH, tall), (size,))
        heading = [Para(kicker, bold=True, tone="right" if revealed else "accent")]
        self._text(slide, heading, (MARGIN, KICKER_TOP, TEXT_WIDTH, 24), (SMALLEST,))
        self._note(slide, notes)
        return slide, TITLE_TOP + tall + 8

    def _text(
        self,
        slide: Any,
        paragraphs: Sequence[Para],
        box: tuple[float, float, float, float],
        sizes: Sequence[float],
    ) -> None:
        size = fitting_size(paragraphs, box[2], box[3], sizes) or sizes[-1]
        shape = slide.shapes.add_textbox(*(Pt(one) for one in box))
        _write(shape.text_frame, paragraphs, size, self._tr)

    def _draw(self, slide: Any, visual: Drawing | Grid, box: tuple[float, float, float, float]) -> None:
        left, top, width, height = box
        if isinstance(visual, Grid):
            below = self._table(slide, visual, (left, top + 4, width))
            if visual.notes:
                self._text(slide, [Para(note, tone="grey") for note in visual.notes],
                           (left, below + 6, width, BODY_BOTTOM - below - 6), (FOOT_SIZE,))  # fmt: skip
            return
        words = [Para(visual.title, bold=True), Para(visual.subtitle, tone="grey")]
        tall = height_of(words, SMALLEST, width)
        self._text(slide, words, (left, top, width, tall), (SMALLEST,))
        foot = _foot(visual)
        foot_height = height_of(foot, FOOT_SIZE, width)
        room = height - tall - foot_height
        if visual.plan.kind == "bars":
            room = min(room, BAR_HEIGHT * (len(visual.plan.series[0].marks) + 1))
        add_chart(slide, visual.plan, (left, top + tall, width, room), printable(visual.alt))
        self._text(slide, foot, (left, BODY_BOTTOM - foot_height, width, foot_height), (FOOT_SIZE,))

    def _table(self, slide: Any, grid: Grid, box: tuple[float, float, float]) -> float:
        """Draw a table; the height at which it ends."""
        left, top, width = box
        heights = _row_heights(grid, width)
        frame = slide.shapes.add_table(
            len(grid.rows) + 1, len(grid.header), Pt(left), Pt(top), Pt(width), Pt(sum(heights))
        )
        frame._element.nvGraphicFramePr.cNvPr.set("descr", printable("; ".join(grid.header)))
        table = frame.table
        table.horz_banding = False
        frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
        for column, part in zip(table.columns, grid.widths, strict=True):
            column.width = Pt(width * part)
        for index, (cells, tall) in enumerate(zip((grid.header, *grid.rows), heights, strict=True)):
            table.rows[index].height = Pt(tall)
            for cell, text in zip(table.rows[index].cells, cells, strict=True):
                _fill_cell(cell, text, self._tr, head=index == 0)
        return top + sum(heights)

    def _note(self, slide: Any, notes: str) -> None:
        slide.notes_slide.notes_text_frame.text = printable(notes)


_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own id of a table without style or grid."""
CELL_SIDE, CELL_TOP = 6.0, 3.0


def _parts(visual: Drawing | Grid, width: float, height: float) -> list[Drawing | Grid]:
    """A table in as many parts as it takes slides; a chart as it is."""
    if isinstance(visual, Drawing):
        return [visual]
    foot = _notes_height(visual, width)
    head, *heights = _row_heights(visual, width)
    parts: list[list[tuple[str, ...]]] = []
    used = height
    for row, tall in zip(visual.rows, heights, strict=True):
        if used + tall > height - foot:
            parts.append([])
            used = head
        parts[-1].append(row)
        used += tall
    return [Grid(visual.header, tuple(rows), visual.widths, visual.notes) for rows in parts]


def _fits(visual: Drawing | Grid, width: float, height: float) -> bool:
    if isinstance(visual, Drawing):
        return visual.plan.kind == "bars"  # lines and the words on their points need all the width
    return sum(_row_heights(visual, width)) + _notes_height(visual, width) <= height


def _notes_height(grid: Grid, width: float) -> float:
    return height_of([Para(note) for note in grid.notes], FOOT_SIZE, width) + 12 if grid.notes else 6


def _row_heights(grid: Grid, width: float) -> list[float]:
    found = []
    for index, cells in enumerate((grid.header, *grid.rows)):
        lines = max(
            lines_of(text, SMALLEST, width * part - 2 * CELL_SIDE, bold=index == 0)
            for text, part in zip(cells, grid.widths, strict=True)
        )
        found.append(lines * SMALLEST * LINE_HEIGHT + 2 * CELL_TOP + 1)
    return found


def _foot(drawing: Drawing) -> list[Para]:
    return [Para(line, tone="grey") for line in (*drawing.notes, drawing.sources) if line]


def _fill_cell(cell: Any, text: str, tr: Translator, *, head: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(CELL_SIDE)
    cell.margin_top = cell.margin_bottom = Pt(CELL_TOP)
    _write(cell.text_frame, [Para(text, bold=head)], SMALLEST, tr, gap=0.0, sized=False)
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(FILLS["head"] if head else TONES["white"])
    properties = cell._tc.get_or_add_tcPr()
    line = parse_xml(
        f'<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="9525"><a:solidFill>'
        f'<a:srgbClr val="{FILLS["rule"]}"/></a:solidFill></a:lnB>'
    )
    properties.insert(0, line)


def _write(
    frame: Any, paragraphs: Sequence[Para], size: float, tr: Translator, *, gap: float = GAP, sized: bool = True
) -> None:
    """Write paragraphs into a text frame, with lines of a height that does not depend on the machine's fonts."""
    if sized:
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for index, each in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.line_spacing, paragraph.space_after = Pt(size * LINE_HEIGHT), Pt(size * gap)
        if each.lead:
            properties = paragraph._p.get_or_add_pPr()
            indent = str(int(Pt(each.indent * size)))
            properties.set("marL", indent)
            properties.set("indent", f"-{indent}")
        run = paragraph.add_run()
        run.text = printable(f"{each.lead}\t{each.text}" if each.lead else each.text)
        run.font.size, run.font.bold = Pt(size), each.bold
        run.font.color.rgb = colour(TONES[each.tone])
        _set_language(run, tr)


def _set_language(run: Any, tr: Translator) -> None:
    properties = run._r.get_or_add_rPr()
    properties.set("lang", LANGUAGE_TAGS[tr.language])
    properties.set("altLang", LANGUAGE_TAGS["en" if tr.language == "zh" else "zh"])


def _write_title(
    shape: Any, text: str, tr: Translator, box: tuple[float, float, float, float], sizes: Sequence[float]
) -> None:
    size = next((one for one in sizes if lines_of(text, one, box[2], bold=True) * one * 1.25 <= box[3]), sizes[-1])
    shape.left, shape.top, shape.width, shape.height = (Pt(one) for one in box)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.line_spacing = Pt(size * 1.25)
    run = paragraph.add_run()
    run.text = printable(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), True, colour(TONES["ink"])
    _set_language(run, tr)


def _band(slide: Any, tone: str, left: float, top: float, width: float, height: float) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(left), Pt(top), Pt(width), Pt(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(FILLS[tone])
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.name = "band"
