"""Files that a reader takes away, byte for byte, and citations letter for letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.csv_text import csv_bytes, inert, unguarded
from explorer.exports.citation import case_bibtex, case_citation, policy_bibtex, policy_citation
from explorer.exports.tables import cases_data, figures_data, figures_table
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import cases, observations
from tests.unit.csv_reading import by_id
from tests.unit.rows import Rows, empty_database

LABELS = {
    ("unit", "percent"): {"zh": "%", "en": "%"},
    ("unit", "visits"): {"zh": "人次", "en": "visits"},
    ("category", "alliance"): {"zh": "医联体", "en": "Alliance"},
    ("category", "social"): {"zh": "其他社会力量", "en": "Other"},
}
ZH, EN = (Translator(language, LABELS) for language in LANGUAGES)


@pytest.fixture
def rows() -> Iterator[Rows]:
    """A place of comparison and a case with a bound, an exact and a derived figure."""
    with empty_database() as rows:
        rows.source(
            "report", title_zh="某报告", title_en="A report", short_title_zh="某报告", short_title_en="A report"
        )
        rows.source("bulletin", title_zh="公报", title_en="Bulletin", short_title_zh="公报", short_title_en="Bulletin")
        rows.case("a", name_zh="甲县医共体", name_en="Community of A", county_zh="甲县", county_en="A County")
        rows.indicator("rate", name_zh="就诊率", name_en="Visit rate")
        rows.indicator("visits", name_zh="诊疗人次", name_en="Visits", unit="visits")
        county = {"subject_zh": "甲县", "subject_en": "A County"}
        rows.figure(
            "a", "rate", 90.3, "2023", **county, observation_id="a-rate", qualifier=">", as_reported="达到90.3%以上",
            locator="2.1", kind="share",
        )  # fmt: skip
        rows.figure(
            "a", "visits", 469000, "2021/2022", **county, observation_id="a-visits", unit="visits",
            as_reported="46.9万人次", note_zh="含急诊，不含体检", note_en='with "emergencies", no check-ups',
            source_id="bulletin",
        )  # fmt: skip
        rows.figure(
            "a", "rate", 12.3456, "2020", **county, observation_id="a-derived", basis="derived", decimals=2,
            formula_zh="甲 ÷ 乙", formula_en="a ÷ b", locator="3",
        )  # fmt: skip
        yield rows


def figures(rows: Rows) -> pd.DataFrame:
    return observations.observations_by_id(rows.connection, ["a-rate", "a-visits", "a-derived"])


def lines(*expected: str) -> bytes:
    """What a spreadsheet expects: byte order mark, UTF-8, lines that end as in Windows."""
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in expected).encode("utf-8")


# Figures as CSV


def test_figures_in_chinese_byte_for_byte(rows: Rows) -> None:
    assert figures_data(figures(rows), ZH).csv() == lines(
        "observation_id,case_id,indicator_id,地点 (place),案例 (case),指标 (indicator),对象 (subject),"
        "时间 (period),限定 (qualifier),数值（基本单位） (number),单位 (unit),性质 (kind),依据 (basis),"
        "原文表述 (as_reported),推算公式 (formula),来源 (source),位置 (locator),说明 (note),结论 (verdict),"
        "核对结果 (finding),分子 (numerator),分母 (denominator),人群 (population),诊疗类型 (care)",
        "a-rate,a,rate,甲县,甲县医共体,就诊率,甲县,2023,超过,90.3,%,占比,文件报告,达到90.3%以上,,某报告,2.1,,,,,,,",
        "a-visits,a,visits,甲县,甲县医共体,诊疗人次,甲县,2021/2022,等于,469000,人次,水平,文件报告,46.9万人次,,公报,,含急诊，不含体检,,,,,,",
        "a-derived,a,rate,甲县,甲县医共体,就诊率,甲县,2020,等于,12.35,%,水平,本库推算,,甲 ÷ 乙,某报告,3,,,,,,,",
    )


def test_figures_in_english_byte_for_byte(rows: Rows) -> None:
    assert figures_data(figures(rows), EN).csv() == lines(
        "observation_id,case_id,indicator_id,Place (place),Case (case),Indicator (indicator),"
        "Subject (subject),Period (period),Qualifier (qualifier),Value (base unit) (number),Unit (unit),"
        "Kind (kind),Basis (basis),As reported (as_reported),Formula (formula),Source (source),"
        "Locator (locator),Note (note),Verdict (verdict),Finding (finding),numerator,denominator,population,"
        "kind of care (care)",
        "a-rate,a,rate,A County,Community of A,Visit rate,A County,2023,more than,90.3,%,share,reported,"
        "达到90.3%以上,,A report,2.1,,,,,,,",
        "a-visits,a,visits,A County,Community of A,Visits,A County,2021/2022,exactly,469000,visits,level,reported,"
        '46.9万人次,,Bulletin,,"with ""emergencies"", no check-ups",,,,,,',
        "a-derived,a,rate,A County,Community of A,Visit rate,A County,2020,exactly,12.35,%,level,derived by us,"
        ",a ÷ b,A report,3,,,,,,,",
    )


def test_no_figures_give_the_header_alone(rows: Rows) -> None:
    empty = observations.observations_by_id(rows.connection, [])
    assert figures_data(empty, ZH).csv().count(b"\r\n") == 1


def test_a_negative_number_stays_a_number(rows: Rows) -> None:
    rows.figure("a", "rate", -3.5, "2021", observation_id="fall", kind="change", as_reported="-3.5%")
    [row] = by_id(figures_data(observations.observations_by_id(rows.connection, ["fall"]), EN).csv())
    assert row["number"] == "-3.5"
    assert row["as_reported"] == "'-3.5%"


def test_a_derived_number_has_no_fewer_digits_in_the_file_than_on_the_page(rows: Rows) -> None:
    for name, value, decimals in (("ratio", 0.69454331, 2), ("level", 27640574.7, 0)):
        rows.figure("a", "rate", value, "2021", observation_id=name, basis="derived", decimals=decimals)
    written = figures_data(observations.observations_by_id(rows.connection, ["ratio", "level"]), EN).csv()
    assert [row["number"] for row in by_id(written)] == ["0.6945", "27640575"]


# Cases as CSV


def test_cases_byte_for_byte(rows: Rows) -> None:
    rows.tag("population", "women", label_zh="妇女", label_en="Women")
    rows.tag("population", "elderly", label_zh="老年人", label_en="Older people")
    rows.province("anhui", name_zh="安徽省", name_en="Anhui")
    rows.case(
        "b", {"population": ("elderly", "women")}, category="social", province="anhui", name_zh="乙，医院",
        name_en="Hospital B, Ltd", prefecture_zh="乙市", prefecture_en="B City", started="2016-09", lead_zh="乙医院",
        lead_en="Hospital B", summary_zh="概要。", summary_en="Summary.", locator="第二章",
    )  # fmt: skip
    rows.tag("reporter", "self", label_zh="自报", label_en="Self-reported")
    rows.tag("comparator", "none", label_zh="无对照", label_en="No comparator")
    rows.evidence("b", reporter="self", comparator="none")
    rows.source("own", kind="newspaper")
    rows.case("c", province="anhui", source_id="own", name_zh="丙")
    listed = ["b", "a", "c"]
    asked = (cases.case_cards, cases.case_tags, cases.case_evidence)
    answer = [ask(rows.connection, listed) for ask in asked]
    assert cases_data(*answer, ZH, lambda case_id: f"/case?case={case_id}").csv() == lines(
        "case_id,案例 (case),类别 (category),地点 (place),时间 (started),牵头单位 (lead),"
        "医联体模式 (alliance_model),整合类型 (integration_type),牵头层级 (lead_level),治理方式 (governance),"
        "人员与团队 (workforce),人群 (population),技术 (technology),举措工具 (instrument),"
        "支付与激励 (payment),问题 (problem),概要 (summary),数据条数 (figures),来源 (source_id),"
        "位置 (locator),来源类型 (source_kind),由谁报告 (reporter),基线值 (baseline),对照 (comparator),"
        "链接 (link)",
        "b,乙，医院,其他社会力量,安徽省 乙市,2016-09,乙医院,,,,,,妇女; 老年人,,,,,概要。,0,report,第二章,报告,"
        "自报,,无对照,/case?case=b",
        "a,甲县医共体,医联体,zhejiang_zh 甲县,,,,,,,,,,,,,a_zh,3,report,,报告,,,,/case?case=a",
        "c,丙,医联体,安徽省,,,,,,,,,,,,,c_zh,0,own,,报纸专版,,,,/case?case=c",
    )
    english = cases_data(*answer, EN, lambda case_id: f"/case?case={case_id}").csv()
    assert english.splitlines()[1].decode() == (
        'b,"Hospital B, Ltd",Other,Anhui B City,2016-09,Hospital B,,,,,,Women; Older people,,,,,Summary.,0,'
        "report,第二章,Report,Self-reported,,No comparator,/case?case=b"
    )


# Cells that a spreadsheet must not run


STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", STARTS)
def test_no_text_cell_can_run_as_a_formula(rows: Rows, start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    rows.figure("a", "rate", 1, "2021", observation_id="evil", as_reported=evil, note_zh=evil, note_en=evil)
    text = figures_data(observations.observations_by_id(rows.connection, ["evil"]), ZH).csv().decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert cells.count(f"'{evil}") == 2
    assert not any(cell.startswith(start) for cell in cells)


@given(st.text("=+-@＝＋－＠\t\r\n\"', 甲a1", max_size=20))
@settings(deadline=None)
def test_every_text_survives_the_file_with_at_most_an_apostrophe_before_it(text: str) -> None:
    written = csv_bytes(["h"], [[inert(text), "end"]]).decode("utf-8-sig")
    cell, _ = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert cell in (text, f"'{text}")
    assert not cell.startswith(STARTS)
    assert unguarded(str(inert(text))) in (text, text.removeprefix("'"))


@pytest.mark.parametrize("cell", [None, 3, -3.5, "甲县", "a=b", ""])
def test_what_no_spreadsheet_would_run_is_left_as_it_is(cell: object) -> None:
    assert inert(cell) == cell


def test_missing_cells_are_empty_and_quotes_doubled() -> None:
    assert csv_bytes(["甲", "b"], [[None, 'x"y']]) == lines("甲,b", ',"x""y"')


# Tables to read


def test_a_table_of_one_case_says_what_of_whom_when_how_much_as_printed_where_and_with_what_remark(rows: Rows) -> None:
    table = figures_table(figures(rows), EN, with_place=False)
    assert list(table.columns) == ["Indicator", "Subject", "Period", "Value", "As reported", "Source", "Note"]
    assert table["Value"].to_list() == ["more than 90.3%", "469,000 visits", "12.35%"]
    assert table["As reported"].to_list() == ["达到90.3%以上", "46.9万人次", "derived: a ÷ b"]
    assert table["Source"].to_list() == ["A report, 2.1", "Bulletin", "A report, 3"]
    assert table["Note"].to_list() == ["", 'with "emergencies", no check-ups', ""]


def test_where_every_figure_has_one_source_the_table_gives_the_place_in_it(rows: Rows) -> None:
    one_source = observations.observations_by_id(rows.connection, ["a-derived", "a-rate"])
    table = figures_table(one_source, ZH, with_place=False)
    assert list(table.columns) == ["指标", "对象", "时间", "数值", "原文表述", "位置"]
    assert table["位置"].to_list() == ["3", "2.1"]


def test_a_missing_locator_is_a_dash(rows: Rows) -> None:
    rows.figure("a", "rate", 1, "2021", observation_id="nowhere")
    table = figures_table(observations.observations_by_id(rows.connection, ["nowhere"]), EN)
    assert table["Locator"].to_list() == ["—"]


def test_a_table_across_places_starts_with_the_place_and_leaves_out_what_every_row_would_repeat(rows: Rows) -> None:
    rows.figure("b", "rate", 80, "2023", subject="b", observation_id="b-rate")
    same_indicator = observations.observations_by_id(rows.connection, ["b-rate", "a-rate"])
    assert list(figures_table(same_indicator, EN).columns)[:3] == ["Place", "Period", "Value"]
    assert list(figures_table(figures(rows), EN).columns)[:3] == ["Place", "Indicator", "Period"]
    rows.figure("b", "rate", 70, "2023", subject="staff of b", observation_id="b-staff")
    with_subject = observations.observations_by_id(rows.connection, ["b-staff", "a-rate"])
    assert list(figures_table(with_subject, EN).columns)[:3] == ["Place", "Subject", "Period"]


@pytest.mark.parametrize("tr", [ZH, EN], ids=LANGUAGES)
def test_a_table_has_one_row_a_figure_in_the_order_given(rows: Rows, tr: Translator) -> None:
    for with_place in (True, False):
        table = figures_table(figures(rows), tr, with_place=with_place)
        assert len(table) == 3
        assert "90.3%" in table[tr("column.value")].iloc[0]


# Citations


CASE = {
    "case_id": "deqing",
    "name_zh": "德清县域医共体",
    "name_en": "Deqing {county} community",
    "locator": "(一)案例三",
}
REPORT = {
    "source_id": "case-report",
    "kind": "report",
    "title_en": "Report on cases",
    "publisher_en": "A press",
    "citation_gbt7714": "某研究院. 案例报告[R]. 北京: 某出版社, 2024.",
    "bibtex": "@techreport{case-report,\n  title = {Report on cases},\n  year = {2024}\n}",
}
PAPER = {
    "source_id": "paper",
    "kind": "paper",
    "citation_gbt7714": "甲, 乙. 论资源下沉[J]. 某期刊, 2026(2): 28-33.",
    "bibtex": "@article{paper,\n  title = {On moving resources down}\n}",
}
NEWSPAPER = {
    "source_id": "feature",
    "kind": "newspaper",
    "citation_gbt7714": "丙. 医惠百姓[N]. 某报, 2024-05-01(4).",
    "bibtex": "@misc{feature,\n  title = {A feature}\n}",
}


def test_a_case_in_a_report_is_cited_as_a_part_of_it_with_its_place() -> None:
    assert case_citation(CASE, REPORT) == ("德清县域医共体[R]//某研究院. 案例报告. 北京: 某出版社, 2024: (一)案例三.")


@pytest.mark.parametrize("source", [PAPER, NEWSPAPER], ids=lambda source: source["kind"])
def test_a_case_told_by_a_paper_or_a_newspaper_is_cited_as_that(source: dict[str, str]) -> None:
    assert case_citation(CASE, source) == source["citation_gbt7714"]
    assert case_bibtex(CASE, source) == source["bibtex"]


def test_a_case_in_a_report_is_a_bibtex_entry_of_its_own() -> None:
    assert case_bibtex(CASE | {"name_en": "Deqing community"}, REPORT) == (
        "@incollection{case-report-deqing,\n"
        "  title = {{Deqing community}},\n"
        "  titleaddon = {德清县域医共体},\n"
        "  booktitle = {Report on cases},\n"
        "  publisher = {A press},\n"
        "  year = {2024},\n"
        "  chapter = {(一)案例三},\n"
        "  language = {Chinese}\n"
        "}"
    )


def test_a_bibtex_entry_has_as_many_closing_braces_as_opening_ones() -> None:
    for source in (REPORT, PAPER, NEWSPAPER):
        entry = case_bibtex(CASE, source)
        assert entry.count("{") == entry.count("}")


def test_a_report_without_a_year_is_cited_without_one() -> None:
    assert "year" not in case_bibtex(CASE, REPORT | {"bibtex": "@techreport{x,\n  title = {X}\n}"})


# Citing a policy

POLICY = {
    "policy_id": "tiered", "kind": "opinion", "title_zh": "分级诊疗意见", "title_en": "Opinions on tiered care",
    "issuer_zh": "国务院办公厅", "issuer_en": "General Office", "document_number": "国办发〔2015〕70号",
    "issued": "2015-09", "issued_basis": "printed", "locator": None,
}  # fmt: skip
OFFICIAL = {"kind": "official_document", "citation_gbt7714": "不用", "title_en": "not used"}


def test_a_policy_is_cited_with_its_number() -> None:
    assert policy_citation(POLICY, OFFICIAL) == "国务院办公厅. 分级诊疗意见: 国办发〔2015〕70号[Z]. 2015-09."
    assert policy_bibtex(POLICY, OFFICIAL) == (
        "@misc{policy-tiered,\n  title = {{Opinions on tiered care}},\n  titleaddon = {分级诊疗意见},\n"
        "  author = {{General Office}},\n  number = {国办发〔2015〕70号},\n  date = {2015-09},\n"
        "  language = {Chinese}\n}"
    )


def test_a_policy_read_elsewhere_is_cited_from_there_and_an_inferred_date_stands_in_brackets() -> None:
    source = REPORT | {"title_en": "A report"}
    named = POLICY | {
        "document_number": None,
        "issued": "2023-02-23",
        "issued_basis": "inferred",
        "locator": "第三章 一",
    }
    assert policy_citation(named, source) == (
        f"国务院办公厅. 分级诊疗意见[Z]. [2023-02-23]. 转引自: {source['citation_gbt7714'].rstrip('.')}: 第三章 一."
    )
    assert "date = {[2023-02-23]}" in policy_bibtex(named, source)
    assert "note = {Cited from: A report, 第三章 一}" in policy_bibtex(named, source)


def test_a_policy_without_a_date_says_so_and_a_standard_is_marked_as_one() -> None:
    undated = POLICY | {"kind": "standard", "issued": None, "issued_basis": None, "document_number": None}
    assert policy_citation(undated, OFFICIAL) == "国务院办公厅. 分级诊疗意见[S]. [日期不详]."
    assert "date" not in policy_bibtex(undated, OFFICIAL)
