"""Which figures exist, and why there is none: each reason from the data, never from a guess."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pandas as pd
import pytest

from explorer.charts.coverage import SIGNS, coverage_alt, coverage_chart, coverage_legend, told
from explorer.exports.methods import coverage_data
from explorer.i18n import Translator
from explorer.queries import coverage, records
from explorer.queries.coverage import STATUSES
from explorer.ui.coverage import coverage_table
from tests.unit.drawings import EN, ZH, both_languages, layers, named
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as rows:
        yield rows


@pytest.fixture
def covered(rows: Rows) -> Rows:
    """A case for each status in the theme of access, and one figure in another theme."""
    for theme, zh, en in (("access", "就医格局", "Where people seek care"), ("finance", "费用", "Finance")):
        rows.tag("theme", theme, label_zh=zh, label_en=en)
    rows.indicator("rate", theme="access", name_zh="就诊率", name_en="Visit rate")
    rows.indicator("cost", theme="finance")
    for case_id in ("exact", "bound", "words", "silent", "elsewhen", "undated"):
        rows.case(case_id, county_zh=f"{case_id}县", county_en=f"{case_id} County")
    rows.case("hospital", level="institution")
    rows.figure("exact", "rate", 90, "2023")
    rows.figure("exact", "rate", 91, "2021/2022")
    rows.figure("exact", "rate", 60, "2023", qualifier="<")
    rows.figure("bound", "rate", 50, "2023", qualifier=">")
    rows.figure("bound", "rate", 50, "2023", qualifier="~")
    rows.figure("elsewhen", "rate", 50, "2019-09", as_of=True)
    rows.figure("undated", "rate", 50)
    rows.figure("exact", "cost", 5, "2023")
    _point(rows, "words", "access")
    _point(rows, "exact", "access")  # told in words too, but there are figures
    rows.figure("silent", "rate", 80, "2025", kind="target")  # no result
    rows.figure("silent", "rate", 80, "2023", basis="derived")  # none of its own
    rows.figure("national", "rate", 80, "2023", observation_id="of-the-country")
    rows.connection.execute("UPDATE cases SET category = 'context' WHERE case_id = 'national'")
    return rows


def _point(rows: Rows, case_id: str, theme: str) -> None:
    rows.put(
        "case_points", "o", case_id=case_id, point_id="o", section="outcome", basis="stated", locator="3",
    )  # fmt: skip
    rows.put("point_themes", "o", case_id=case_id, point_id="o", theme=theme)


def statuses(rows: Rows, year: int | None, theme: str = "access") -> dict[str, str]:
    cells = coverage.coverage(rows.connection, year)
    own = cells[cells["theme"] == theme]
    return dict(zip(own["case_id"], own["status"], strict=True))


def test_each_case_has_the_first_status_that_holds(covered: Rows) -> None:
    assert statuses(covered, None) == {
        "exact": "figures",
        "bound": "bound",
        "words": "words",
        "silent": "not_reported",
        "elsewhen": "figures",
        "undated": "figures",
        "hospital": "not_applicable",
    }


def test_of_one_year_what_stands_elsewhere_or_without_a_date_is_of_other_times(covered: Rows) -> None:
    of_2023 = statuses(covered, 2023)
    assert of_2023["exact"] == "figures"
    assert of_2023["elsewhen"] == of_2023["undated"] == "other_time"
    assert statuses(covered, 2019)["elsewhen"] == "figures"


@pytest.mark.parametrize(("year", "exact"), [(2020, 0), (2021, 1), (2022, 1), (2023, 1), (2024, 0)])
def test_a_figure_for_a_span_of_years_counts_in_each_of_them(covered: Rows, year: int, exact: int) -> None:
    cells = coverage.coverage(covered.connection, year)
    [row] = records(cells[(cells["case_id"] == "exact") & (cells["theme"] == "access")])
    assert row["exact"] == exact
    assert row["exact"] + row["bounds"] + row["elsewhen"] == 3


def test_an_institution_is_not_asked_where_residents_seek_care_but_for_all_else(covered: Rows) -> None:
    assert statuses(covered, None, "finance")["hospital"] == "not_reported"


def test_a_figure_is_shown_even_where_the_rule_expects_none(covered: Rows) -> None:
    covered.figure("hospital", "rate", 40, "2023")
    assert statuses(covered, None)["hospital"] == "figures"


def test_only_themes_with_a_figure_of_a_case_are_asked_about(covered: Rows) -> None:
    covered.tag("theme", "digital")
    covered.indicator("records", theme="digital")
    assert set(coverage.coverage(covered.connection, None)["theme"]) == {"access", "finance"}


def test_the_years_are_those_of_reported_figures_newest_first(covered: Rows) -> None:
    assert coverage.coverage_years(covered.connection) == [2023, 2022, 2021, 2019]


def test_indicator_by_indicator_a_blank_theme_has_one_row_with_its_reason(covered: Rows) -> None:
    cells = coverage.coverage_by_indicator(covered.connection, None)
    told_of = {
        (row["case_id"], row["theme"]): (row["indicator_id"], row["status"], row["periods"]) for row in records(cells)
    }
    assert told_of["exact", "access"] == ("rate", "figures", ["2021/2022", "2023"])
    assert told_of["hospital", "access"] == (None, "not_applicable", [])
    assert told_of["undated", "access"] == ("rate", "figures", [])
    assert len(cells) == 14


# The map


def cells_of(rows: Rows, year: int | None = None) -> pd.DataFrame:
    return coverage.coverage(rows.connection, year)


@both_languages
def test_every_field_drawn_is_a_column(covered: Rows, tr: Translator) -> None:
    for layer in layers(coverage_chart(cells_of(covered), tr).to_dict()):
        fields = {field for field in named(layer["encoding"], "field") if isinstance(field, str)}
        fields |= set(re.findall(r"datum\.(\w+)", json.dumps(layer.get("transform", []))))
        assert fields
        assert fields <= set(layer["data"][0])


def test_a_status_can_be_told_without_colour(covered: Rows) -> None:
    _, rects, signs_layer = layers(coverage_chart(cells_of(covered), EN).to_dict())
    data = signs_layer["data"]
    assert data == rects["data"]
    signs = {row["status"]: row["sign"] for row in data}
    assert len(set(signs.values())) == len(signs)
    assert signs["bound"] == SIGNS["bound"]
    assert {row["sign"] for row in data if row["status"] == "figures"} == {"3", "1"}
    assert set(SIGNS) == set(STATUSES) - {"figures", "not_reported"}
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_blank_is_left_blank_and_its_row_says_which_themes_are(covered: Rows) -> None:
    ground, rects, _ = layers(coverage_chart(cells_of(covered), EN).to_dict())
    data = rects["data"]
    assert not [row for row in data if row["status"] == "not_reported"]
    assert {row["opacity"] for row in data if row["status"] == "not_applicable"} == {0}
    assert all(row["opacity"] > 0 for row in data if row["status"] != "not_applicable")
    blanks = {row["name"]: row["blank"] for row in ground["data"]}
    assert blanks["silent_en"] == "Where people seek care, Finance"
    assert blanks["bound_en"] == "Finance"
    assert blanks["exact_en"] == "—"
    assert len(blanks) == 7


def test_two_cases_of_one_place_go_by_their_own_names(covered: Rows) -> None:
    covered.case("second", county_zh="exact县", county_en="exact County", name_en="Second community")
    names = {row["case"] for row in layers(coverage_chart(cells_of(covered), EN).to_dict())[0]["data"]}
    assert {"exact_en", "Second community", "bound County"} <= names
    assert "exact County" not in names


@both_languages
def test_the_tooltip_says_in_words_what_a_cell_holds(covered: Rows, tr: Translator) -> None:
    cells = cells_of(covered)
    said = dict(zip(cells["case_id"].where(cells["theme"] == "access"), told(cells, tr), strict=True))
    assert said["exact"] == tr("coverage.told.figures", exact="2", bounds="1", others="0")
    assert said["hospital"] == tr("coverage.told.not_applicable")


def test_the_description_counts_cells_and_names_the_theme_with_most_blanks(covered: Rows) -> None:
    assert coverage_alt(cells_of(covered), EN) == (
        "7 cases by 2 themes: 4 cells hold exact figures and 7 report nothing; "
        "the theme with the most blanks is “Finance”, in 6 cases."
    )


@both_languages
def test_the_legend_explains_the_signs_that_occur_and_no_other(covered: Rows, tr: Translator) -> None:
    legend = coverage_legend(cells_of(covered), tr)
    assert SIGNS["bound"] in legend
    assert SIGNS["other_time"] not in legend
    assert SIGNS["other_time"] in coverage_legend(cells_of(covered, 2023), tr)


def test_the_table_says_the_same_as_the_map(covered: Rows) -> None:
    table = coverage_table(cells_of(covered), EN).set_index("Case")
    assert table.loc["exact_en", "Exact figures"] == "Where people seek care 3, Finance 1"
    assert table.loc["hospital_en", "Not applicable"] == "Where people seek care"
    assert table.loc["hospital_en", "Not reported"] == "Finance"
    assert table.loc["hospital_en", "Exact figures"] == "—"


def test_the_sources_of_the_map_are_those_of_what_stands_in_it(covered: Rows) -> None:
    before = coverage.coverage_sources(covered.connection)
    for source_id in ("of-a-figure", "of-a-target", "of-nothing"):
        covered.source(source_id)
    covered.figure("exact", "rate", 1, "2023", source_id="of-a-figure")
    covered.figure("exact", "rate", 1, "2023", source_id="of-a-target", kind="target")
    assert set(coverage.coverage_sources(covered.connection)) - set(before) == {"of-a-figure"}


def test_the_file_has_a_row_for_each_figure_and_each_blank(covered: Rows) -> None:
    lines = (
        coverage_data(coverage.coverage_by_indicator(covered.connection, 2023), ZH, "2023 年").csv().decode("utf-8-sig")
    )
    assert lines.splitlines()[0] == (
        "case_id,案例 (case),theme_id,主题 (theme),indicator_id,指标 (indicator),年份 (year),status_id,"
        "情况 (status),确数条数 (exact),带限定的条数 (bounds),其他时间的条数 (elsewhen),所印时间 (periods)"
    )
    assert "exact,exact_zh,access,就医格局,rate,就诊率,2023 年,figures,有确数,1,1,1,2021/2022; 2023" in lines
    assert "words,words_zh,access,就医格局,,,2023 年,words,只有文字,0,0,0," in lines
