"""What heads the parts of a file: columns, sheets, sections, slides."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import openpyxl
from docx import Document
from pptx import Presentation

from explorer.i18n import LANGUAGES, Translator
from tests.app.taken_away import Taken


@dataclass(frozen=True)
class Heading:
    """``place`` is what it heads: the same in every language."""

    place: str
    text: str


NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+\. )")


def headings(file: Taken) -> list[Heading]:
    """The headings of a file in order, without the numbers of sections, which are Chinese before any word."""
    return [Heading(each.place, NUMBERED.sub("", each.text)) for each in READ[file.kind](file.content)]


ID_BESIDE = re.compile(r" \([a-z0-9_]+\)$")
"""The id of a column beside its head."""


def _csv(content: bytes) -> Iterator[Heading]:
    (heads, *_) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    for place, head in enumerate(heads):
        yield Heading(f"column {place}", ID_BESIDE.sub("", head))


def _xlsx(content: bytes) -> Iterator[Heading]:
    for number, sheet in enumerate(openpyxl.load_workbook(io.BytesIO(content)).worksheets, start=1):
        if sheet.sheet_state == "hidden":
            continue
        yield Heading(f"sheet {number}", sheet.title)
        lines = [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]
        if lines[0][0].endswith("(view_title)"):  # notes: lines of text, each under its name
            yield from (Heading(f"sheet {number}, line", ID_BESIDE.sub("", name)) for name, *_ in lines)
            continue
        if not any(lines[0][1:]):
            yield Heading(f"sheet {number}, title", lines.pop(0)[0])
        for place, head in enumerate(lines[0]):
            yield Heading(f"sheet {number}, column {place}", ID_BESIDE.sub("", head))


def _json(content: bytes) -> Iterator[Heading]:
    told = json.loads(content)
    yield Heading("title", told["view_title"])
    yield from (Heading(f"{column['id']}, {column['type']}", column["head"]) for column in told["columns"])


def _chart(content: bytes) -> Iterator[Heading]:
    title = json.loads(content)
    yield Heading("title", title["text"])
    if any(title["subtitle"]):
        yield Heading("subtitle", " ".join(title["subtitle"]))


CONTINUED = re.compile("|".join(re.escape(Translator(name)("slides.again", title="")) for name in LANGUAGES))


def _pptx(content: bytes) -> Iterator[Heading]:
    """Of a slide that goes on from the one before nothing: how many there are depends on how long the text is."""
    for slide in Presentation(io.BytesIO(content)).slides:
        title = slide.shapes.title.text_frame.text
        if not CONTINUED.search(title):
            yield Heading("slide", title)


def heads_of_tables(content: bytes) -> list[str]:
    """The heads of every table of a deck, each once."""
    shapes = [shape for slide in Presentation(io.BytesIO(content)).slides for shape in slide.shapes]
    return list(dict.fromkeys(cell.text for each in shapes if each.has_table for cell in each.table.rows[0].cells))


def _docx(content: bytes) -> Iterator[Heading]:
    opened = Document(io.BytesIO(content))
    for paragraph in opened.paragraphs:
        style = str(paragraph.style.name if paragraph.style is not None else "")
        if re.match("Title|Heading", style):
            yield Heading(style, paragraph.text)
    for number, table in enumerate(opened.tables, start=1):
        for place, cell in enumerate(table.rows[0].cells):
            yield Heading(f"table {number}, column {place}", cell.text)


class _Heads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Heading] = []
        self._inside: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if re.fullmatch("title|h[1-6]|th", tag):
            self._inside, self._text = tag, ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self.found.append(Heading(tag, self._text.strip()))
            self._inside = None


def _html(content: bytes) -> Iterator[Heading]:
    reader = _Heads()
    reader.feed(content.decode("utf-8"))
    yield from reader.found


READ: dict[str, Callable[[bytes], Iterator[Heading]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "chart": _chart,
    "pptx": _pptx,
    "docx": _docx,
    "html": _html,
}
"""Kinds of files that have headings."""
