"""What is advised, and which cases and policies speak to it."""

from __future__ import annotations

import duckdb

from explorer.queries import recommendations, records


def test_a_recommendation_says_how_many_cases_and_policies_speak_to_it(database: duckdb.DuckDBPyConnection) -> None:
    (found,) = records(recommendations.recommendations(database))
    assert (found["recommendation_id"], found["cases"], found["policies"]) == ("appraisal", 1, 1)


def test_each_link_names_a_case_or_a_policy_with_its_reason(database: duckdb.DuckDBPyConnection) -> None:
    found = records(recommendations.recommendation_links(database))
    assert [(row["case_id"], row["policy_id"], row["name_en"], row["reason_en"]) for row in found] == [
        ("changxing", None, "Changxing system", "It has figures."),
        (None, "notice", "Notice", "It has a target."),
    ]
