"""The tables that can be asked: what each holds, how many rows, and what its columns mean."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from explorer import dictionary
from explorer.filters import Parameter
from explorer.i18n import Translator
from explorer.queries import tables
from explorer.ui.answers import rows
from explorer.ui.links import View
from explorer.ui.page import part
from explorer.ui.prose import JOINER, plain

FIRST = "observations"
TABLE = Parameter("table", tuple(dictionary.tables()), single=True, default=(FIRST,))
LIST_PIXELS = 620


@part("workbench-tables")
def show_tables(view: View, tr: Translator) -> None:
    """A table to choose, with its columns: name, type, meaning."""
    sizes = {row["table_name"]: row["rows"] for row in rows(tables.table_sizes)}
    known = [name for name in dictionary.tables() if name in sizes]
    table = view.one("table") or FIRST
    view.widget(
        "table",
        st.selectbox,
        tr("workbench.tables"),
        known,
        value=table,
        read=lambda name: (name,) if name else (),
        format_func=lambda name: tr("workbench.table_rows", name=name, count=sizes[name]),
    )
    st.caption(plain(dictionary.tables()[table][tr.language]))
    columns = [
        (row["column_name"], row["type_name"]) for row in rows(tables.table_columns) if row["table_name"] == table
    ]
    shown = pd.DataFrame(
        {
            tr("workbench.column"): [" ".join(map(code, one.columns)) for one in dictionary.entries(table, columns)],
            unbroken(tr("workbench.type")): [
                type_word(one.type_name, tr) for one in dictionary.entries(table, columns)
            ],
            tr("workbench.meaning"): [plain(one.words[tr.language]) for one in dictionary.entries(table, columns)],
        }
    )
    height: Any = LIST_PIXELS if len(shown) > 14 else "content"
    st.table(shown, border="horizontal", hide_index=True, height=height, alt=tr("workbench.columns_of", name=table))


def code(name: str) -> str:
    """A column's name as it is typed."""
    return f"`{name}`"


def type_word(type_name: str, tr: Translator) -> str:
    """What a column's type is called; the types of our tables are these five."""
    keys = {
        "VARCHAR": "workbench.type.text",
        "DOUBLE": "workbench.type.number",
        "INTEGER": "workbench.type.integer",
        "DATE": "workbench.type.date",
        "BOOLEAN": "workbench.type.boolean",
    }
    return unbroken(tr(keys[type_name])) if type_name in keys else type_name


def unbroken(word: str) -> str:
    """A Chinese word of two characters, which a narrow column would set one above the other."""
    return JOINER.join(word) if len(word) == 2 else word
