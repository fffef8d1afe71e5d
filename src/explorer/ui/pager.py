"""A long list page by page, the page in the link."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from explorer.filters import Parameter
from explorer.ui.links import View

PER_PAGE = 20
MOST_PAGES = 100
PAGE = Parameter("page", tuple(str(number) for number in range(1, MOST_PAGES + 1)), single=True, default=("1",))
"""Which page of the open list; a page past its end shows the last one."""


Rows = TypeVar("Rows", pd.DataFrame, list[dict[str, Any]])


def page_of(view: View, rows: Rows) -> Rows:
    """The rows of the page that the link asks for."""
    first = (_number(view, len(rows)) - 1) * PER_PAGE
    return rows[first : first + PER_PAGE]


def show_pager(view: View, count: int) -> None:
    """The way to the other pages of ``count`` rows, if there are any."""
    pages, number = math.ceil(count / PER_PAGE), _number(view, count)
    if pages == 1:
        return
    # A key of its own for each page: this widget always has a default, which no value from the link may contradict.
    key = view.key(f"page.{number}.{pages}")
    st.pagination(
        pages, default=number, key=key, on_change=lambda: view.go(page=(str(st.session_state[key]),)), width="stretch"
    )


def _number(view: View, count: int) -> int:
    return min(int(view.one("page") or "1"), max(1, math.ceil(count / PER_PAGE)))
