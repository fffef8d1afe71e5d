"""What leaves a view: the same cells as CSV, JSON and a workbook, with what has to be known of them inside."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from explorer.exports.data_table import Column, DataTable, table_of
from explorer.exports.document import DataVersion, Document
from explorer.exports.formats import csv_file, json_file, xlsx_file
from explorer.i18n import LANGUAGES, Translator

ZH, EN = (Translator(language) for language in LANGUAGES)
HOSTILE = ('=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")
TABLE = DataTable(
    (Column("observation_id", "observation_id"), Column("place", "地点"), Column("number", "数值", is_number=True)),
    (("a-rate", "甲县", "90.30"), ("a-visits", "甲县", 469000), ("a-fall", "乙“县”, 二", "-3.5"), ("none", None, None)),
)
NOTHING = DataTable((Column("indicator_id", "indicator_id"),), ())
SOURCES = DataTable((Column("source_id", "source_id"), Column("source", "来源")), (("report", "某报告"),))
WRITERS: tuple[Callable[[Document, Translator], bytes], ...] = (csv_file, json_file, xlsx_file)
SHEETS = {"zh": ["数据", "指标说明", "来源", "说明"], "en": ["Data", "Codebook", "Sources", "Notes"]}


def document(table: DataTable = TABLE, *, title: str = "县域就诊率", filters: tuple[str, ...] = ()) -> Document:
    return Document(
        title=title,
        table=table,
        filters=filters,
        version=DataVersion("0123456789abcdef" * 4, "2026-03-07"),
        notes=["约数以空心表示"],
        citation="某库. 县域就诊率[DS/OL].",
        link="http://localhost/compare?lang=zh",
        codebook=NOTHING,
        sources=SOURCES,
    )


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


# What is inside


def test_a_csv_is_a_plain_table_that_says_in_its_last_columns_what_it_is() -> None:
    first, *_ = rows = csv_rows(csv_file(document(filters=("省份：浙江",)), ZH))
    assert list(first)[:3] == ["observation_id", "地点 (place)", "数值 (number)"]
    assert [row["数值 (number)"] for row in rows] == ["90.30", "469000", "-3.5", ""]
    told = [
        first[f"{ZH(f'file.{name}')} ({name})"] for name in ("view_title", "view_filters", "view_citation", "view_link")
    ]
    assert told == ["县域就诊率", "省份：浙江", "某库. 县域就诊率[DS/OL].", "http://localhost/compare?lang=zh"]
    assert first[f"{ZH('file.data_version')} (data_version)"] == "数据版本 0123456789ab，所据文献截至 2026-03-07"
    assert all(list(row.values())[3:] == list(first.values())[3:] for row in rows)


def test_json_names_cells_by_the_ids_of_their_columns_and_numbers_are_numbers() -> None:
    found = json.loads(json_file(document(filters=("a", "b")), ZH))
    assert found["rows"][0] == {"observation_id": "a-rate", "place": "甲县", "number": 90.3}
    assert [row["number"] for row in found["rows"]] == [90.3, 469000, -3.5, None]
    assert found["columns"][2] == {"id": "number", "head": "数值", "type": "number"}
    assert found["view_filters"] == ["a", "b"]
    assert found["data"] == {"content_hash": "0123456789abcdef" * 4, "newest_document": "2026-03-07"}
    assert found["sources"] == [{"source_id": "report", "source": "某报告"}]
    assert found["view_link"] == "http://localhost/compare?lang=zh"
    assert found["licence"] == ZH("file.licence")


@pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)
def test_a_workbook_has_sheets_for_data_codebook_sources_and_notes(tr: Translator) -> None:
    book = workbook(xlsx_file(document(), tr))
    assert book.sheetnames == SHEETS[tr.language]
    notes = {row[0]: row[1] for row in book.worksheets[3].iter_rows(values_only=True)}
    assert notes[f"{tr('file.view_title')} (view_title)"] == "县域就诊率"
    assert notes[f"{tr('file.view_link')} (view_link)"] == "http://localhost/compare?lang=zh"
    assert notes[tr("file.licence_head")] == tr("file.licence")
    assert notes["number"] == "数值"


def test_in_a_workbook_numbers_are_numbers_with_the_decimals_printed_and_ids_stand_beside_heads() -> None:
    sheet = workbook(xlsx_file(document(), ZH)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["observation_id", "地点 (place)", "数值 (number)"]
    numbers = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in numbers] == [90.3, 469000, -3.5, None]
    assert [cell.number_format for cell in numbers[:3]] == ["0.00", "0", "0.0"]
    assert all(cell.data_type == "n" for cell in numbers[:3])


# What must not happen


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_a_csv_can_run_wherever_it_comes_from(text: str) -> None:
    table = DataTable(TABLE.columns, ((text, text, 1),))
    written = csv_file(replace(document(table, title=text, filters=(text,)), link=text, citation=text), EN)
    cells = [cell for row in csv_rows(written) for cell in row.values()]
    assert len(cells) == 8
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_a_workbook_is_a_formula_or_a_link(text: str) -> None:
    table = DataTable(TABLE.columns, ((text, "http://evil.example", 1),))
    book = workbook(xlsx_file(replace(document(table, title=text, filters=(text,)), link=text), EN))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)
    # A carriage return is written as the code that XML has for it.
    assert book.worksheets[0]["A2"].value in (text, text.replace("\r", "_x000D_"))


def test_what_no_workbook_can_hold_is_left_out_and_a_text_beyond_its_cell_is_cut() -> None:
    table = DataTable(TABLE.columns, (("甲\x07乙\ufffe\ud800", "x" * 40_000, 1),))
    book = workbook(xlsx_file(document(table, title="a\x1bb"), EN))
    assert book.worksheets[0]["A2"].value == "甲乙"
    assert len(book.worksheets[0]["B2"].value) == 32_767
    assert book.worksheets[0]["B2"].value.endswith("x…")
    assert book.properties.title == "ab"


def test_text_that_looks_like_a_number_stays_text_in_a_workbook() -> None:
    table = DataTable(TABLE.columns, (("007", "1e5", 1),))
    row = workbook(xlsx_file(document(table), EN)).worksheets[0][2]
    assert [cell.value for cell in row] == ["007", "1e5", 1]
    assert [cell.data_type for cell in row] == ["s", "s", "n"]


def test_two_columns_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="share an id"):
        table_of([], {"column.note": str, "policy.date.printed": str}, EN, ids={"policy.date.printed": "note"})


# Again and elsewhere


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_the_same_document_gives_the_same_bytes(write: Callable[[Document, Translator], bytes]) -> None:
    assert write(document(), ZH) == write(document(), ZH)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_a_document_without_rows_is_a_file_all_the_same(write: Callable[[Document, Translator], bytes]) -> None:
    assert len(write(document(DataTable(TABLE.columns, ())), EN)) > 50


def test_libreoffice_opens_the_workbook_with_chinese_and_numbers_intact(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not Path(office).resolve().with_name("libsclo.so").exists():
        pytest.skip("LibreOffice Calc is not installed")
    (tmp_path / "view.xlsx").write_bytes(xlsx_file(document(), ZH))
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", as_csv]
    subprocess.run([*command, "view.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    head, *rows = csv.reader((tmp_path / "view.csv").read_text("utf-8").splitlines())
    assert head == ["observation_id", "地点 (place)", "数值 (number)"]
    assert rows[0] == ["a-rate", "甲县", "90.30"]
    assert rows[2] == ["a-fall", "乙“县”, 二", "-3.5"]
