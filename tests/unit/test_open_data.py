"""Everything to take away: what the standard asks for, what is in the database, and never otherwise."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import pytest
import yaml
from pyarrow import parquet

from explorer import dictionary
from explorer.cli import main
from explorer.exports.datapackage import ARCHIVE, DATABASE, archive, package_files, version_of
from explorer.paths import PROJECT_FOLDER
from explorer.queries.whole_tables import INNER, database_file, table_shapes
from explorer.store import open_database
from tests.unit.conftest import SHIPPED_DATABASE

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="session")
def opened(_compiled: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """The tiny data, compiled and opened."""
    connection, content_hash = open_database(_compiled)
    yield connection, content_hash
    connection.close()


@pytest.fixture(scope="session")
def package(opened: tuple[duckdb.DuckDBPyConnection, str]) -> dict[str, bytes]:
    """The files of the package by their paths."""
    connection, content_hash = opened
    return {file.path: file.content for file in package_files(connection, version_of(connection, content_hash))}


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A CSV file as R's read.csv takes it: quoted cells, doubled quotes, empty is missing."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def described(package: dict[str, bytes]) -> dict[str, Any]:
    return json.loads(package["datapackage.json"])


def told(cell: object) -> str:
    """A cell of the database as CSV should say it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    text = cell.isoformat() if isinstance(cell, dt.date) else str(cell)
    return f"'{text}" if isinstance(cell, str) and len(text) > 1 and text.startswith(STARTS) else text


# It is what it says


def test_the_package_is_valid_by_the_standards_own_tool(tiny_database: Path, tmp_path: Path) -> None:
    assert main(["--data", str(tiny_database.parent), "export", "--to", str(tmp_path / "out")]) == 0
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"), type="package")
    assert report.flatten(["type", "message"]) == []
    assert report.valid
    assert report.stats["tasks"] > 80


@pytest.mark.shipped_database
def test_the_package_of_the_shipped_data_is_valid_and_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    connection, content_hash = open_database(SHIPPED_DATABASE)
    (tmp_path / ARCHIVE).write_bytes(archive(connection, version_of(connection, content_hash)))
    connection.close()
    report = frictionless.validate(str(tmp_path / ARCHIVE), type="package")
    assert report.flatten(["type", "message"]) == []
    with zipfile.ZipFile(tmp_path / ARCHIVE) as packed:
        for name in packed.namelist():
            if name.endswith(".csv"):
                cells = [cell for row in rows_of(packed.read(name)) for cell in row.values() if len(cell) > 1]
                running = [cell for cell in cells if cell.startswith(STARTS) and not re.fullmatch(r"-\d[\d.]*", cell)]
                assert running == [], name


def test_every_size_and_checksum_is_that_of_its_file(package: dict[str, bytes]) -> None:
    resources = described(package)["resources"]
    assert {each["path"] for each in resources} == {
        path for path in package if path.endswith((".csv", ".parquet", ".duckdb"))
    }
    for each in resources:
        content = package[each["path"]]
        assert each["bytes"] == len(content)
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_every_table_and_column_is_told_in_both_languages(package: dict[str, bytes]) -> None:
    for each in described(package)["resources"]:
        for field in each.get("schema", {}).get("fields", []):
            assert field["description"], (each["name"], field)
            assert re.search("[一-鿿]", field["description_zh"]), (each["name"], field)
            assert not re.search("[一-鿿]", field["description"]), (each["name"], field)


