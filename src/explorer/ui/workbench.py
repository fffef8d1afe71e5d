"""The workbench: a reader's own query, its answer as table, chart and file, and the link that carries it."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from explorer.exports.data_table import Column, DataTable
from explorer.filters import Parameter, clean_lines
from explorer.i18n import Language, Translator
from explorer.ui import answers
from explorer.ui.files import Files, show_files
from explorer.ui.links import View
from explorer.ui.prose import plain
from explorer.ui.sql_editor import edit_sql
from explorer.ui.workbench_chart import DRAWN, show_chart
from explorer.ui.workbench_tables import TABLE
from explorer.workbench.examples import examples
from explorer.workbench.runner import Answer, QueryRefusedError, Workbench
from explorer.workbench.worker import EXACT_UP_TO, LONGEST_SQL

FIRST = next(iter(examples()))
SQL = Parameter("sql", single=True, longest_text=LONGEST_SQL)
EXAMPLE = Parameter("example", tuple(examples()), single=True, default=(FIRST,))
SHORT_TABLE = 50
"""Rows up to which a plain table serves: the other kind costs a visit more than a megabyte of script."""

TALL_TABLE, TABLE_PIXELS = 12, 460


def parameters() -> tuple[Parameter, ...]:
    """What a link to the page may say: the query or the example, the table looked up, and how to draw."""
    return (EXAMPLE, SQL, TABLE, *DRAWN)


def query_of(view: View) -> tuple[str, str | None]:
    """The query of a view, and the id of the example that it is, None for a reader's own."""
    written = view.one("sql")
    if written:
        return written, None
    name = view.one("example") or FIRST
    return examples()[name].sql[view.language], name


def show_workbench(view: View, tr: Translator) -> None:
    """The editor, and beneath it the answer of its query."""
    sql, example = query_of(view)
    _choose_example(view, tr, example)
    _edit(view, tr, sql)
    with st.container(key="answer"):
        try:
            answer = _answer(answers.version(), sql)
        except QueryRefusedError as refusal:
            _tell(tr, refusal)
            return
        _show_answer(tr, answer)
        if answer.rows:
            show_chart(view, tr, answer, examples()[example].sketch if example else None)


def _choose_example(view: View, tr: Translator, example: str | None) -> None:
    view.widget(
        "example",
        st.selectbox,
        tr("workbench.examples"),
        list(examples()),
        value=example,
        read=lambda name: (name,) if name else (),
        clears=("sql", *(parameter.name for parameter in DRAWN)),
        index=None,
        placeholder=tr("workbench.own"),
        format_func=lambda name: examples()[name].question[tr.language],
    )


def _edit(view: View, tr: Translator, sql: str) -> None:
    def run(typed: str) -> None:
        written = clean_lines(typed)
        if not written:
            return
        _answer.clear(answers.version(), written)  # pressed again it runs again
        name = example_of(written, view.language)
        changed = {"sql": () if name else (written,), "example": (name,) if name else ()}
        view.go(**changed, **{parameter.name: () for parameter in DRAWN})

    edit_sql(
        view.key("editor"),
        sql,
        run,
        label=tr("workbench.editor"),
        button=tr("workbench.run"),
        limits=tr("workbench.limits"),
        longest=LONGEST_SQL,
    )


def example_of(sql: str, language: Language) -> str | None:
    """The example whose query this is, word for word."""
    return next((name for name, one in examples().items() if one.sql[language] == sql), None)


@st.cache_resource(show_spinner=False)
def _workbench() -> Workbench:
    return Workbench()


# What is refused raises, and is not kept: a busy moment passes.
@st.cache_resource(show_spinner=False, max_entries=16)
def _answer(data_version: str, sql: str) -> Answer:
    return _workbench().run(answers.database_file(), sql)


def _tell(tr: Translator, refusal: QueryRefusedError) -> None:
    st.error(tr(f"workbench.refused.{refusal.reason}", name=plain(refusal.detail)), icon=":material/block:")
    if refusal.reason == "error":
        st.code(refusal.detail, language=None, wrap_lines=False)


def _show_answer(tr: Translator, answer: Answer) -> None:
    if answer.cut:
        st.warning(tr(f"workbench.cut.{answer.cut}", count=len(answer.rows)), icon=":material/content_cut:")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(tr("workbench.rows", count=len(answer.rows)), width="content")
        if answer.rows:
            show_files(tr, Files("workbench", tr("workbench.table"), lambda: answer_data(answer)))
    if not answer.rows:
        st.info(tr("workbench.no_rows"), icon=":material/search_off:")
    elif len(answer.rows) <= SHORT_TABLE:
        height: Any = TABLE_PIXELS if len(answer.rows) > TALL_TABLE else "content"
        st.table(short_table(answer), border="horizontal", hide_index=True, height=height, alt=tr("workbench.table"))
    else:
        st.dataframe(
            long_table(answer), hide_index=True, height=TABLE_PIXELS, placeholder="—", alt=tr("workbench.table")
        )


def short_table(answer: Answer) -> pd.DataFrame:
    """The answer as texts, which a plain table reads as Markdown: every mark literal, missing cells a dash.

    Numbers have the digits that they have in the answer: a zero more would claim a precision that nobody printed.
    """
    return pd.DataFrame(
        {
            plain(column.name): [plain(_text(row[number])) for row in answer.rows]
            for number, column in enumerate(answer.columns)
        }
    )


def long_table(answer: Answer) -> pd.DataFrame:
    """The answer for the table that scrolls: numbers as numbers, everything else as text."""
    return pd.DataFrame(
        {
            column.name: [
                row[number] if column.kind == "number" or row[number] is None else _text(row[number])
                for row in answer.rows
            ]
            for number, column in enumerate(answer.columns)
        }
    )


def answer_data(answer: Answer) -> DataTable:
    """The answer as files hold it; a column is one of numbers if all that is in it are."""
    numbers = [all(_is_number(row[place]) for row in answer.rows) for place in range(len(answer.columns))]
    columns = tuple(
        Column(column.name, column.name, column.kind == "number" and is_number)
        for column, is_number in zip(answer.columns, numbers, strict=True)
    )
    body = (
        tuple(value if column.is_number else _in_file(value) for value, column in zip(row, columns, strict=True))
        for row in answer.rows
    )
    return DataTable(columns, tuple(body))


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _in_file(value: object) -> str | None:
    return None if value is None else _text(value)


def _text(value: object) -> str:
    """A value as the table shows it; a number with every digit and without an exponent, if that is not too long."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and 1e-6 <= abs(value) < EXACT_UP_TO:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return "0" if value == 0 else str(value)
