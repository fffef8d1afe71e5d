"""Queries as pages ask them: one store a process, answers kept until the data change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from explorer.i18n import LANGUAGES, UNIT_OF_ONE, Labels, Language, Translator
from explorer.paths import DATA_FOLDER
from explorer.queries import Connection, records
from explorer.queries import cases as case_queries
from explorer.served import store_of
from explorer.store import Rebuilt, Store

Answer = TypeVar("Answer")


@st.cache_resource(show_spinner=False, on_release=Store.close)
def _store() -> Store:
    # The API of the same process asks the same store.
    return store_of(DATA_FOLDER)


def refresh() -> Rebuilt | None:
    """Open the database, or reopen it if anything changed on disk. Raises ExplorerError if there is none to serve."""
    return _store().refresh()


def version() -> str:
    """The content hash of the data being served; part of every cache key."""
    return _store().version


def database_file() -> Path:
    """The file of the data being served, for a process of its own to open. Raises DatabaseMissingError."""
    return _store().path


def data_faults() -> int:
    """How many faults keep the newest data files from being served; 0 if none."""
    faults = _store().faults
    return len(faults.faults) if faults is not None else 0


def is_unwritten() -> bool:
    """Whether the newest data files are not served because no database of them could be written."""
    return _store().unwritten is not None


def ask(query: Callable[..., Answer], *arguments: object) -> Answer:
    """The answer of a query from ``explorer.queries`` for plain arguments, cached by the data's content hash.

    Every session gets the same object: derive from it, never change it.
    """
    name = f"{query.__module__}.{query.__qualname__}"
    # By name: the cache looks up the name of each argument that has none, which takes longer than all else here.
    return _answer(data_version=version(), name=name, key=repr(arguments), _query=query, _arguments=arguments)


def rows(query: Callable[..., pd.DataFrame], *arguments: object) -> list[dict[str, Any]]:
    """The answer of ``ask`` as dictionaries, None wherever a value is missing; shared likewise."""
    name = f"{query.__module__}.{query.__qualname__}"
    return _rows(data_version=version(), name=name, key=repr(arguments), _query=query, _arguments=arguments)


def once(tr: Translator, key: str, make: Callable[[], Answer]) -> Answer:
    """What ``make`` gives, made once for each state of the data, language and ``key``; every session gets the same.

    ``key`` must name everything that ``make`` depends on beside data and language. Never for what a reader brought.
    """
    made: Answer = _once(data_version=version(), language=tr.language, key=key, _make=make)
    return made


# Shared objects instead of copies: unpickling a frame for each use costs more than the query.
@st.cache_resource(show_spinner=False, max_entries=1000)
def _answer(data_version: str, name: str, key: str, _query: Callable[..., Any], _arguments: tuple[object, ...]) -> Any:
    with _store().cursor() as cursor:
        return _query(cursor, *_arguments)


@st.cache_resource(show_spinner=False, max_entries=1000)
def _rows(
    data_version: str, name: str, key: str, _query: Callable[..., pd.DataFrame], _arguments: tuple[object, ...]
) -> list[dict[str, Any]]:
    return records(ask(_query, *_arguments))


@st.cache_resource(show_spinner=False, max_entries=1000)
def _once(data_version: str, language: Language, key: str, _make: Callable[[], Any]) -> Any:
    return _make()


@st.cache_resource(show_spinner=False, max_entries=8)
def _translator(data_version: str, language: Language) -> Translator:
    def every_label(cursor: Connection) -> Labels:
        rows = records(case_queries.vocabulary(cursor))
        labels = {(r["dimension"], r["tag"]): {name: r[f"label_{name}"] for name in LANGUAGES} for r in rows}
        labels |= {(UNIT_OF_ONE, r["tag"]): {"zh": r["label_zh"], "en": r["one_en"]} for r in rows if r["one_en"]}
        provinces = records(case_queries.cases_by_province(cursor))
        return labels | {("province", r["province"]): {"zh": r["short_zh"], "en": r["name_en"]} for r in provinces}

    with _store().cursor() as cursor:
        return Translator(language, every_label(cursor))


def translator(language: Language) -> Translator:
    """A translator that knows the labels of the data being served."""
    return _translator(data_version=version(), language=language)
