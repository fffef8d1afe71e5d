"""What a printed figure stands for follows from its digits, its unit and its qualifier."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from explorer import schema
from explorer.interval import Interval
from explorer.rounding import last_place, stands_for

CELLS: dict[str, Any] = {
    "observation_id": "one",
    "case_id": "case",
    "indicator_id": "indicator",
    "subject_zh": "甲",
    "subject_en": "A",
    "kind": "level",
    "basis": "reported",
    "source_id": "report",
}


def printed(value: str, words: str, unit: str, qualifier: str = "=") -> tuple[Decimal, Interval]:
    cells = {"value": value, "as_reported": words, "unit": unit, "qualifier": qualifier}
    return stands_for(schema.Observation.model_validate(CELLS | cells))


def between(low: str, high: str) -> Interval:
    return Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("value", "words", "unit", "step", "interval"),
    [
        ("90.13", "90.13%", "percent", "0.01", between("90.125", "90.135")),
        ("72.0", "基层就诊率 72.0%", "percent", "0.1", between("71.95", "72.05")),
        ("44", "44% 的患者", "percent", "1", between("43.5", "44.5")),
        ("46", "46家公立医疗卫生机构", "institutions", "1", between("46", "46")),
        ("3002700", "300.27 万人", "persons", "100", between("3002650", "3002750")),
        ("230000", "23 万名", "persons", "10000", between("225000", "235000")),
        ("690000000", "6.9亿元", "yuan", "10000000", between("685000000", "695000000")),
        ("-40.56", "同比减少 40.56%", "percent", "0.01", between("-40.565", "-40.555")),
        ("17.4", "宁海分院 10 6 17.4", "persons", "0.1", between("17.35", "17.45")),
        ("10", "新昌分院 5 6 10.0 1 33 10", "items", "1", between("10", "10")),  # the last cell is its own
        ("3", "三家县级医院", "institutions", "1", between("3", "3")),
    ],
)
def test_a_figure_stands_for_what_would_be_printed_so(
    value: str, words: str, unit: str, step: str, interval: Interval
) -> None:
    assert printed(value, words, unit) == (Decimal(step), interval)


@pytest.mark.parametrize(
    ("value", "words", "unit", "interval"),
    [
        ("60", "约六成", "percent", between("55", "65")),
        ("33.33", "三分之一", "percent", between("28.33", "38.33")),
        ("3000", "近 3000 家", "institutions", between("2500", "3500")),
        ("82", "大约82%", "percent", between("81.5", "82.5")),
        ("10742", "约 10742 批次", "batches", between("10741.5", "10742.5")),
    ],
)
def test_an_approximate_figure_counts_as_rounded_at_its_last_digit_that_is_not_zero(
    value: str, words: str, unit: str, interval: Interval
) -> None:
    assert printed(value, words, unit, "~")[1] == interval


@pytest.mark.parametrize("qualifier", [">", ">="])
def test_a_lower_bound_is_open_above(qualifier: str) -> None:
    assert printed("600", "600 余家", "institutions", qualifier)[1] == Interval(Fraction(600), math.inf)


@pytest.mark.parametrize("qualifier", ["<", "<="])
def test_an_upper_bound_is_open_below(qualifier: str) -> None:
    assert printed("50", "不足五成", "percent", qualifier)[1] == Interval(-math.inf, Fraction(50))


@pytest.mark.parametrize(("value", "worth"), [("5400", "100"), ("12.30", "0.1"), ("7", "1"), ("0", "1"), ("-20", "10")])
def test_zeros_at_the_end_are_no_last_digit(value: str, worth: str) -> None:
    assert last_place(Decimal(value)) == Decimal(worth)
