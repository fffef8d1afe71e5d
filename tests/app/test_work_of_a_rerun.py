"""What a showing of a page costs the server: how many queries, and what is made of it that nobody has unfolded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from explorer.queries import Connection
from explorer.store import Store
from explorer.ui import chart_card, coverage, differences, policy_timeline, targets
from tests.app.visiting import sound, visit

VIEWS: tuple[tuple[str, dict[str, str | list[str]], int], ...] = (
    ("overview", {}, 5),
    ("cases", {}, 11),
    ("case", {"case": "deqing"}, 23),
    ("compare", {}, 11),
    ("compare", {"indicator": ["outpatient-visits", "discharges"], "model": "medical_community"}, 12),
    ("policies", {}, 8),
    ("policy", {"policy": "nhc-2023-41"}, 18),
    ("referrals", {}, 7),
    ("differs", {}, 14),
    ("targets", {}, 17),
    ("frameworks", {}, 9),
    ("methods", {}, 8),
    ("methods", {"part": "coverage"}, 8),
    ("planner", {}, 4),
    ("stories", {}, 4),
    ("my_story", {}, 3),
    ("workbench", {}, 5),
)
"""Each page, and how many questions to the database its first showing in a fresh server may take."""


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One item a question to the database from now on, nothing being kept from earlier."""
    asked: list[None] = []
    cursor = Store.cursor

    def counted(self: Store) -> AbstractContextManager[Connection]:
        asked.append(None)
        return cursor(self)

    monkeypatch.setattr(Store, "cursor", counted)
    st.cache_resource.clear()
    st.cache_data.clear()
    return asked


@pytest.mark.parametrize(("page", "parameters", "most"), VIEWS)
def test_a_page_asks_the_database_a_bounded_number_of_questions_and_shown_again_none(
    page: str, parameters: dict[str, str | list[str]], most: int, queries: list[None]
) -> None:
    at = visit(page, **parameters)
    assert 0 < len(queries) <= most
    queries.clear()
    sound(at.run())
    visit(page, **parameters)  # by another visitor
    assert queries == []


FOLDED: tuple[tuple[str, dict[str, str | list[str]], object, str, str], ...] = (
    ("methods", {"part": "coverage"}, coverage, "coverage_table", "methods.table.zh"),
    ("targets", {}, targets, "targets_table", "targets.table.zh"),
    ("differs", {}, differences.files, "tags_table", "differs.table.zh"),
    ("policies", {}, policy_timeline, "policies_table", "policies.table.dated.zh"),
    ("referrals", {}, chart_card, "figures_table", "table.referrals-country.zh"),
)
"""A table below a chart or list: its page, what makes it, and the key of the fold-out that holds it."""


@pytest.mark.parametrize(("page", "parameters", "module", "maker", "key"), FOLDED)
def test_a_table_is_made_when_it_is_unfolded_and_not_before(
    page: str,
    parameters: dict[str, str | list[str]],
    module: object,
    maker: str,
    key: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    make: Callable[..., pd.DataFrame] = getattr(module, maker)

    def noted(*arguments: Any, **options: Any) -> pd.DataFrame:
        made.append(maker)
        return make(*arguments, **options)

    monkeypatch.setattr(module, maker, noted)
    at = visit(page, **parameters)
    assert made == []
    at.session_state[key] = True
    sound(at.run())
    assert made


def test_what_the_comparison_folds_away_is_not_drawn(queries: list[None]) -> None:
    at = visit("compare")
    assert not at.multiselect
    assert not at.pills
    assert not at.table
