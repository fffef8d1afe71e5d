"""A draft brief as a Word document: A4, Chinese and Western fonts set apart, headers of tables repeated.

Equal briefs give equal bytes: no clock and no random id goes into the file.
"""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from explorer.exports.archive import printable
from explorer.exports.pictures import has_chinese_font, png_picture
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
from explorer.planner.brief import Block, Brief, Bullets, Heading, Picture, References, Table, Text
from explorer.planner.telling import Piece, runs_of

SIZE, SMALL, TABLE_SIZE, GAP = Pt(10), Pt(8.5), Pt(8.5), Pt(4)
GREY, HEAD_SHADE = RGBColor(0x52, 0x60, 0x6D), "EEF2F6"
NUMERALS = "一二三四五六七八九十"


def brief_docx(brief: Brief, tr: Translator) -> bytes:
    """The document. A chart that this machine has no glyphs for is left to the table beneath it, and a line says so."""
    document = Document()
    _set_up(document, brief, tr)
    title = document.add_paragraph(style="Title")
    _write(title, brief.title)
    number = 0
    for block in brief.blocks:
        if isinstance(block, Heading):
            numeral = f"{NUMERALS[number]}、" if brief.language == "zh" else ""
            document.add_heading(f"{numeral}{block.text}", level=1)
            number += 1
        else:
            _add(document, block, tr)
    return saved(document)


def _add(document: WordDocument, block: Block, tr: Translator) -> None:
    if isinstance(block, Text):
        _write(document.add_paragraph(style="Small" if block.small else "Normal"), block.paragraph)
    elif isinstance(block, Bullets):
        for paragraph in block.paragraphs:
            _write(document.add_paragraph(style="List Bullet"), paragraph)
    elif isinstance(block, References):
        for entry in block.entries:
            _write(document.add_paragraph(style="Reference"), entry)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Picture):
        _picture(document, block, tr)


def _picture(document: WordDocument, block: Picture, tr: Translator) -> None:
    if not has_chinese_font():
        document.add_paragraph(tr("brief.no_font"), style="Small")
        return
    shape = document.add_picture(io.BytesIO(png_picture(block.spec)), width=TEXT_WIDTH)
    described = shape._inline.docPr
    described.set("descr", printable(block.alt))
    described.set("name", "chart")
    document.paragraphs[-1].paragraph_format.keep_with_next = False


def _table(document: WordDocument, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = round(TEXT_WIDTH * width)
    _fill(table.rows[0].cells, block.header, head=True)
    _mark(table, 0, "w:tblHeader")
    for row in block.rows:
        _fill(table.add_row().cells, row)
    for index in range(len(table.rows)):
        _mark(table, index, "w:cantSplit")
    for cells in (row.cells for row in table.rows):
        for cell, width in zip(cells, block.widths, strict=True):
            cell.width = round(TEXT_WIDTH * width)
    document.add_paragraph(style="Gap")


def _fill(cells: tuple[WordCell, ...], pieces: tuple[Piece, ...], *, head: bool = False) -> None:
    for cell, piece in zip(cells, pieces, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Head" if head else "Table Text"
        _write(paragraph, piece)
        if head:
            shade(cell, HEAD_SHADE)


def _mark(table: WordTable, index: int, element: str) -> None:
    """Set a property of a row that has no name in the library: a repeated header, a row that no page divides."""
    properties = table.rows[index]._tr.get_or_add_trPr()
    properties.append(OxmlElement(element))


def _write(paragraph: WordParagraph, piece: Piece) -> None:
    for told in runs_of(piece):
        if told.text:
            run = paragraph.add_run(printable(told.text))
            run.font.superscript = True if told.raised else None


def _set_up(document: WordDocument, brief: Brief, tr: Translator) -> None:
    set_paper(document)
    western, chinese, heading = FONTS[brief.language]
    styles = document.styles
    for name, base in (
        ("Small", "Normal"),
        ("Reference", "Normal"),
        ("Table Text", "Normal"),
        ("Gap", "Normal"),
        ("Table Head", "Table Text"),
    ):
        styles.add_style(name, 1).base_style = styles[base]
    sizes = {"Normal": SIZE, "Small": SMALL, "Reference": SMALL, "Table Text": TABLE_SIZE, "Table Head": TABLE_SIZE,
             "List Bullet": SIZE, "Gap": GAP, "Title": Pt(17), "Heading 1": Pt(12.5)}  # fmt: skip
    for name, size in sizes.items():
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        bold = name in ("Title", "Heading 1", "Table Head")
        style.font.size, style.font.bold = size, bold
        style.font.color.rgb = GREY if name == "Small" else RGBColor(0, 0, 0)
        set_fonts(style, western, heading if bold else chinese)
        style.paragraph_format.space_after = Pt({"Heading 1": 3, "Title": 4, "Small": 3, "Normal": 3}.get(name, 1))
        style.paragraph_format.space_before = Pt(8 if name == "Heading 1" else 0)
        style.paragraph_format.line_spacing = 1.0 if name.startswith(("Table", "Gap")) else 1.08
    set_languages(document)
    set_properties(document, brief.title.text, tr("app.title"), brief.language, brief.made_on)
    _foot(document, tr)


def _foot(document: WordDocument, tr: Translator) -> None:
    """A foot that says that it is a draft, and of how many pages this is which."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = tr("brief.page", page="\ue000", pages="\ue001").partition("\ue000")
    between, _, after = rest.partition("\ue001")
    runs = [paragraph.add_run(before), add_field(paragraph, "PAGE"), paragraph.add_run(between)]
    for run in (*runs, add_field(paragraph, "NUMPAGES"), paragraph.add_run(after)):
        run.font.size, run.font.color.rgb = SMALL, GREY
