"""A story on paper: what participants get without the answers before their time, and what its leader gets."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from explorer.exports.handout import (
    Block,
    Heading,
    Lines,
    NewPage,
    Paper,
    Picture,
    Table,
    Words,
    facilitator_guide,
    handout,
)
from explorer.exports.handout_docx import paper_docx
from explorer.exports.handout_html import paper_html
from explorer.exports.story_words import said
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.queries import records
from explorer.schema import Text
from tests.unit.story_deck import NAMES, TODAY, every_story, material, translator

pytestmark = pytest.mark.shipped_database


def lines_of(blocks: tuple[Block, ...]) -> list[str]:
    """Every text of a paper, in order."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Words):
            found += [each.text for each in block.paragraphs]
        elif isinstance(block, Table):
            found += [*block.grid.header, *(cell for row in block.grid.rows for cell in row)]
    return found


def lines_in(text: Text | None, tr: Translator) -> list[str]:
    return [line.removeprefix("- ") for line in said(text, tr).splitlines()] if text is not None else []


@every_story
def test_a_handout_asks_first_and_answers_on_pages_of_their_own(name: str, language: Language) -> None:
    tr, whole = translator(language), material(name, language)
    paper = handout(whole, tr)
    turn = next(index for index, block in enumerate(paper.blocks) if isinstance(block, NewPage))
    asked, answered = lines_of(paper.blocks[:turn]), lines_of(paper.blocks[turn:])
    for each in whole.steps:
        assert set(lines_in(each.step.prompt, tr)) <= set(asked)
        for line in lines_in(each.step.reveal, tr):
            assert line in answered
            assert line not in asked
    assert answered[-len(whole.references) :] == list(whole.references)


@every_story
def test_a_handout_has_room_to_write_and_tells_no_notes_of_the_facilitator(name: str, language: Language) -> None:
    tr, whole = translator(language), material(name, language)
    paper = handout(whole, tr)
    room = [block for block in paper.blocks if isinstance(block, Lines)]
    forms = [block for block in paper.blocks if isinstance(block, Table) and block.tall]
    assert len(room) == len(whole.steps)
    assert len(forms) == sum(each.step.kind in ("guess", "scoring") for each in whole.steps)
    written = lines_of(paper.blocks)
    assert not any(line in written for each in whole.steps for line in lines_in(each.step.notes, tr))


@every_story
def test_what_is_to_be_guessed_stands_only_among_the_answers(name: str, language: Language) -> None:
    tr, whole = translator(language), material(name, language)
    paper = handout(whole, tr)
    turn = next(index for index, block in enumerate(paper.blocks) if isinstance(block, NewPage))
    pictures_asked = [block for block in paper.blocks[:turn] if isinstance(block, Picture)]
    at_once = [panel for each in whole.steps if each.at_once for panel in each.panels]
    assert len(pictures_asked) == len(at_once)


@every_story
def test_a_guide_has_schedule_answers_notes_and_the_place_of_every_figure(name: str, language: Language) -> None:
    tr, whole = translator(language), material(name, language)
    written = "\n".join(lines_of(facilitator_guide(whole, tr).blocks))
    assert tr("slides.schedule") in written
    assert tr("stories.step.minutes", count=whole.story.minutes) in written
    for each in whole.steps:
        for text in (each.step.prompt, each.step.reveal, each.step.notes):
            assert all(line in written for line in lines_in(text, tr))
        for row in records(each.figures):
            assert (row["as_reported"] or tr.pick(row, "formula")) in written
            assert row["locator"] is None or row["locator"] in written


class Tags(HTMLParser):
    """Which elements and attributes a file has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def hostile() -> Paper:
    """A story whose texts would be markup if they were not escaped."""
    whole = material(NAMES[0], "en")
    bad = '<script>alert(1)</script> & "quoted" <img src=x onerror=alert(1)>'
    text = Text(zh=bad, en=bad)
    step = whole.steps[0].step.model_copy(update={"prompt": text, "title": text, "reveal": text, "notes": text})
    story = whole.story.model_copy(update={"title": text, "summary": text, "aims": (text,)})
    changed = replace(whole, story=story, steps=(replace(whole.steps[0], step=step),), references=(bad,))
    return facilitator_guide(changed, translator("en"))


def test_nothing_in_a_story_becomes_markup() -> None:
    page = paper_html(hostile()).decode()
    tags = Tags()
    tags.feed(page)
    assert {tag for tag, _ in tags.found}.isdisjoint({"script", "link", "iframe"})
    assert [attributes for tag, attributes in tags.found if tag == "img"] == []
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_fetches_nothing_and_says_its_language(language: Language) -> None:
    page = paper_html(handout(material(NAMES[0], language), translator(language))).decode()
    tags = Tags()
    tags.feed(page)
    assert ("html", {"lang": {"zh": "zh-CN", "en": "en-GB"}[language]}) in tags.found
    sources = [attributes["src"] or "" for tag, attributes in tags.found if tag == "img"]
    assert sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert all(attributes["alt"] for tag, attributes in tags.found if tag == "img")
    assert "default-src 'none'" in page
    assert re.search(r"url\(|@import|<a ", page) is None


def words_of(document: Any) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_gets_the_same_texts_tables_and_pictures(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.exports.handout_docx.has_chinese_font", lambda: True)
    paper = facilitator_guide(material(NAMES[0], language), translator(language))
    document = Document(io.BytesIO(paper_docx(paper, translator(language), TODAY)))
    written = words_of(document)
    assert [line for line in lines_of(paper.blocks) if line not in written] == []
    assert len(document.tables) == sum(isinstance(block, Table) for block in paper.blocks)
    assert len(document.inline_shapes) == sum(isinstance(block, Picture) for block in paper.blocks)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"


def test_word_says_so_where_no_font_can_draw_a_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.exports.handout_docx.has_chinese_font", lambda: False)
    tr = translator("en")
    document = Document(io.BytesIO(paper_docx(handout(material(NAMES[0], "en"), tr), tr, TODAY)))
    assert len(document.inline_shapes) == 0
    assert tr("handout.no_font") in words_of(document)


def test_equal_papers_give_equal_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.exports.handout_docx.has_chinese_font", lambda: False)
    tr = translator("zh")
    paper = handout(material(NAMES[0], "zh"), tr)
    assert paper_docx(paper, tr, TODAY) == paper_docx(paper, tr, TODAY)
    assert paper_html(paper) == paper_html(paper)
