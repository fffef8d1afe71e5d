"""Each number that leaves a view is found again in the database, in every format: every view that has files."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from explorer import exports, ui
from explorer.exports.data_table import DataTable
from explorer.exports.datapackage import table_data
from explorer.exports.document import DataVersion, Document
from explorer.exports.formats import csv_file, json_file, xlsx_file
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import cases, provenance, records
from explorer.queries.whole_tables import table_rows, table_shapes
from explorer.store import open_database
from explorer.ui.workbench import answer_data
from explorer.workbench.examples import examples
from explorer.workbench.runner import Workbench
from tests.unit.conftest import SHIPPED_DATABASE
from tests.unit.csv_reading import id_in
from tests.unit.views_with_files import BY_COLUMN, OWN, VIEWS, Connection, every

pytestmark = pytest.mark.shipped_database
NOTHING = DataTable((), ())


@pytest.fixture(scope="module")
def shipped() -> Iterator[Connection]:
    connection, _ = open_database(SHIPPED_DATABASE)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def tr(shipped: Connection) -> Translator:
    words = records(cases.vocabulary(shipped))
    return Translator(
        "zh", {(row["dimension"], row["tag"]): {n: row[f"label_{n}"] for n in LANGUAGES} for row in words}
    )


Rows = list[dict[str, Any]]


def in_every_format(table: DataTable, tr: Translator) -> dict[str, Rows]:
    """The rows as CSV, as JSON and as a workbook hold them, by the ids of their columns."""
    made = Document("t", table, [], DataVersion("0" * 64, "2026"), [], "c", "l", NOTHING, NOTHING)
    numbers = {column.id for column in table.columns if column.is_number}
    in_csv = csv.reader(io.StringIO(csv_file(made, tr).decode("utf-8-sig"), newline=""))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(made, tr)), read_only=True)
    sheets = {"csv": in_csv, "xlsx": book.worksheets[0].iter_rows(values_only=True)}
    found: dict[str, Rows] = {"json": json.loads(json_file(made, tr))["rows"]}
    for kind, (heads, *lines) in ((kind, [list(line) for line in lines]) for kind, lines in sheets.items()):
        ids = [id_in(head) for head in heads]
        found[kind] = [
            {name: read(cell, name in numbers) for name, cell in zip(ids, line, strict=True)} for line in lines
        ]
    return found


def read(cell: Any, is_number: bool) -> Any:
    """A cell of a sheet: an empty one is none, and the text of a number in CSV is a number."""
    if cell in ("", None):
        return None
    return float(cell) if is_number and isinstance(cell, str) else cell


def same(number: Any, wanted: Any, within: float) -> bool:
    if number is None or wanted is None:
        return number is wanted
    return isinstance(number, int | float) and abs(number - wanted) <= within


@pytest.mark.parametrize("view", VIEWS)
def test_each_number_that_leaves_a_view_is_held_in_the_database(view: str, shipped: Connection, tr: Translator) -> None:
    make, columns = VIEWS[view]
    table = make(shipped, tr)
    assert {column.id for column in table.columns if column.is_number} == set(columns)
    assert table.rows
    # A derived figure is printed to four digits.
    derived = set(every(shipped, "observations", "observation_id", "basis = 'derived'"))
    written = in_every_format(table, tr)
    for column, held in columns.items():
        known = {tuple(key): number for *key, number in shipped.execute(held.sql).fetchall()}
        for kind, rows in written.items():
            assert len(rows) == len(table.rows)
            for row in rows:
                key = tuple(row.get(name) for name in held.keys)
                wanted = known.get(key, held.missing)
                rounded = abs(wanted or 0) * 1e-3 if row.get("observation_id") in derived else 0.0
                assert same(row[column], wanted, held.within + rounded), (kind, column, key, row[column], wanted)


def test_the_cases_behind_a_count_of_the_overview_are_as_many_as_it_says(shipped: Connection, tr: Translator) -> None:
    for name in ("matrix_data", "provinces_data"):
        for row in in_every_format(VIEWS[name][0](shipped, tr), tr)["json"]:
            assert len((row["case_ids"] or "").split("; ")) == max(row["cases"], 1)


def test_the_numbers_of_a_whole_table_are_those_of_the_table(shipped: Connection, tr: Translator) -> None:
    for shape in table_shapes(shipped):
        table = table_data(shape, table_rows(shipped, shape), tr.language)
        numbers = [column.id for column in table.columns if column.is_number]
        written = in_every_format(table, tr) if numbers else {}
        for column in numbers:
            asked = f'SELECT "{column}" FROM "{shape.name}"'
            held = sorted(float(number) for (number,) in shipped.execute(asked).fetchall() if number is not None)
            for kind, rows in written.items():
                found = sorted(float(row[column]) for row in rows if row[column] is not None)
                assert found == pytest.approx(held, rel=1e-12), (shape.name, column, kind)


def test_the_numbers_of_an_answer_are_those_of_its_query(shipped: Connection, tr: Translator) -> None:
    sql = next(one.sql["en"] for one in examples().values() if "value" in one.sql["en"])
    table = answer_data(Workbench().run(SHIPPED_DATABASE, sql))
    asked = shipped.execute(sql)
    names = [column[0] for column in asked.description or ()]
    held = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
    numbers = [column.id for column in table.columns if column.is_number]
    assert numbers
    for rows in in_every_format(table, tr).values():
        assert [[row[name] for name in numbers] for row in rows] == [
            [None if row[name] is None else pytest.approx(float(row[name])) for name in numbers] for row in held
        ]


def test_no_view_with_files_is_left_out_here() -> None:
    folders = (Path(str(package.__file__)).parent for package in (exports, ui))
    made = {
        node.name
        for folder in folders
        for path in folder.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) == "DataTable"
        and node.name[0] != "_"
    }
    assert made - {"table_of", "table_from"} == {view.split(" ")[0] for view in VIEWS} | OWN | BY_COLUMN


def test_the_sources_of_a_file_are_those_of_its_rows(shipped: Connection) -> None:
    one, other = "deqing-county-visit-rate-2023", "ruian"
    assert provenance.sources_behind(shipped, {"observation_id": [one], "case_id": [other]}) == ["case-collection"]
    assert provenance.sources_behind(shipped, {"case_id": [other]}) == ["ruian-practice"]
    assert provenance.sources_behind(shipped, {"source_id": ["stat-2015"], "case_id": [other]}) == ["stat-2015"]
    assert provenance.sources_behind(shipped, {}) == []
    assert provenance.newest_document(shipped) == "2026-03-07"
