"""What each view with files takes away, made of the whole database, and where its numbers are held there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from explorer.county import County
from explorer.exports import differences, likeness, methods, overview, policies, position, tables, targets
from explorer.exports.clock import clock_data
from explorer.exports.data_table import DataTable
from explorer.exports.frameworks import by_entry, framework_data
from explorer.filters import NO_MODEL
from explorer.i18n import Translator
from explorer.planner.measures import grouped_measures
from explorer.planner.position import FIELD_INDICATORS, positions
from explorer.planner.preconditions import ticked
from explorer.queries import (
    audit,
    cases,
    clock,
    coverage,
    differs,
    frameworks,
    observations,
    planner,
    recommendations,
    records,
)
from explorer.queries import methods as methods_queries
from explorer.queries import policies as policy_queries
from explorer.queries import targets as target_queries
from explorer.queries.position import indicators_alike
from explorer.ui.overview_charts import cell_members, province_members
from tests.unit import planner_counties

Connection = duckdb.DuckDBPyConnection
Make = Callable[[Connection, Translator], DataTable]


@dataclass(frozen=True)
class Held:
    """Where the numbers of a column are in the database.

    ``sql`` gives rows of a key and a number, the key being what stands in the columns ``keys`` of the file. ``within``
    is what rounding may take from or add to a number, ``missing`` what a file says of a key that ``sql`` does not have.
    """

    sql: str
    keys: Sequence[str]
    within: float = 1e-9
    missing: float | None = None


VALUE = Held("SELECT observation_id, value FROM observations", ["observation_id"])
TARGET = Held("SELECT target_id, value FROM targets", ["target_id"])
DIMENSIONS = ["payment", "instrument"]


def every(connection: Connection, table: str, column: str, where: str = "true") -> list[str]:
    """The ids in a table."""
    return [row[0] for row in connection.execute(f"SELECT {column} FROM {table} WHERE {where}").fetchall()]


def all_cases(connection: Connection) -> list[str]:
    return every(connection, "cases", "case_id", "category <> 'context'")


# What each view takes away, made of the whole database


def figures(connection: Connection, tr: Translator) -> DataTable:
    return tables.figures_data(
        observations.observations_by_id(connection, every(connection, "observations", "observation_id")), tr
    )


def years_of_the_clock(connection: Connection, tr: Translator) -> DataTable:
    return clock_data(clock.outcomes(connection, every(connection, "cases", "case_id")), tr)


def listed_cases(connection: Connection, tr: Translator) -> DataTable:
    found = all_cases(connection)
    asked = (cases.case_cards, cases.case_tags, cases.case_evidence)
    cards, tags, evidence = (ask(connection, found) for ask in asked)
    return tables.cases_data(cards, tags, evidence, tr, str)


def listed_policies(connection: Connection, tr: Translator) -> DataTable:
    return policies.policies_data(
        policy_queries.policy_cards(connection, every(connection, "policies", "policy_id")), tr, str
    )


def findings(connection: Connection, tr: Translator) -> DataTable:
    found = audit.findings(connection)
    return methods.findings_data(found, methods_queries.operands(connection, list(found["check_id"])), tr)


def targets_and_figures(connection: Connection, tr: Translator) -> DataTable:
    held = records(target_queries.targets_against_observations(connection))
    known = {
        row["observation_id"]: row
        for row in records(observations.observations_by_id(connection, [row["observation_id"] for row in held]))
    }
    of_target: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        stands = {"in_scope": row["in_scope"], "timing": row["timing"], "stands": row["verdict"]}
        of_target.setdefault(row["target_id"], []).append(known[row["observation_id"]] | stands)
    found = records(target_queries.targets_with_outcome(connection))
    return targets.targets_data(targets.pairs(found, of_target), tr)


def advice(connection: Connection, tr: Translator) -> DataTable:
    return targets.recommendations_data(
        records(recommendations.recommendations(connection)),
        records(recommendations.recommendation_links(connection)),
        tr,
    )


def frame(connection: Connection, tr: Translator) -> DataTable:
    (framework, *_) = records(frameworks.frameworks(connection))
    name = framework["framework_id"]
    entries = frameworks.framework_entries(connection, name)
    evidence = by_entry(records(frameworks.framework_evidence(connection, name)))
    standings = by_entry(records(frameworks.framework_standings(connection, name)))
    return framework_data(framework, entries, [""] * len(entries), evidence, standings, tr)


def measures_taken(connection: Connection, tr: Translator) -> DataTable:
    tags = records(planner.tags_by_place(connection, ["instrument", "payment"]))
    found = all_cases(connection)
    groups = grouped_measures(found, records(planner.measures(connection)), tags, County("甲县"), "instrument")
    names = {row["case_id"]: row["name_zh"] for row in records(cases.case_index(connection))}
    return likeness.measures_data(groups, {group.key: group.key for group in groups}, names, len(found), tr)


def preconditions_held(connection: Connection, tr: Translator) -> DataTable:
    found, holders = all_cases(connection), records(planner.precondition_holders(connection))
    names = {row["case_id"]: row["name_zh"] for row in records(cases.case_index(connection))}
    held = ticked(found, records(planner.preconditions(connection)), holders, County("甲县"))
    return likeness.preconditions_data(held, names, len(found), tr)


OWN_RATE = 84.5


def where_a_county_stands(connection: Connection, tr: Translator) -> DataTable:
    county = planner_counties.county({"county_visit_rate": "monitored"}, county_visit_rate=str(OWN_RATE))
    asked = list(FIELD_INDICATORS)
    alike = records(indicators_alike(connection, asked))
    compared = observations.comparison(connection, [row["indicator_id"] for row in alike])
    found = positions(county, alike, compared, records(policy_queries.targets_for(connection, asked)))
    return position.position_data(found, county, tr)


def map_of_figures(year: int | None) -> Make:
    return lambda connection, tr: methods.coverage_data(coverage.coverage_by_indicator(connection, year), tr, "")


def counted_for_the_map(year: int | None, which: str) -> Held:
    of_year = f"{year} BETWEEN year(coalesce(period_start, period_end)) AND year(period_end)" if year else "true"
    asked = {
        "exact": f"{of_year} AND qualifier = '='",
        "bounds": f"{of_year} AND qualifier <> '='",
        "elsewhen": f"NOT coalesce({of_year}, false)",
    }[which]
    sql = f"""
        SELECT case_id, theme, indicator_id, count(*) FROM observations JOIN indicators USING (indicator_id)
        WHERE basis = 'reported' AND kind <> 'target' AND {asked} GROUP BY ALL
    """
    return Held(sql, ["case_id", "theme_id", "indicator_id"], missing=0)


def found_by_the_audit(column: str) -> Held:
    return Held(f"SELECT check_id, {column} FROM audit_findings", ["check_id"], within=1e-5)


def first_to_last(which: str) -> Held:
    """Years from the start of a case to the first or last that a figure's time holds, whole calendar years."""
    year = {"first": "left(split_part(period_printed, '/', 1), 4)", "last": "year(period_end)"}[which]
    sql = f"""
        SELECT observation_id, CAST({year} AS INTEGER) - CAST(left(started, 4) AS INTEGER)
        FROM observations JOIN cases USING (case_id) WHERE started IS NOT NULL
    """
    return Held(sql, ["observation_id"])


