"""Which policies there are, what they are joined to, and which targets bear on an indicator."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from explorer.filters import PolicyFilter
from explorer.queries import policies, records
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def test_an_indicators_targets_are_those_of_its_comparability_group_by_due_date(rows: Rows) -> None:
    rows.indicator("county-rate", "county-rates")
    rows.indicator("monitored-rate", "county-rates")
    rows.indicator("primary-rate", "primary-rates")
    rows.target("later", "county-rate", 95, "2027")
    rows.target("earlier", "monitored-rate", 90, "2020")
    rows.target("elsewhere", "primary-rate", 65, "2017")  # left out: its group shares no axis with county-rate
    rows.target("in-words", "county-rate", None, "2025")  # left out: no number to draw
    found = policies.targets_for(rows.connection, ["county-rate"])
    assert list(found["target_id"]) == ["earlier", "later"]
    assert list(found["group_id"]) == ["county-rates", "county-rates"]


def test_targets_due_on_one_day_come_by_id(rows: Rows) -> None:
    for target_id in ("b", "a"):
        rows.target(target_id, "rate", 90, "2025")
    assert list(policies.targets_for(rows.connection, ["rate"])["target_id"]) == ["a", "b"]


def test_a_target_says_its_operator_value_scope_policy_and_source(rows: Rows) -> None:
    rows.target("t", "rate", 90, "2025", operator="~", scope_zh="试点县", scope_en="pilot counties")
    found = policies.targets_for(rows.connection, ["rate"])
    assert list(found.columns) == [
        *(
            "target_id",
            "policy_id",
            "indicator_id",
            "group_id",
            "unit",
            "operator",
            "value",
            "due",
            "scope_zh",
            "scope_en",
        ),
        *("note_zh", "note_en", "policy_zh", "policy_en", "document_number", "source_id"),
    ]
    target = records(found)[0]
    assert (target["unit"], target["operator"], target["value"]) == ("percent", "~", 90)
    assert target["due"] == pd.Timestamp("2025-12-31")
    assert (target["scope_zh"], target["policy_en"], target["document_number"]) == ("试点县", "t_en", None)


def test_without_indicators_or_for_an_unknown_one_there_are_no_targets(rows: Rows) -> None:
    rows.target("t", "rate", 90, "2025")
    assert policies.targets_for(rows.connection, []).empty
    assert policies.targets_for(rows.connection, ["unknown"]).empty


def test_a_target_without_a_date_is_not_drawn(rows: Rows) -> None:
    rows.target("undated", "rate", 90, None)
    assert policies.targets_for(rows.connection, ["rate"]).empty


def test_beside_an_indicator_that_stands_alone_only_its_own_targets_are_drawn(rows: Rows) -> None:
    rows.target("own", "literacy", 25, "2025")
    rows.target("other", "screening", 50, "2025")  # left out: stands alone too, and is something else
    assert list(policies.targets_for(rows.connection, ["literacy"])["target_id"]) == ["own"]


# Which policies


@pytest.fixture
def shelf(rows: Rows) -> Rows:
    """Three policies with the texts that the build writes for them, and a case that carries one out."""
    rows.policy(
        "capitation",
        "2021",
        {"payment": ("capitation",), "policy_theme": ("payment",)},
        level="province",
        kind="notice",
    )
    rows.policy_text(
        "capitation", "title", "关于按人头总额付费的通知", "Notice on capitation", "guan yu an ren tou", "gyart"
    )
    rows.policy(
        "plan", None, {"policy_theme": ("payment", "tiered-care")}, kind="plan", family_id="reform", family_position=2
    )
    rows.policy_text("plan", "title", "医改总体方案", "Overall plan", "yi gai zong ti fang an", "ygztfa")
    rows.policy(
        "opinions", "2015-09", {"policy_theme": ("tiered-care",)}, kind="opinion", family_id="reform", family_position=1
    )
    rows.policy_text(
        "opinions", "title", "分级诊疗意见", "Opinions on tiered care", "fen ji zhen liao yi jian", "fjzlyj"
    )
    rows.policy_text("opinions", "number", "国办发〔2015〕70号", "国办发〔2015〕70号")
    rows.case("tianjin")
    rows.link("capitation", "tianjin")
    return rows


def ids(rows: Rows, query: str = "", sort: str = "issued", **tags: tuple[str, ...]) -> list[str]:
    return policies.policy_ids_matching(rows.connection, PolicyFilter(query, tags, sort))


def test_policies_come_newest_first_and_undated_ones_last(shelf: Rows) -> None:
    assert ids(shelf) == ["capitation", "opinions", "plan"]
    assert ids(shelf, sort="source") == ["capitation", "plan", "opinions"]
    assert ids(shelf, sort="title") == ["opinions", "capitation", "plan"]  # fen, guan, yi


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("按人头", ["capitation"]),
        ("tiered", ["opinions"]),
        ("fenjizhenliao", ["opinions"]),
        ("fjzl", ["opinions"]),
        ("〔2015〕70号", ["opinions"]),
        ("总体 方案", ["plan"]),
        ("按人头 方案", []),
    ],
)
def test_policies_are_found_by_title_number_and_pinyin_and_every_word_must_fit(
    shelf: Rows, query: str, found: list[str]
) -> None:
    assert ids(shelf, query) == found


def test_level_kind_theme_family_payment_and_case_are_facets(shelf: Rows) -> None:
    assert ids(shelf, policy_level=("province",)) == ["capitation"]
    assert ids(shelf, policy_kind=("plan", "opinion")) == ["opinions", "plan"]
    assert ids(shelf, policy_theme=("payment",), family=("reform",)) == ["plan"]
    assert ids(shelf, payment=("capitation",)) == ["capitation"]
    assert ids(shelf, case=("tianjin",)) == ["capitation"]


def test_a_facet_counts_what_its_tag_would_leave_under_the_other_facets(shelf: Rows) -> None:
    shelf.tag("policy_kind", "plan")
    shelf.tag("policy_kind", "notice")
    asked = PolicyFilter(tags={"policy_theme": ("payment",), "policy_kind": ("notice",)})
    found = policies.policy_facet_counts(shelf.connection, asked)
    counted = {(row["dimension"], row["tag"]): row["policies"] for row in records(found)}
    assert counted[("policy_theme", "payment")] == 1  # of the notices
    assert counted[("policy_theme", "tiered-care")] == 0  # a dead end, and shown as one
    assert counted[("policy_kind", "plan")] == 1  # of those on payment
    assert counted[("family", "reform")] == 0
    assert counted[("case", "tianjin")] == 1


def test_only_words_as_written_are_shown_as_hits(shelf: Rows) -> None:
    assert list(policies.policy_search_hits(shelf.connection, ["opinions"], ["tiered"])["field"]) == ["title"]
    assert policies.policy_search_hits(shelf.connection, ["opinions"], ["fjzl"]).empty


def test_a_card_says_date_family_and_how_much_there_is_and_an_undated_policy_has_none(shelf: Rows) -> None:
    shelf.tag("policy_kind", "plan", label_en="Plan")
    shelf.target("t", "rate", 90, "2025", policy_id="plan")
    plan, notice = records(policies.policy_cards(shelf.connection, ["plan", "capitation"]))
    assert (plan["issued"], plan["issued_from"], plan["family_en"], plan["kind_en"]) == (
        None,
        None,
        "reform_en",
        "Plan",
    )
    assert (plan["targets"], plan["cases"], notice["targets"], notice["cases"]) == (1, 0, 0, 1)
    assert notice["issued_from"] == pd.Timestamp("2021-01-01")


def test_every_policy_of_a_family_comes_in_its_order(shelf: Rows) -> None:
    found = policies.policy_families(shelf.connection)
    assert list(found["policy_id"]) == ["opinions", "plan"]


def test_families_come_by_their_first_date(rows: Rows) -> None:
    rows.policy("late", "2020", family_id="second", family_position=1)
    rows.policy("undated", family_id="first", family_position=2)
    rows.policy("early", "2013", family_id="first", family_position=1)
    rows.policy("never", family_id="third", family_position=1)
    assert list(policies.policy_families(rows.connection)["policy_id"]) == ["early", "undated", "late", "never"]


def test_from_a_policy_to_its_cases_and_from_a_case_to_its_policies(shelf: Rows) -> None:
    event = shelf.figure("tianjin", "started", 2021, "2021", as_of=True, unit="calendar-year", kind="milestone")
    shelf.link("opinions", "tianjin", "cites", observation_id=event)
    shelf.link("plan", "tianjin", "recognised_by")
    there = policies.cases_of_policies(shelf.connection, ["capitation", "opinions"])
    assert [(row["policy_id"], row["case_id"], row["relation"]) for row in records(there)] == [
        ("capitation", "tianjin", "implements"),
        ("opinions", "tianjin", "cites"),
    ]
    back = policies.policies_of_case(shelf.connection, "tianjin")
    assert list(back["policy_id"]) == ["opinions", "capitation", "plan"]  # oldest first, undated last
    assert [(row["milestone_date"], row["observation_id"]) for row in records(back)][:2] == [
        ("2021", event),
        (None, None),
    ]


def test_a_policy_is_named_first_in_its_own_source(database: duckdb.DuckDBPyConnection) -> None:
    found = records(policies.policy_mentions(database, "notice"))
    assert [(row["source_id"], row["locator"]) for row in found] == [("bulletin", None), ("report", "案例一 2")]
    assert list(policies.policy_points(database, "notice")["point_key"]) == ["pilots"]
    assert list(policies.policy_index(database)["policy_id"]) == ["notice", "design"]
    tags = records(policies.policy_tags(database, ["design", "notice"]))
    assert [(row["policy_id"], row["tag"], row["basis"]) for row in tags] == [
        ("design", "tiered-care", "judged"),
        ("notice", "medical_community", "judged"),
        ("notice", "tiered-care", "judged"),
    ]


def paying(rows: Rows) -> None:
    """A measure under a policy that answers a problem, is answered by an outcome, and is limited twice."""
    rows.policy("notice")
    rows.case("a")
    rows.link("notice", "a")
    for number, (key, section) in enumerate(
        (
            ("deficit", "problem"),
            ("other", "problem"),  # left out: the measure does not answer it
            ("payment", "measure"),
            ("surplus", "outcome"),
            ("short", "limitation"),
            ("vague", "limitation"),
        )
    ):
        kind = "service" if section == "measure" else None
        told = {"case_id": "a", "section": section, "position": number, "basis": "stated", "integration_type": kind}
        rows.put("case_points", key, point_id=key, **told)
    for point, answers in (("payment", "deficit"), ("surplus", "payment"), ("short", "payment"), ("vague", "surplus")):
        rows.put("point_answers", point, answers, case_id="a", point_id=point, answers=answers)
    for number, (point, value) in enumerate((("deficit", 3), ("other", 4), ("surplus", 5))):
        rows.figure("a", f"{point}-indicator", value, "2023")
        figure = rows.connection.execute("SELECT observation_id FROM observations ORDER BY rowid DESC").fetchone()[0]  # type: ignore[index]
        rows.put(
            "point_figures", point, str(number), case_id="a", point_id=point, position=number, observation_id=figure
        )
    rows.put(
        "policy_measures",
        "notice",
        policy_id="notice",
        case_id="a",
        relation="implements",
        position=0,
        point_id="payment",
    )


def test_the_figures_of_a_policy_are_those_its_measures_answer_and_those_reported_for_them(rows: Rows) -> None:
    paying(rows)
    found = policies.figures_of_policy(rows.connection, "notice")
    assert list(zip(found["role"], found["indicator_id"], strict=True)) == [
        ("problem", "deficit-indicator"),
        ("outcome", "surplus-indicator"),
    ]
    assert policies.figures_of_policy(rows.connection, "elsewhere").empty


def test_the_limits_of_a_policys_figures_are_those_of_its_measures_and_of_their_outcomes(rows: Rows) -> None:
    paying(rows)
    found = policies.limits_of_policy(rows.connection, "notice")
    assert sorted(found["title_en"]) == ["short_en", "vague_en"]
