"""The files of the methods page, and how a finding tells its interval."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from explorer.exports.methods import codebook_data, computed_number, findings_data, left_out_data, sources_data
from explorer.i18n import Translator
from explorer.queries import audit, methods
from explorer.ui.findings import interval_in_words
from tests.unit.csv_reading import by_id
from tests.unit.rows import Rows, empty_database

LABELS = {("unit", "percent"): {"zh": "%", "en": "%"}, ("theme", "access"): {"zh": "就医格局", "en": "Access"}}
ZH, EN = Translator("zh", LABELS), Translator("en", LABELS)


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


def read(file: bytes) -> list[dict[str, str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    return by_id(file)


def test_the_codebook_has_a_row_for_each_indicator_with_its_definition_and_reason(rows: Rows) -> None:
    rows.indicator(
        "rate", name_en="Visit rate", definition_en="Visits in the county", official_reference="No. 121",
        denominator_zh="全部诊疗量", denominator_en="all visits",
    )  # fmt: skip
    [row] = read(codebook_data(methods.codebook(rows.connection, [], None), EN).csv())
    assert row == {
        "indicator_id": "rate",
        "indicator": "Visit rate",
        "theme": "Access",
        "definition": "Visits in the county",
        "unit": "%",
        "direction": "higher is better",
        "numerator": "",
        "denominator": "all visits",
        "population": "",
        "care": "",
        "comparability_group": "standing-alone",
        "group": "standing-alone_en",
        "reason": "standing-alone_en",
        "note": "",
        "reference": "No. 121",
        "figures": "0",
        "cases": "0",
    }


def test_sources_carry_who_reports_on_whom_and_their_citation(rows: Rows) -> None:
    rows.source("report", reporting_zh="医院写自己", reporting_en="a hospital on itself", citation_gbt7714="=cmd()")
    [row] = read(sources_data(methods.evidence(rows.connection), ZH).csv())
    assert (row["source_id"], row["kind"], row["reporting"]) == ("report", "报告", "医院写自己")
    assert row["citation"] == "'=cmd()"


def test_left_out_words_stand_together_by_place(rows: Rows) -> None:
    rows.source("report")
    for position, words in enumerate(["2.0版", "百强县"]):
        row = {"position": position, "source_id": "report", "locator": "1", "words": words, "reason": "name"}
        rows.put("left_out", "name", **row)
    [row] = read(left_out_data(methods.left_out(rows.connection, None, None), EN).csv())
    assert (row["reason_id"], row["locator"], row["words"]) == ("name", "1", "2.0版; 百强县")


def test_a_finding_in_the_file_has_its_numbers_and_the_ids_of_its_figures(rows: Rows) -> None:
    whole, share = rows.figure("a", "all", 46, "2023"), rows.figure("a", "share", 79.59, "2023")
    rows.put("checks", "c", check_id="c", case_id="a", kind="share")
    for role, observation_id in (("whole", whole), ("share", share)):
        rows.put("audit_operands", "c", check_id="c", role=role, position=0, observation_id=observation_id)
    rows.put(
        "audit_findings", "c", check_id="c", case_id="a", kind="share", verdict="inconsistent", source_id="report",
        reported=79.59, computed=37 / 46 * 100, computed_low=37 / 46 * 100, computed_high=None, difference=0.845,
        truncated=False, message_en="It does not come out.",
    )  # fmt: skip
    [row] = read(findings_data(audit.findings(rows.connection), methods.operands(rows.connection, ["c"]), EN).csv())
    assert row["verdict"] == "Inconsistent"
    assert row["kind"] == "Share"
    assert row["finding"] == "It does not come out."
    assert row["observation_ids"].split() == [whole, share]
    assert (row["reported"], row["computed"], row["low"], row["high"]) == (
        "79.59",
        "80.43478",
        "80.43478",
        "",
    )


def test_a_computed_number_in_a_file_is_bare_and_missing_stays_missing() -> None:
    assert computed_number(1234567.8914) == "1234567.8914"
    assert computed_number(1 / 3) == "0.33333"
    assert computed_number(0.0) == "0"
    assert computed_number(None) is None


def finding(**given: Any) -> dict[str, Any]:
    return {"computed": 5.47, "computed_low": 5.41465, "computed_high": 5.52266, "reported": 5.1} | given


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({}, "计算结果在 5.41465 至 5.52266 之间，所印为 5.1", "computed: from 5.41465 to 5.52266; printed: 5.1"),
        (
            {"computed_low": 100000.0, "computed_high": None},
            "计算结果不低于 100,000，所印为 5.1",
            "computed: at least 100,000; printed: 5.1",
        ),
        ({"computed_low": None}, "计算结果不超过 5.52266，所印为 5.1", "computed: at most 5.52266; printed: 5.1"),
        ({"reported": None}, "计算结果在 5.41465 至 5.52266 之间", "computed: from 5.41465 to 5.52266"),
        ({"computed_low": 5.47, "computed_high": 5.47}, "", ""),  # one number, which the sentence has told
        ({"computed": None}, "", ""),
    ],
)
def test_an_interval_is_told_beside_what_is_printed(given: dict[str, Any], zh: str, en: str) -> None:
    assert (interval_in_words(finding(**given), ZH), interval_in_words(finding(**given), EN)) == (zh, en)


def test_no_rows_give_the_header_alone() -> None:
    assert read(left_out_data(pd.DataFrame(), ZH).csv()) == []