def of_pairs(expression: str, within: float = 1e-9) -> Held:
    chosen = "SELECT case_id, dimension || tag AS tag FROM case_tags WHERE dimension IN ('payment', 'instrument')"
    sql = f"""
        SELECT a.case_id, b.case_id, {expression} FROM
            (SELECT case_id, list(tag) AS tags FROM ({chosen}) GROUP BY case_id) a,
            (SELECT case_id, list(tag) AS tags FROM ({chosen}) GROUP BY case_id) b
    """
    return Held(sql, ["case_a", "case_b"], within)


SHARED, EITHER = "len(list_intersect(a.tags, b.tags))", "len(list_distinct(list_concat(a.tags, b.tags)))"
ALL_CASES = "SELECT count(*) FROM cases WHERE category <> 'context'"
CELLS = f"""
    WITH model AS (
        SELECT case_id, tag FROM case_tags WHERE dimension = 'alliance_model' UNION
        SELECT case_id, '{NO_MODEL}' FROM cases WHERE category <> 'context' AND case_id NOT IN
            (SELECT case_id FROM case_tags WHERE dimension = 'alliance_model')
    )
    SELECT model.tag, t.tag, count(DISTINCT case_id) FROM model JOIN case_tags t USING (case_id)
    WHERE t.dimension = 'integration_type' GROUP BY ALL
"""
TAKEN = """
    SELECT tag, count(DISTINCT case_id) FROM (
        SELECT case_id, t.tag FROM point_tags t JOIN case_points p USING (case_id, point_id) WHERE section = 'measure'
        UNION SELECT case_id, tag FROM case_tags WHERE dimension IN ('instrument', 'payment')
    ) GROUP BY tag
"""
PRECONDITIONS = """
    SELECT precondition_id, count(DISTINCT case_id) FROM precondition_tags JOIN case_tags USING (dimension, tag)
        JOIN cases USING (case_id) WHERE category <> 'context' GROUP BY ALL
"""
STANDS = f"""
    SELECT observation_id, NULL, value FROM observations UNION ALL SELECT NULL, target_id, value FROM targets
    UNION ALL SELECT NULL, NULL, {OWN_RATE}
"""
YEARS = """
    SELECT indicator_id, case_id, {} FROM observations WHERE kind <> 'target' GROUP BY ALL
"""
HELD_BY = ["indicator_id", "case_id"]

