"""Questions about cases, each asked of the smallest database that shows what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.filters import NO_MODEL, SORTS, CaseFilter
from explorer.queries import cases, records
from tests.unit.rows import Rows, empty_database

NOTHING = CaseFilter()


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def counts(frame: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Facet counts by dimension and tag."""
    return {(row["dimension"], row["tag"]): row["cases"] for row in records(frame)}


# Which cases


def test_without_a_filter_every_case_is_listed_in_authored_order(rows: Rows) -> None:
    for case_id in ("b", "a", "c"):
        rows.case(case_id)
    rows.case("national", category="context", province=None)  # left out: carries figures, tells no story
    assert cases.case_ids_matching(rows.connection, NOTHING) == ["b", "a", "c"]


def test_within_a_facet_any_tag_fits_and_across_facets_all_must(rows: Rows) -> None:
    rows.case("both", {"population": ("elderly",), "payment": ("capitation",)})
    rows.case("other-tag", {"population": ("children",), "payment": ("capitation",)})
    rows.case("one-facet", {"population": ("elderly",)})  # left out: nothing in payment
    rows.case("neither", {"population": ("women",), "payment": ("capitation",)})  # left out: another population
    asked = CaseFilter(tags={"population": ("elderly", "children"), "payment": ("capitation",)})
    assert cases.case_ids_matching(rows.connection, asked) == ["both", "other-tag"]


def test_category_and_province_filter_like_tags(rows: Rows) -> None:
    rows.case("a", category="social", province="zhejiang")
    rows.case("b", category="social", province="anhui")  # left out: another province
    rows.case("c", category="alliance", province="zhejiang")  # left out: another category
    rows.case("d", category="context", province="zhejiang")  # left out: not a case
    asked = CaseFilter(tags={"category": ("social",), "province": ("zhejiang",)})
    assert cases.case_ids_matching(rows.connection, asked) == ["a"]


def test_cases_without_an_alliance_model_are_found_as_such(rows: Rows) -> None:
    rows.case("hospital", {"population": ("elderly",)}, category="public_hospital")
    rows.case("alliance", {"alliance_model": ("medical_group",)})  # left out: has a model
    rows.case("national", category="context", province=None)  # left out: not a case
    asked = CaseFilter(tags={"alliance_model": (NO_MODEL,)})
    assert cases.case_ids_matching(rows.connection, asked) == ["hospital"]


def test_no_model_beside_a_model_finds_both(rows: Rows) -> None:
    rows.case("hospital")
    rows.case("group", {"alliance_model": ("medical_group",)})
    rows.case("community", {"alliance_model": ("medical_community",)})  # left out: neither
    asked = CaseFilter(tags={"alliance_model": (NO_MODEL, "medical_group")})
    assert cases.case_ids_matching(rows.connection, asked) == ["hospital", "group"]


def test_a_tag_that_no_case_has_finds_nothing(rows: Rows) -> None:
    rows.case("a", {"population": ("elderly",)})
    assert cases.case_ids_matching(rows.connection, CaseFilter(tags={"population": ("nobody",)})) == []


def test_a_facet_asked_without_tags_asks_nothing(rows: Rows) -> None:
    rows.case("a")
    assert cases.case_ids_matching(rows.connection, CaseFilter(tags={"population": ()})) == ["a"]


def test_the_evidence_behind_a_case_filters_like_tags(rows: Rows) -> None:
    rows.source("journal", kind="paper")
    rows.case("a", source_id="journal")
    rows.evidence("a", reporter="self", baseline="given")
    rows.case("b")  # left out: from a report
    rows.evidence("b", reporter="self", baseline="given")
    rows.case("c", source_id="journal")  # left out: no baseline
    rows.evidence("c", reporter="self", baseline="none")
    asked = CaseFilter(tags={"source_kind": ("paper",), "reporter": ("self",), "baseline": ("given", "partly")})
    assert cases.case_ids_matching(rows.connection, asked) == ["a"]
    assert counts(cases.facet_counts(rows.connection, asked))["source_kind", "report"] == 1
    assert counts(cases.facet_counts(rows.connection, asked))["baseline", "none"] == 1


def test_kinds_of_source_stand_in_the_order_of_the_cases(rows: Rows) -> None:
    rows.source("journal", kind="paper")
    rows.source("bulletin", kind="bulletin")  # left out: it carries the country's figures, no case
    rows.case("a")
    rows.case("b", source_id="journal")
    rows.case("national", category="context", province=None, source_id="bulletin")
    frame = cases.facet_counts(rows.connection, NOTHING)
    found = records(frame[frame["dimension"] == "source_kind"])
    assert [(row["tag"], row["label_zh"], row["cases"]) for row in found] == [("report", None, 1), ("paper", None, 1)]


