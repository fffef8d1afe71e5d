"""Everything in one folder or one archive: a Frictionless Data Package that the same data give byte for byte."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from explorer import dictionary
from explorer.csv_text import csv_bytes, inert
from explorer.errors import FolderError
from explorer.exports.archive import EARLIEST
from explorer.exports.data_table import Cell, Column, DataTable
from explorer.exports.document import DataVersion
from explorer.i18n import Language, sentences
from explorer.queries import Connection, records
from explorer.queries.cases import every_source
from explorer.queries.provenance import newest_document
from explorer.queries.whole_tables import TableShape, database_file, table_rows, table_shapes

PACKAGE_NAME = "integrated-care-china"
ARCHIVE, DATABASE = f"{PACKAGE_NAME}.zip", "metrics.duckdb"
TYPES = {
    **{"VARCHAR": "string", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number", "DATE": "date"},
    "BOOLEAN": "boolean",
}
"""What Table Schema calls the types of DuckDB."""

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
OPERATORS = ("=", "-", "+", "@")
"""A sign that stands alone runs nothing."""


@dataclass(frozen=True)
class PackagedFile:
    """A file of the package under its path within it."""

    path: str
    content: bytes

    @property
    def digest(self) -> str:
        return f"sha256:{hashlib.sha256(self.content).hexdigest()}"


def version_of(connection: Connection, content_hash: str) -> DataVersion:
    """The version of the data that a connection reads."""
    return DataVersion(content_hash, newest_document(connection))


def package_files(connection: Connection, version: DataVersion) -> Iterator[PackagedFile]:
    """Every file of the package, one after the other, the description of all of them last."""
    described: list[dict[str, Any]] = []
    shapes = table_shapes(connection)
    for shape in shapes:
        rows = table_rows(connection, shape)
        for file in (csv_of(shape, rows), parquet_of(shape, rows)):
            described.append(_resource(shape, rows, file))
            yield file
    database = PackagedFile(DATABASE, database_file(connection).read_bytes())
    described.append(_plain_resource("database", database, "duckdb", "application/octet-stream"))
    yield database
    for name in ("README.md", "LICENSE.md", "CITATION.cff"):
        yield PackagedFile(name, _text(name, version, shapes).encode("utf-8"))
    yield PackagedFile("datapackage.json", _description(connection, version, described))


def archive(connection: Connection, version: DataVersion) -> bytes:
    """The package as one zip; the same data give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for file in package_files(connection, version):
            entry = zipfile.ZipInfo(file.path, EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(entry, file.content)
    return packed.getvalue()


def write_package(connection: Connection, version: DataVersion, folder: Path) -> list[Path]:
    """The package's files in a folder, and beside them the archive that holds the same; gives back what it wrote.

    Raises FolderError if the folder cannot be written.
    """
    try:
        return _write(connection, version, folder)
    except OSError as error:
        raise FolderError(folder, error.strerror or str(error)) from error


def _write(connection: Connection, version: DataVersion, folder: Path) -> list[Path]:
    paths = []
    for file in (*package_files(connection, version), PackagedFile(ARCHIVE, archive(connection, version))):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        paths.append(path)
    return paths


def csv_of(shape: TableShape, rows: pa.Table) -> PackagedFile:
    """A table as CSV: UTF-8 with byte order mark, missing cells empty, numbers with every digit, dates as ISO 8601.

    A text that a spreadsheet would take for a formula begins with an apostrophe; Parquet and the database hold it bare.
    """
    body = (
        [cell if cell in OPERATORS else inert(cell) for cell in map(written, row)]
        for row in zip(*(column.to_pylist() for column in rows.columns), strict=True)
    )
    return PackagedFile(f"data/{shape.name}.csv", csv_bytes([column.name for column in shape.columns], body))


def written(cell: Any) -> Cell:
    """A cell of the database as files hold it; a negative number is a number and no text."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def table_data(shape: TableShape, rows: pa.Table, language: Language) -> DataTable:
    """A table as a workbook holds it: heads in the reader's language beside the names of the columns."""
    columns = tuple(
        Column(
            column.name, column_words(shape.name, column.name)[language], TYPES[column.type] in ("integer", "number")
        )
        for column in shape.columns
    )
    body = zip(*(cells.to_pylist() for cells in rows.columns), strict=True)
    return DataTable(columns, tuple(tuple(written(cell) for cell in row) for row in body))


def parquet_of(shape: TableShape, rows: pa.Table) -> PackagedFile:
    """A table as Parquet, with what each column holds, in both languages, in the metadata of its field."""
    from pyarrow import parquet

    fields = [
        field.with_metadata(
            {f"description_{name}": told for name, told in column_words(shape.name, field.name).items()}
        )
        for field in rows.schema
    ]
    content = io.BytesIO()
    parquet.write_table(rows.cast(pa.schema(fields)), content, compression="zstd")
    return PackagedFile(f"parquet/{shape.name}.parquet", content.getvalue())


def column_words(table: str, column: str) -> dictionary.Words:
    """What a column holds, by language; of a text in two languages, in which it stands."""
    told = dictionary.meaning(table, column)
    if dictionary.without_language(column) == column:
        return told
    zh, en = {"zh": ("中文", "in Chinese"), "en": ("英文", "in English")}[column[-2:]]
    return {"zh": f"{told['zh']}（{zh}）", "en": f"{told['en']} ({en})"}


def _described(words: dictionary.Words) -> dict[str, str]:
    return {"description": words["en"], "description_zh": words["zh"]}


def _resource(shape: TableShape, rows: pa.Table, file: PackagedFile) -> dict[str, Any]:
    if file.path.endswith(".parquet"):
        name = f"{shape.name.replace('_', '-')}-parquet"
        about = _plain_resource(name, file, "parquet", "application/vnd.apache.parquet")
        return about | _described(dictionary.tables()[shape.name])
    # In CSV an empty text is the same as none.
    blank = {name for name, cells in zip(rows.column_names, rows.columns, strict=True) if "" in cells.to_pylist()}
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": TYPES[column.type],
                **_described(column_words(shape.name, column.name)),
                **({"constraints": {"required": True}} if column.required and column.name not in blank else {}),
            }
            for column in shape.columns
        ],
        "missingValues": [""],
        "primaryKey": list(shape.primary_key),
    }
    if shape.foreign_keys:
        schema["foreignKeys"] = [
            {
                "fields": list(key.columns),
                "reference": {
                    "resource": "" if key.table == shape.name else key.table.replace("_", "-"),
                    "fields": list(key.references),
                },
            }
            for key in shape.foreign_keys
        ]
    return {
        "name": shape.name.replace("_", "-"),
        "profile": "tabular-data-resource",
        **_described(dictionary.tables()[shape.name]),
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(file.content),
        "hash": file.digest,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _plain_resource(name: str, file: PackagedFile, kind: str, media_type: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "file",
        "path": file.path,
        "format": kind,
        "mediatype": media_type,
        "bytes": len(file.content),
        "hash": file.digest,
    }


def _description(connection: Connection, version: DataVersion, described: list[dict[str, Any]]) -> bytes:
    title = sentences()["dataset.title"]
    content = {
        "profile": "data-package",
        "name": PACKAGE_NAME,
        "id": version.content_hash,
        "version": version.name,
        "title": title["en"],
        "title_zh": title["zh"],
        "description": sentences()["dataset.description"]["en"],
        "description_zh": sentences()["dataset.description"]["zh"],
        "newest_document": version.newest,
        "licenses": [LICENCE],
        "sources": [
            {"title": source["title_en"], "title_zh": source["title_zh"], "citation": source["citation_gbt7714"]}
            for source in records(every_source(connection))
        ],
        "contributors": [{"title": sentences()["app.title"]["en"], "role": "author"}],
        "keywords": ["integrated care", "medical alliances", "health policy", "China", "医联体", "医共体", "分级诊疗"],
        "resources": described,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _text(name: str, version: DataVersion, shapes: list[TableShape]) -> str:
    """A text of the package with the version and the list of tables filled in."""
    text = resources.files("explorer.exports").joinpath("package_texts", name).read_text(encoding="utf-8")
    words = dictionary.tables()
    lines = [
        f"| `{shape.name}` | {shape.rows} | {words[shape.name]['zh']} | {words[shape.name]['en']} |" for shape in shapes
    ]
    filled = {"version": version.name, "hash": version.content_hash, "newest": version.newest}
    filled |= {"year": version.newest[:4], "tables": "\n".join(lines)}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: filled[match.group(1)], text)
