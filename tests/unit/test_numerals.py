"""What counts as a number in a text, and what it may stand for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.verification.numerals import numerals, values


def found(text: str) -> list[str]:
    return [numeral.text for numeral in numerals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("金额 1,200.5 万元", ["1,200.5"]),
        ("2023年 12月", ["2023", "12"]),
        ("从 8.80% 上升到 25.40%", ["8.80", "25.40"]),
        ("70%-80%", ["70", "80"]),
        ("不足五成，县域", ["五成"]),
        ("三分之一的住院", ["三分之一"]),
        ("四千余人次", ["四千"]),
        ("培育百余名精神科医生", ["百"]),
        ("五届转岗", ["五"]),
        ("二十多个科室", ["二十"]),
        ("两家医院", ["两"]),
        ("8 万余人", ["8"]),
        ("三级医院、二甲、第一、一个、一体化", []),
        ("第三批", []),
        ("五级急救网络、四级责任架构、三级服务网络", ["五", "四", "三"]),
    ],
)
def test_arabic_numerals_and_chinese_ones_that_count(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("300.27 万人", "3002700"),
        ("9.65 亿元", "965000000"),
        ("40 余万元", "400000"),
        ("1,200.5 万元", "12005000"),
        ("近千万元", "10000000"),
        ("不足五成", "50"),
        ("约占1/4", "25"),
        ("百分之三十", "30"),
        ("近百名", "100"),
        ("六城区", "6"),
        ("四千余人次", "4000"),
        ("三百二十", "320"),
        ("二十多个", "20"),
        ("“零”死亡", "0"),
        ("近一半", "50"),
        ("两成半", "25"),
    ],
)
def test_what_a_number_stands_for(text: str, value: str) -> None:
    assert Decimal(value) in values(text)


def test_a_third_has_no_end() -> None:
    assert round(next(value for value in values("三分之一") if value > 1), 2) == Decimal("33.33")


@given(st.integers(0, 10**9))
def test_any_whole_number_is_read_back(number: int) -> None:
    assert found(f"共 {number} 家") == [str(number)]
    assert values(f"共 {number} 家") == [Decimal(number)]
