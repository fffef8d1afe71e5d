"""The numbers that leave a view are those of the database, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import duckdb
import openpyxl
import pytest

from explorer.exports.data_table import DataTable
from explorer.exports.document import DataVersion, Document
from explorer.exports.formats import csv_file, json_file, xlsx_file
from explorer.exports.methods import codebook_data, findings_data
from explorer.exports.tables import figures_data
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import audit, cases, methods, observations, provenance, records
from explorer.store import open_database
from tests.unit.conftest import SHIPPED_DATABASE

pytestmark = pytest.mark.shipped_database
NOTHING = DataTable((), ())


@pytest.fixture(scope="module")
def shipped() -> Iterator[duckdb.DuckDBPyConnection]:
    connection, _ = open_database(SHIPPED_DATABASE)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def tr(shipped: duckdb.DuckDBPyConnection) -> Translator:
    words = records(cases.vocabulary(shipped))
    return Translator(
        "zh", {(row["dimension"], row["tag"]): {n: row[f"label_{n}"] for n in LANGUAGES} for row in words}
    )


def numbers_in_every_format(table: DataTable, tr: Translator, column: str) -> list[list[float | None]]:
    """The numbers of a column as CSV, as JSON and as a workbook hold them."""
    made = Document("t", table, [], DataVersion("0" * 64, "2026"), [], "c", "l", NOTHING, NOTHING)
    head = next(one for one in table.columns if one.id == column)
    in_csv = csv.DictReader(io.StringIO(csv_file(made, tr).decode("utf-8-sig"), newline=""))
    in_json = json.loads(json_file(made, tr))["rows"]
    heads, *lines = openpyxl.load_workbook(io.BytesIO(xlsx_file(made, tr))).worksheets[0].iter_rows(values_only=True)
    return [
        [float(row[head.head_and_id]) if row[head.head_and_id] else None for row in in_csv],
        [row[column] for row in in_json],
        [line[heads.index(head.head_and_id)] for line in lines],  # type: ignore[misc]
    ]


def test_every_figure_leaves_as_it_is_held(shipped: duckdb.DuckDBPyConnection, tr: Translator) -> None:
    ids = [row[0] for row in shipped.execute("SELECT observation_id FROM observations ORDER BY position").fetchall()]
    table = figures_data(observations.observations_by_id(shipped, ids), tr)
    held = dict(shipped.execute("SELECT observation_id, value FROM observations").fetchall())
    basis = dict(shipped.execute("SELECT observation_id, basis FROM observations").fetchall())
    assert len(ids) > 700
    assert [str(row[0]) for row in table.rows] == ids
    for found in numbers_in_every_format(table, tr, "number"):
        for name, number in zip(ids, found, strict=True):
            # A derived figure is printed to four digits.
            precision = {"rel": 1e-3} if basis[name] == "derived" else {"rel": 0, "abs": 1e-9}
            assert number == pytest.approx(held[name], **precision), name


def test_what_the_audit_computed_leaves_as_it_is_held(shipped: duckdb.DuckDBPyConnection, tr: Translator) -> None:
    findings = audit.findings(shipped)
    table = findings_data(findings, methods.operands(shipped, list(findings["check_id"])), tr)
    for column in ("reported", "computed", "difference"):
        held = dict(shipped.execute(f"SELECT check_id, {column} FROM audit_findings").fetchall())
        for found in numbers_in_every_format(table, tr, column):
            for row, number in zip(table.rows, found, strict=True):
                wanted = held[row[0]]
                assert (number is None) == (wanted is None)
                assert wanted is None or number == pytest.approx(wanted, abs=1e-5)


def test_what_is_counted_in_the_codebook_is_counted_so_in_the_database(
    shipped: duckdb.DuckDBPyConnection, tr: Translator
) -> None:
    table = codebook_data(methods.codebook(shipped, [], None), tr)
    counted = dict(shipped.execute("SELECT indicator_id, count(*) FROM observations GROUP BY ALL").fetchall())
    for found in numbers_in_every_format(table, tr, "figures"):
        assert found == [counted.get(row[0], 0) for row in table.rows]


def test_the_sources_of_a_file_are_those_of_its_rows(shipped: duckdb.DuckDBPyConnection) -> None:
    one, other = "deqing-county-visit-rate-2023", "ruian"
    assert provenance.sources_behind(shipped, {"observation_id": [one], "case_id": [other]}) == ["case-collection"]
    assert provenance.sources_behind(shipped, {"case_id": [other]}) == ["ruian-practice"]
    assert provenance.sources_behind(shipped, {"source_id": ["stat-2015"], "case_id": [other]}) == ["stat-2015"]
    assert provenance.sources_behind(shipped, {}) == []
    assert provenance.newest_document(shipped) == "2026-03-07"
