"""Tables as people really keep them: each is read to the exact figure, or left out row by row with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from explorer.own_figures.heads import Role
from explorer.own_figures.layout import Layout
from explorer.own_figures.meanings import Scale
from tests.unit.own_tables import Cells, Told, of_csv, of_parquet, of_xlsx, read, text, with_formulas

BEDS, OUT, VISITS, INCOME = "bed-occupancy", "discharges", "outpatient-visits", "business-income"
HEADS = ("地区", "年份", "指标", "数值")
PLAIN = (HEADS, ("甲县", "2022", "出院人次", "1200"), ("乙县", "2023", "床位使用率", "85.3"))
PLAINLY: set[Told] = {("甲县", OUT, "2022", 1200), ("乙县", BEDS, "2023", 85.3)}


@dataclass(frozen=True)
class Messy:
    """A file, the figures that it holds, and the rows that are left out, each with the kind of reason."""

    data: bytes
    figures: set[Told]
    refused: set[tuple[int, str]] = field(default_factory=set)
    asked: dict[str, Any] = field(default_factory=dict)


def merged(*blocks: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for block in blocks:
            book.active.merge_cells(block)

    return change


def formatted(**formats: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for cell, written in formats.items():
            book.active[cell].number_format = written

    return change


def filled(layout: Layout) -> Layout:
    return replace(layout, filled=True)


def of(period: str, place: str = "") -> Callable[[Layout], Layout]:
    return lambda layout: replace(layout, period=period, place=place or layout.place)


def second_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("数据")
    for row in PLAIN:
        sheet.append(list(row))


def hidden_sheet(book: Workbook) -> None:
    second_sheet(book)
    book["数据"].sheet_state = "hidden"


def wide(*rows: tuple[object, ...]) -> Cells:
    return (("地区", "时期", "床位使用率"), *rows)


FILES: dict[str, Messy] = {
    # how it is saved
    "UTF-8": Messy(of_csv(PLAIN), PLAINLY),
    "UTF-8 with a byte order mark": Messy(of_csv(PLAIN, "utf-8-sig"), PLAINLY),
    "GB18030, as Excel in China saves": Messy(of_csv(PLAIN, "gb18030"), PLAINLY),
    "GBK with tabs": Messy(of_csv(PLAIN, "gbk", "\t"), PLAINLY),
    "UTF-16 with a byte order mark, as Excel's Unicode text": Messy(of_csv(PLAIN, "utf-16", "\t"), PLAINLY),
    "UTF-16 without one": Messy(of_csv(PLAIN, "utf-16-le", "\t"), PLAINLY),
    "UTF-16 the other way round": Messy(b"\xfe\xff" + of_csv(PLAIN, "utf-16-be"), PLAINLY),
    "semicolons": Messy(of_csv(PLAIN, mark=";"), PLAINLY),
    "NUL letters at the end": Messy(of_csv(PLAIN) + b"\x00\x00", PLAINLY),
    "XLSX": Messy(of_xlsx(PLAIN), PLAINLY),
    "Parquet of other columns": Messy(
        of_parquet({"地区": ["甲县"], "年份": [2023], "床位使用率": [85.3], "出院人次": [1200]}),
        {("甲县", BEDS, "2023", 85.3), ("甲县", OUT, "2023", 1200)},
    ),
    "pasted without heads": Messy(
        text((("甲县", "2023", "床位使用率", "85.3"), ("乙县", "2023", "出院人次", "12")), "\t").encode(),
        {("甲县", BEDS, "2023", 85.3), ("乙县", OUT, "2023", 12)},
    ),
    # how numbers are written
    "full-width digits and signs": Messy(
        of_csv(wide(("甲县", "２０２３", "８５．３％"), ("乙县", "２０２２年", "９０"))),
        {("甲县", BEDS, "2023", 85.3), ("乙县", BEDS, "2022", 90)},
    ),
    "tenths, percent in words, Chinese numerals": Messy(
        of_csv(wide(("甲县", "2023", "八成半"), ("乙县", "2023", "百分之九十"), ("丙县", "2023", "85.30 %"))),
        {("甲县", BEDS, "2023", 85), ("乙县", BEDS, "2023", 90), ("丙县", BEDS, "2023", 85.3)},
    ),
    "万 and 亿 in the cells": Messy(
        of_csv((("县", "年度", "总人口", "业务收入"), ("甲县", "2023", "62.5万", "1.2亿元"))),
        {("甲县", "population", "2023", 625_000), ("甲县", INCOME, "2023", 120_000_000)},
    ),
    "units in the heads": Messy(
        of_csv(
            (
                ("县", "年", "门急诊人次（万人次）", "业务收入/万元", "床位使用率(%)"),
                ("甲县", "2023", "120.5", "560", "88"),
            )
        ),
        {("甲县", VISITS, "2023", 1_205_000), ("甲县", INCOME, "2023", 5_600_000), ("甲县", BEDS, "2023", 88)},
    ),
    "a line that says the unit of all money": Messy(
        of_csv((("单位：万元",), ("地区", "年份", "业务收入", "出院人次"), ("甲县", "2023", "560", "1200"))),
        {("甲县", INCOME, "2023", 5_600_000), ("甲县", OUT, "2023", 1200)},
    ),
    "grouped thousands": Messy(
        of_csv((("地区", "年份", "出院人次"), ("甲县", "2023", "1,234,567"), ("乙县", "2023", "12 345"))),
        {("甲县", OUT, "2023", 1_234_567), ("乙县", OUT, "2023", 12_345)},
    ),
    "thousands taken apart at their comma": Messy(
        "地区,年份,出院人次\n甲县,2023,12,345\n乙县,2023,800\n".encode(),
        {("乙县", OUT, "2023", 800)},
        {(2, "row_split")},
    ),
    "cells formatted as percent": Messy(
        of_xlsx(wide(("甲县", 2023, 0.853), ("乙县", 2023, 1)), formatted(C2="0.0%", C3="0%")),
        {("甲县", BEDS, "2023", 85.3), ("乙县", BEDS, "2023", 100)},
    ),
    "shares as fractions of one wait until they are confirmed": Messy(
        of_csv(wide(("甲县", "2023", "0.853"), ("乙县", "2023", "0.9"))), set(), {(2, "scale_open"), (3, "scale_open")}
    ),
    "shares as fractions of one, confirmed": Messy(
        of_csv(wide(("甲县", "2023", "0.853"), ("乙县", "2023", "0.9"))),
        {("甲县", BEDS, "2023", 85.3), ("乙县", BEDS, "2023", 90)},
        asked={"scales": {"床位使用率": Scale.fraction}},
    ),
    "a column of units, one a row": Messy(
        of_csv(
            (
                (*HEADS, "单位"),
                ("甲县", "2023", "出院人次", "1.2", "万人次"),
                ("乙县", "2023", "出院人次", "800", "人次"),
                ("丙县", "2023", "床位使用率", "0.8", "小数"),
                ("丁县", "2023", "出院人次", "80", "%"),
                ("戊县", "2023", "出院人次", "80", "斤"),
            )
        ),
        {("甲县", OUT, "2023", 12_000), ("乙县", OUT, "2023", 800), ("丙县", BEDS, "2023", 80)},
        {(5, "unit_differs"), (6, "unit_unknown")},
    ),
    "rates by the thousand and the hundred thousand": Messy(
        of_csv(
            (
                ("地区", "年份", "婴儿死亡率（‰）", "孕产妇死亡率（1/10万）"),
                ("甲县", "2023", "4.5", "15.7"),
                ("乙县", "2023", "0.45%", "9.1/10万"),
            )
        ),
        {
            ("甲县", "infant-mortality", "2023", 4.5),
            ("甲县", "maternal-mortality", "2023", 15.7),
            ("乙县", "infant-mortality", "2023", 4.5),
            ("乙县", "maternal-mortality", "2023", 9.1),
        },
    ),
    "a unit in the cell and another in the head": Messy(
        of_csv((("地区", "年份", "业务收入（万元）"), ("甲县", "2023", "1.2亿"), ("乙县", "2023", "1.2亿元"))),
        {("乙县", INCOME, "2023", 120_000_000)},
        {(2, "unit_twice")},
    ),
    "numbers that cannot be": Messy(
        of_csv(
            (
                HEADS,
                ("甲县", "2023", "基层诊疗量占比", "120"),
                ("乙县", "2023", "出院人次", "-5"),
                ("丙县", "2023", "出院人次", "12.5"),
                ("丁县", "2023", "出院人次", "超过500"),
                ("戊县", "2023", "出院人次", "80-90"),
                ("己县", "2023", "出院人次", "不少"),
            )
        ),
        set(),
        {(2, "percent_range"), (3, "negative"), (4, "fractional"), (5, "bound"), (6, "several"), (7, "unreadable")},
        {"means": {"基层诊疗量占比": "primary-visit-share-all"}},
    ),
    "a growth may be negative or above a hundred percent": Messy(
        of_csv((("地区", "年份", "出院人次同比增长"), ("甲县", "2023", "-12.5%"), ("乙县", "2023", "130"))),
        {("甲县", "discharges-growth", "2023", -12.5), ("乙县", "discharges-growth", "2023", 130)},
    ),
    "signs for no figure": Messy(
        of_csv(wide(("甲县", "2023", "—"), ("乙县", "2023", "N/A"), ("丙县", "2023", ""), ("丁县", "2023", "0"))),
        {("丁县", BEDS, "2023", 0)},
    ),
    "numerator and denominator beside the value": Messy(
        of_csv(
            (
                (*HEADS, "分子", "分母"),
                ("甲县", "2023", "床位使用率", "66.7", "200", "300"),
                ("乙县", "2023", "床位使用率", "70", "200", "300"),
                ("丙县", "2023", "床位使用率", "70", "200", "0"),
                ("丁县", "2023", "床位使用率", "70", "两百多", "300"),
            )
        ),
        {("甲县", BEDS, "2023", 66.7)},
        {(3, "parts_differ"), (4, "denominator_zero"), (5, "part_unreadable")},
    ),
    # how it is laid out
    "titles above, totals, notes and blank rows below": Messy(
        of_csv(
            (
                ("2023年某市医共体运行情况统计表",),
                ("单位：%",),
                (),
                ("地区", "床位使用率"),
                ("甲县", "85.3"),
                (),
                ("乙县", "84"),
                ("合计", "84.6"),
                ("注：数据来自各县卫生健康局，2024 年 3 月汇总。",),
            )
        ),
        {("甲县", BEDS, "2023", 85.3), ("乙县", BEDS, "2023", 84)},
        {(8, "total"), (9, "note_row")},
    ),
    "years as columns, the indicator in the title": Messy(
        of_csv((("各县床位使用率",), ("县区", "2021年", "2022年", "2023年"), ("甲县", "80", "81.5%", "—"))),
        {("甲县", BEDS, "2021", 80), ("甲县", BEDS, "2022", 81.5)},
    ),
    "years as columns, an indicator a row": Messy(
        of_csv((("地区", "指标", "2021", "2022"), ("甲县", "出院人次", "100", "200"))),
        {("甲县", OUT, "2021", 100), ("甲县", OUT, "2022", 200)},
    ),
    "years over indicators in merged heads": Messy(
        of_xlsx(
            (
                ("各县医院运行情况", None, None, None, None),
                ("地区", "2022年", None, "2023年", None),
                (None, "出院人次", "床位使用率", "出院人次", "床位使用率"),
                ("甲县", 1200, "88%", 1300, "90%"),
            ),
            merged("A1:E1", "A2:A3", "B2:C2", "D2:E2"),
        ),
        {("甲县", OUT, "2022", 1200), ("甲县", BEDS, "2022", 88)}
        | {("甲县", OUT, "2023", 1300), ("甲县", BEDS, "2023", 90)},
    ),
    "quarters under a year in a text": Messy(
        of_csv((("地区", "2023年", "", ""), ("", "第一季度", "第二季度", "全年"), ("甲县", "10", "20", "70"))),
        {("甲县", OUT, "2023Q1", 10), ("甲县", OUT, "2023Q2", 20), ("甲县", OUT, "2023", 70)},
        asked={"change": lambda layout: replace(layout, name="出院人次")},
    ),
    "the year in brackets behind the name": Messy(
        of_csv((("地区", "出院人次（2022年）", "2023年出院人次"), ("甲县", "100", "200"))),
        {("甲县", OUT, "2022", 100), ("甲县", OUT, "2023", 200)},
    ),
    "places merged over their rows": Messy(
        of_xlsx((HEADS, ("甲县", 2022, "出院人次", 1), (None, 2023, "出院人次", 2)), merged("A2:A3")),
        {("甲县", OUT, "2022", 1), ("甲县", OUT, "2023", 2)},
    ),
    "places left blank below the first": Messy(
        of_csv((HEADS, ("甲县", "2022", "出院人次", "1"), ("", "2023", "出院人次", "2"))),
        {("甲县", OUT, "2022", 1)},
        {(3, "place_missing")},
    ),
    "places left blank below the first, as the reader says": Messy(
        of_csv((HEADS, ("甲县", "2022", "出院人次", "1"), ("", "2023", "出院人次", "2"))),
        {("甲县", OUT, "2022", 1), ("甲县", OUT, "2023", 2)},
        asked={"change": filled},
    ),
    "places across, indicators down": Messy(
        of_csv(
            (
                ("指标", "计量单位", "甲县", "乙县"),
                ("出院人次", "万人次", "1.2", "1.3"),
                ("床位使用率", "%", "80", "81"),
            )
        ),
        {
            ("甲县", OUT, "2023", 12_000),
            ("乙县", OUT, "2023", 13_000),
            ("甲县", BEDS, "2023", 80),
            ("乙县", BEDS, "2023", 81),
        },
        asked={"change": of("2023")},
    ),
    "one place, named in the title": Messy(
        of_csv((("2023年甲县主要指标",), ("指标", "数值"), ("出院人次", "1200"), ("床位使用率", "80"))),
        {("甲县", OUT, "2023", 1200), ("甲县", BEDS, "2023", 80)},
    ),
    "numbers, provinces and ranks beside": Messy(
        of_csv(
            (
                ("序号", "省份", "地市", "县区", "年份", "出院人次", "排名"),
                ("1", "浙江", "湖州市", "甲县", "2023", "1200", "3"),
            )
        ),
        {("甲县", OUT, "2023", 1200)},
    ),
    "heads repeated on each page": Messy(
        of_csv((HEADS, ("甲县", "2022", "出院人次", "1"), HEADS, ("乙县", "2022", "出院人次", "2"))),
        {("甲县", OUT, "2022", 1), ("乙县", OUT, "2022", 2)},
        {(3, "head_again")},
    ),
    "the figures on the second sheet": Messy(
        of_xlsx((("填表说明",), ("请按要求填写",)), second_sheet), PLAINLY, asked={"sheet": 1}
    ),
    "a hidden sheet": Messy(of_xlsx(PLAIN[:2], hidden_sheet), {("甲县", OUT, "2022", 1200)}),
    "English heads": Messy(
        of_csv((("County", "Year", "Discharges", "Bed occupancy (%)"), ("Jia", "2023", "12,000", "88.5%"))),
        {("Jia", OUT, "2023", 12_000), ("Jia", BEDS, "2023", 88.5)},
    ),
    "a merged figure counts for no row": Messy(
        of_xlsx((HEADS, ("甲县", 2022, "出院人次", 50), ("乙县", 2022, "出院人次", None)), merged("D2:D3")),
        {("甲县", OUT, "2022", 50)},
        {(3, "merged_value")},
    ),
    "columns numbered below their heads, as in official tables": Messy(
        of_csv((("县区", "出院人次", "床位使用率"), ("甲", "1", "2"), ("某县", "1200", "80"))),
        {("某县", OUT, "2023", 1200), ("某县", BEDS, "2023", 80)},
        asked={"change": of("2023")},
    ),
    "codes of indicators that are the owner's own, beside their names": Messy(
        of_csv((("地区", "年份", "指标编号", "指标名称", "指标值"), ("甲县", "2023", "1.1", "出院人次", "8"))),
        {("甲县", OUT, "2023", 8)},
    ),
    "figures that look like years": Messy(
        of_csv((("地区", "时期", "出院人次"), ("", "", "discharges"), ("Jia", "1990", "1900"), ("Yi", "1991", "2010"))),
        {("Jia", OUT, "1990", 1900), ("Yi", OUT, "1991", 2010)},
    ),
    "letters spread apart, and the whole city among its counties": Messy(
        of_csv((("地 区", "年 份", "出 院 人 次"), ("长 兴 县", "2023 年", "1 200"), ("全市", "2023", "9000"))),
        {("长兴县", OUT, "2023", 1200)},
        {(3, "total")},
    ),
    # periods
    "months as columns under the year of the title, with their sum": Messy(
        of_csv((("2023年出院人次",), ("县名", "1月", "2月", "一季度", "合计"), ("甲县", "10", "20", "45", "45"))),
        {("甲县", OUT, "2023-01", 10), ("甲县", OUT, "2023-02", 20), ("甲县", OUT, "2023Q1", 45)},
    ),
    "months as columns of a year that is told nowhere": Messy(
        of_csv((("县名", "指标", "1月", "2月"), ("甲县", "出院人次", "10", "20"))), set(), {(2, "period_missing")}
    ),
    "dates as heads": Messy(
        of_xlsx((("各县床位使用率",), ("县区", datetime(2023, 1, 1), datetime(2023, 2, 1)), ("甲县", 80, 81))),
        {("甲县", BEDS, "2023-01", 80), ("甲县", BEDS, "2023-02", 81)},
    ),
    "a year and a month apart": Messy(
        of_csv((("地区", "年度", "月份", "出院人次"), ("甲县", "2023年", "5", "10"), ("甲县", "2023", "十二月", "20"))),
        {("甲县", OUT, "2023-05", 10), ("甲县", OUT, "2023-12", 20)},
    ),
    "quarters in words and letters": Messy(
        of_csv(
            (
                ("地区", "时期", "出院人次"),
                ("甲县", "2023年第一季度", "1"),
                ("甲县", "2023Q2", "2"),
                ("甲县", "2023年三季度", "3"),
            )
        ),
        {("甲县", OUT, "2023Q1", 1), ("甲县", OUT, "2023Q2", 2), ("甲县", OUT, "2023Q3", 3)},
    ),
    "halves of years": Messy(
        of_csv(
            (
                ("地区", "时期", "出院人次"),
                ("甲县", "2023上半年", "1"),
                ("甲县", "2023H2", "2"),
                ("乙县", "2023年1—6月", "3"),
            )
        ),
        {("甲县", OUT, "2023H1", 1), ("甲县", OUT, "2023H2", 2), ("乙县", OUT, "2023H1", 3)},
    ),
    "months in every way": Messy(
        of_csv(
            (
                ("地区", "日期", "出院人次"),
                ("甲县", "2023-01", "1"),
                ("甲县", "2023年2月", "2"),
                ("甲县", "202303", "3"),
                ("甲县", "2023/4", "4"),
                ("甲县", "May 2023", "5"),
                ("甲县", "2023.06", "6"),
            )
        ),
        {("甲县", OUT, f"2023-0{month}", month) for month in range(1, 7)},
    ),
    "spreadsheet dates that begin months": Messy(
        of_xlsx(wide(("甲县", datetime(2023, 1, 1), 80), ("甲县", datetime(2023, 2, 1), 81))),
        {("甲县", BEDS, "2023-01", 80), ("甲县", BEDS, "2023-02", 81)},
    ),
    "dates as the numbers that spreadsheets keep": Messy(
        of_csv(wide(("甲县", "44927", "80"), ("甲县", "44958", "81"))),
        {("甲县", BEDS, "2023-01", 80), ("甲县", BEDS, "2023-02", 81)},
    ),
    "days that are none of a month's first": Messy(
        of_csv(wide(("甲县", "2023-01-15", "80"), ("甲县", "2023年2月1日", "81"))),
        {("甲县", BEDS, "2023-01-15/2023-01-15", 80), ("甲县", BEDS, "2023-02-01/2023-02-01", 81)},
    ),
    "the end of a year": Messy(
        of_csv((("地区", "时间", "总人口"), ("甲县", "2023年底", "62.5万"), ("乙县", "截至2023年9月", "50万"))),
        {
            ("甲县", "population", "2023-12-31/2023-12-31", 625_000),
            ("乙县", "population", "2023-09-30/2023-09-30", 500_000),
        },
    ),
    "periods that are none": Messy(
        of_csv(
            wide(
                ("甲县", "2023.1", "80"),
                ("乙县", "去年", "80"),
                ("丙县", "2031", "80"),
                ("丁县", "2023-13", "80"),
                ("戊县", "", "80"),
                ("己县", "23年", "80"),
            )
        ),
        set(),
        {
            *((2, "period_ambiguous"), (3, "period_unreadable"), (4, "period_future"), (5, "period_unreadable")),
            *((6, "period_missing"), (7, "period_unreadable")),
        },
    ),
    "first and last days the wrong way round": Messy(
        of_csv(
            (
                ("地区", "开始日期", "结束日期", "出院人次"),
                ("甲县", "2023-01-01", "2023-03-31", "1"),
                ("乙县", "2023-05-01", "2023-03-31", "1"),
            )
        ),
        {("甲县", OUT, "2023Q1", 1)},
        {(3, "period_backwards")},
    ),
    # places
    "codes as numbers, texts and with zeros behind": Messy(
        of_xlsx(
            (
                ("行政区划代码", "地区", "年份", "出院人次"),
                (330522, "长兴县", 2023, 1),
                ("330521", None, 2023, 2),
                (330500000000, "湖州市", 2023, 3),
                (33052, "少一位", 2023, 4),
            )
        ),
        {("330522", OUT, "2023", 1), ("330521", OUT, "2023", 2), ("330500", OUT, "2023", 3)},
        {(5, "place_code")},
    ),
    # rows against rows
    "the same figure twice, and two that disagree": Messy(
        of_csv(
            (
                HEADS,
                ("甲县", "2022", "出院人次", "1"),
                ("甲县", "2022", "出院人次", "1"),
                ("乙县", "2022", "出院人次", "2"),
                ("乙县", "2022年", "出院人次", "3"),
            )
        ),
        {("甲县", OUT, "2022", 1)},
        {(3, "repeated"), (4, "contradicted"), (5, "contradicted")},
    ),
    # formulas and faults of spreadsheets
    "formulas with their results, and one without": Messy(
        with_formulas(
            (HEADS, ("甲县", 2022, "出院人次", ("=SUM(1,2)", 3)), ("乙县", 2022, "出院人次", ("=A1+1", "")))
        ),
        {("甲县", OUT, "2022", 3)},
        {(3, "formula")},
    ),
    "a formula that no spreadsheet has computed": Messy(
        of_xlsx((HEADS, ("甲县", 2022, "出院人次", "=1+2"), ("乙县", 2022, "出院人次", 7))),
        {("乙县", OUT, "2022", 7)},
        {(2, "formula")},
    ),
    "errors and dates in the place of figures": Messy(
        of_xlsx(
            (
                HEADS,
                ("甲县", 2022, "出院人次", "#DIV/0!"),
                ("乙县", 2022, "出院人次", date(2022, 3, 1)),
                ("丙县", 2022, "出院人次", 7),
            )
        ),
        {("丙县", OUT, "2022", 7)},
        {(2, "cell_error"), (3, "date")},
    ),
    # names
    "a name of several definitions waits for the reader": Messy(
        of_csv((("地区", "年份", "县域就诊率"), ("甲县", "2023", "85.3"))), set(), {(2, "definition_open")}
    ),
    "a name of several definitions, confirmed": Messy(
        of_csv((("地区", "年份", "县域就诊率"), ("甲县", "2023", "85.3"))),
        {("甲县", "county-visit-rate-monitored", "2023", 85.3)},
        asked={"means": {"县域就诊率": "county-visit-rate-monitored"}},
    ),
    "names that the codebook does not hold": Messy(
        of_csv((HEADS, ("甲县", "2023", "井盖数", "85"), ("乙县", "2023", "出院人次", "8"), ("丙县", "2023", "", "8"))),
        {("乙县", OUT, "2023", 8)},
        {(2, "indicator_unmapped"), (4, "indicator_missing")},
    ),
    "a column that the reader leaves out": Messy(
        of_csv((("地区", "年份", "出院人次", "井盖数"), ("甲县", "2023", "8", "9"))),
        {("甲县", OUT, "2023", 8)},
        {(2, "left_out")},
        {"means": {"井盖数": None}},
    ),
}  # fmt: skip


def test_there_are_at_least_forty_of_them() -> None:
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", FILES)
def test_a_messy_file_is_read_to_the_figure_or_left_out_row_by_row(name: str) -> None:
    messy = FILES[name]
    found = read(messy.data, **messy.asked)
    assert found.figures == messy.figures
    assert found.refused == messy.refused


def test_a_note_an_approximation_and_the_mark_of_made_up_figures_stay_with_the_figure() -> None:
    rows = (
        (*HEADS, "备注", "synthetic"),
        ("甲县", "2023", "总人口", "约60万", "年末", "true"),
        ("乙县", "2023", "总人口", "61万", "", ""),
    )
    first, second = read(of_csv(rows)).reading.figures
    assert (first.value, first.note, first.synthetic) == (600_000, "年末 约60万", True)
    assert (second.value, second.note, second.synthetic) == (610_000, None, False)


def test_nothing_of_a_table_is_lost() -> None:
    """Every cell of figures is a figure, a blank, or in a row that is listed."""
    for messy in FILES.values():
        found = read(messy.data, **messy.asked)
        layout, reading = found.layout, found.reading
        listed = {each.row for each in reading.refused}
        for row in found.table.rows[layout.first :]:
            cells = [column.index for column in layout.values if column.index < len(row.cells)]
            told = [at for at in cells if row.cells[at].text.strip() or row.cells[at].fault]
            from_row = sum(each.row == row.number for each in reading.figures)
            assert row.number in listed or from_row + reading.blanks >= len(told)


def test_a_corrected_column_is_read_by_its_new_role() -> None:
    data = of_csv((("甲", "乙", "丙"), ("甲县", "2023", "8"), ("乙县", "2022", "9")))
    guess = read(data).layout
    layout = guess.with_role(0, Role.place).with_role(1, Role.period).with_role(2, Role.value)
    found = read(data, change=lambda _: layout, means={"丙": OUT})
    assert found.figures == {("甲县", OUT, "2023", 8), ("乙县", OUT, "2022", 9)}
