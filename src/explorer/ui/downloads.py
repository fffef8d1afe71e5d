"""The download page's parts: all data at once, one table at a time, the citation and the terms."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from explorer import dictionary
from explorer.exports.citation import dataset_citations
from explorer.exports.data_table import DataTable
from explorer.exports.datapackage import (
    ARCHIVE,
    DATABASE,
    PackagedFile,
    archive,
    column_words,
    csv_of,
    parquet_of,
    table_data,
)
from explorer.filters import Parameter
from explorer.i18n import Language, Translator
from explorer.queries import Connection
from explorer.queries.whole_tables import TableShape, database_file, table_rows, table_shapes
from explorer.ui.answers import ask
from explorer.ui.files import Files, data_version, file_button, file_of, show_citations
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import plain

OPENING = "observations"
KILOBYTE = 1000


def table_parameter() -> Parameter:
    """Which table the page tells of, with the names that there are."""
    return Parameter("table", tuple(sorted(_shapes())), single=True, default=(OPENING,))


def show_everything(view: View, tr: Translator) -> None:
    """The archive and the database, each made or read when its button is pressed."""
    version, database = data_version(), ask(database_file)
    left, right = st.columns(2, gap="large")
    with left:
        _button(view, tr("downloads.everything"), ARCHIVE, lambda: ask(archive, version), main=True)
        st.caption(tr("downloads.everything.note", count=len(_shapes())))
    with right:
        size = size_words(database.stat().st_size, tr)
        _button(view, tr("downloads.database", size=size), DATABASE, database.read_bytes)
        st.caption(tr("downloads.database.note"))
    st.caption(plain(version.told(tr)))
    with st.expander(tr("downloads.cite"), icon=":material/format_quote:"):
        show_citations(dataset_citations(version, tr))


@part("one-table")
def show_one_table(view: View, tr: Translator) -> None:
    """A table to choose: its files, and what its columns hold."""
    shapes = _shapes()
    st.markdown(f"## {tr('downloads.one')}")
    view.choose_one(
        "table",
        st.selectbox,
        tr("downloads.table"),
        sorted(shapes),
        format_func=lambda name: tr("downloads.table.option", name=name, what=dictionary.tables()[name][tr.language]),
    )
    shape = shapes[view.one("table") or OPENING]
    csv, parquet = ask(_packaged, shape.name)
    sizes = {"csv": size_words(len(csv.content), tr), "parquet": size_words(len(parquet.content), tr)}
    st.markdown(tr("downloads.rows", count=shape.rows, **sizes))
    title = tr("downloads.table.option", name=shape.name, what=dictionary.tables()[shape.name][tr.language])
    files = Files(shape.name, title, lambda: ask(_table, shape.name, tr.language))
    with st.container(horizontal=True, gap="small"):
        _button(view, tr("export.csv"), f"{shape.name}.csv", lambda: csv.content)
        _button(view, tr("export.xlsx"), f"{shape.name}-{tr.language}.xlsx", file_of(tr, files, "xlsx"))
        _button(view, tr("export.parquet"), f"{shape.name}.parquet", lambda: parquet.content)
    with st.expander(tr("downloads.columns"), icon=":material/view_column:"):
        if shape.primary_key:
            st.caption(tr("downloads.key", columns=", ".join(f"`{name}`" for name in shape.primary_key)))
        columns = {
            "downloads.column": [f"`{column.name}`" for column in shape.columns],
            "downloads.holds": [plain(column_words(shape.name, column.name)[tr.language]) for column in shape.columns],
        }
        table = pd.DataFrame({tr(key): cells for key, cells in columns.items()})
        st.table(table, border="horizontal", hide_index=True, alt=tr("downloads.columns"))


def show_terms(tr: Translator) -> None:
    """Every table with its rows, the licence, and the other ways to the same data."""
    with st.expander(tr("downloads.all_tables"), icon=":material/table:"):
        shapes = list(_shapes().values())
        columns = {
            "downloads.table": [f"`{shape.name}`" for shape in shapes],
            "downloads.number_of_rows": [tr.base_number(shape.rows, 0) for shape in shapes],
            "downloads.holds": [plain(dictionary.tables()[shape.name][tr.language]) for shape in shapes],
        }
        table = pd.DataFrame({tr(key): cells for key, cells in columns.items()})
        st.table(table, border="horizontal", hide_index=True, alt=tr("downloads.all_tables"))
    st.markdown(f"## {tr('downloads.terms')}")
    st.markdown(plain(tr("file.licence")))
    st.caption(plain(tr("downloads.elsewhere")))


def size_words(size: int, tr: Translator) -> str:
    """A number of bytes as people say it."""
    if size < KILOBYTE**2:
        return f"{tr.base_number(max(1, round(size / KILOBYTE)), 0)} kB"
    return f"{tr.base_number(round(size / KILOBYTE**2, 1), 1)} MB"


def _shapes() -> dict[str, TableShape]:
    return {shape.name: shape for shape in ask(table_shapes)}


def _packaged(connection: Connection, name: str) -> tuple[PackagedFile, PackagedFile]:
    """A table's two files as they lie in the archive."""
    shape = next(shape for shape in table_shapes(connection) if shape.name == name)
    rows = table_rows(connection, shape)
    return csv_of(shape, rows), parquet_of(shape, rows)


def _table(connection: Connection, name: str, language: Language) -> DataTable:
    """A table as a workbook holds it."""
    shape = next(shape for shape in table_shapes(connection) if shape.name == name)
    return table_data(shape, table_rows(connection, shape), language)


def _button(view: View, label: str, file_name: str, make: Callable[[], bytes], *, main: bool = False) -> None:
    file_button(label, file_name, make, view.key(f"download.{file_name}"), look="primary" if main else "secondary")
