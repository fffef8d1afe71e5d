"""Numbers, figures and dates as each language writes them: shortened with every digit beside it, never rounded."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import schema
from explorer.i18n import (
    MINUS,
    QUALIFIER_KEYS,
    SIGNIFICANT,
    UNIT_OF_ONE,
    Translator,
    decimals_of,
    plain_number,
    to_significant,
)
from tests.unit.two_translators import EN, ZH


@pytest.mark.parametrize(
    ("value", "decimals", "zh", "en"),
    [
        (0, 0, "0", "0"),
        (7, 0, "7", "7"),
        (12938, 0, "12,938", "12,938"),
        (99999, 0, "99,999", "99,999"),
        (100000, 0, "10万", "100,000"),
        (469000, 0, "46.9万", "469,000"),
        (469010, 0, "469,010", "469,010"),
        (1234500, 0, "123.45万", "1,234,500"),
        (1234567, 0, "1,234,567", "1,234,567"),
        (27640000, 0, "2,764万", "27,640,000"),
        (150000000, 0, "1.5亿", "150,000,000"),
        (3000000000, 0, "30亿", "3,000,000,000"),
        (-469000, 0, "-46.9万", "-469,000"),
        (90.3, 1, "90.3", "90.3"),
        (90.3, 2, "90.30", "90.30"),
        (90, 1, "90.0", "90.0"),
        (1234567.5, 1, "1,234,567.5", "1,234,567.5"),
        (0.1, 1, "0.1", "0.1"),
        (-0.25, 2, "-0.25", "-0.25"),
    ],
)
def test_a_number_keeps_its_digits_and_is_grouped_as_each_language_does(
    value: float, decimals: int, zh: str, en: str
) -> None:
    assert (ZH.number(value, decimals), EN.number(value, decimals)) == (zh, en)


def test_a_number_out_of_a_data_frame_reads_like_any_other() -> None:
    assert ZH.number(np.float64(90.3), 1) == "90.3"
    assert EN.number(np.int64(469000), 0) == "469,000"


LARGER = {"万": 10**4, "亿": 10**8}


def read_back(text: str) -> Decimal:
    text = text.replace(MINUS, "-")
    for word, size in LARGER.items():
        if text.endswith(word):
            return Decimal(text.removesuffix(word).replace(",", "")) * size
    return Decimal(text.replace(",", ""))


@given(st.sampled_from([ZH, EN]), st.integers(-(10**12), 10**12), st.integers(0, 4))
@settings(deadline=None)
def test_no_number_is_ever_rounded(tr: Translator, digits: int, decimals: int) -> None:
    exact = Decimal(digits).scaleb(-decimals)
    assert read_back(tr.number(float(exact), decimals)) == exact


@given(st.sampled_from([ZH, EN]), st.integers(0, 10**6), st.sampled_from([10**3, 10**4, 10**6, 10**8]))
@settings(deadline=None)
def test_no_round_number_is_ever_rounded_further(tr: Translator, digits: int, scale: int) -> None:
    assert read_back(tr.number(digits * scale, 0)) == digits * scale


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "zh", "en"),
    [
        (90.3, 1, "percent", "90.3%", "90.3%"),
        (469000, 0, "visits", "46.9万人次", "469,000 visits"),
        (3.5, 1, "percentage-points", "3.5个百分点", "3.5 percentage points"),
        (6.2, 1, "per-1000", "6.2‰", "6.2 per 1,000"),
        (12, 0, "per-100000", "12/10万", "12 per 100,000"),
        (1.05, 2, "index", "1.05", "1.05"),
        (2.5, 1, "ratio", "2.5倍", "2.5 times"),
    ],
)
def test_an_amount_has_its_unit_and_english_words_stand_apart(
    value: float, decimals: int, unit: str, zh: str, en: str
) -> None:
    assert (ZH.amount(value, decimals, unit), EN.amount(value, decimals, unit)) == (zh, en)


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "signed", "en"),
    [
        (1, 0, "institutions", False, "1 institution"),
        (2, 0, "institutions", False, "2 institutions"),
        (0, 0, "institutions", False, "0 institutions"),
        (1000, 0, "institutions", False, "1,000 institutions"),
        (1, 0, "percentage-points", True, "+1 percentage point"),
        (-1, 0, "percentage-points", True, "−1 percentage point"),
        (1, 1, "percentage-points", True, "+1.0 percentage points"),
        (1, 0, "percent", False, "1%"),
    ],
)
def test_english_says_one_institution_and_two_institutions(
    value: float, decimals: int, unit: str, signed: bool, en: str
) -> None:
    named = {
        ("unit", "institutions"): {"zh": "家", "en": "institutions"},
        (UNIT_OF_ONE, "institutions"): {"zh": "家", "en": "institution"},
        ("unit", "percentage-points"): {"zh": "个百分点", "en": "percentage points"},
        (UNIT_OF_ONE, "percentage-points"): {"zh": "个百分点", "en": "percentage point"},
        ("unit", "percent"): {"zh": "%", "en": "%"},
    }
    assert Translator("en", named).amount(value, decimals, unit, signed=signed) == en
    assert Translator("zh", named).amount(value, decimals, unit).endswith(named["unit", unit]["zh"])


@pytest.mark.parametrize(
    ("value", "decimals", "zh", "en"),
    [
        (3809000, 0, "380.9万人次（3,809,000）", "3,809,000 visits"),
        (39041, 0, "39,041人次", "39,041 visits"),
        (469010, 0, "469,010人次", "469,010 visits"),
        (150000000, 0, "1.5亿人次（150,000,000）", "150,000,000 visits"),
    ],
)
def test_a_shortened_number_has_all_its_digits_beside_it(value: float, decimals: int, zh: str, en: str) -> None:
    assert (ZH.amount(value, decimals, "visits", beside=True), EN.amount(value, decimals, "visits", beside=True)) == (
        zh,
        en,
    )


@given(st.integers(-(10**12), 10**12))
@settings(deadline=None)
def test_what_stands_beside_a_number_is_the_same_number(value: int) -> None:
    shown = ZH.amount(value, 0, "visits", beside=True)
    number, _, base = shown.partition("人次")
    assert read_back(number) == value
    assert not base or read_back(base.strip("（）")) == value


@pytest.mark.parametrize(
    ("value", "step", "shown"),
    [
        (7_700_000_000, 10_000_000, "77.0亿"),  # printed 77.0亿
        (7_700_000_000, 100_000_000, "77亿"),
        (7_700_000_000, 1, "77亿"),  # printed with every digit, which stand beside it
        (469_000, 1_000, "46.9万"),
        (469_000, 100, "46.90万"),
    ],
)
def test_a_shortened_number_keeps_the_zeros_it_was_printed_with(value: float, step: float, shown: str) -> None:
    assert ZH.number(value, 0, step) == shown


def test_a_year_is_a_date_and_never_grouped() -> None:
    assert (ZH.amount(2017, 0, "calendar-year"), EN.amount(2017, 0, "calendar-year")) == ("2017 年", "2017")
    assert ZH.figure(figure(2017, unit="calendar-year", kind="milestone")) == "2017 年"


@pytest.mark.parametrize(
    ("values", "unit", "zh", "en"),
    [
        ([0, 200, 400], "visits", ["0", "200", "400"], ["0", "200", "400"]),
        ([90, 92.5, 95], "percent", ["90.0", "92.5", "95.0"], ["90.0", "92.5", "95.0"]),
        ([0, 5000, 10000], "visits", ["0", "5,000", "10,000"], ["0", "5,000", "10,000"]),
        ([0, 50000, 100000], "visits", ["0", "5万", "10万"], ["0", "50,000", "100,000"]),
        ([0, 5 * 10**7, 10**8], "visits", ["0", "0.5亿", "1亿"], ["0", "50,000,000", "100,000,000"]),
        ([0, 2.5e7, 5e7, 7.5e7, 1e8], "yuan", ["0", "2,500万", "5,000万", "7,500万", "10,000万"], None),
        ([-200000, 0, 200000], "yuan", ["-20万", "0", "20万"], ["-200,000", "0", "200,000"]),
        ([2015, 2020], "calendar-year", ["2015", "2020"], ["2015", "2020"]),
    ],
)
def test_the_ticks_of_an_axis_share_one_unit_and_as_many_decimals(
    values: list[float], unit: str, zh: list[str], en: list[str] | None
) -> None:
    assert ZH.tick_labels(values, unit) == zh
    assert en is None or EN.tick_labels(values, unit) == en


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=5))
@settings(deadline=None)
def test_no_tick_is_ever_rounded(values: list[int]) -> None:
    for tr in (ZH, EN):
        assert [read_back(label) for label in tr.tick_labels(values, "visits")] == values


def test_how_many_there_are_of_something_is_written_as_numbers_are() -> None:
    assert EN("cases.found", count=12938) == "**12,938** cases"


def test_a_number_in_a_spreadsheet_has_its_decimals_and_no_commas() -> None:
    assert [plain_number(1234567, 0), plain_number(90, 1), plain_number(-0.25, 2)] == ["1234567", "90.0", "-0.25"]


@pytest.mark.parametrize(("value", "decimals"), [(65, 0), (65.0, 0), (92.25, 2), (0.1, 1), (1000000, 0)])
def test_a_number_typed_in_takes_the_decimals_it_needs(value: float, decimals: int) -> None:
    assert decimals_of(value) == decimals


def figure(value: float, decimals: int = 0, **given: object) -> dict[str, object]:
    """An observation as a query gives it, as far as it is read here."""
    filled = {"unit": "percent", "qualifier": "=", "kind": "level", "basis": "reported", "period_printed": None}
    return {"value": value, "decimals": decimals, "period_start": None} | filled | given


@pytest.mark.parametrize(
    ("qualifier", "zh", "en"),
    [
        ("=", "90%", "90%"),
        (">", "超过 90%", "more than 90%"),
        (">=", "不低于 90%", "at least 90%"),
        ("<", "不足 90%", "less than 90%"),
        ("<=", "不超过 90%", "at most 90%"),
        ("~", "约 90%", "about 90%"),
    ],
)
def test_a_qualifier_is_a_word_before_the_figure(qualifier: str, zh: str, en: str) -> None:
    bound = figure(90, qualifier=qualifier)
    assert (ZH.figure(bound), EN.figure(bound)) == (zh, en)


def test_every_qualifier_has_its_word() -> None:
    assert {*QUALIFIER_KEYS, "="} == set(schema.Qualifier)


def test_only_a_change_carries_its_sign() -> None:
    assert EN.figure(figure(3.5, 1, kind="change")) == "+3.5%"
    assert EN.figure(figure(-3.5, 1, kind="change")) == "−3.5%"
    assert EN.figure(figure(0, kind="change")) == "0%"
    assert EN.figure(figure(3.5, 1, kind="level")) == "3.5%"
    assert ZH.figure(figure(3.5, 1, kind="change", qualifier=">", unit="percentage-points")) == "超过 +3.5个百分点"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (27640574.7, "2,764万"),
        (123456.7, "12.35万"),
        (1234.5678, "1,235"),
        (123.4567, "123.5"),
        (2.2603066, "2.260"),
        (0.69454331, "0.6945"),
        (0.0123456, "0.01235"),
        (0, "0"),
        (-27640574.7, "−2,764万"),
    ],
)
def test_a_derived_figure_shows_four_significant_digits_and_beside_it_no_more(value: float, shown: str) -> None:
    assert ZH.figure(figure(value, 2, basis="derived", unit="index"), beside=False) == shown


@given(st.floats(1e-3, 1e12))
@settings(deadline=None)
def test_a_derived_figure_is_off_by_less_than_its_last_digit(value: float) -> None:
    shown, decimals = to_significant(value)
    assert abs(shown - value) <= value * 0.5 * 10 ** (1 - SIGNIFICANT) * 1.001
    assert len(f"{shown:.{decimals}f}".replace(".", "").strip("0")) <= SIGNIFICANT


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ("2023", "2023 年", "2023"),
        ("2023-09", "2023 年 9 月", "September 2023"),
        ("2023-09-28", "2023 年 9 月 28 日", "28 September 2023"),
    ],
)
def test_a_date_is_no_more_precise_than_it_is_printed(printed: str, zh: str, en: str) -> None:
    assert (ZH.date(printed), EN.date(printed)) == (zh, en)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    assert ZH.date(f"2023-{month:02d}") == f"2023 年 {month} 月"
    assert re.fullmatch(r"[A-Z][a-z]+ 2023", EN.date(f"2023-{month:02d}"))


def test_a_period_is_a_span_a_date_or_a_state_at_a_date() -> None:
    started = {"period_start": "2023-01-01"}
    assert EN.period(figure(1, period_printed="2023", **started)) == "2023"
    assert EN.period(figure(1, period_printed="2015/2017", **started)) == "2015 to 2017"
    assert ZH.period(figure(1, period_printed="2015/2017-06", **started)) == "2015 年—2017 年 6 月"
    assert EN.period(figure(1, period_printed="2024-06")) == "as of June 2024"
    assert ZH.period(figure(1, period_printed="2024-06")) == "截至 2024 年 6 月"


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_period_that_is_not_printed_is_said_to_be_missing(missing: object) -> None:
    undated = figure(1, period_printed=missing)
    assert (ZH.period(undated), EN.period(undated)) == ("未注明时间", "no date given")
    assert ZH.short_period(undated) == "—"


def test_a_marks_label_has_the_period_as_printed() -> None:
    assert EN.short_period(figure(1, period_printed="2015/2017")) == "2015–2017"
    assert EN.short_period(figure(1, period_printed="2023-09")) == "2023-09"
