"""What cases share and where they differ, as tables and as files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from explorer.csv_text import BYTE_ORDER_MARK
from explorer.exports import differences
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import differs
from tests.unit.rows import Rows, empty_database

LABELS = {("unit", "percent"): {"zh": "%", "en": "%"}}
ZH, EN = (Translator(language, LABELS) for language in LANGUAGES)


@pytest.fixture
def rows() -> Iterator[Rows]:
    """Two cases with one payment that report different rates, one of them in words that begin like a formula."""
    with empty_database() as rows:
        rows.tag("payment", "drg", label_zh="DRG 付费", label_en="DRG payment")
        rows.case("a", {"payment": ("drg",)}, name_zh="甲县", name_en="County A")
        rows.case("b", {"payment": ("drg",)}, name_zh="乙县", name_en="County B")
        rows.group("rates", reason_zh="定义相同", reason_en="Defined alike")
        rows.indicator("rate", "rates", name_zh="就诊率", name_en="Visit rate")
        for case_id, value, words in (("a", 90.3, "90.3%"), ("b", 80, "=80%")):
            figure = {"kind": "share", "as_reported": words, "locator": "3", "observation_id": f"{case_id}-rate"}
            rows.point(case_id, "outcome", rows.figure(case_id, "rate", value, "2023", **figure))
        yield rows


def lines(*expected: str) -> bytes:
    return (BYTE_ORDER_MARK + "\r\n".join(expected) + "\r\n").encode("utf-8")


def test_tags_byte_for_byte(rows: Rows) -> None:
    tags = differs.tags_side_by_side(rows.connection, ["a", "b"], ["payment"])
    assert differences.tags_data(tags, ZH).csv() == lines(
        "case_id,dimension,tag,案例 (case),属性 (attribute),标签 (label),依据 (basis),来源 (source),"
        "位置 (locator),说明 (note)",
        "a,payment,drg,甲县,支付与激励,DRG 付费,文件标注,report_zh,—,",
        "b,payment,drg,乙县,支付与激励,DRG 付费,文件标注,report_zh,—,",
    )


def test_the_table_of_tags_holds_the_same_rows(rows: Rows) -> None:
    tags = differs.tags_side_by_side(rows.connection, ["a", "b"], ["payment"])
    table = differences.tags_table(tags, EN)
    assert list(table.columns) == ["Case", "Attribute", "Tag", "Basis", "Source", "Locator", "Note"]
    assert table.iloc[1].tolist() == [
        *("County B", "Payment", "DRG payment", "marked in the document", "report_en", "—", ""),
    ]


def test_pairs_byte_for_byte(rows: Rows) -> None:
    pairs = differs.closest_pairs(rows.connection, ["payment"])
    assert differences.pairs_data(pairs, EN).csv() == lines(
        "case_a,case_b,Case A (name_a),Case B (name_b),Tags in common (shared),Tags of either case (either),"
        "Jaccard index (jaccard),Shared tags (tags)",
        "a,b,County A,County B,1,1,1.00,DRG payment",
    )


def test_outcomes_byte_for_byte_and_no_cell_runs_as_a_formula(rows: Rows) -> None:
    outcomes = differs.same_tags_other_outcomes(rows.connection, ["payment"])
    assert differences.outcomes_data(outcomes, EN).csv() == lines(
        "case_id,indicator_id,observation_id,Indicator (indicator),Case (case),Subject (subject),"
        "Value (value),Period (period),As reported (as_reported),Source (source),"
        "Comparability (comparability)",
        'a,rate,a-rate,Visit rate,County A,a_en,90.3%,2023,90.3%,"report_en, 3",Defined alike',
        'b,rate,b-rate,Visit rate,County B,b_en,80%,2023,\'=80%,"report_en, 3",Defined alike',
    )


def test_the_table_of_outcomes_says_of_whom_and_when_beside_the_value(rows: Rows) -> None:
    table = differences.outcomes_table(differs.same_tags_other_outcomes(rows.connection, ["payment"]), ZH)
    assert list(table.columns) == ["指标", "案例", "数值", "原文表述", "来源"]
    assert table.iloc[0].tolist() == ["就诊率", "甲县", "90.3%（a_zh，2023 年）", "90.3%", "report_zh，3"]


def test_without_outcomes_the_file_is_a_header(rows: Rows) -> None:
    outcomes = differs.same_tags_other_outcomes(rows.connection, ["population"])
    assert differences.outcomes_data(outcomes, EN).csv().decode("utf-8-sig").count("\r\n") == 1
