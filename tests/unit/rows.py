"""The smallest database that shows a point: the shipped tables in memory, filled row by row.

A test says only what it is about; every other required column, and every parent a row needs, is filled in.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from itertools import count
from typing import Any

import duckdb
import pandas as pd

from explorer import partial_date
from explorer.queries import observations

SOURCE = "report"
FILLED = {
    "category": "alliance",
    "level": "county",
    "direction": "higher",
    "unit": "percent",
    "theme": "access",
    "kind": "level",
    "basis": "reported",
    "qualifier": "=",
    "status": "in_force",
    "relation": "implements",
    "aliases": "",
    "aliases_zh": "",
    "pinyin": "",
    "initials": "",
    "field": "point",
    "source_id": SOURCE,
    "group_id": "standing-alone",
    "comparability_group": "standing-alone",
    "within_place": False,
}
"""What stands in a required column that a test does not name; a text says its row's id and its language."""


class Rows:
    """A database under construction; ``connection`` is what a query is asked with."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(resources.files("explorer").joinpath("tables.sql").read_text(encoding="utf-8"))
        columns = self.connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND NOT is_nullable"
        ).fetchall()
        self._required: dict[str, list[str]] = {}
        for table, column in columns:
            self._required.setdefault(table, []).append(column)
        self._there: set[tuple[str, ...]] = set()
        self._numbers = count()

    def put(self, table: str, *key: str, **given: Any) -> None:
        """Insert a row; ``key`` is what its texts are made from and what tells it from others of its table."""
        self._there.add((table, *key))
        number = next(self._numbers)
        row = {column: self._filling(column, key, number) for column in self._required[table]} | given
        names, slots = ", ".join(row), ", ".join(f"${name}" for name in row)
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({slots})", row)

    def forget(self) -> None:
        """Take every row for gone."""
        self._there.clear()
        self._numbers = count()

    @staticmethod
    def _filling(column: str, key: tuple[str, ...], number: int) -> object:
        if column in ("position", "decimals", "tile_column", "tile_row"):
            return number
        if column in FILLED:
            return FILLED[column]
        return f"{key[-1]}{column[-3:]}" if column.endswith(("_zh", "_en")) else key[-1]

    def _once(self, table: str, *key: str, **given: Any) -> None:
        if (table, *key) not in self._there:
            self.put(table, *key, **given)

    def source(self, source_id: str = SOURCE, **given: Any) -> None:
        self._once("sources", source_id, **{"source_id": source_id, "kind": "report"} | given)

    def province(self, province: str, code: str | None = None, **given: Any) -> None:
        code = code or f"{len(self._there):06d}"
        self._once("provinces", province, **{"province": province, "code": code} | given)

    def tag(self, dimension: str, tag: str, **given: Any) -> None:
        """A tag of the vocabulary, after those of its dimension that are there already."""
        self._once("vocabulary", dimension, tag, **{"dimension": dimension, "tag": tag} | given)

    def case(self, case_id: str, tags: dict[str, tuple[str, ...]] | None = None, **given: Any) -> None:
        """A case with its tags by dimension. ``category="context"`` makes it a place that only carries figures."""
        self.source(given.get("source_id", SOURCE))
        given.setdefault("province", "zhejiang")
        if given["province"] is not None:
            self.province(given["province"])
        self.put("cases", case_id, **{"case_id": case_id} | given)
        for dimension, own in (tags or {}).items():
            for tag in own:
                self.tag(dimension, tag)
                self.put("case_tags", tag, case_id=case_id, dimension=dimension, tag=tag, basis="stated")

    def evidence(self, case_id: str, **facts: str) -> None:
        """What is judged of a case's evidence, by fact: ``evidence("a", reporter="self")``."""
        for fact, tag in facts.items():
            self.tag(fact, tag)
            self.put("case_evidence", f"{case_id}-{fact}", case_id=case_id, fact=fact, tag=tag, locator="3")

    def point(self, case_id: str, section: str, *figures: str) -> None:
        """A point of a case that tells these figures."""
        point_id = f"{section}-{next(self._numbers)}"
        measure = "service" if section == "measure" else None
        row = {"case_id": case_id, "point_id": point_id, "section": section, "integration_type": measure}
        self.put("case_points", point_id, **row, basis="stated")
        for figure in figures:
            self.put("point_figures", point_id, case_id=case_id, point_id=point_id, observation_id=figure)

    def text(self, case_id: str, field: str, zh: str, en: str, pinyin: str = "", initials: str = "") -> None:
        """One text that the search box reads, as the build writes it: joined pinyin has a space between syllables."""
        texts = {"text_zh": zh, "text_en": en, "pinyin": pinyin, "initials": initials}
        self.put("case_search", case_id, case_id=case_id, field=field, **texts)

    def group(self, group_id: str, **given: Any) -> None:
        self._once("comparability_groups", group_id, **{"group_id": group_id} | given)

    def indicator(self, indicator_id: str, group: str = "standing-alone", **given: Any) -> None:
        self.group(group)
        self._once("indicators", indicator_id, **{"indicator_id": indicator_id, "comparability_group": group} | given)

    def figure(
        self,
        case_id: str,
        indicator_id: str,
        value: float,
        period: str | None = None,
        *,
        subject: str | None = None,
        as_of: bool = False,
        **given: Any,
    ) -> str:
        """A figure of a case, for a period as printed (``2023``, ``2021/2023``; ``as_of``: a state at its end)."""
        self.indicator(indicator_id)
        self.source(given.get("source_id", SOURCE))
        if ("cases", case_id) not in self._there:
            self.case(case_id)
        observation_id = given.pop("observation_id", f"{case_id}-{indicator_id}-{len(self._there)}")
        start, _, end = (period or "").rpartition("/")
        derived = given.get("basis") == "derived"
        decimals = 0 if float(value).is_integer() else len(repr(value).partition(".")[2])
        row = {
            "observation_id": observation_id,
            "case_id": case_id,
            "indicator_id": indicator_id,
            "subject_zh": f"{subject or case_id}_zh",
            "subject_en": f"{subject or case_id}_en",
            "period_start": None if period is None or as_of else partial_date.first_day(start or end),
            "period_end": partial_date.last_day(end) if period else None,
            "period_printed": period,
            "value": value,
            "decimals": decimals,
            "value_low": value,
            "value_high": value,
            "printed_step": None if derived else 10.0**-decimals,
            "as_reported": None if derived else f"{value}",
            "formula": "[a] / [b]" if derived else None,
            "formula_zh": "甲 ÷ 乙" if derived else None,
            "formula_en": "a ÷ b" if derived else None,
        }
        self.put("observations", observation_id, **row | given)
        return observation_id

    def target(self, target_id: str, indicator_id: str, value: float | None, due: str | None, **given: Any) -> None:
        """A target of a policy of the same name, unless ``policy_id`` names another; due as printed, or never."""
        self.indicator(indicator_id)
        policy_id = given.pop("policy_id", target_id)
        if ("policies", policy_id) not in self._there:
            self.policy(policy_id)
        row = {
            "target_id": target_id,
            "policy_id": policy_id,
            "indicator_id": indicator_id,
            "operator": None if value is None else ">=",
            "value": value,
            "due": partial_date.last_day(due) if due else None,
            "due_printed": due,
        }
        self.put("targets", target_id, **row | given)

    def outcome(self, target_id: str, observation_id: str, *, in_scope: bool = True) -> None:
        """A figure to hold against a target."""
        row = {"target_id": target_id, "observation_id": observation_id, "in_scope": in_scope}
        self.put("target_outcomes", target_id, observation_id, **row)

    def policy(
        self, policy_id: str, issued: str | None = None, tags: dict[str, tuple[str, ...]] | None = None, **given: Any
    ) -> None:
        """A policy with its date as printed and its tags by dimension."""
        self.source(given.get("source_id", SOURCE))
        row = {
            "policy_id": policy_id,
            "level": "national",
            "kind": "notice",
            "issued": issued,
            "issued_from": partial_date.first_day(issued) if issued else None,
            "issued_to": partial_date.last_day(issued) if issued else None,
            "issued_basis": "printed" if issued else None,
        }
        if family := given.get("family_id"):
            self._once("policy_families", family, family_id=family)
        self.put("policies", policy_id, **row | given)
        for dimension, own in (tags or {}).items():
            for tag in own:
                self.tag(dimension, tag)
                self.put("policy_tags", tag, policy_id=policy_id, dimension=dimension, tag=tag, basis="judged")

    def policy_text(self, policy_id: str, field: str, zh: str, en: str, pinyin: str = "", initials: str = "") -> None:
        """One text of a policy that the search box reads."""
        texts = {"text_zh": zh, "text_en": en, "pinyin": pinyin, "initials": initials}
        self.put("policy_search", policy_id, policy_id=policy_id, field=field, **texts)

    def link(self, policy_id: str, case_id: str, relation: str = "implements", **given: Any) -> None:
        """A case joined to a policy."""
        self.put("policy_links", policy_id, case_id, policy_id=policy_id, case_id=case_id, relation=relation, **given)

    def frame(self, framework_id: str, dimensions: list[str], **given: Any) -> None:
        """An evaluation frame with its dimensions."""
        self.source(given.get("source_id", SOURCE))
        self._once("frameworks", framework_id, **{"framework_id": framework_id} | given)
        for dimension in dimensions:
            self.put("framework_dimensions", dimension, framework_id=framework_id, dimension_id=dimension)

    def frame_place(self, framework_id: str, model: str, case_id: str) -> None:
        """A place whose figures stand beside those of a model."""
        self.put("framework_places", case_id, framework_id=framework_id, model=model, case_id=case_id)

    def entry(self, framework_id: str, model: str, dimension: str, indicator_id: str | None, **given: Any) -> None:
        """What a frame looks at in a model; without an indicator, what is wanted is named by ``given``."""
        row = {"framework_id": framework_id, "model": model, "dimension_id": dimension, "indicator_id": indicator_id}
        told = {"basis": "judged", "reason_zh": "理由", "reason_en": "the reason"}
        if indicator_id is None:
            told |= {"missing_zh": "没有报告", "missing_en": "not reported"}
        self.put("framework_entries", f"{framework_id}-{len(self._there)}", **row | told | given)

    def compared(self, *indicator_ids: str) -> pd.DataFrame:
        """The figures of these indicators as a chart is given them."""
        return observations.comparison(self.connection, list(indicator_ids))


@contextmanager
def empty_database() -> Iterator[Rows]:
    """A database without rows, and again without rows afterwards: the tables are made once, because that takes long."""
    rows = _database()
    rows.connection.begin()
    try:
        yield rows
    finally:
        rows.connection.rollback()
        rows.forget()


@cache
def _database() -> Rows:
    rows = Rows()
    atexit.register(_database.cache_clear)  # DuckDB complains of a connection that outlives it
    return rows