# Words


@pytest.fixture
def places(rows: Rows) -> Rows:
    """Changxing, Deqing and Nanshan with the texts that the build writes for them."""
    rows.case("changxing")
    rows.text("changxing", "name", "长兴县域医共体", "Changxing county medical community", "chang xing xian yu", "cxxy")
    rows.text("changxing", "place", "长兴县", "Changxing County", "chang xing xian", "cxx")
    rows.text("changxing", "point", "信息共享：检查结果互认", "Shared records. Results are recognized everywhere")
    rows.case("deqing")
    rows.text("deqing", "name", "德清县域医共体", "Deqing county medical community", "de qing xian yu", "dqxy")
    rows.text("deqing", "place", "德清县", "Deqing County", "de qing xian", "dqx")
    rows.text("deqing", "point", "慢病管理：由全科医生签约", "Chronic care. GPs sign up patients in Changxing too")
    rows.case("nanshan")
    rows.text("nanshan", "name", "南山医疗集团", "Nanshan medical group", "nan shan yi liao", "nsyl")
    rows.text("nanshan", "tag", "医疗集团 / 城市医联体", "Medical group / urban alliance")
    return rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("检查结果", ["changxing"]),
        ("互认", ["changxing"]),
        ("县域医共体", ["changxing", "deqing"]),
        ("城市医联体", ["nanshan"]),
        ("Results are", ["changxing"]),
        ("CHRONIC", ["deqing"]),
        ("medical", ["changxing", "deqing", "nanshan"]),
        ("de qing", ["deqing"]),
        ("changxing", ["changxing", "deqing"]),  # Deqing's text names Changxing in English
        ("changxingxian", ["changxing"]),
        ("nanshan", ["nanshan"]),
        ("deqingxian", ["deqing"]),
        ("cx", ["changxing"]),
        ("cxx", ["changxing"]),
        ("dq", ["deqing"]),
        ("ns", ["nanshan"]),
        ("zzz", []),
        ("%", []),
        ("_", []),
        ("'", []),
    ],
)
def test_a_query_finds_by_chinese_english_pinyin_and_initials(places: Rows, query: str, found: list[str]) -> None:
    assert cases.case_ids_matching(places.connection, CaseFilter(query)) == found


def test_initials_are_matched_from_the_start_only(places: Rows) -> None:
    # "xy" stands within cxxy and dqxy: as initials it would find every county.
    assert cases.case_ids_matching(places.connection, CaseFilter("xy")) == []


def test_every_word_must_occur_somewhere_in_the_case(places: Rows) -> None:
    assert cases.case_ids_matching(places.connection, CaseFilter("医共体 互认")) == ["changxing"]
    assert cases.case_ids_matching(places.connection, CaseFilter("dq 签约 chronic")) == ["deqing"]
    assert cases.case_ids_matching(places.connection, CaseFilter("南山 互认")) == []


def test_words_and_tags_narrow_together(places: Rows) -> None:
    places.case("hidden", category="social")
    places.text("hidden", "name", "德清某院", "A hospital", "de qing", "dqmy")
    assert cases.case_ids_matching(places.connection, CaseFilter("dq", {"category": ("social",)})) == ["hidden"]


def test_hits_are_the_texts_with_a_word_in_them_and_not_those_found_by_pinyin(places: Rows) -> None:
    hits = cases.search_hits(places.connection, ["changxing", "deqing"], ["changxing", "签约"])
    assert list(hits.columns) == ["case_id", "field", "text_zh", "text_en"]
    assert list(zip(hits["case_id"], hits["field"], strict=True)) == [
        ("changxing", "name"),
        ("changxing", "place"),
        ("deqing", "point"),
    ]
    assert cases.search_hits(places.connection, ["changxing"], ["cx"]).empty
    assert cases.search_hits(places.connection, ["nanshan"], ["签约"]).empty


def test_no_words_or_no_cases_give_no_hits(places: Rows) -> None:
    assert cases.search_hits(places.connection, ["changxing"], []).empty
    assert cases.search_hits(places.connection, [], ["changxing"]).empty


# Order