VIEWS: Mapping[str, tuple[Make, Mapping[str, Held]]] = {
    "figures_data": (figures, {"number": VALUE}),
    "clock_data": (
        years_of_the_clock,
        {"number": VALUE, "since_first": first_to_last("first"), "since_last": first_to_last("last")},
    ),
    "cases_data": (
        listed_cases,
        {"figures": Held("SELECT case_id, count(*) FROM observations GROUP BY ALL", ["case_id"], missing=0)},
    ),
    "policies_data": (
        listed_policies,
        {
            "targets": Held("SELECT policy_id, count(*) FROM targets GROUP BY ALL", ["policy_id"], missing=0),
            "cases": Held(
                "SELECT policy_id, count(DISTINCT case_id) FROM policy_links GROUP BY ALL", ["policy_id"], missing=0
            ),
        },
    ),
    "codebook_data": (
        lambda connection, tr: methods.codebook_data(methods_queries.codebook(connection, [], None), tr),
        {
            name: Held(f"SELECT indicator_id, {count} FROM observations GROUP BY ALL", ["indicator_id"], missing=0)
            for name, count in (("figures", "count(*)"), ("cases", "count(DISTINCT case_id)"))
        },
    ),
    "sources_data": (
        lambda connection, tr: methods.sources_data(methods_queries.evidence(connection), tr),
        {
            "figures": Held("SELECT source_id, count(*) FROM observations GROUP BY ALL", ["source_id"], missing=0),
            "cases": Held(
                """
                SELECT told.source_id, count(DISTINCT case_id) FROM
                    (SELECT source_id, case_id FROM observations UNION SELECT source_id, case_id FROM cases) told
                    JOIN cases USING (case_id) WHERE category <> 'context' GROUP BY ALL
                """,
                ["source_id"],
                missing=0,
            ),
        },
    ),
    "findings_data": (
        findings,
        {
            column.removeprefix("computed_"): found_by_the_audit(column)
            for column in ("reported", "computed", "computed_low", "computed_high", "difference")
        },
    ),
    "coverage_data": (
        map_of_figures(None),
        {name: counted_for_the_map(None, name) for name in ("exact", "bounds", "elsewhen")},
    ),
    "coverage_data of a year": (
        map_of_figures(2023),
        {name: counted_for_the_map(2023, name) for name in ("exact", "bounds", "elsewhen")},
    ),
    "left_out_data": (
        lambda connection, tr: methods.left_out_data(methods_queries.left_out(connection, None, None), tr),
        {},
    ),
    "targets_data": (targets_and_figures, {"target_number": TARGET, "number": VALUE}),
    "recommendations_data": (advice, {}),
    "framework_data": (
        frame,
        {
            "number": TARGET,
            "figures": Held(YEARS.format("count(*)"), HELD_BY),
            "first": Held(YEARS.format("min(year(coalesce(period_start, period_end)))"), HELD_BY),
            "last": Held(YEARS.format("max(year(period_end))"), HELD_BY),
        },
    ),
    "tags_data": (
        lambda connection, tr: differences.tags_data(
            differs.tags_side_by_side(connection, all_cases(connection), DIMENSIONS), tr
        ),
        {},
    ),
    "pairs_data": (
        lambda connection, tr: differences.pairs_data(differs.closest_pairs(connection, DIMENSIONS, limit=100), tr),
        {
            "shared": of_pairs(SHARED),
            "either": of_pairs(EITHER),
            "jaccard": of_pairs(f"{SHARED} / {EITHER}", within=0.005),
        },
    ),
    "outcomes_data": (
        lambda connection, tr: differences.outcomes_data(
            differs.same_tags_other_outcomes(connection, ["alliance_model"]), tr
        ),
        {},
    ),
    "matrix_data": (
        lambda connection, tr: overview.matrix_data(
            cases.model_type_matrix(connection), cell_members(cases.cases_in_cells(connection)), tr
        ),
        {"cases": Held(CELLS, ["model_id", "type_id"], missing=0)},
    ),
    "provinces_data": (
        lambda connection, tr: overview.provinces_data(
            cases.cases_by_province(connection), province_members(cases.cases_in_provinces(connection)), tr
        ),
        {
            "cases": Held(
                "SELECT province, count(*) FROM cases WHERE category <> 'context' GROUP BY ALL",
                ["province_id"],
                missing=0,
            )
        },
    ),
    "measures_data": (measures_taken, {"count": Held(TAKEN, ["tag"], missing=1), "of": Held(ALL_CASES, [])}),
    "preconditions_data": (
        preconditions_held,
        {"count": Held(PRECONDITIONS, ["precondition_id"]), "of": Held(ALL_CASES, [])},
    ),
    "position_data": (where_a_county_stands, {"number": Held(STANDS, ["observation_id", "target_id"])}),
}
"""What each view with files takes away, by the function that makes its data, and where its numbers are held."""

OWN = {"parts_data", "scenarios_data", "distribution_data", "rank_data", "trend_data"}
"""Computed from what a reader brought, which no database holds."""

BY_COLUMN = {"table_data", "answer_data"}
"""Whole tables and answers of queries, which are held against the database below."""
