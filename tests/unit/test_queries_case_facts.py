"""What is told of a case and of the whole collection: cards, tags, points, relatives, totals."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.filters import NO_MODEL, CaseFilter
from explorer.queries import cases, records
from tests.unit.rows import Rows, empty_database

NOTHING = CaseFilter()


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


# Cards, tags, points


def test_cards_come_in_the_order_asked_with_place_and_number_of_figures(rows: Rows) -> None:
    rows.province("zhejiang", name_zh="浙江省", name_en="Zhejiang")
    rows.case("a", county_zh="长兴县", county_en="Changxing")
    rows.case("b")
    rows.case("c")  # left out: not asked for
    rows.figure("a", "rate", 90, "2020")
    rows.figure("a", "rate", 91, "2021")
    cards = cases.case_cards(rows.connection, ["b", "a"])
    assert list(cards["case_id"]) == ["b", "a"]
    assert list(cards["figures"]) == [0, 2]
    card = records(cards)[1]
    assert (card["province_zh"], card["province_en"], card["county_zh"]) == ("浙江省", "Zhejiang", "长兴县")
    assert records(cards)[0]["county_zh"] is None


def test_tags_come_by_case_as_asked_then_dimension_then_vocabulary(rows: Rows) -> None:
    for tag in ("women", "elderly"):
        rows.tag("population", tag)
    rows.tag("alliance_model", "medical_group")
    rows.case("a", {"population": ("elderly", "women"), "alliance_model": ("medical_group",)})
    rows.case("b", {"population": ("elderly",)})
    rows.case("c", {"population": ("women",)})  # left out: not asked for
    tags = cases.case_tags(rows.connection, ["b", "a"])
    assert list(zip(tags["case_id"], tags["tag"], strict=True)) == [
        ("b", "elderly"),
        ("a", "medical_group"),
        ("a", "women"),
        ("a", "elderly"),
    ]
    assert list(tags.columns) == [
        *("case_id", "dimension", "tag", "basis", "locator", "note_zh", "note_en"),
        *("label_zh", "label_en", "definition_zh", "definition_en"),
    ]


def test_the_evidence_behind_a_case_comes_with_its_reasons_in_a_fixed_order(rows: Rows) -> None:
    for case_id in ("a", "b"):
        rows.case(case_id)
    rows.evidence("a", comparator="none", reporter="self", baseline="partly")
    rows.evidence("b", reporter="unclear")
    found = records(cases.case_evidence(rows.connection, ["b", "a"]))
    assert [(row["case_id"], row["fact"], row["tag"]) for row in found] == [
        ("b", "reporter", "unclear"),
        ("a", "reporter", "self"),
        ("a", "baseline", "partly"),
        ("a", "comparator", "none"),
    ]
    assert (found[1]["locator"], found[1]["reason_en"], found[1]["label_zh"]) == ("3", "a-reporter_en", "self_zh")


def test_points_come_in_authored_order_with_what_they_answer_and_the_figures_they_tell(rows: Rows) -> None:
    rows.case("a")
    rows.case("b")
    figure = rows.figure("a", "rate", 90, "2020", observation_id="a-rate-2020")
    for case_id in ("a", "b"):
        rows.put("case_points", "cost", case_id=case_id, point_id="cost", section="problem", basis="stated")
    rows.put("case_points", "leaving", case_id="a", point_id="leaving", section="problem", basis="stated")
    rows.put(
        "case_points", "budget", case_id="a", point_id="budget", section="measure", basis="stated",
        integration_type="management",
    )  # fmt: skip
    for answered in ("leaving", "cost"):
        rows.put("point_answers", answered, case_id="a", point_id="budget", answers=answered)
    rows.put("point_figures", figure, case_id="a", point_id="budget", observation_id=figure)
    points = records(cases.case_points(rows.connection, "a"))
    # The point of case b is left out although its id is the same.
    assert [point["point_id"] for point in points] == ["cost", "leaving", "budget"]
    assert [list(point["answers"]) for point in points] == [[], [], ["cost", "leaving"]]
    assert [list(point["figures"]) for point in points] == [[], [], ["a-rate-2020"]]


def test_partners_come_in_authored_order(rows: Rows) -> None:
    rows.case("a")
    rows.case("b")
    for case_id, name in (("a", "Second hospital"), ("b", "Elsewhere"), ("a", "First hospital")):
        rows.put("case_partners", name, case_id=case_id, name_zh=name, name_en=name)
    partners = cases.case_partners(rows.connection, "a")
    assert list(partners.columns) == ["name_zh", "name_en"]
    assert list(partners["name_en"]) == ["Second hospital", "First hospital"]


# Relatives


@pytest.fixture
def family(rows: Rows) -> Rows:
    """A programme with two branches, and two strangers."""
    shared = {"population": ("women",), "payment": ("capitation",)}
    rows.case("stranger", {"population": ("women",)})
    rows.case("programme", shared)
    rows.case("branch-1", shared, part_of="programme")
    rows.case("branch-2", shared, part_of="programme")
    rows.case("close-stranger", shared)
    rows.case("nothing-shared", {"population": ("elderly",)})
    return rows


def test_a_programme_has_its_branches_and_a_branch_its_programme(family: Rows) -> None:
    def relatives(case_id: str) -> list[tuple[str, str]]:
        frame = cases.case_family(family.connection, case_id)
        return list(zip(frame["case_id"], frame["relation"], strict=True))

    assert relatives("programme") == [("branch-1", "branch"), ("branch-2", "branch")]
    # Its sister is left out: a branch leads to its programme.
    assert relatives("branch-1") == [("programme", "parent")]
    assert relatives("stranger") == []


@pytest.mark.parametrize("case_id", ["programme", "branch-1"])
def test_related_cases_share_most_tags_and_are_never_of_the_same_family(family: Rows, case_id: str) -> None:
    related = cases.related_cases(family.connection, case_id)
    assert list(zip(related["case_id"], related["shared"], strict=True)) == [("close-stranger", 2), ("stranger", 1)]
    assert [list(labels) for labels in related["labels_en"]] == [["capitation_en", "women_en"], ["women_en"]]


def test_a_stranger_is_related_to_the_whole_family_and_not_to_itself(family: Rows) -> None:
    related = cases.related_cases(family.connection, "close-stranger")
    assert list(related["case_id"]) == ["programme", "branch-1", "branch-2", "stranger"]
    assert len(cases.related_cases(family.connection, "close-stranger", 2)) == 2


# The collection


def test_the_index_holds_cases_and_places_in_authored_order(rows: Rows) -> None:
    rows.case("b")
    rows.case("a")
    rows.case("national", category="context", province=None)
    index = cases.case_index(rows.connection)
    assert list(zip(index["case_id"], index["category"], strict=True)) == [
        ("b", "alliance"),
        ("a", "alliance"),
        ("national", "context"),
    ]


def test_the_matrix_counts_a_case_in_every_cell_it_belongs_to_and_shows_empty_cells(rows: Rows) -> None:
    for tag in ("medical_group", "medical_community"):
        rows.tag("alliance_model", tag)
    for tag in ("management", "service"):
        rows.tag("integration_type", tag)
    rows.case("a", {"alliance_model": ("medical_group", "medical_community"), "integration_type": ("service",)})
    rows.case("b", {"alliance_model": ("medical_group",), "integration_type": ("management", "service")})
    rows.case("c", {"integration_type": ("service",)})
    rows.case("national", category="context", province=None)  # left out: not a case
    matrix = cases.model_type_matrix(rows.connection)
    assert [tuple(cell) for cell in matrix.itertuples(index=False)] == [
        ("medical_group", "management", 1),
        ("medical_group", "service", 2),
        ("medical_community", "management", 0),
        ("medical_community", "service", 1),
        (NO_MODEL, "management", 0),
        (NO_MODEL, "service", 1),
    ]


def test_every_province_has_its_number_of_cases_in_the_order_of_codes(rows: Rows) -> None:
    for province, code in (("zhejiang", "330000"), ("tianjin", "120000"), ("gansu", "620000")):
        rows.province(province, code)
    rows.case("a", province="zhejiang")
    rows.case("b", province="zhejiang")
    rows.case("c", province="tianjin")
    rows.case("county", category="context", province="gansu")  # left out: not a case
    found = cases.cases_by_province(rows.connection)
    assert list(zip(found["province"], found["cases"], strict=True)) == [
        ("tianjin", 1),
        ("zhejiang", 2),
        ("gansu", 0),
    ]


def test_totals_count_cases_without_places_and_indicators_and_provinces_in_use(rows: Rows) -> None:
    rows.province("gansu")  # left out: no case is there
    rows.indicator("unused")  # left out: no figure
    rows.source("second")
    rows.case("a", province="zhejiang")
    rows.case("b", province="zhejiang")
    rows.case("national", category="context", province=None)  # left out of the cases; its figures count
    rows.figure("a", "rate", 90, "2020")
    rows.figure("national", "rate", 80, "2020")
    rows.figure("national", "count", 8, "2020")
    assert cases.totals(rows.connection) == {"cases": 2, "figures": 3, "sources": 2, "provinces": 1, "indicators": 2}


def test_sources_come_in_the_order_asked(rows: Rows) -> None:
    for source_id in ("one", "two", "three"):
        rows.source(source_id)
    assert list(cases.sources(rows.connection, ["three", "one"])["source_id"]) == ["three", "one"]


def test_the_vocabulary_comes_by_dimension_in_authored_order(rows: Rows) -> None:
    for dimension, tag in (("unit", "visits"), ("population", "women"), ("unit", "percent")):
        rows.tag(dimension, tag)
    found = cases.vocabulary(rows.connection)
    assert list(found["tag"]) == ["women", "visits", "percent"]


def test_empty_lists_give_no_rows_and_keep_their_columns(rows: Rows) -> None:
    rows.case("a", {"population": ("women",)})
    for question in (cases.case_cards, cases.case_tags, cases.sources):
        answer = question(rows.connection, [])
        assert answer.empty
        assert len(answer.columns) > 3


def test_an_unknown_case_has_no_points_partners_or_relatives(rows: Rows) -> None:
    rows.case("a", {"population": ("women",)})
    for question in (cases.case_points, cases.case_partners, cases.case_family, cases.related_cases):
        assert question(rows.connection, "nowhere").empty
