"""A draft brief as a Word document: A4, Chinese and Western fonts set apart, headers of tables repeated.

Equal briefs give equal bytes: no clock and no random id goes into the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from explorer.exports.pictures import has_chinese_font, png_picture
from explorer.i18n import Translator
from explorer.planner.brief import Block, Brief, Bullets, Heading, Picture, References, Table, Text
from explorer.planner.telling import Piece, runs_of

FONTS = {"zh": ("Times New Roman", "宋体", "黑体"), "en": ("Arial", "宋体", "黑体")}
"""By language: the Western font, and the Chinese ones of text and of headings."""
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en-GB"}
MARGIN, TEXT_WIDTH = Cm(2.0), Cm(17.0)
SIZE, SMALL, TABLE_SIZE, GAP = Pt(10), Pt(8.5), Pt(8.5), Pt(4)
GREY, HEAD_SHADE = RGBColor(0x52, 0x60, 0x6D), "EEF2F6"
NUMERALS = "一二三四五六七八九十"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that the entries of an archive can have."""


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
    return _fixed(document)


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
    described.set("descr", _printable(block.alt))
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
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_SHADE)):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)


def _mark(table: WordTable, index: int, element: str) -> None:
    """Set a property of a row that has no name in the library: a repeated header, a row that no page divides."""
    properties = table.rows[index]._tr.get_or_add_trPr()
    properties.append(OxmlElement(element))


def _write(paragraph: WordParagraph, piece: Piece) -> None:
    for told in runs_of(piece):
        if told.text:
            run = paragraph.add_run(_printable(told.text))
            run.font.superscript = True if told.raised else None


def _printable(text: str) -> str:
    """A text without the characters that XML cannot hold: controls, halves of pairs, and what is no character."""
    return _UNPRINTABLE.sub("", text)


def _set_up(document: WordDocument, brief: Brief, tr: Translator) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
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
        _set_fonts(style, western, heading if bold else chinese)
        style.paragraph_format.space_after = Pt({"Heading 1": 3, "Title": 4, "Small": 3, "Normal": 3}.get(name, 1))
        style.paragraph_format.space_before = Pt(8 if name == "Heading 1" else 0)
        style.paragraph_format.line_spacing = 1.0 if name.startswith(("Table", "Gap")) else 1.08
    _set_language(document, brief)
    _set_properties(document, brief, tr)
    _foot(document, tr)


def _set_fonts(style: ParagraphStyle, western: str, chinese: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # a theme's font would win over the named one
    for name, font in (("ascii", western), ("hAnsi", western), ("cs", western), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), font)


def _set_language(document: WordDocument, brief: Brief) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")


def _set_properties(document: WordDocument, brief: Brief, tr: Translator) -> None:
    properties = document.core_properties
    made = datetime.combine(brief.made_on, time(0))
    properties.title = _printable(brief.title.text)[:255]
    properties.author, properties.last_modified_by = tr("app.title"), ""
    properties.language, properties.comments, properties.keywords = LANGUAGE_TAGS[brief.language], "", ""
    properties.created = properties.modified = properties.last_printed = made
    properties.revision = 1


def _foot(document: WordDocument, tr: Translator) -> None:
    """A foot that says that it is a draft, and of how many pages this is which."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = tr("brief.page", page="\ue000", pages="\ue001").partition("\ue000")
    between, _, after = rest.partition("\ue001")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = SMALL, GREY


def _field(paragraph: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = SMALL, GREY
    paragraph._p.remove(run._r)
    field.append(run._r)
    paragraph._p.append(field)


def _fixed(document: WordDocument) -> bytes:
    """The file with every entry of its archive dated alike."""
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
