"""Every figure must stand in its document as it says, and no number of a document may be passed over in silence."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from explorer.catalog import load_catalog
from explorer.cli import main
from explorer.schema import OBSERVATION_COLUMNS
from explorer.verification.verify import verify

FIXTURES = Path(__file__).parents[1] / "fixtures"
DOCUMENTS = FIXTURES / "documents"

ROWS = [
    # id, case, period_start, period_end, value, unit, qualifier, as_reported, locator
    "national-alliances,national,,2023,18,institutions,=,18 家医联体,第一章 一",
    "national-hospitals,national,2022,2022,8,institutions,=,有 8 家,第一章 一",
    "changxing-started,changxing,,2015,2015,calendar-year,=,2015 年组建,(一)案例一 引言",
    "changxing-rate-before,changxing,,,60,percent,~,约六成,(一)案例一 1",
    "changxing-experts,changxing,,,12,persons,=,专家 12 名,(一)案例一 2.1；(一)案例一 3",
    "changxing-remote-experts,changxing,,,4,persons,=,远程会诊专家 4 名,(一)案例一 2.1",
    "changxing-batches,changxing,,,3,items,=,3 批药品,(一)案例一 2.2",
    'changxing-amount,changxing,,,12005000,yuan,=,"1,200.5 万元",(一)案例一 2.2',
    "changxing-rate,changxing,,,90.30,percent,=,县域就诊率达到 90.30%,(一)案例一 3",
    "changxing-hospitals,changxing,,,2,institutions,=,两家医院,(一)案例一 3",
    "changxing-reached,changxing,,,4000,visits,>,四千余人次,(一)案例一 3",
    "changxing-a-staff,changxing,,,10,persons,=,甲院 10,表1",
    "changxing-a-years,changxing,,,6,years,=,甲院 10 6,表1",
    "changxing-b-staff,changxing,,,17.4,persons,=,乙院 17.4,表1",
    "changxing-b-years,changxing,,,8,years,=,乙院 17.4 8,表1",
    "branch-leaving,branch,,,40,percent,=,住院病人 40%,案例二 1",
]
UNITS = ("institutions", "persons", "items", "yuan", "years")
LEFT_OUT = """reasons:
  - id: example
    reason: {zh: "举例", en: "an example"}
left_out:
  - source: report
    locator: (一)案例一 1
    reason: example
    words: [15 元以上]
works:
  - title: 中国统计年鉴 2022
    source: report
    locator: 第一章 一
    reason: {zh: "年鉴", en: "a yearbook"}
"""
POLICIES = """policies:
  - id: coordination
    title: {zh: "三医协同", en: "Coordination"}
    issuer: {zh: "部门", en: "Ministry"}
    issued: 2015
    level: national
    kind: notice
    status: in_force
    summary: {zh: "协同", en: "Coordination"}
    aliases_zh: [“三医”协同, 组建医共体]
    tags: {policy_theme: [tiered-care]}
    source: report
    locator: (一)案例一 引言；(一)案例一 1
    points:
      - {key: p, kind: measure, title: {zh: "题", en: "T"}, text: {zh: "文", en: "T"}, locator: (一)案例一 1}
