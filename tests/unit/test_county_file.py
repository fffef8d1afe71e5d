"""A county file comes back as it was saved; what is wrong in a file or in pasted text is told row by row."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from explorer.county import FIELDS
from explorer.i18n import LANGUAGES, Translator
from explorer.planner.county_file import FileReading, read_county_file
from explorer.planner.county_template import county_csv, county_xlsx
from explorer.planner.entries import Entries, options_of
from explorer.planner.file_cells import MOST_BYTES
from explorer.planner.problems import KEYS, told
from tests.unit.planner_words import EN, LABELS, ZH

Made = Callable[[Entries, Translator], bytes]

FILLED = Entries(
    name="甲县",
    year="2023",
    texts={"population": "约60万", "county_visit_rate": "85.3%", "primary_rate": "五成", "fund": "5.6亿"},
    definitions={"county_visit_rate": "monitored", "primary_rate": "within_county"},
    choices={"payment": ("capitation",), "in_place": ("unified-management",), "lead_hospital": ("secondary_a",)},
)


def read(data: bytes | str) -> FileReading:
    return read_county_file(data.encode() if isinstance(data, str) else data, LABELS)


def said(reading: FileReading) -> list[tuple[str, int | None]]:
    return [(problem.key, problem.row) for problem in reading.problems]


def workbook(rows: Iterable[Iterable[object]], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """An XLSX file of one sheet."""
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    change(book)
    book.save(data)
    return data.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return data.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as read_back:
        return {name: read_back.read(name) for name in read_back.namelist()}


# The template


@pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)
@pytest.mark.parametrize("make", [county_csv, county_xlsx])
def test_a_filled_form_comes_back_from_its_file_in_either_language(make: Made, tr: Translator) -> None:
    reading = read(make(FILLED, tr))
    assert reading.problems == ()
    assert reading.entries == FILLED


@pytest.mark.parametrize("make", [county_csv, county_xlsx])
def test_an_empty_template_says_that_nothing_was_filled_in(make: Made) -> None:
    assert said(read(make(Entries(), ZH))) == [("file_nothing", None)]


def test_the_template_has_a_row_for_every_field_and_every_tag_with_its_meaning_and_where_to_find_it() -> None:
    rows = list(csv.DictReader(io.StringIO(county_csv(Entries(), ZH).decode("utf-8-sig"))))
    ids = [row["编号 ID"] for row in rows]
    several = [f"{each.field_id}.{tag}" for each in FIELDS if each.dimension for tag in options_of(each, LABELS)]
    assert ids == ["name", "year", *(each.field_id for each in FIELDS if not each.dimension), *several]
    assert all(row["项目 Field"] and row["说明 Explanation"] and row["数据来源 Where to find it"] for row in rows)


def test_the_workbook_offers_the_definitions_and_options_to_choose_from() -> None:
    book = load_workbook(io.BytesIO(county_xlsx(Entries(), EN)))
    listed = {validation.formula1 for validation in book.worksheets[0].data_validations.dataValidation}
    offered = {tuple(cell.value for (cell,) in book["options"][area.partition("!")[2]]) for area in listed}
    assert ("As used in documents", "As monitored (visits)") in offered
    assert ("yes",) in offered
    assert book["options"].sheet_state == "hidden"


@pytest.mark.parametrize("make", [county_csv, county_xlsx])
def test_nothing_typed_into_the_form_can_run_as_a_formula_in_its_file(make: Made) -> None:
    data = make(Entries(name='=HYPERLINK("https://example.com")', texts={"visits": "+cmd", "fund": "@x"}), ZH)
    if make is county_xlsx:
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    else:
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_what_no_workbook_can_hold_is_left_out_of_the_file() -> None:
    data = county_xlsx(Entries(name="甲\x07县", texts={"visits": "5\x0b00\ufffe", "fund": "\x07"}), ZH)
    cells = {cell.value for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row}
    assert {"甲县", "500"} <= cells


def test_a_negative_number_comes_back_from_its_guarded_cell() -> None:
    (problem,) = read(county_csv(Entries(texts={"visits": "-5"}), ZH)).problems
    assert (problem.key, problem.entered) == ("impossible", "-5")


# What people make of it


def hide_first(book: Workbook) -> None:
    book.create_sheet("甲县").append(["人口数", "60万"])
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1


def merge_heads(book: Workbook) -> None:
    for area in ("A1:C1", "A2:B2"):
        book.active.merge_cells(area)


READABLE: dict[str, tuple[bytes, Entries]] = {
    "UTF-8": ("项目,数值\n人口数,60万\n".encode(), Entries(texts={"population": "60万"})),
    "UTF-8 with a byte order mark": (
        "项目,数值\n人口数,60万\n".encode("utf-8-sig"),
        Entries(texts={"population": "60万"}),
    ),
    "GBK": ("项目,数值\n人口数,60万\n".encode("gbk"), Entries(texts={"population": "60万"})),
    "GB18030": ("项目,数值\n人口数,60万\n县名,㐀县\n".encode("gb18030"), Entries("㐀县", texts={"population": "60万"})),
    "UTF-16": ("项目\t数值\n人口数\t60万\n".encode("utf-16"), Entries(texts={"population": "60万"})),
    "UTF-16 without a mark": (
        "field,value\npopulation,600000\n".encode("utf-16-le"),
        Entries(texts={"population": "600000"}),
    ),
    "old Mac line ends": ("项目,数值\r人口数,60万\r".encode(), Entries(texts={"population": "60万"})),
    "semicolons": ("项目;数值\n人口数;600,000\n".encode(), Entries(texts={"population": "600,000"})),
    "full-width commas": ("项目，数值\n人口数，６０万\n".encode(), Entries(texts={"population": "６０万"})),
    "quoted thousands": ('项目,数值\n人口数,"600,000"\n'.encode(), Entries(texts={"population": "600,000"})),
    "columns in another order": ("数值,单位,指标\n60万,人,人口数\n".encode(), Entries(texts={"population": "60万"})),
    "units in the names": ("项目,数值\n县域就诊率（%）,85.3\n".encode(), Entries(texts={"county_visit_rate": "85.3"})),
    "a title above the heads": ("某县县情\n\n项目,数值\n人口数,60万\n".encode(), Entries(texts={"population": "60万"})),
    "English names": (b"Field,Value\nPopulation,600000\n", Entries(texts={"population": "600000"})),
    "a year a row": ("项目,数值,年份\n人口数,60万,2022\n".encode(), Entries(year="2022", texts={"population": "60万"})),
    "a list of tags": (
        "项目,数值\n已实行的付费与资金方式,按人头总额付费；DRG 付费\n".encode(),
        Entries(choices={"payment": ("capitation", "drg")}),
    ),
    "numbers in cells": (
        workbook([["项目", "数值"], ["人口数", 600000], ["病例组合指数（CMI）", 0.82]]),
        Entries(texts={"population": "600000", "case_mix_index": "0.82"}),
    ),
    "merged heads": (
        workbook([["县情数据", None, None], ["项目", None, "数值"], ["人口数", None, "60万"]], merge_heads),
        Entries(texts={"population": "60万"}),
    ),
    "an empty sheet first": (
        workbook([], lambda book: book.create_sheet("甲县").append(["人口数", "60万"])),
        Entries(texts={"population": "60万"}),
    ),
    "a hidden sheet first": (workbook([["人口数", "10万"]], hide_first), Entries(texts={"population": "60万"})),
}


@pytest.mark.parametrize("kind", READABLE)
def test_a_table_is_read_however_it_was_saved(kind: str) -> None:
    data, entries = READABLE[kind]
    reading = read(data)
    assert reading.problems == ()
    assert reading.entries == entries


def test_a_cell_formatted_as_percent_is_read_as_it_shows() -> None:
    def as_percent(book: Workbook) -> None:
        book.active["B2"].number_format = "0.0%"

    reading = read(workbook([["项目", "数值"], ["县域就诊率", 0.853]], as_percent))
    assert reading.entries.texts == {"county_visit_rate": "85.3%"}


# Hostile and careless files: each is read rightly, or one sentence says what is wrong and where


def with_part(name: str, part: bytes) -> bytes:
    return packed(parts_of(county_xlsx(FILLED, ZH)) | {name: part})


def with_declared_size() -> bytes:
    """A small sheet that says of itself that it is as large as sheets get."""
    parts = parts_of(workbook([["人口数", "60万"]]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet.replace(b'ref="A1:B1"', b'ref="A1:XFD1048576"')})


def with_external_link() -> bytes:
    return workbook([["项目", "数值"], ["人口数", "='https://example.com/[book.xlsx]Sheet1'!A1"]])


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
HEAD = "项目,数值\n"
HOSTILE: dict[str, tuple[bytes, list[tuple[str, int | None]]]] = {
    "nothing": (b"", [("file_empty", None)]),
    "white space": (b" \r\n\t\n" * 9, [("file_empty", None)]),
    "only a byte order mark": (b"\xef\xbb\xbf\r\n", [("file_nothing", None)]),
    "only NUL bytes": (b"\x00" * 1000, [("file_empty", None)]),
    "too large": (b"a" * (MOST_BYTES + 1), [("file_too_large", None)]),
    "a picture called CSV": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, [("file_kind", None)]),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)), [("file_kind", None)]),
    "a Word document": (packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), [("file_kind", None)]),
    "an old workbook or one with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
        [("file_old", None)],
    ),
    "no text at all": (bytes([255, 254, 0xD8, 0xD8, 7]) * 40 + b"\xff", [("file_encoding", None)]),
    "control characters": (b"\x01\x02\x03\x04 abc" * 9, [("file_kind", None)]),
    "a workbook cut short": (county_xlsx(FILLED, ZH)[:5000], [("file_broken", None)]),
    "a zip bomb": (
        packed({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/a.xml": b"\x00" * 100 * MOST_BYTES}),
        [("file_unfolds", None)],
    ),
    "ten thousand parts": (packed({f"xl/{n}.xml": b"" for n in range(10_000)}), [("file_unfolds", None)]),
    "entities in XML": (with_part("xl/workbook.xml", DOCTYPE), [("file_broken", None)]),
    "a sheet that is no XML": (with_part("xl/worksheets/sheet1.xml", b"<worksheet"), [("file_broken", None)]),
    "a link to another workbook": (with_external_link(), [("formula", 2)]),
    "a formula in a cell": (workbook([["项目", "数值"], ["人口数", "=300000*2"]]), [("formula", 2)]),
    "a formula in a text": (f"{HEAD}人口数,=300000*2\n".encode(), [("formula", 2)]),
    "an error in a cell": (workbook([["项目", "数值"], ["人口数", "#DIV/0!"]]), [("cell_error", 2)]),
    "a date in a cell": (workbook([["项目", "数值"], ["县域就诊率", date(2023, 1, 2)]]), [("date", 2)]),
    "1e308 in a text": (f"{HEAD}人口数,1e308\n".encode(), [("beyond", 2)]),
    "1e308 in a cell": (workbook([["项目", "数值"], ["人口数", 1e308]]), [("beyond", 2)]),
    "a negative number": (f"{HEAD}居民年就诊人次,-5\n".encode(), [("impossible", 2)]),
    "a share above one hundred": (f"{HEAD}县域就诊率,185%\n".encode(), [("impossible", 2)]),
    "words for a number": (f"{HEAD}人口数,很多\n".encode(), [("unreadable", 2)]),
    "a NUL byte in a number": (f"{HEAD}县域就诊率,85\x00.3\n".encode(), [("unreadable", 2)]),
    "a range": (f"{HEAD}县域就诊率,80%-90%\n".encode(), [("several", 2)]),
    "thousands that split a row": (f"{HEAD}人口数,600,000\n".encode(), [("row_split", 2)]),
    "a misspelt field": (f"{HEAD}县域内就诊率,85\n".encode(), [("row_unknown_near", 2)]),
    "a field of nobody’s": (f"{HEAD}GDP,85\n".encode(), [("row_unknown", 2)]),
    "a field twice": (f"{HEAD}人口数,60万\n人口数,61万\n".encode(), [("row_repeated", 3)]),
    "a definition of nobody’s": (
        "项目,数值,口径\n县域就诊率,85%,大概\n".encode(),
        [("definition_unknown", 2)],
    ),
    "an option of nobody’s": (f"{HEAD}牵头医院等级,特级\n".encode(), [("option_unknown", 2)]),
    "neither yes nor no": (f"{HEAD}payment.drg,也许\n".encode(), [("yes_or_no", 2)]),
    "years that differ": ("项目,数值,年份\n人口数,60万,2022\n上转人次,500,2023\n".encode(), [("years_differ", None)]),
    "a year that is none": (f"{HEAD}数据年份,去年\n".encode(), [("year", 2)]),
    "a quotation mark that does not close": (f'{HEAD}人口数,60万\n县名,"甲县\n'.encode(), [("file_unclosed", 3)]),
    "a million columns": (b"," * 1_000_000, [("file_too_many_columns", 1)]),
    "a million filled columns": (b"1," * (MOST_BYTES // 2), [("row_unknown", 1), ("file_too_many_columns", 1)]),
    "a hundred thousand rows": ((HEAD + "人口数,\n" * 70_000).encode(), [("file_too_many_rows", None)]),
    "a cell of a megabyte": (f"{HEAD}人口数,".encode() + b"9" * (MOST_BYTES - 100), [("file_unclosed", 2)]),
    "a size that is not true": (with_declared_size(), []),
    "markup for a name": (f"{HEAD}县名,<script>alert(1)</script>\n".encode(), []),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_careless_file_is_read_or_told_about_in_one_sentence(kind: str) -> None:
    data, expected = HOSTILE[kind]
    reading = read(data)
    assert sorted(said(reading), key=str) == sorted(expected, key=str)
    for problem in reading.problems:
        for tr in (ZH, EN):
            sentence = told(problem, tr)
            assert "\n" not in sentence
            assert len(sentence) < 250
            assert "{" not in sentence


def test_a_row_that_cannot_be_read_does_not_keep_the_others_from_being_read() -> None:
    reading = read(f"{HEAD}人口数,很多\n县域就诊率,85.3%\n".encode())
    assert reading.entries.texts == {"county_visit_rate": "85.3%"}
    assert reading.count == 1


def test_a_message_names_the_row_as_the_editor_counts_it_and_the_field() -> None:
    (problem,) = read("县情\n\n项目,数值\n人口数,很多\n".encode()).problems
    assert told(problem, ZH) == "第 4 行“人口数”：“很多”不是一个数；请只写数字，如 85.3 或 60万。"
    assert (
        told(problem, EN) == "Row 4, Population: “很多” is not a number; enter figures only, such as 85.3 or 600,000."
    )


def test_a_misspelt_field_is_asked_about_by_its_name() -> None:
    (problem,) = read(f"{HEAD}县域内就诊率,85\n".encode()).problems
    assert "是否指“县域就诊率”" in told(problem, ZH)


def test_every_kind_of_problem_of_a_file_has_been_seen_here() -> None:
    seen = {key for _, problems in HOSTILE.values() for key, _ in problems}
    of_one_number = {"too_long", "bound", "comma", "fractional", "wrong_unit", "unusual", "perhaps_percent"}
    of_a_county = {"perhaps_larger", "definition_missing", "name_missing", "name_too_long", "primary_above_county"}
    of_a_county |= {"admissions_over", "part_above_whole", "per_head"}
    assert seen | of_one_number | of_a_county | {"paste_too_long"} == KEYS


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=100)
def test_any_bytes_are_read_or_told_about(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", "项目,数值\n".encode()):
        for problem in read(start + data).problems:
            assert told(problem, ZH)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_workbook_with_anything_changed_in_it_is_read_or_told_about(data: st.DataObject) -> None:
    parts = parts_of(county_xlsx(FILLED, ZH))
    name = data.draw(st.sampled_from(sorted(parts)))
    part, at = parts[name], data.draw(st.integers(0, len(parts[name])))
    snippet = data.draw(st.sampled_from([b"<", b'"', b"&#0;", b't="e"', b'r="ZZZZ9"', b"<f>A1</f>", b"1e999", b"\xff"]))
    cut = data.draw(st.integers(0, 80))
    reading = read(packed(parts | {name: part[:at] + snippet + part[at + cut :]}))
    assert reading.count or reading.problems
