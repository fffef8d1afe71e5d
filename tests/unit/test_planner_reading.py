"""A number as people type it: the value it says, the values it stands for, or the reason why it is not one number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.county import FIELDS, Number
from explorer.planner.problems import KEYS, Problem
from explorer.planner.reading import LONGEST_ENTRY, read_number

UNITS = sorted({each.unit for each in FIELDS if each.unit is not None})


def number(text: str, unit: str) -> Number:
    read = read_number(text, unit)
    assert isinstance(read, Number), read
    return read


def problem(text: str, unit: str) -> str:
    read = read_number(text, unit)
    assert isinstance(read, Problem), read
    assert read.entered == (text if read.key != "too_long" else "")
    return read.key


READ = [
    # figures
    ("85.3", "percent", "85.3", "85.25", "85.35"),
    ("85.30", "percent", "85.30", "85.295", "85.305"),
    ("85", "percent", "85", "84.5", "85.5"),
    (" 85.3 ", "percent", "85.3", "85.25", "85.35"),
    ("\u200b85.3\ufeff", "percent", "85.3", "85.25", "85.35"),
    ("８５．３", "percent", "85.3", "85.25", "85.35"),
    ("85.3。", "percent", "85.3", "85.25", "85.35"),
    ("+3", "percent", "3", "2.5", "3.5"),
    ("-5", "percent", "-5", "-5.5", "-4.5"),
    ("－５", "percent", "-5", "-5.5", "-4.5"),
    ("−5", "percent", "-5", "-5.5", "-4.5"),
    ("0.746", "index", "0.746", "0.7455", "0.7465"),
    (".9", "index", "0.9", "0.85", "0.95"),
    # counted things are exact, unless they are told in a larger unit
    ("600000", "persons", "600000", "600000", "600000"),
    ("600,000", "persons", "600000", "600000", "600000"),
    ("600，000", "persons", "600000", "600000", "600000"),
    ("６００，０００", "persons", "600000", "600000", "600000"),
    ("600 000", "persons", "600000", "600000", "600000"),
    ("600\u2009000", "persons", "600000", "600000", "600000"),
    ("1'234'567", "visits", "1234567", "1234567", "1234567"),
    ("1,2345,6789", "visits", "123456789", "123456789", "123456789"),
    ("60万", "persons", "600000", "595000", "605000"),
    ("60 万人", "persons", "600000", "595000", "605000"),
    ("60.0万", "persons", "600000", "599500", "600500"),
    ("300.27万人次", "visits", "3002700", "3002650", "3002750"),
    ("3千", "referrals", "3000", "2500", "3500"),
    ("1.5千万", "visits", "15000000", "14500000", "15500000"),
    ("12亿元", "yuan", "1200000000", "1150000000", "1250000000"),
    ("¥1,200,000,000", "yuan", "1200000000", "1199999999.5", "1200000000.5"),
    ("3亿2千万", "yuan", "320000000", "315000000", "325000000"),
    ("5万5", "persons", "55000", "54500", "55500"),
    ("6E+05", "persons", "600000", "550000", "650000"),
    ("0.6 million", "persons", "600000", "550000", "650000"),
    ("1.2 billion yuan", "yuan", "1200000000", "1150000000", "1250000000"),
    # Chinese numerals
    ("六十万", "persons", "600000", "595000", "605000"),
    ("六十万零五百", "persons", "600500", "600500", "600500"),
    ("两万三千", "visits", "23000", "23000", "23000"),
    ("一万五", "visits", "15000", "14500", "15500"),
    ("一万零五", "visits", "10005", "10005", "10005"),
    ("一百五", "referrals", "150", "150", "150"),
    ("一百零五", "referrals", "105", "105", "105"),
    ("二十三", "institutions", "23", "23", "23"),
    ("十五家", "institutions", "15", "15", "15"),
    ("贰拾叁", "institutions", "23", "23", "23"),
    ("负五", "percent", "-5", "-5.5", "-4.5"),
    # shares
    ("85.3%", "percent", "85.3", "85.25", "85.35"),
    ("85.3％", "percent", "85.3", "85.25", "85.35"),
    ("85.3 %", "percent", "85.3", "85.25", "85.35"),
    ("85.3 percent", "percent", "85.3", "85.25", "85.35"),
    ("853‰", "percent", "85.3", "85.25", "85.35"),
    ("百分之九十", "percent", "90", "89.5", "90.5"),
    ("百分之八十五点三", "percent", "85.3", "85.25", "85.35"),
    ("千分之五", "percent", "0.5", "0.45", "0.55"),
    ("九成", "percent", "90", "85", "95"),
    ("九成五", "percent", "95", "94.5", "95.5"),
    ("八成半", "percent", "85", "84.5", "85.5"),
    ("二分之一", "percent", "50", "45", "55"),
    ("3/4", "percent", "75", "70", "80"),
    # approximations
    ("约60万", "persons", "600000", "550000", "650000"),
    ("大约 3000", "referrals", "3000", "2500", "3500"),
    ("60万人左右", "persons", "600000", "550000", "650000"),
    ("约85%", "percent", "85", "84.5", "85.5"),
    ("about 600,000", "persons", "600000", "550000", "650000"),
    ("~85", "percent", "85", "84.5", "85.5"),
    # time
    ("90分钟", "minutes", "90", "89.5", "90.5"),
    ("1.5小时", "minutes", "90.0", "87", "93"),
    ("两个小时", "minutes", "120", "90", "150"),
    ("2 hours", "minutes", "120", "90", "150"),
]


@pytest.mark.parametrize(("text", "unit", "value", "low", "high"), READ, ids=[f"{r[0]} {r[1]}" for r in READ])
def test_a_number_is_read_with_what_it_stands_for(text: str, unit: str, value: str, low: str, high: str) -> None:
    read = number(text, unit)
    assert read.value == Decimal(value)
    assert (read.stands_for.low, read.stands_for.high) == (Fraction(low), Fraction(high))


REFUSED = [
    ("n/a", "percent", "unreadable"),
    ("无", "percent", "unreadable"),
    ("nan", "percent", "unreadable"),
    ("inf", "percent", "unreadable"),
    ("∞", "percent", "unreadable"),
    ("10²", "percent", "unreadable"),
    ("85.3.1", "percent", "unreadable"),
    ("85\x00.3", "percent", "unreadable"),
    ("万", "persons", "unreadable"),
    ("十百", "persons", "unreadable"),
    ("<script>", "percent", "unreadable"),
    ("。", "percent", "unreadable"),
    ("1/0", "percent", "unreadable"),
    ("=SUM(A1:A3)", "percent", "formula"),
    ("＝1+1", "percent", "formula"),
    ("80-90", "percent", "several"),
    ("80%～90%", "percent", "several"),
    ("八十至九十", "percent", "several"),
    ("80 to 90", "percent", "several"),
    ("85.3；86.1", "percent", "several"),
    ("85.3 86.1", "percent", "several"),
    ("超过60万", "persons", "bound"),
    ("60余万", "persons", "bound"),
    ("60多万人", "persons", "bound"),
    (">85", "percent", "bound"),
    ("不足五成", "percent", "bound"),
    ("85,3", "percent", "comma"),
    ("60,00,000", "persons", "comma"),
    ("600.000", "persons", "fractional"),
    ("60.5", "institutions", "fractional"),
    ("1e308", "persons", "beyond"),
    ("1e-308", "percent", "beyond"),
    ("9" * 50, "persons", "beyond"),
    ("1e9999", "yuan", "beyond"),
    ("85%", "persons", "wrong_unit"),
    ("60万元", "persons", "wrong_unit"),
    ("¥60", "persons", "wrong_unit"),
    ("九成", "persons", "wrong_unit"),
    ("90分钟", "percent", "wrong_unit"),
    ("1" * (LONGEST_ENTRY + 1), "persons", "too_long"),
    ("x" * 100_000, "percent", "too_long"),
]


@pytest.mark.parametrize(("text", "unit", "key"), REFUSED, ids=[f"{r[0][:20]!r} {r[1]}" for r in REFUSED])
def test_what_is_not_one_number_is_refused_with_the_reason(text: str, unit: str, key: str) -> None:
    assert problem(text, unit) == key


@pytest.mark.parametrize("text", ["", " ", "\u3000\t", "\u200b"])
def test_nothing_is_no_number_and_no_problem(text: str) -> None:
    assert read_number(text, "percent") is None


def test_the_writing_itself_is_kept() -> None:
    assert number(" 约６０万人 ", "persons").as_entered == "约６０万人"


@given(st.text(max_size=80), st.sampled_from(UNITS))
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_number_or_a_problem_or_nothing(text: str, unit: str) -> None:
    read = read_number(text, unit)
    if isinstance(read, Number):
        assert read.stands_for.low <= read.value <= read.stands_for.high
    else:
        assert read is None or read.key in KEYS


WRITTEN = "0123456789.,，%％‰万亿千百十零一二两九成分之点约左右余多超至-+e/人次元 \u3000"


@given(st.text(WRITTEN, min_size=1, max_size=12), st.sampled_from(UNITS))
@settings(deadline=None, max_examples=500)
def test_any_heap_of_numerals_is_a_number_or_a_problem(text: str, unit: str) -> None:
    read = read_number(text, unit)
    assert read is None or isinstance(read, Number) or read.key in KEYS


# A second, plain way: the other direction

DIGITS, PLACES = "零一二三四五六七八九", ("", "十", "百", "千")


def below_ten_thousand(value: int) -> str:
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


def in_characters(value: int) -> str:
    """A number as it is written in Chinese, up to 亿."""
    written, rest = "", value
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, rest = divmod(rest, size)
        if part:
            gap = "零" if written and part < 1000 else ""
            section = below_ten_thousand(part)
            written += gap + ("一" + section if gap and section.startswith("十") else section) + unit
    return written


@given(st.integers(1, 10**12 - 1))
@settings(deadline=None, max_examples=300)
def test_a_number_written_in_characters_is_read_back(value: int) -> None:
    assert number(in_characters(value), "visits").value == value


@given(st.integers(0, 10**9), st.sampled_from([",", "，", " ", "\u2009", "'"]))
@settings(deadline=None)
def test_a_grouped_number_is_read_back(value: int, mark: str) -> None:
    assert number(f"{value:,}".replace(",", mark), "visits").value == value


@given(st.decimals(0, 100, places=2))
@settings(deadline=None)
def test_a_share_is_read_back_with_half_a_unit_of_its_last_place_on_either_side(value: Decimal) -> None:
    read = number(f"{value}%", "percent")
    assert read.value == value
    assert read.stands_for.high - read.stands_for.low == Fraction(1, 100)
