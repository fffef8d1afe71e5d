"""Which cases a filter and words find, in what order, and how many each tag would leave, on the smallest databases."""

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


@pytest.mark.parametrize("sort", SORTS)
def test_asking_twice_gives_the_same_rows(places: Rows, sort: str) -> None:
    asked = CaseFilter("medical", sort=sort)
    assert cases.case_ids_matching(places.connection, asked) == cases.case_ids_matching(places.connection, asked)
    pd.testing.assert_frame_equal(
        cases.facet_counts(places.connection, asked), cases.facet_counts(places.connection, asked)
    )
