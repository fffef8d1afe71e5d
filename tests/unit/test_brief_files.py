"""The draft brief as Word and as HTML says what the brief says."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from explorer.exports import brief_docx as word
from explorer.exports.brief_docx import brief_docx
from explorer.exports.brief_html import brief_html
from explorer.i18n import LANGUAGES, Language
from explorer.planner.brief import (
    Table,
)
from explorer.planner.telling import runs_of
from tests.unit.shipped_brief import MADE_ON, every_language, every_run, made, named

pytestmark = pytest.mark.shipped_database


# Word


@cache
def docx(language: Language) -> bytes:
    told, _, tr = made(language)
    return brief_docx(told, tr)


def document(language: Language) -> Any:
    return Document(io.BytesIO(docx(language)))


@every_language
def test_word_holds_every_sentence_and_every_cell(language: Language) -> None:
    told, _, _ = made(language)
    opened = document(language)
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    shown = "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])
    missing = [text for piece in told.pieces() if (text := "".join(run.text for run in runs_of(piece))) not in shown]
    assert missing == []
    assert len(opened.inline_shapes) == 1
    assert len(opened.tables) == sum(isinstance(block, Table) for block in told.blocks) == 4


@every_language
def test_word_repeats_the_head_of_a_table_and_keeps_its_rows_whole(language: Language) -> None:
    for table in document(language).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@every_language
def test_word_sets_chinese_in_a_chinese_font_on_a4(language: Language) -> None:
    opened = document(language)
    for style in ("Normal", "Heading 1", "Title", "Table Text", "List Bullet"):
        fonts = opened.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:asciiTheme")) is None
    section = opened.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert opened.core_properties.language == {"zh": "zh-CN", "en": "en-GB"}[language]
    assert opened.core_properties.created.date() == MADE_ON


def test_equal_briefs_give_equal_bytes() -> None:
    told, _, tr = made("zh")
    assert brief_docx(told, tr) == docx("zh")
    with zipfile.ZipFile(io.BytesIO(docx("zh"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_a_chinese_font_word_says_that_the_chart_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "has_chinese_font", lambda: False)
    told, _, tr = made("zh")
    opened = Document(io.BytesIO(brief_docx(told, tr)))
    assert len(opened.inline_shapes) == 0
    assert tr("brief.no_font") in [paragraph.text for paragraph in opened.paragraphs]


def test_a_name_with_control_characters_still_makes_a_document() -> None:
    told, _, tr = named("甲\x00\x0b县\ud800")
    opened = Document(io.BytesIO(brief_docx(told, tr)))
    assert opened.paragraphs[0].text.startswith("甲县")
    assert "甲" in brief_html(told, tr).decode("utf-8")


# HTML


class Reader(HTMLParser):
    """Reads the tags, the text, and everything that a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@every_language
def test_html_says_the_same_and_fetches_nothing(language: Language) -> None:
    told, _, tr = made(language)
    reader = Reader()
    reader.feed(brief_html(told, tr).decode("utf-8"))
    shown = "".join(reader.text)
    assert [run.text for run in every_run(told) if run.text not in shown] == []
    assert len(reader.fetched) == 1
    assert reader.fetched[0].startswith("data:image/svg+xml;base64,")
    assert reader.tags.count("thead") == 4


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "<img src=x onerror=y>", '"><b>', "&amp;"])
def test_what_a_reader_typed_is_text_in_html_and_nothing_else(name: str) -> None:
    told, _, tr = named(name)
    reader = Reader()
    reader.feed(brief_html(told, tr).decode("utf-8"))
    assert "script" not in reader.tags
    assert reader.tags.count("img") == 1
    assert "b" not in reader.tags
    assert name in "".join(reader.text)


# On paper


def test_the_document_opens_in_libreoffice_on_one_to_four_pages(tmp_path: Path) -> None:
    office, pages = shutil.which("soffice"), shutil.which("pdfinfo")
    if office is None or pages is None:
        pytest.skip(
            "needs LibreOffice Writer and poppler-utils: apt-get install libreoffice-writer-nogui poppler-utils"
        )
    for language in LANGUAGES:
        (tmp_path / f"{language}.docx").write_bytes(docx(language))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [f"{language}.docx" for language in LANGUAGES]
    subprocess.run([*command, *files], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    for language in LANGUAGES:
        printed = subprocess.run([pages, f"{language}.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True)
        found = re.search(r"Pages:\s+(\d+)", printed.stdout)
        assert found is not None
        assert 1 <= int(found.group(1)) <= 4