def test_cases_are_sorted_by_pinyin_start_or_number_of_figures_and_then_as_authored(rows: Rows) -> None:
    for case_id, pinyin, started in (
        ("second", "qing", "2016"),
        ("last", "zhe", None),
        ("early", "chang", "2014-09"),
        ("equal", "an", "2016"),
    ):
        rows.case(case_id, started=started)
        rows.text(case_id, "name", case_id, case_id, pinyin, "")
        rows.text(case_id, "point", case_id, case_id, "a", "")  # left out of the order: not a name
    rows.figure("early", "rate", 90, "2020")
    rows.figure("last", "rate", 90, "2020")
    rows.figure("last", "rate", 91, "2021")

    def order(sort: str) -> list[str]:
        return cases.case_ids_matching(rows.connection, CaseFilter(sort=sort))

    assert order("source") == ["second", "last", "early", "equal"]
    assert order("name") == ["equal", "early", "second", "last"]
    assert order("started") == ["early", "second", "equal", "last"]
    assert order("figures") == ["last", "early", "second", "equal"]


# Facet counts


def test_a_tag_counts_the_cases_it_would_leave_given_the_other_facets(rows: Rows) -> None:
    rows.case("a", {"population": ("elderly",), "payment": ("capitation",)})
    rows.case("b", {"population": ("children",), "payment": ("drg",)})
    rows.case("national", category="context", province=None)  # left out: not a case
    found = counts(cases.facet_counts(rows.connection, CaseFilter(tags={"population": ("elderly",)})))
    # Its own facet stays open: another population may be added.
    assert found["population", "elderly"] == 1
    assert found["population", "children"] == 1
    # The other facets say what is left of them.
    assert found["payment", "capitation"] == 1
    assert found["payment", "drg"] == 0


def test_options_stand_in_vocabulary_order_and_only_where_some_case_has_them(rows: Rows) -> None:
    for tag in ("women", "elderly", "children"):
        rows.tag("population", tag, label_zh=f"{tag}人群", definition_zh="定义", definition_en="definition")
    rows.case("a", {"population": ("children",)})
    rows.case("b", {"population": ("women",)})
    # elderly is left out: no case has it.
    frame = cases.facet_counts(rows.connection, NOTHING)
    population = frame[frame["dimension"] == "population"]
    assert list(population["tag"]) == ["women", "children"]
    assert list(frame.columns) == [
        *("dimension", "tag", "label_zh", "label_en", "definition_zh", "definition_en", "cases"),
    ]
    assert records(population)[0]["label_zh"] == "women人群"
    assert records(population)[0]["definition_en"] == "definition"


def test_provinces_stand_in_the_order_of_their_codes_with_their_short_names(rows: Rows) -> None:
    rows.province("zhejiang", "330000", short_zh="浙江", name_en="Zhejiang")
    rows.province("tianjin", "120000", short_zh="天津", name_en="Tianjin")
    rows.province("gansu", "620000")  # left out: no case is there
    rows.case("a", province="zhejiang")
    rows.case("b", province="tianjin")
    frame = cases.facet_counts(rows.connection, NOTHING)
    found = records(frame[frame["dimension"] == "province"])
    assert [(row["tag"], row["label_zh"], row["label_en"], row["cases"]) for row in found] == [
        ("tianjin", "天津", "Tianjin", 1),
        ("zhejiang", "浙江", "Zhejiang", 1),
    ]


def test_no_model_is_the_last_option_of_its_facet_and_has_no_label_of_the_data(rows: Rows) -> None:
    rows.case("group", {"alliance_model": ("medical_group",)})
    rows.case("hospital")
    frame = cases.facet_counts(rows.connection, NOTHING)
    found = records(frame[frame["dimension"] == "alliance_model"])
    assert [(row["tag"], row["label_zh"], row["cases"]) for row in found] == [
        ("medical_group", "medical_group_zh", 1),
        (NO_MODEL, None, 1),
    ]


def test_words_narrow_every_facet(places: Rows) -> None:
    places.tag("category", "alliance")
    found = counts(cases.facet_counts(places.connection, CaseFilter("德清")))
    assert found == {
        ("category", "alliance"): 1,
        ("province", "zhejiang"): 1,
        ("alliance_model", NO_MODEL): 1,
        ("source_kind", "report"): 1,
    }


FACET_TAGS = {
    "category": ("alliance", "public_hospital", "social"),
    "alliance_model": ("medical_group", "medical_community"),
    "province": ("zhejiang", "anhui"),
    "population": ("elderly", "children", "women"),
    "source_kind": ("report", "paper"),
    "reporter": ("self", "unclear"),
}
WORDS = ("转诊", "信息")


