"""Files that are not what they seem, or would do something when opened: refused with one sentence, quickly."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator

import pytest
from openpyxl import Workbook

from explorer.i18n import LANGUAGES, Translator
from explorer.own_figures.faults import KEYS, Fault, said
from explorer.own_figures.files import LIMITS, PanelFile, opened, pasted
from explorer.own_figures.panel import PANEL_SCHEMA
from explorer.planner.file_cells import MEGABYTE
from tests.unit.own_tables import LABELS, fault_of, of_csv, of_parquet, of_xlsx, read

HEADS = ("地区", "年份", "出院人次")
GOOD = (HEADS, ("甲县", 2023, 7))
LONGEST_S = 10.0


def repacked(data: bytes, **added: bytes) -> bytes:
    """The same packed file with further parts, or with others in their place."""
    out = io.BytesIO()
    names = {name.replace("__", "/"): part for name, part in added.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in names:
                after.writestr(name, before.read(name))
        for name, part in names.items():
            after.writestr(name, part)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet unpacks to a thousand times its size."""
    out = io.BytesIO(of_xlsx(GOOD))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        part.writelines([b" " * (8 * MEGABYTE)] * 12)
    return out.getvalue()


def many_parts() -> bytes:
    return repacked(of_xlsx(GOOD), **{f"xl__media__image{at}": b"x" for at in range(400)})


def entities() -> bytes:
    part = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "&#x41;"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    return repacked(of_xlsx(GOOD), xl__worksheets__sheet1xml=b"", **{"xl/worksheets/sheet1.xml": part})


def ods() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def another_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "no workbook")
    return out.getvalue()


def many_columns() -> bytes:
    return of_csv((("地区", *map(str, range(10_000))), ("甲县", *map(str, range(10_000)))))


def wide_book() -> bytes:
    return of_xlsx((("地区", *map(str, range(600))), ("甲县", *range(600))))


def many_rows() -> bytes:
    return ("地区,年份,出院人次\n" + "甲县,2023,7\n" * (LIMITS.rows + 5)).encode()


def two_hundred_megabytes() -> bytes:
    return b"a,b,c\n" + b"1,2,3\n" * (200 * MEGABYTE // 6)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "file_empty"),
    "blanks and NULs": (lambda: b" \r\n\x00\x00\t", "file_empty"),
    "heads alone": (lambda: of_csv((HEADS,)), "file_heads_only"),
    "heads alone in a workbook": (lambda: of_xlsx((HEADS,)), "file_heads_only"),
    "a picture called .csv": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "file_kind"),
    "a document": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "file_kind"),
    "a program": (lambda: b"MZ\x90" + bytes(range(1, 32)) * 500 + b"\xff", "file_encoding"),
    "a zip bomb": (bomb, "file_unfolds"),
    "thousands of parts": (many_parts, "file_unfolds"),
    "entities that multiply": (entities, "file_broken"),
    "a truncated workbook": (lambda: of_xlsx(GOOD)[:-900], "file_broken"),
    "a workbook with a damaged sheet": (
        lambda: repacked(of_xlsx(GOOD), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}),
        "file_broken",
    ),
    "an old workbook, or one with a password": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "file_old"),
    "an OpenDocument sheet": (ods, "file_ods"),
    "another packed file": (another_zip, "file_kind"),
    "links to other workbooks": (
        lambda: repacked(of_xlsx(GOOD), **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "file_links",
    ),
    "a connection to a database": (
        lambda: repacked(of_xlsx(GOOD), **{"xl/connections.xml": b"<connections/>"}),
        "file_links",
    ),
    "macros": (lambda: repacked(of_xlsx(GOOD), **{"xl/vbaProject.bin": b"\x00"}), "file_macros"),
    "ten thousand columns": (many_columns, "file_too_many_columns"),
    "a workbook too wide": (wide_book, "file_too_many_columns"),
    "too many rows": (many_rows, "file_too_many_rows"),
    "a text of 200 MB": (two_hundred_megabytes, "file_too_large"),
    "a quotation mark that never closes": (lambda: b'a,b\n"c,1\nd,2\n', "file_unclosed"),
    "a damaged Parquet file": (lambda: b"PAR1" + bytes(100), "file_broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence_and_without_delay(name: str) -> None:
    make, key = HOSTILE[name]
    data = make()
    begun = time.process_time()
    assert fault_of(data) == key
    assert time.process_time() - begun < LONGEST_S


def dde(book: Workbook) -> None:
    book.active["C2"] = "=cmd|'/C calc'!A0"


def test_a_command_in_a_cell_is_text_that_is_no_number() -> None:
    found = read(of_xlsx((*GOOD, ("乙县", 2023, 8)), dde))
    assert found.refused == {(2, "formula")}
    assert {figure[0] for figure in found.figures} == {"乙县"}
    assert read(of_csv((HEADS, ("甲县", "2023", "=cmd|'/C calc'!A0"), ("乙县", "2023", "8")))).refused == {
        (2, "formula")
    }


def test_a_panel_of_any_size_is_known_by_its_heads() -> None:
    rows = ",".join(PANEL_SCHEMA.names).encode() + b"\n" + b"x\n" * 30_000
    assert opened(rows, "panel.csv") == PanelFile(".csv")
    assert opened(of_parquet({name: ["x"] for name in PANEL_SCHEMA.names}), "x") == PanelFile(".parquet")


def test_a_large_parquet_file_of_other_columns_is_refused() -> None:
    assert fault_of(of_parquet({"地区": ["甲县"] * LIMITS.rows, "出院人次": [1] * LIMITS.rows})) == "file_parquet"


@pytest.mark.parametrize(
    ("given", "key"), [("", "file_empty"), ("地区", "file_heads_only"), ("a" * 300_000, "paste_too_long")]
)
def test_a_pasted_text_that_is_no_table_is_refused(given: str, key: str) -> None:
    found = pasted(given)
    assert isinstance(found, Fault)
    assert found.key == key


def every_fault() -> Iterator[Fault]:
    """Each kind of fault with everything that its sentence may name."""
    names = (
        "entered",
        "first",
        "last",
        "year",
        "low",
        "high",
        "numerator",
        "denominator",
        "value",
        "computed",
        "other",
    )
    slots: dict[str, str | int] = dict.fromkeys(names, "85.3")
    for key in sorted(KEYS):
        yield Fault(key, {**slots, "unit": "percent", "count": 3, "most": 2, "row": 4, "first_row": 2})


@pytest.mark.parametrize("fault", [*every_fault()], ids=lambda fault: fault.key)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_is_one_sentence_in_either_language(fault: Fault, language: str) -> None:
    sentence = said(fault, Translator(language, LABELS))  # type: ignore[arg-type]
    assert sentence.endswith("。" if language == "zh" else ".")
    assert "{" not in sentence