"""


@pytest.fixture
def folder(tiny_data: Path) -> Path:
    """Data that account for every number of the made-up document."""
    indicators, vocabulary = tiny_data / "indicators.yaml", tiny_data / "vocabulary.yaml"
    text = indicators.read_text("utf-8")
    first = re.search(r"  - id: county-visit-rate\n(?:    .*\n)+", text)
    assert first is not None
    of_units = "".join(
        first.group().replace("id: county-visit-rate", f"id: in-{unit}").replace("unit: percent", f"unit: {unit}")
        for unit in (*UNITS, "visits", "calendar-year")
    )
    indicators.write_text(text.rstrip("\n") + "\n" + of_units, "utf-8")
    units = "".join(f'    - {{id: {unit}, zh: "位", en: "{unit}"}}\n' for unit in UNITS)
    vocabulary.write_text(vocabulary.read_text("utf-8").replace("  unit:\n", f"  unit:\n{units}"), "utf-8")
    (tiny_data / "left_out.yaml").write_text(LEFT_OUT, "utf-8")
    observations = tiny_data / "observations.csv"
    every_row = csv.DictReader(observations.read_text("utf-8").splitlines())
    kept = [row for row in every_row if row["source_id"] == "bulletin"]
    with observations.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, OBSERVATION_COLUMNS)
        writer.writeheader()
        writer.writerows(kept)
        writer.writerows(map(filled, csv.reader(ROWS)))
    unreferenced(tiny_data / "cases.yaml")
    (tiny_data / "checks.yaml").write_text("checks: []\n", "utf-8")
    (tiny_data / "policies.yaml").write_text(POLICIES, "utf-8")
    (tiny_data / "recommendations.yaml").write_text("recommendations: []\n", "utf-8")
    (tiny_data / "frameworks.yaml").write_text("frameworks: []\n", "utf-8")
    return tiny_data


def filled(cells: list[str]) -> dict[str, str]:
    names = (
        "observation_id", "case_id", "period_start", "period_end", "value", "unit",
        "qualifier", "as_reported", "locator",
    )  # fmt: skip
    row = dict(zip(names, cells, strict=True))
    indicator = "county-visit-rate" if row["unit"] == "percent" else f"in-{row['unit']}"
    same = {"subject_zh": "对象", "subject_en": "Subject", "kind": "level", "basis": "reported", "source_id": "report"}
    return dict.fromkeys(OBSERVATION_COLUMNS, "") | same | row | {"indicator_id": indicator}


def unreferenced(cases: Path) -> None:
    text = cases.read_text("utf-8")
    cases.write_text(re.sub(r"\n +(headline|figures): \[[^\]]*\]", "", text), "utf-8")


def told(folder: Path, documents: Path = DOCUMENTS) -> list[str]:
    return [str(problem) for report in verify(load_catalog(folder), documents) for problem in report.problems]


def change(folder: Path, old: str, new: str, file: str = "observations.csv") -> None:
    path = folder / file
    before, after = path.read_text("utf-8").split(old)  # once, or this raises
    path.write_text(before + new + after, "utf-8")


def test_nothing_is_told_where_every_figure_stands_and_every_number_is_accounted_for(folder: Path) -> None:
    assert told(folder) == []


def test_every_kind_of_number_is_counted(folder: Path) -> None:
    (report,) = verify(load_catalog(folder), DOCUMENTS)
    assert report.figures == len(ROWS)
    assert report.numerals["footnote"] == 5
    assert report.numerals["title"] == 1  # 《中国统计年鉴 2022》
    assert report.numerals["name"] == 1  # 5G
    assert report.numerals["page"] == 1
    assert report.numerals["left out"] == 1
    assert report.numerals["date"] == 2  # 2023 年末, 2022 年
    assert report.numerals["unaccounted"] == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "90.30,percent,=,县域就诊率达到 90.30%",
            "90.30,percent,=,县域就诊率达到 90.31%",
            "changxing-rate: '县域就诊率达到 90.31%' stands nowhere in report.txt",
        ),
        (
            "90.30,percent,=,县域就诊率达到 90.30%",
            "91.30,percent,=,县域就诊率达到 90.30%",
            "changxing-rate: the value 91.30 is not what '县域就诊率达到 90.30%' prints",
        ),
        (
            "4000,visits",
            "5000,visits",
            "changxing-reached: the value 5000 is not what '四千余人次' prints",
        ),
        (
            "12005000,yuan",
            "1200500,yuan",
            "changxing-amount: the value 1200500 is not what '1,200.5 万元' prints",
        ),
        (
            "约六成,level,reported,,report,(一)案例一 1",
            "约六成,level,reported,,report,(一)案例一 2",
            "changxing-rate-before: '约六成' does not stand under '(一)案例一 2' but under '(一)案例一 1'",
        ),
        (
            "约六成,level,reported,,report,(一)案例一 1",
            "约六成,level,reported,,report,(一)案例一 4",
            "changxing-rate-before: no one section of report.txt is called '(一)案例一 4'",
        ),
        (
            "2.1；(一)案例一 3",
            "2.1；(一)案例一 1",
            "changxing-experts: '专家 12 名' is not told again under '(一)案例一 1'",
        ),
        (
            "national-hospitals,national,in-institutions,对象,Subject,2022,2022",
            "national-hospitals,national,in-institutions,对象,Subject,2022,2024",
            "national-hospitals: the period 2022—2024 is neither the one printed with '有 8 家' (2022) "
            "nor told in the note",
        ),
        (
            "2.1；(一)案例一 3",
            "2.1；(一)案例一 2.1",
            "changxing-experts: the locator names '(一)案例一 2.1' twice",
        ),
    ],
)
def test_a_changed_row_is_named(folder: Path, old: str, new: str, message: str) -> None:
    change(folder, old, new)
    assert message in told(folder)


def test_a_figure_is_not_found_in_another_section_of_the_same_number(folder: Path) -> None:
    change(folder, "report,案例二 1", "report,案例一 1")
    assert told(folder)[0] == "branch-leaving: '住院病人 40%' does not stand under '案例一 1' but under '(一)案例二 1'"


def test_two_rows_do_not_take_the_same_number(folder: Path) -> None:
    change(folder, "17.4,persons,=,乙院 17.4,", "8,persons,=,乙院 17.4 8,")
    assert "changxing-b-years: takes 8 from '乙院 17.4 8', as changxing-b-staff does" in told(folder)


def test_in_a_row_of_a_table_the_value_is_the_last_number(folder: Path) -> None:
    change(folder, "6,years,=,甲院 10 6", "10,years,=,甲院 10 6")
    assert told(folder) == ["changxing-a-years: the value 10 is not what '甲院 10 6' prints"]


def test_the_same_year_is_the_year_that_stands_before(folder: Path, tmp_path: Path) -> None:
    text = (DOCUMENTS / "report.txt").read_text("utf-8").replace("组建医共体。", "组建医共体，同年7月挂牌。")
    (tmp_path / "report.txt").write_text(text, "utf-8")
    change(folder, "2015 年组建", "同年7月挂牌")
    change(folder, ",,2015,2015,calendar-year", ",,2015-07,2015,calendar-year")
    assert told(folder, tmp_path) == []
    change(folder, ",,2015-07,2015,calendar-year", ",,2016-07,2016,calendar-year")
    assert "changxing-started: the value 2016 is not what '同年7月挂牌' prints" in told(folder, tmp_path)


def test_an_id_that_ends_in_a_date_agrees_with_the_period(folder: Path) -> None:
    change(folder, "changxing-started,", "changxing-started-2014,")
    assert told(folder) == ["changxing-started-2014: the id ends in 2014, the period is 2015"]


def test_an_id_that_ends_in_two_years_agrees_with_both_ends_of_the_period(folder: Path, tmp_path: Path) -> None:
    documents = reworded(tmp_path, "县域就诊率约六成", "2015 年至 2017 年，县域就诊率约六成")
    change(folder, "changxing-rate-before,", "changxing-rate-before-2015-2017,")
    dated(folder, "changxing-rate-before-2015-2017", "2015", "2017")
    assert told(folder, documents) == []
    dated(folder, "changxing-rate-before-2015-2017", "2016", "2017")
    assert told(folder, documents)[0] == (
        "changxing-rate-before-2015-2017: the id ends in 2015-2017, the period is 2016/2017"
    )


# Dates


def reworded(folder: Path, old: str, new: str) -> Path:
    """A folder with the made-up document in other words."""
    documents = folder / "reworded"
    documents.mkdir()
    before, after = (DOCUMENTS / "report.txt").read_text("utf-8").split(old)
    (documents / "report.txt").write_text(before + new + after, "utf-8")
    return documents


def dated(folder: Path, name: str, start: str, end: str, note: str = "") -> None:
    """Gives the row its period and note."""
    path = folder / "observations.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    (row,) = (row for row in rows if row["observation_id"] == name)
    row |= {"period_start": start, "period_end": end, "note_zh": note, "note_en": note and "a note"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, OBSERVATION_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


RATE = "县域就诊率约六成"


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        # A period is told by both its ends; neither alone is a date.
        (f"2015 年至 2017 年间，{RATE}", ("2015", "2017"), ("2017", "2017")),
        (f"2015 年至 2017 年间，{RATE}", ("2015", "2017"), ("", "2015")),
        (f"2023 年 1 月至 12 月，{RATE}", ("2023-01", "2023-12"), ("2023-09", "2023-12")),
        # Two years in one sentence are no period, and the last before the figure dates it.
        (f"总额从 2010 年起增加，2012 年{RATE}", ("2012", "2012"), ("2010", "2012")),
        (f"总额从 2010 年起增加，2012 年{RATE}", ("2012", "2012"), ("2010", "2010")),
        # Month and year are one date, not two parts found apart.
        (f"2022 年 9 月启动。2023 年 4 月，{RATE}", ("", "2023-04"), ("", "2023-09")),
        # A month is of the year last printed.
        (f"自 2023 年 7 月起统计，11 月{RATE}", ("", "2023-11"), ("", "2023-07")),
        # What a figure is compared with does not date it.
        (f"2023 年，总额较 2022 年上升，{RATE}", ("2023", "2023"), ("2022", "2022")),
        # Without a date before it, the first one after it in its sentence will do.
        (f"{RATE}（2016 年，2019 年未统计）", ("2016", "2016"), ("2019", "2019")),
        (f"2011 年未统计。{RATE}（2016 年，2019 年未统计）", ("2016", "2016"), ("2019", "2019")),
        # The year of a title is that of the title.
        (f"2023 年，据《规划（2011—2020 年）》，{RATE}", ("2023", "2023"), ("2011", "2020")),
    ],
)
def test_a_figure_has_the_period_that_is_printed_with_it(
    folder: Path, tmp_path: Path, words: str, right: tuple[str, str], wrong: tuple[str, str]
) -> None:
    documents = reworded(tmp_path, RATE, words)
    dated(folder, "changxing-rate-before", *right)
    assert not [problem for problem in told(folder, documents) if problem.startswith("changxing-rate-before")]
    dated(folder, "changxing-rate-before", *wrong)
    (problem,) = (problem for problem in told(folder, documents) if problem.startswith("changxing-rate-before"))
    assert f"{'—'.join(dict.fromkeys(date for date in right if date))}) nor told in the note" in problem


def test_a_figure_of_a_table_has_the_period_of_its_caption(folder: Path, tmp_path: Path) -> None:
    documents = reworded(tmp_path, "表 1 各院派驻", "表 1 2013—2023 年各院派驻")
    dated(folder, "changxing-b-staff", "2013", "2023")
    assert told(folder, documents) == []
    dated(folder, "changxing-b-staff", "2023", "2023")
    assert "changxing-b-staff: the period 2023 is neither" in told(folder, documents)[0]


def test_a_period_told_in_the_note_will_do_if_the_case_prints_it(folder: Path) -> None:
    dated(folder, "changxing-rate-before", "2015", "2015", "时间依引言的 2015 年")
    assert told(folder) == []
    dated(folder, "changxing-rate-before", "2016", "2016", "时间依引言的 2016 年")
    assert told(folder) == ["changxing-rate-before: 2016 年 of 2016, which the note tells, is not printed"]
    dated(folder, "changxing-rate-before", "2022", "2022", "时间依第一章的 2022 年")  # printed, in another chapter
    assert told(folder) == ["changxing-rate-before: 2022 年 of 2022, which the note tells, is not printed"]


def test_the_start_of_a_case_is_printed_in_it_or_with_a_figure_of_its_own(folder: Path) -> None:
    change(folder, "started: 2015", "started: 2016", "cases.yaml")
    assert told(folder) == ["changxing: its start, 2016, is printed neither under '案例一' nor with a figure"]
    dated(folder, "changxing-rate", "2023", "2023", "")
    change(folder, "started: 2016", "started: 2023", "cases.yaml")
    assert [problem for problem in told(folder) if problem.startswith("changxing: ")] == []


# Further places


def test_a_figure_is_not_told_again_by_another_fact_with_the_same_number(folder: Path, tmp_path: Path) -> None:
    documents = reworded(tmp_path, "再派专家 12 名", "再派远程会诊的专家 12 名")
    change(folder, "专家 12 名,", "派驻专家 12 名,")
    assert "changxing-experts: '派驻专家 12 名' is not told again under '(一)案例一 3'" in told(folder, documents)
    change(
        folder, "changxing-experts,changxing,in-persons,对象", "changxing-experts,changxing,in-persons,县里的远程会诊"
    )
    assert told(folder, documents) == []


def test_a_figure_is_not_told_again_where_it_stands_already(folder: Path) -> None:
    place = "远程会诊专家 4 名,level,reported,,report,(一)案例一 2.1"
    change(folder, place, f"{place}；(一)案例一 2")
    assert told(folder) == ["changxing-remote-experts: '远程会诊专家 4 名' is not told again under '(一)案例一 2'"]


def test_a_figure_is_not_told_again_in_another_cell_of_its_table(folder: Path, tmp_path: Path) -> None:
    documents = reworded(tmp_path, "乙院\t17.4\t8", "乙院\t17.4\t8\n丙院\t10\t8")
    change(folder, "changxing-a-staff,changxing,in-persons,对象", "changxing-a-staff,changxing,in-persons,派驻人数")
    change(folder, "甲院 10,level,reported,,report,表1", "甲院 10,level,reported,,report,表1；(一)案例一 3")
    assert "changxing-a-staff: '甲院 10' is not told again under '(一)案例一 3'" in told(folder, documents)


def test_of_a_structure_such_as_1_plus_8_a_row_takes_the_first_part(folder: Path, tmp_path: Path) -> None:
    documents = reworded(tmp_path, "两家医院参与", "“1+1+8”的体系参与")
    change(folder, ",2,institutions,=,两家医院", ",1,institutions,=,1+8")
    assert "changxing-hospitals: the value 8 is not what '1+8' prints" not in told(folder, documents)
    change(folder, ",1,institutions,=,1+8", ",8,institutions,=,1+8")
    assert "changxing-hospitals: the value 8 is not what '1+8' prints" in told(folder, documents)
    change(folder, ",8,institutions,=,1+8", ",1,institutions,=,1+1")
    assert "changxing-hospitals: '1+1' stands nowhere in report.txt" in told(folder, documents)


def test_a_number_that_no_row_takes_down_is_told_with_its_place(folder: Path) -> None:
    observations = folder / "observations.csv"
    rows = observations.read_text("utf-8").splitlines(keepends=True)
    observations.write_text("".join(row for row in rows if not row.startswith("changxing-batches")), "utf-8")
    (message,) = told(folder)
    assert message.startswith("report.txt: '3' under '(一)案例一 2.2' is neither taken down nor left out: …")
    assert "统一采购3批药品" in message


def test_words_left_out_must_stand_in_the_document(folder: Path) -> None:
    change(folder, "15 元以上", "16 元以上", "left_out.yaml")
    assert told(folder)[0] == "left_out.yaml: '16 元以上' does not stand under '(一)案例一 1'"
    assert "'15' under '(一)案例一 1'" in told(folder)[1]


def test_a_missing_document_is_told_once(folder: Path, tmp_path: Path) -> None:
    (message,) = told(folder, tmp_path / "nowhere")
    assert message.startswith("report.txt: the document cannot be read (No such file or directory)")


def test_a_document_in_another_encoding_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes("县域就诊率 90%".encode("gb18030"))
    assert told(folder, tmp_path) == ["report.txt: the document is not UTF-8 text; save it as UTF-8"]


def test_any_one_digit_changed_in_a_document_is_noticed(folder: Path, tmp_path: Path) -> None:
    catalog = load_catalog(folder)
    text = (DOCUMENTS / "report.txt").read_text("utf-8")
    by_place = re.compile(
        r"\d(?= ?[。，]?\n\n)|(?<= )\d。|(?<=%)4|图 1\..*|(?<=[图表] )1|(?<=\n)(?:7|[123][.\d]*(?=[. ]))|《.*?》|5(?=G)"
    )
    no_fact = {place for match in by_place.finditer(text) for place in range(*match.span())}
    facts = [match.start() for match in re.finditer(r"\d", text) if match.start() not in no_fact]
    assert len(facts) > 30
    for place in facts:
        digit = "7" if text[place] != "7" else "5"
        (tmp_path / "report.txt").write_text(text[:place] + digit + text[place + 1 :], "utf-8")
        (report,) = verify(catalog, tmp_path)
        assert report.problems, text[place - 12 : place + 12]


def test_any_one_digit_changed_in_a_row_is_noticed_and_the_row_named(folder: Path) -> None:
    catalog = load_catalog(folder)
    for observation in catalog.observations:
        for name in ("value", "as_reported", "locator", "period_start", "period_end"):
            text = str(getattr(observation, name) or "") if observation.source_id == "report" else ""
            for match in re.finditer(r"\d", text):
                digit = "7" if match.group() != "7" else "5"
                changed = text[: match.start()] + digit + text[match.end() :]
                value = Decimal(changed) if name == "value" else changed
                other = observation.model_copy(update={name: value})
                rows = tuple(other if row is observation else row for row in catalog.observations)
                (report,) = verify(replace(catalog, observations=rows), DOCUMENTS)
                assert observation.observation_id in {problem.where for problem in report.problems}, (name, changed)


def test_the_command_prints_the_coverage_and_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(folder), "verify", "--sources", str(DOCUMENTS)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("report.txt: 16 figures; ")
    assert out[-1] == "Every figure found again; no numeral unaccounted for."


def test_the_command_ends_with_1_when_anything_is_unaccounted_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = Path(shutil.copytree(DOCUMENTS, tmp_path / "documents"))
    with (documents / "report.txt").open("a", encoding="utf-8") as file:
        file.write("\n另有 77 家。\n")
    assert main(["--data", str(folder), "verify", "--sources", str(documents)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert "'77' under '(一)案例二 1' is neither taken down nor left out" in out[1]
    assert out[-1] == "1 problem."


# Policies


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("issued: 2015", "issued: 2016", "coordination: 2016 年 of 2016 is not printed where the policy is named"),
        ("issued: 2015", 'issued: "2015-03"', "coordination: 3 月 of 2015-03 is not printed where the policy is named"),
        ("“三医”协同, ", "", "coordination: none of its names stands under '(一)案例一 1'"),
        (
            "(一)案例一 引言；(一)案例一 1",
            "(一)案例一 引言；(一)案例一 9",
            "coordination: no one section of report.txt is called '(一)案例一 引言；(一)案例一 9'",
        ),
        (
            '"T"}, locator: (一)案例一 1',
            '"T"}, locator: 案例九',
            "coordination: no one section of report.txt is called '案例九'",
        ),
    ],
)
def test_a_policy_must_stand_where_it_says_with_the_date_it_says(
    folder: Path, old: str, new: str, message: str
) -> None:
    change(folder, old, new, "policies.yaml")
    assert message in told(folder)


def test_an_inferred_date_need_not_print_its_year_but_every_other_part(folder: Path) -> None:
    note = 'issued_basis: inferred\n    issued_note: {zh: "推定", en: "inferred"}'
    change(folder, "issued: 2015", f"issued: 2019\n    {note}", "policies.yaml")
    assert told(folder) == []
    change(folder, "issued: 2019", 'issued: "2019-05"', "policies.yaml")
    assert told(folder) == ["coordination: 5 月 of 2019-05 is not printed where the policy is named"]


def test_a_title_that_is_neither_policy_nor_other_work_is_told_with_its_place(folder: Path) -> None:
    change(folder, "title: 中国统计年鉴 2022", "title: 中国统计年鉴 2021", "left_out.yaml")
    assert told(folder) == [
        "中国统计年鉴 2021: does not stand under '第一章 一'",
        "report.txt: 《中国统计年鉴2022》 under '第一章 一' is neither a policy nor on the list of other works",
    ]


def test_a_policys_title_accounts_for_it_only_in_a_document_that_it_says_names_it(folder: Path) -> None:
    left_out = (folder / "left_out.yaml").read_text("utf-8").split("works:")[0]
    (folder / "left_out.yaml").write_text(left_out, "utf-8")
    change(folder, "[“三医”协同,", "[中国统计年鉴 2022, “三医”协同,", "policies.yaml")
    assert told(folder) == []
    change(folder, "    source: report\n", "    source: bulletin\n", "policies.yaml")
    assert told(folder)[-1].startswith("report.txt: 《中国统计年鉴2022》")


FRAME = """\
frameworks:
  - id: frame
    title: {zh: "框架", en: "Frame"}
    text: {zh: "出自报告。", en: "From the report."}
    source: report
    locator: (一)案例一 1
    dimensions:
      - {id: costs, name: {zh: "费用", en: "Costs"}, as_printed: 自付费用}
    entries:
      - models: [medical_community]
        dimension: costs
        indicator: county-visit-rate
        direction: higher
        basis: stated
        as_printed: “三医”协同
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("locator: (一)案例一 1", "locator: 案例九", "frame: no one section of report.txt is called '案例九'"),
        ("as_printed: 自付费用", "as_printed: 次均费用", "frame: '次均费用' does not stand under '(一)案例一 1'"),
        ("as_printed: “三医”协同", "as_printed: 三医统管", "frame: '三医统管' does not stand under '(一)案例一 1'"),
    ],
)
def test_what_a_frame_takes_from_its_source_must_stand_there(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "frameworks.yaml").write_text(FRAME, "utf-8")
    assert told(folder) == []
    change(folder, old, new, "frameworks.yaml")
    assert message in told(folder)


def test_the_date_of_a_policy_accounts_for_the_numbers_that_print_it(folder: Path) -> None:
    rows = (folder / "observations.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "observations.csv").write_text("".join(row for row in rows if "changxing-started" not in row), "utf-8")
    change(folder, "    started: 2015\n", "", "cases.yaml")
    assert told(folder) == []
    change(folder, "    issued: 2015\n", "", "policies.yaml")
    assert [problem for problem in told(folder) if "'2015'" in problem]