@st.composite
def collections(draw: st.DrawFn) -> list[dict[str, tuple[str, ...]]]:
    """Cases as their tags by dimension, with the words of their one text under ``words``."""
    size = draw(st.integers(1, 6))
    drawn = []
    for _ in range(size):
        case = {name: (draw(st.sampled_from(FACET_TAGS[name])),) for name in ("category", "province", "source_kind")}
        case["reporter"] = tuple(draw(st.lists(st.sampled_from(FACET_TAGS["reporter"]), max_size=1)))
        for name in ("alliance_model", "population"):
            case[name] = tuple(draw(st.lists(st.sampled_from(FACET_TAGS[name]), unique=True, max_size=3)))
        case["words"] = tuple(draw(st.lists(st.sampled_from(WORDS), unique=True)))
        drawn.append(case)
    return drawn


@st.composite
def filters(draw: st.DrawFn) -> CaseFilter:
    tags = {}
    for name, own in FACET_TAGS.items():
        every = (*own, NO_MODEL) if name == "alliance_model" else own
        tags[name] = tuple(draw(st.lists(st.sampled_from(every), unique=True, max_size=2)))
    return CaseFilter(" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2))), tags)


def has(case: dict[str, tuple[str, ...]], dimension: str) -> tuple[str, ...]:
    """What a facet can find a case by."""
    return case[dimension] or ((NO_MODEL,) if dimension == "alliance_model" else ())


def fits(case: dict[str, tuple[str, ...]], asked: CaseFilter, leaving_out: str = "") -> bool:
    """The second computation: whether a case meets a filter, one facet perhaps left out."""
    tagged = all(
        set(tags) & set(has(case, dimension))
        for dimension, tags in asked.tags.items()
        if tags and dimension != leaving_out
    )
    return tagged and set(asked.words) <= set(case["words"])


def put(rows: Rows, collection: list[dict[str, tuple[str, ...]]]) -> None:
    """The drawn cases as c0, c1, …, and a place that no count may contain."""
    for dimension in ("category", "alliance_model", "population", "reporter"):
        for tag in FACET_TAGS[dimension]:
            rows.tag(dimension, tag)
    for number, case in enumerate(collection):
        tags = {name: case[name] for name in ("alliance_model", "population")}
        (category,), (province,), (kind,) = (case[name] for name in ("category", "province", "source_kind"))
        rows.source(kind, kind=kind)
        rows.case(f"c{number}", tags, category=category, province=province, source_id=kind)
        for tag in case["reporter"]:
            rows.evidence(f"c{number}", reporter=tag)
        rows.text(f"c{number}", "point", "，".join(case["words"]), "")
    rows.case("place", category="context", province="zhejiang")


@given(collections(), filters())
@settings(deadline=None, max_examples=40)
def test_cases_and_counts_are_those_of_a_second_computation(
    collection: list[dict[str, tuple[str, ...]]], asked: CaseFilter
) -> None:
    with empty_database() as rows:
        put(rows, collection)
        found = cases.case_ids_matching(rows.connection, asked)
        counted = counts(cases.facet_counts(rows.connection, asked))
    assert found == [f"c{number}" for number, case in enumerate(collection) if fits(case, asked)]
    expected = {(name, tag): 0 for case in collection for name in FACET_TAGS for tag in has(case, name)}
    tally = Counter(
        (name, tag) for name in FACET_TAGS for case in collection if fits(case, asked, name) for tag in has(case, name)
    )
    assert counted == expected | tally


@given(collections(), filters())
@settings(deadline=None, max_examples=15)
def test_choosing_a_tag_leaves_as_many_cases_as_its_count_said(
    collection: list[dict[str, tuple[str, ...]]], asked: CaseFilter
) -> None:
    with empty_database() as rows:
        put(rows, collection)
        for (dimension, tag), count in counts(cases.facet_counts(rows.connection, asked)).items():
            chosen = CaseFilter(asked.query, {**asked.tags, dimension: (tag,)})
            assert len(cases.case_ids_matching(rows.connection, chosen)) == count


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


@pytest.mark.parametrize("sort", SORTS)
def test_asking_twice_gives_the_same_rows(places: Rows, sort: str) -> None:
    asked = CaseFilter("medical", sort=sort)
    assert cases.case_ids_matching(places.connection, asked) == cases.case_ids_matching(places.connection, asked)
    pd.testing.assert_frame_equal(
        cases.facet_counts(places.connection, asked), cases.facet_counts(places.connection, asked)
    )
