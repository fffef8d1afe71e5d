"""A story's paper as a Word document: A4, Chinese and Western fonts set apart, headers of tables repeated.

Equal papers of one day give equal bytes.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from explorer.exports.archive import printable
from explorer.exports.handout import Block, Heading, Lines, NewPage, Paper, Picture, Table, Words
from explorer.exports.pictures import has_chinese_font, png_picture
from explorer.exports.text_fit import Para
from explorer.exports.word import (
    FONTS,
    TEXT_WIDTH,
    add_field,
    saved,
    set_fonts,
    set_languages,
    set_paper,
    set_properties,
    shade,
)
from explorer.i18n import Translator

TONES = {
    "grey": RGBColor(0x52, 0x60, 0x6D),
    "accent": RGBColor(0x14, 0x65, 0x9A),
    "right": RGBColor(0x00, 0x70, 0x4F),
    "ink": RGBColor(0, 0, 0),
}
SIZES = {"Title": 18.0, "Heading 1": 15.0, "Heading 2": 12.5, "Heading 3": 10.5, "Normal": 10.5, "Small": 9.0,
         "Table Text": 9.5, "Table Head": 9.5, "Line": 12.0}  # fmt: skip
BEFORE = {"Heading 1": 14.0, "Heading 2": 10.0, "Heading 3": 5.0, "Line": 8.0}
HEAD_SHADE, LINE_COLOUR = "E8EEF4", "9AA5B1"
TALL_ROW = Cm(0.95)


def paper_docx(paper: Paper, tr: Translator, made_on: date) -> bytes:
    """The document. A chart that this machine has no glyphs for is left out, and a line says so."""
    document: Any = Document()
    _set_up(document, paper, tr, made_on)
    document.add_paragraph(printable(paper.title), style="Title")
    for block in paper.blocks:
        _add(document, block, tr)
    return saved(document)


def _add(document: Any, block: Block, tr: Translator) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(printable(text), level=level)
        case Words(paragraphs, small):
            for each in paragraphs:
                _write(document.add_paragraph(style="Small" if small else "Normal"), each)
        case Lines(count):
            for _ in range(count):
                _underline(document.add_paragraph(style="Line"))
        case Table():
            _table(document, block)
        case Picture():
            _picture(document, block, tr)
        case NewPage():
            document.add_page_break()


def _write(paragraph: Any, each: Para) -> None:
    if each.lead:
        indent = Pt(each.indent * SIZES[paragraph.style.name])
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = indent, -indent
        paragraph.paragraph_format.tab_stops.add_tab_stop(indent)
    run = paragraph.add_run(printable(f"{each.lead}\t{each.text}" if each.lead else each.text))
    run.font.bold = each.bold or each.tone == "right" or None
    if each.tone != "ink":
        run.font.color.rgb = TONES[each.tone]


def _underline(paragraph: Any) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", LINE_COLOUR)):
        bottom.set(qn(f"w:{name}"), value)
    # Word joins equal borders of paragraphs one after another: the line between them has to be asked for.
    between = OxmlElement("w:between")
    for name, value in bottom.attrib.items():
        between.set(name, value)
    borders.extend([bottom, between])
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _table(document: Any, block: Table) -> None:
    grid = block.grid
    table = document.add_table(rows=1, cols=len(grid.header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = round(TEXT_WIDTH * width)
    _fill(table.rows[0], grid.header, grid.widths, head=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells in grid.rows:
        row = table.add_row()
        _fill(row, cells, grid.widths)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if block.tall:
            row.height = TALL_ROW
    for note in grid.notes or ("",):
        _write(document.add_paragraph(style="Small"), Para(note, tone="grey"))


def _fill(row: Any, cells: tuple[str, ...], widths: tuple[float, ...], *, head: bool = False) -> None:
    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = round(TEXT_WIDTH * width)
        cell.paragraphs[0].style = "Table Head" if head else "Table Text"
        cell.paragraphs[0].add_run(printable(text))
        if head:
            shade(cell, HEAD_SHADE)


def _picture(document: Any, block: Picture, tr: Translator) -> None:
    if not has_chinese_font():
        document.add_paragraph(tr("handout.no_font"), style="Small")
        return
    shape = document.add_picture(io.BytesIO(png_picture(block.spec)), width=TEXT_WIDTH)
    shape._inline.docPr.set("descr", printable(block.alt))
    shape._inline.docPr.set("name", "chart")


def _set_up(document: Any, paper: Paper, tr: Translator, made_on: date) -> None:
    set_paper(document)
    for name in ("Small", "Line", "Table Text", "Table Head"):
        document.styles.add_style(name, 1).base_style = document.styles["Normal"]
    western, chinese, heading = FONTS[paper.language]
    for name, size in SIZES.items():
        style = document.styles[name]
        bold = name in ("Title", "Table Head") or name.startswith("Heading")
        style.font.size, style.font.bold = Pt(size), bold
        style.font.color.rgb = TONES["accent" if name == "Heading 3" else "ink"]
        style.paragraph_format.space_before = Pt(BEFORE.get(name, 0))
        style.paragraph_format.space_after = Pt(1 if name.startswith("Table") else 4)
        style.paragraph_format.line_spacing = 1.0 if name.startswith("Table") else 1.2
        style.paragraph_format.keep_with_next = name.startswith("Heading") or None
        set_fonts(style, western, heading if bold else chinese)
    set_languages(document)
    set_properties(document, paper.title, tr("app.title"), paper.language, made_on)
    _foot(document, paper)


def _foot(document: Any, paper: Paper) -> None:
    """The title and the number of the page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = paragraph.add_run(f"{printable(paper.title)} · ")
    for run in (title, add_field(paragraph, "PAGE")):
        run.font.size, run.font.color.rgb = Pt(9), TONES["grey"]
