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


def test_from_a_case_or_a_policy_back_to_what_it_speaks_to(database: duckdb.DuckDBPyConnection) -> None:
    (of_case,) = records(recommendations.links_of(database, case_id="changxing"))
    (of_policy,) = records(recommendations.links_of(database, policy_id="notice"))
    assert (of_case["title_en"], of_case["reason_en"]) == ("Appraisal", "It has figures.")
    assert of_policy["reason_en"] == "It has a target."
    assert recommendations.links_of(database, policy_id="design").empty
