"""A document's own headings decide what a locator means, and white space in it decides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.verification.documents import Document

REPORT = Path(__file__).parents[1] / "fixtures" / "documents" / "report.txt"


@pytest.fixture
def report() -> Document:
    return Document.read(REPORT)


def made(tmp_path: Path, text: str, *headings: str) -> Document:
    path = tmp_path / "document.txt"
    path.write_text(text, "utf-8")
    return Document.read(path, headings)


def under(document: Document, locator: str) -> str:
    """The text of the one section that a locator names."""
    (section,) = document.find(locator)
    return document.text[section.start : section.end]


def test_a_section_reaches_to_the_next_heading_of_its_level_and_holds_its_parts(report: Document) -> None:
    text = under(report, "(一)案例一 2")
    assert text.startswith("2. 创新模式与举措")
    assert "2.1 人才下沉" in text
    assert "2.2 同质管理" in text
    assert "成果与成效" not in text


@pytest.mark.parametrize("locator", ["(一)案例一 3", "（一）案例一 3", "第二章 一 (一)案例一 3", "案例一 3"])
def test_levels_above_may_be_left_out_and_brackets_may_be_wide(report: Document, locator: str) -> None:
    assert under(report, locator).startswith("3. 成果与成效")


@pytest.mark.parametrize("locator", ["1", "案例 1", "(二)案例一 1", "第三章", "案例一 2.3", "表9", "", "；"])
def test_a_locator_that_names_no_section_or_two_finds_none(report: Document, locator: str) -> None:
    assert report.find(locator) == []


def test_a_locator_of_two_parts_names_two_sections(report: Document) -> None:
    assert [section.locator for section in report.find("(一)案例一 2.1；(一)案例一 3")] == [
        "(一)案例一 2.1",
        "(一)案例一 3",
    ]
    assert report.find("(一)案例一 2.1；(一)案例一 9") == []


def test_a_line_that_starts_with_a_number_out_of_order_is_no_heading(report: Document) -> None:
    assert "15 元以上" in under(report, "(一)案例一 1")


def test_the_head_of_a_page_does_not_start_its_chapter_anew(report: Document) -> None:
    assert under(report, "(一)案例一 2.2").startswith("2.2 同质管理")
    assert [section.path for section in report.find("第二章")] == [("第二章",)]


def test_a_table_ends_with_its_last_line_in_columns(report: Document) -> None:
    table = under(report, "表1")
    assert "乙院" in table
    assert "填报" not in table


def test_an_introduction_stands_before_the_first_number(report: Document) -> None:
    assert under(report, "(一)案例一 引言").strip() == "长兴县 2015 年组建医共体。"


def test_the_whole_document_is_a_section_too(report: Document) -> None:
    assert under(report, "全文") == report.text


def test_the_first_chapter_is_implied_where_the_second_is_the_first_with_a_heading(tmp_path: Path) -> None:
    document = made(tmp_path, "前言。\n\n一、概况\n\n有 3 家。\n\n第二章  意义\n\n一、理念\n\n有 4 家。\n")
    assert "3 家" in under(document, "第一章 一")
    assert "4 家" in under(document, "第二章 一")


def test_headings_in_words_are_told_by_the_source(tmp_path: Path) -> None:
    text = "导语 1。\n\n管理精细化 同质运营\n\n有 2 家。\n\n特色品牌化 中西医融合\n\n有 3 家。\n"
    document = made(tmp_path, text, "管理精细化", "特色品牌化")
    assert under(document, "管理精细化").endswith("有 2 家。\n\n")
    assert under(document, "引言").strip() == "导语 1。"
    assert made(tmp_path, text).find("管理精细化") == []


def test_words_are_found_whatever_the_white_space(report: Document) -> None:
    section = report.find("(一)案例一 3")[0]
    for words in ("惠及四千余人次", "惠 及 四 千 余 人 次", "县域就诊率达到90.30%"):
        assert len(report.occurrences(words, section.start, section.end)) == 1, words
    assert report.occurrences("惠及四千余人次", 0, section.start) == []


def test_a_number_is_not_found_inside_a_longer_one(report: Document) -> None:
    for words in ("8 家", "0.30%", "200.5 万元", "90.3", "1,200"):
        found = [report.text[start:end] for start, end in report.occurrences(words)]
        assert found == (["8 家"] if words == "8 家" else []), words  # and not in 18 家


def test_two_cells_are_not_one_number(report: Document) -> None:
    assert report.occurrences("甲院 10 6")
    assert report.occurrences("甲院 106") == []
    assert report.occurrences("甲院 1") == []
