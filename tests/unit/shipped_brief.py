"""Briefs of a county, made from the shipped data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pytest

from explorer.charts.position import drawable, position_alt, position_chart
from explorer.charts.theme import framed
from explorer.county import County
from explorer.exports.brief import brief
from explorer.i18n import LANGUAGES, Language, Translator
from explorer.paths import DATA_FOLDER
from explorer.planner.brief import (
    Brief,
    LikeCase,
    Likeness,
    Material,
    MeasureRow,
    PreconditionRow,
    Reckoned,
)
from explorer.planner.gap import QUANTITY_OF, change, national_visits_per_resident
from explorer.planner.goals import opening_goal
from explorer.planner.position import FIELD_INDICATORS, positions
from explorer.planner.scenario import Kind, Scenario, outcomes, slider_of
from explorer.planner.telling import Told, runs_of, tell
from explorer.queries import cases, methods, observations, policies, records
from explorer.queries.position import indicators_alike, policies_of_targets, visits_per_resident
from explorer.store import READ_ONLY_SETTINGS
from tests.unit.planner_counties import county

A1 = county(
    {"county_visit_rate": "monitored", "primary_rate": "within_county_outpatient"},
    population="600000",
    county_visit_rate="88.76",
    primary_rate="55.95",
    admissions_within_county="86.56",
    fund_within_county="73.71",
    fund_primary="13.73",
)
"""Pilot county A1 as published, but for a population and a county visit rate chosen so that there is a gap."""
CLOSEST = ("changxing", "deqing", "ruian")
MADE_ON = date(2026, 11, 26)
every_language = pytest.mark.parametrize("language", LANGUAGES)


class Shipped:
    """What a brief is made from, read from the shipped database."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], Any] = {}
        self.labels: dict[tuple[str, str], dict[Language, str]] = {
            (row["dimension"], row["tag"]): {name: row[f"label_{name}"] for name in LANGUAGES}
            for row in self.rows(cases.vocabulary)
        }

    @contextmanager
    def _connected(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # Opened as the app opens it: DuckDB refuses two ways of opening one file in a process.
        path, settings = str(DATA_FOLDER / "metrics.duckdb"), READ_ONLY_SETTINGS
        with duckdb.connect(path, read_only=True, config=settings) as connection:  # type: ignore[arg-type]
            yield connection

    def ask(self, query: Callable[..., Any], *arguments: object) -> Any:
        """The answer of a query, asked once."""
        key = (query.__name__, repr(arguments))
        if key not in self._asked:
            with self._connected() as connection:
                self._asked[key] = query(connection, *arguments)
        return self._asked[key]

    def ids(self, table: str, column: str) -> frozenset[str]:
        """Every id in a table."""
        key = (table, column)
        if key not in self._asked:
            with self._connected() as connection:
                found = connection.execute(f"SELECT {column} FROM {table}").fetchall()
            self._asked[key] = frozenset(row[0] for row in found)
        return self._asked[key]

    def rows(self, query: Callable[..., Any], *arguments: object) -> list[dict[str, Any]]:
        return records(self.ask(query, *arguments))

    def material(self, language: Language, one: County = A1) -> tuple[Material, Translator]:
        tr, asked = Translator(language, self.labels), list(FIELD_INDICATORS)
        alike = self.rows(indicators_alike, asked)
        targets = self.rows(policies.targets_for, asked)
        figures = self.ask(observations.comparison, [row["indicator_id"] for row in alike])
        every = positions(one, alike, figures, targets)
        basis = self.rows(visits_per_resident)
        visits = national_visits_per_resident(basis)
        assert visits is not None
        each = {"visits": visits}
        cards = {row["case_id"]: row for row in self.rows(cases.case_cards, list(CLOSEST))}
        reckoned = []
        for position in every:
            goal = opening_goal(position)
            if position.field_id in QUANTITY_OF and goal is not None:
                reckoned.append(Reckoned(position, goal, change(one, position.field_id, goal.rate, each)))
        return (
            Material(
                county=one,
                positions=every,
                reckoned=reckoned,
                scenarios=_scenarios(one, every, each, tr),
                per_person=each,
                national=self.rows(observations.observations_by_id, [row["observation_id"] for row in basis]),
                likeness=_likeness(cards, tr),
                sources={row["source_id"]: row for row in self.rows(methods.evidence)},
                cases=cards,
                policies={
                    row["target_id"]: row
                    for row in self.rows(policies_of_targets, [row["target_id"] for row in targets])
                },
                version="0123456789abcdef",
                made_on=MADE_ON,
                picture=framed(position_chart(drawn, tr), "t", "s", ["n"]) if (drawn := drawable(every)) else None,
            ),
            tr,
        )


def _scenarios(one: County, every: list[Any], each: Any, tr: Translator) -> list[Scenario]:
    sliders = [slider for position in every if position.field_id in QUANTITY_OF if (slider := slider_of(position))]
    made = []
    for index, kind in enumerate(Kind, start=1):
        rates = {slider.field_id: slider.opening[kind] for slider in sliders}
        made.append(Scenario(index, tr(f"what_if.scenario.{kind}"), rates, outcomes(one, index, rates, each)))
    return made


def _likeness(cards: dict[str, Any], tr: Translator) -> Likeness:
    names = {case_id: tr.pick(card, "name") or "" for case_id, card in cards.items()}
    closest = tuple(LikeCase(case_id, names[case_id], 0.25, 3, 6) for case_id in CLOSEST)
    measure = MeasureRow("M <b>", "K", (names["deqing"],), 3, (("deqing", "M1"),), in_place=False)
    missing = PreconditionRow("P", (names["deqing"],), ("deqing",), 3, in_county=False)
    open_one = PreconditionRow("Q", (), (), 3, in_county=None)
    weights = tell(tr, "brief.setting.data", version=Told("w=2", ("setting:weight.population",)))
    return Likeness(closest, (measure,), (missing, open_one), (weights,))


@cache
def shipped() -> Shipped:
    return Shipped()


@cache
def of_a1(language: Language) -> tuple[Brief, Material, Translator]:
    return made_of(language, A1)


def made(language: Language) -> tuple[Brief, Material, Translator]:
    return of_a1(language)


def made_of(language: Language, one: County) -> tuple[Brief, Material, Translator]:
    material, tr = shipped().material(language, one)
    return brief(material, tr, alt=position_alt(drawable(material.positions), tr)), material, tr


def every_run(told: Brief) -> list[Told]:
    return [run for piece in told.pieces() for run in runs_of(piece)]


def named(name: str) -> tuple[Brief, Material, Translator]:
    """A brief of little more than a county's name."""
    return made_of("en", replace(A1, name=name, numbers={"fund_primary": A1.numbers["fund_primary"]}))
