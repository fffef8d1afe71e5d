"""What in a file would act when somebody opens it: a script, a formula, an address elsewhere, a form that is broken."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any

import openpyxl
from docx import Document
from lxml import etree
from PIL import Image
from pptx import Presentation

NUMBER = re.compile(r"[-+]?\d[\d.,]*(?:[eE][-+]?\d+)?%?|[=@+-]")
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
DRAWN = {"svg", "g", "path", "text", "tspan", "rect", "line", "circle", "defs", "clipPath", "linearGradient", "stop"}
ABOUT = {"title", "desc", "metadata", "RDF", "Description", "source", "rights", "description"}
WRITTEN = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "b", "span", "div", "sup", "img"),
    *("ul", "li", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
}
"""The elements that our pages to print are made of."""

FIELDS = {"PAGE", "NUMPAGES"}
PRINTER = "ppt/printerSettings/printerSettings1.bin"
"""Comes with the library's template."""


def acting(name: str, content: bytes) -> list[str]:
    """Everything in a file that would act, or keeps it from being opened as what its name says."""
    return list(_READERS[PurePosixPath(name).suffix](content))


def _csv(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
        for cell in row:
            if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell):
                yield f"formula: {cell[:80]}"


def _json(content: bytes) -> Iterator[str]:
    json.loads(content)
    yield from ()


def _html(content: bytes) -> Iterator[str]:
    reader = _Page()
    reader.feed(content.decode("utf-8"))
    reader.close()
    yield from reader.found
    if reader.policies != 1:
        yield "no policy"
    for picture in reader.pictures:
        yield from _svg(picture)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.pictures: list[bytes] = []
        self.policies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in WRITTEN:
            self.found.append(f"element: {tag}")
        self.found += [f"attribute: {name}" for name in given if name.startswith("on") or name in ("href", "action")]
        self.policies += given.get("http-equiv") == "Content-Security-Policy"
        if tag == "img":
            kind, _, encoded = (given.get("src") or "").partition(";base64,")
            if kind == "data:image/svg+xml":
                self.pictures.append(base64.b64decode(encoded, validate=True))
            else:
                self.found.append(f"picture: {given.get('src')}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment: {data[:80]}")


def _svg(content: bytes) -> Iterator[str]:
    for element in etree.fromstring(content).iter():
        if not isinstance(element.tag, str):
            yield f"no element: {element!r}"
            continue
        tag = etree.QName(element).localname
        if tag not in DRAWN | ABOUT:
            yield f"element: {tag}"
        for name, value in element.attrib.items():
            plain = etree.QName(name).localname
            if plain.startswith("on") or plain in ("href", "src"):
                yield f"attribute: {plain}"
            if re.search(r"url\((?!['\"]?#)", value) and plain != "aria-label":
                yield f"attribute: {plain}={value[:80]}"


def _png(content: bytes) -> Iterator[str]:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        if image.format != "PNG":
            yield f"format: {image.format}"
        yield from (
            f"text: {name}" for name in set(image.info) - {"dpi", "Title", "Description", "Source", "Copyright"}
        )


def _parts(content: bytes) -> Iterator[str]:
    """What would act in the parts of an Office file, worksheets inside charts included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            kind = PurePosixPath(name).suffix
            if kind == ".xlsx":
                yield from _xlsx(archive.read(name))
            elif kind in (".xml", ".rels") or name == "_rels/.rels":
                root = etree.fromstring(archive.read(name))
                yield from (f"{name}: to {one.get('Target')}" for one in root.iter() if one.get("TargetMode"))
                yield from _fields(root)
            elif kind not in (".png", ".jpeg") and name != PRINTER:
                yield f"part: {name}"


def _fields(root: Any) -> Iterator[str]:
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in ("instrText", "hyperlink", "hlinkClick", "altChunk", "oleObject"):
            yield f"element: {tag}"
        if tag == "fldSimple":
            yield from (f"field: {code}" for code in element.attrib.values() if code not in FIELDS)


def _xlsx(content: bytes) -> Iterator[str]:
    yield from _parts(content)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in workbook:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f" or cell.hyperlink:
                yield f"cell {cell.coordinate}: {str(cell.value)[:80]}"
    yield from (f"name: {name}" for name in workbook.defined_names)


def _docx(content: bytes) -> Iterator[str]:
    yield from _parts(content)
    if not Document(io.BytesIO(content)).paragraphs:
        yield "nothing in it"


def _pptx(content: bytes) -> Iterator[str]:
    yield from _parts(content)
    for slide in Presentation(io.BytesIO(content)).slides:
        if slide.part.rels and not slide.shapes:
            yield "an empty slide"


def _zip(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield from (f"{name}: {each}" for each in acting(name, archive.read(name)))


def _nothing(content: bytes) -> Iterator[str]:
    yield from () if content else ("empty",)


_READERS = {
    ".csv": _csv, ".json": _json, ".html": _html, ".svg": _svg, ".png": _png, ".xlsx": _xlsx, ".docx": _docx,
    ".pptx": _pptx, ".zip": _zip, ".parquet": _nothing, ".duckdb": _nothing, ".yaml": _nothing, ".md": _nothing,
    ".cff": _nothing,
}  # fmt: skip
