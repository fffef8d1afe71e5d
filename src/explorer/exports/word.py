"""What every Word document of ours is set up with: paper, fonts for both scripts, languages, properties, fields."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.styles.style import ParagraphStyle
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from explorer.exports.archive import fixed, printable
from explorer.i18n import LANGUAGE_TAGS, Language

FONTS = {"zh": ("Times New Roman", "宋体", "黑体"), "en": ("Arial", "宋体", "黑体")}
"""By language: the Western font, and the Chinese ones of text and of headings."""
TEXT_WIDTH = Cm(17.0)
_MARGIN = Cm(2.0)


def set_paper(document: WordDocument) -> None:
    """A4 with equal margins, which leave TEXT_WIDTH."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def set_fonts(style: ParagraphStyle, western: str, chinese: str) -> None:
    """One font for each script of a style."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # a theme's font would win over the named one
    for name, font in (("ascii", western), ("hAnsi", western), ("cs", western), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), font)


def set_languages(document: WordDocument) -> None:
    """What the words of each script are spelt in."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language: Any = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")


def set_properties(document: WordDocument, title: str, author: str, language: Language, made_on: date) -> None:
    """What a file manager tells of the document; nothing of who made it or when to the minute."""
    properties = document.core_properties
    properties.title, properties.author = printable(title)[:255], author
    properties.last_modified_by, properties.comments, properties.keywords = "", "", ""
    properties.language, properties.revision = LANGUAGE_TAGS[language], 1
    properties.created = properties.modified = properties.last_printed = datetime.combine(made_on, time(0))


def shade(cell: WordCell, colour: str) -> None:
    """Fill a cell of a table; ``colour`` in six hexadecimal digits."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def add_field(paragraph: WordParagraph, code: str) -> Run:
    """Append what Word computes, such as ``PAGE``; the run returned carries its looks."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    paragraph._p.remove(run._r)
    field.append(run._r)
    paragraph._p.append(field)
    return run


def saved(document: WordDocument) -> bytes:
    """The file; equal documents give equal bytes."""
    written = io.BytesIO()
    document.save(written)
    return fixed(written.getvalue())
