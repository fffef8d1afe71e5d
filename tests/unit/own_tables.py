"""A small codebook and makers of the files that readers bring, for the tests of reading them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from explorer.i18n import Labels, Translator
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.faults import Fault
from explorer.own_figures.files import opened
from explorer.own_figures.layout import Layout, guessed
from explorer.own_figures.meanings import Meaning, Scale, guessed_meanings
from explorer.own_figures.periods import written
from explorer.own_figures.reading import Reading, read_figures
from explorer.planner.file_cells import Table

TODAY = date(2025, 6, 30)

_UNITS = {
    "percent": ("%", "%"),
    "percentage-points": ("个百分点", "percentage points"),
    "persons": ("人", "persons"),
    "visits": ("人次", "visits"),
    "referrals": ("人次", "referrals"),
    "discharges": ("人次", "discharges"),
    "yuan": ("元", "yuan"),
    "institutions": ("家", "institutions"),
    "index": ("（指数）", "(index)"),
    "ratio": ("倍", "times"),
    "per-1000": ("‰", "per 1,000"),
    "per-100000": ("/10万", "per 100,000"),
}
LABELS: Labels = {("unit", unit): {"zh": zh, "en": en} for unit, (zh, en) in _UNITS.items()}
ZH, EN = Translator("zh", LABELS), Translator("en", LABELS)

_INDICATORS = (
    ("county-visit-rate", "县域就诊率", "County visit rate", "percent", "county-visit-rate", None),
    (
        *("county-visit-rate-monitored", "县域内就诊率（监测口径）", "County visit rate (as monitored)", "percent"),
        *("county-visit-rate", "监测口径"),
    ),
    ("primary-visit-rate", "基层就诊率", "Primary-care visit rate", "percent", "primary-undefined", None),
    ("primary-visit-share-all", "基层诊疗量占比", "Primary-care share of all visits", "percent", "primary-all", None),
    ("county-admission-share", "县域内住院人次占比", "Share of admissions in the county", "percent", "alone", None),
    ("bed-occupancy", "床位使用率", "Bed occupancy", "percent", "alone", None),
    ("insurance-fund-within-county", "医保基金县域内支出率", "Fund spent within the county", "percent", "alone", None),
    ("discharges", "出院人次", "Discharges", "discharges", "alone", None),
    ("discharges-growth", "出院人次同比增长", "Growth of discharges", "percent", "growth", None),
    ("outpatient-visits", "门急诊人次", "Outpatient and emergency visits", "visits", "alone", None),
    ("referrals-up", "上转人次", "Upward referrals", "referrals", "alone", None),
    ("referrals-down", "下转人次", "Downward referrals", "referrals", "alone", None),
    ("business-income", "业务收入", "Operating income", "yuan", "alone", None),
    ("population", "总人口", "Population", "persons", "alone", None),
    ("case-mix-index", "病例组合指数（CMI）", "Case-mix index (CMI)", "index", "alone", None),
    ("infant-mortality", "婴儿死亡率", "Infant mortality", "per-1000", "alone", None),
    ("maternal-mortality", "孕产妇死亡率", "Maternal mortality", "per-100000", "alone", None),
)


def codebook() -> Codebook:
    """A codebook of a few indicators, two names among them that say too little."""
    rows: list[dict[str, Any]] = [
        {
            **{"indicator_id": indicator, "name_zh": zh, "name_en": en, "unit": unit, "group_id": group},
            **{"definition_zh": f"{zh}的定义", "definition_en": f"definition of {en}", "definition_note_zh": note},
            **{"theme": "care", "aliases_zh": zh, "is_change": indicator.endswith("-growth")},
        }
        for indicator, zh, en, unit, group, note in _INDICATORS
    ]
    return Codebook.of(rows, LABELS)


BOOK = codebook()
Cells = Sequence[Sequence[object]]
Told = tuple[str, str, str, float]
"""Place, indicator, period as written, value in base units."""


@dataclass(frozen=True)
class Read:
    """A table as it was read: its layout, what its names mean, what it gave."""

    table: Table
    layout: Layout
    meanings: Mapping[str, Meaning]
    reading: Reading

    @property
    def figures(self) -> set[Told]:
        return {
            (each.place, each.indicator_id, written(each.start, each.end), each.value) for each in self.reading.figures
        }

    @property
    def refused(self) -> set[tuple[int, str]]:
        return {(each.row, each.fault.key) for each in self.reading.refused}


def fault_of(data: bytes, name: str = "file.csv") -> str:
    """Why a file is not read."""
    found = opened(data, name)
    assert isinstance(found, Fault), found
    return found.key


def read(
    data: bytes,
    *,
    sheet: int = 0,
    means: Mapping[str, str | None] | None = None,
    scales: Mapping[str, Scale] | None = None,
    change: Callable[[Layout], Layout] = lambda layout: layout,
) -> Read:
    """A file as it is read once a reader corrected the layout and said what names mean."""
    tables = opened(data, "file")
    assert isinstance(tables, list), tables
    table = tables[sheet]
    layout = change(guessed(table.rows, BOOK))
    meanings = guessed_meanings(table.rows, layout, BOOK)
    for name, indicator in (means or {}).items():
        meanings[name] = replace(meanings[name], indicator_id=indicator, sure=True)
    for name, scale in (scales or {}).items():
        meanings[name] = replace(meanings[name], scale=scale, scale_open=False)
    return Read(table, layout, meanings, read_figures(table.rows, layout, meanings, BOOK, TODAY))


def text(rows: Cells, mark: str = ",") -> str:
    """Rows as separated values."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def of_csv(rows: Cells, encoding: str = "utf-8", mark: str = ",") -> bytes:
    return text(rows, mark).encode(encoding)


def of_xlsx(rows: Cells, change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """A workbook of one sheet, changed as told."""
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    change(book)
    book.save(data)
    return data.getvalue()


def with_formulas(rows: Cells) -> bytes:
    """A workbook in which a cell of a formula and its result is kept with that result, as Excel does."""
    import xlsxwriter  # type: ignore[import-untyped]

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(at, place, cell[0], None, cell[1])
            else:
                sheet.write(at, place, cell)
    book.close()
    return data.getvalue()


def of_parquet(columns: Mapping[str, Iterable[object]]) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({name: list(cells) for name, cells in columns.items()}), data)
    return data.getvalue()