def test_every_table_is_there_but_those_of_the_search_box(
    package: dict[str, bytes], opened: tuple[duckdb.DuckDBPyConnection, str]
) -> None:
    tables = {row[0] for row in opened[0].execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert {Path(path).stem for path in package if path.endswith(".csv")} == tables - set(INNER)
    assert {"indicators", "vocabulary", "checks", "audit_findings", "sources"} <= tables
    for table in tables - set(INNER):
        assert dictionary.tables()[table]["zh"] in package["README.md"].decode("utf-8")
        assert f"`{table}`" in package["README.md"].decode("utf-8")


def test_foreign_keys_lead_to_tables_of_the_package(package: dict[str, bytes]) -> None:
    resources = {each["name"]: each for each in described(package)["resources"]}
    keys = [(name, key) for name, each in resources.items() for key in each.get("schema", {}).get("foreignKeys", [])]
    assert len(keys) > 40
    for name, key in keys:
        fields = {field["name"] for field in resources[key["reference"]["resource"] or name]["schema"]["fields"]}
        assert set(key["reference"]["fields"]) <= fields


def test_the_version_is_the_hash_of_the_data(
    package: dict[str, bytes], opened: tuple[duckdb.DuckDBPyConnection, str]
) -> None:
    assert described(package)["id"] == opened[1]
    assert described(package)["version"] == opened[1][:12]
    assert opened[1] in package["README.md"].decode("utf-8")


def test_the_citation_file_has_what_its_format_requires(
    package: dict[str, bytes], opened: tuple[duckdb.DuckDBPyConnection, str]
) -> None:
    cited = yaml.safe_load(package["CITATION.cff"])
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "dataset"
    assert cited["version"] == opened[1][:12]
    assert all(author["name"] for author in cited["authors"])
    assert b"{{" not in package["CITATION.cff"] + package["README.md"] + package["LICENSE.md"]


def test_the_licence_of_the_package_is_that_of_the_repository(package: dict[str, bytes]) -> None:
    assert (PROJECT_FOLDER / "LICENSE-DATA.md").read_bytes() == package["LICENSE.md"]
    assert described(package)["licenses"][0]["name"] == "CC-BY-4.0"


# Every number is found again


def test_every_cell_of_every_csv_is_that_of_the_database(
    package: dict[str, bytes], opened: tuple[duckdb.DuckDBPyConnection, str]
) -> None:
    connection, _ = opened
    for shape in table_shapes(connection):
        held = connection.execute(f'SELECT * FROM "{shape.name}" ORDER BY rowid').fetchall()
        content = package[f"data/{shape.name}.csv"]
        assert content.startswith(BYTE_ORDER_MARK)
        found = rows_of(content)
        assert [tuple(row.values()) for row in found] == [tuple(map(told, row)) for row in held], shape.name
        assert len(found) == shape.rows


@pytest.mark.shipped_database
def test_every_number_of_the_shipped_package_is_found_again_in_the_database() -> None:
    connection, content_hash = open_database(SHIPPED_DATABASE)
    files = {file.path: file.content for file in package_files(connection, version_of(connection, content_hash))}
    numbers = 0
    for shape in table_shapes(connection):
        names = [column.name for column in shape.columns if column.type in ("DOUBLE", "INTEGER", "BIGINT")]
        columns = ", ".join(f'"{name}"' for name in (*shape.primary_key, *names))
        held = connection.execute(f'SELECT {columns} FROM "{shape.name}" ORDER BY rowid').fetchall()
        in_parquet = parquet.read_table(io.BytesIO(files[f"parquet/{shape.name}.parquet"])).to_pylist()
        for row, printed, other in zip(held, rows_of(files[f"data/{shape.name}.csv"]), in_parquet, strict=True):
            for name, value in zip(names, row[len(shape.primary_key) :], strict=True):
                assert printed[name] == told(value)
                assert other[name] == value
                numbers += value is not None
    connection.close()
    assert numbers > 9_000


def test_parquet_and_database_hold_what_csv_holds_with_types(
    package: dict[str, bytes], opened: tuple[duckdb.DuckDBPyConnection, str]
) -> None:
    connection, _ = opened
    table = parquet.read_table(io.BytesIO(package["parquet/observations.parquet"]))
    assert [tuple(row.values()) for row in table.to_pylist()] == connection.execute(
        "SELECT * FROM observations ORDER BY rowid"
    ).fetchall()
    assert table.schema.field("value").metadata[b"description_en"].startswith(b"Value in base units")
    assert package[DATABASE] == database_file(connection).read_bytes()


# Others can read it


def test_pandas_reads_chinese_numbers_and_missing_cells(package: dict[str, bytes]) -> None:
    figures = pd.read_csv(io.BytesIO(package["data/observations.csv"]))
    assert figures.columns[0] == "observation_id"
    assert pd.api.types.is_float_dtype(figures["value"])
    assert figures["subject_zh"].str.contains("[一-鿿]").all()
    assert figures["formula"].isna().any()


def test_the_heads_are_names_that_r_takes_as_they_are(package: dict[str, bytes]) -> None:
    for path, content in package.items():
        if path.endswith(".csv"):
            head = content.decode("utf-8-sig").partition("\r\n")[0].split(",")
            assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in head), path


def test_a_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe_in_csv_alone(
    tiny_database: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(tiny_database)) as connection:
        connection.execute("UPDATE indicators SET official_reference = '=1+1'")
    connection, content_hash = open_database(tiny_database)
    files = {file.path: file.content for file in package_files(connection, version_of(connection, content_hash))}
    connection.close()
    assert {row["official_reference"] for row in rows_of(files["data/indicators.csv"])} == {"'=1+1"}
    table = parquet.read_table(io.BytesIO(files["parquet/indicators.parquet"]))
    assert set(table["official_reference"].to_pylist()) == {"=1+1"}
    assert {row["qualifier"] for row in rows_of(files["data/observations.csv"])} >= {"="}


# Again, and from the command line


def test_two_exports_of_the_same_data_are_equal_byte_for_byte(tiny_database: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(["--data", str(tiny_database.parent), "export", "--to", str(tmp_path / name)]) == 0
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) > 90


def test_the_archive_holds_the_files_that_lie_beside_it(
    tiny_database: Path, tmp_path: Path, opened: tuple[duckdb.DuckDBPyConnection, str]
) -> None:
    assert main(["--data", str(tiny_database.parent), "export", "--to", str(tmp_path / "out")]) == 0
    connection, content_hash = opened
    packed = (tmp_path / "out" / ARCHIVE).read_bytes()
    # What the page gives for its button.
    assert packed == archive(connection, version_of(connection, content_hash))
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        beside = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
        assert set(found.namelist()) == beside - {ARCHIVE}
        for name in found.namelist():
            assert found.read(name) == (tmp_path / "out" / name).read_bytes()
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    tiny_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert main(["--data", str(tiny_database.parent), "export", "--to", str(tmp_path / "taken")]) == 1
    error = capsys.readouterr().err
    assert f"could not write to {tmp_path / 'taken'}" in error
    assert "Choose a folder that you may write to." in error
