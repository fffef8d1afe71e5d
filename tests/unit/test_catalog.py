"""Every fault in the authored files is found, located, explained, and told together with all others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from explorer.catalog import load_catalog
from explorer.errors import DataFileError, Fault


def replaced(folder: Path, file: str, old: str, new: str) -> None:
    """Spoil one file in one place."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_in(folder: Path) -> list[Fault]:
    """What the loader complains of."""
    with pytest.raises(DataFileError) as caught:
        load_catalog(folder)
    return caught.value.faults


def line_of(folder: Path, file: str, text: str) -> int:
    """The editor's line on which a text stands."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_sound_files_become_records(tiny_data: Path) -> None:
    catalog = load_catalog(tiny_data)
    assert [case.id for case in catalog.cases] == ["changxing", "branch"]
    assert catalog.cases[0].started == "2015"
    assert float(catalog.derived_values["national-ratio-2024"]) == 0.5


@dataclass(frozen=True)
class Edit:
    """A fault: the file it is made in, what is replaced by what, and what must be said about it."""

    file: str
    old: str
    new: str
    at: str
    where: str
    says: str


YAML_FAULTS = {
    "a key repeated": Edit(
        "cases.yaml", "    category: alliance\n", "    category: alliance\n    category: social\n",
        "category: social", "cases[changxing]", "the key 'category' stands twice (first on line 4); keep one",
    ),
    "a field misspelt": Edit(
        "cases.yaml", "    summary: {zh", "    sumary: {zh", "sumary",
        "cases[changxing].sumary", "unknown field 'sumary'; did you mean 'summary'?",
    ),
    "a field missing": Edit(
        "cases.yaml", "    source: report\n", "", "- id: changxing",
        "cases[changxing].source", "the field 'source' is missing; add it",
    ),
    "an unknown tag": Edit(
        "cases.yaml", "tag: medical_community", "tag: medical_comunity", "medical_comunity",
        "cases[changxing].tags.alliance_model[0].tag",
        "unknown tag 'medical_comunity'; expected one of medical_community, medical_group; "
        "did you mean 'medical_community'?",
    ),
    "a value outside its list": Edit(
        "cases.yaml", "category: alliance", "category: aliance", "aliance", "cases[changxing].category",
        "found 'aliance'; expected one of alliance, public_hospital, social; did you mean 'alliance'?",
    ),
    "a number where text is due": Edit(
        "cases.yaml", 'locator: "案例一"', "locator: 1", "locator: 1", "cases[changxing].locator",
        "expected text, found 1. Put it in quotes.",
    ),
    "a comma that ends a text": Edit(
        "cases.yaml", '{zh: "一句话。", en: "One sentence."}', '{zh: "一句话。", en: One, two.}',
        "One, two.", "cases[changxing].summary.two.",
        "a comma ended the text before 'two.'; put the whole text in quotes",
    ),
    "an empty text": Edit(
        "cases.yaml", 'en: "Changxing system"', 'en: ""', "长兴县体系", "cases[changxing].name.en",
        "expected text, found an empty one; write it, or remove the field if it may be absent",
    ),
    "an unknown source": Edit(
        "cases.yaml", "    source: report\n", "    source: raport\n", "raport", "cases[changxing].source",
        "unknown source 'raport'; expected one of bulletin, report; did you mean 'report'?",
    ),
    "a date that is none": Edit(
        "cases.yaml", "started: 2015", 'started: "2015-13"', "2015-13", "cases[changxing].started", "month must be",
    ),
    "an id used twice": Edit(
        "cases.yaml", "  - id: branch\n", "  - id: changxing # again\n", "# again", "cases[changxing].id",
        "'changxing' stands twice; ids are never reused",
    ),
    "a judged type without a reason": Edit(
        "cases.yaml", ', note: {zh: "理由", en: "The reason"}', "", "tag: management",
        "cases[changxing].tags.integration_type[0]",
        "the tag 'management' is judged; write the reason in note (zh and en)",
    ),
    "an answer to nothing": Edit(
        "cases.yaml", "answers: [outflow]", "answers: [outflw]", "outflw",
        "cases[changxing].points[training].answers[0]", "unknown point 'outflw'",
    ),
    "a measure that answers an outcome": Edit(
        "cases.yaml", "answers: [outflow]", "answers: [rate]", "answers: [rate]",
        "cases[changxing].points[training].answers[0]", "a measure cannot answer a outcome ('rate')",
    ),
    "a figure of another place": Edit(
        "cases.yaml", "headline: [changxing-rate-2023]", "headline: [national-up-2024]", "headline",
        "cases[changxing].headline[0]",
        "the observation 'national-up-2024' belongs to 'national', not to 'changxing'",
    ),
    "a section left empty": Edit(
        "cases.yaml", "section: limitation\n", "section: outcome\n", "- id: changxing", "cases[changxing]",
        "expected at least one point in every section; none in limitation",
    ),
    "an alias": Edit(
        "cases.yaml", 'zh: "县医院"', "zh: *name", "*name", "file", "an alias (*name); write the text out in full",
    ),
    "an unknown comparability group": Edit(
        "indicators.yaml", "comparability_group: rates", "comparability_group: rate", "comparability_group: rate",
        "indicators[county-visit-rate].comparability_group",
        "unknown comparability group 'rate'; expected one of counts, rates; did you mean 'rates'?",
    ),
    "a target for an unknown indicator": Edit(
        "policies.yaml", "indicator: county-visit-rate", "indicator: county-rate", "county-rate",
        "policies[notice].targets[rate-2020].indicator", "unknown indicator 'county-rate'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", YAML_FAULTS.values(), ids=YAML_FAULTS)
def test_a_fault_in_yaml_is_located_and_explained(tiny_data: Path, edit: Edit) -> None:
    replaced(tiny_data, edit.file, edit.old, edit.new)
    faults = faults_in(tiny_data)
    fault = next((fault for fault in faults if edit.says in fault.message), None)
    assert fault is not None, [str(each) for each in faults]
    assert fault.file == f"data/{edit.file}"
    assert fault.line == line_of(tiny_data, edit.file, edit.at)
    assert fault.where.startswith(edit.where)


ROW = (
    "changxing-rate-2023,changxing,county-visit-rate,长兴县,Changxing,,2023-09,90.30,percent,=,90.30%,share,reported,,"
    "report,案例一 3,,"
)
CSV_FAULTS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a thousands comma": (
        lambda row: row.replace(",90.30,", ',"1,000",'), "value",
        "expected a plain number in base units, such as 90.3 or 469000; found '1,000'",
    ),
    "a percent sign": (lambda row: row.replace(",90.30,", ",90%,"), "value", "expected a plain number in base units"),
    "not a number": (lambda row: row.replace(",90.30,", ",NaN,"), "value", "expected a plain number in base units"),
    "a month that is none": (lambda row: row.replace("2023-09", "2023-13"), "period_end", "month must be"),
    "a share over 100": (
        lambda row: row.replace(",90.30,", ",190.30,"), "value",
        "a share lies between 0 and 100, found 190.30; is it a change or another unit?",
    ),
    "another unit than the indicator's": (
        lambda row: row.replace(",percent,", ",visits,"), "unit",
        "found 'visits'; the indicator 'county-visit-rate' is in 'percent'",
    ),
    "no words of the document": (
        lambda row: row.replace(",90.30%,", ",,"), None, "a reported figure needs value and as_reported",
    ),
    "no locator": (
        lambda row: row.replace(",案例一 3,", ",,"), "locator",
        "the cell is empty; write the section or table of the document, such as 3 or 表2",
    ),
    "an unknown case": (lambda row: row.replace(",changxing,", ",changxin,"), "case_id", "unknown case 'changxin'"),
    "an unknown qualifier": (lambda row: row.replace(",=,", ",≥,"), "qualifier", "found '≥'; expected one of"),
    "a note in one language": (lambda row: row[:-1] + "说明,", None, "a note needs both languages"),
    "a cell too few": (
        lambda row: row[:-1], None, "expected 18 cells, found 17; put text that holds a comma in quotes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", CSV_FAULTS.values(), ids=CSV_FAULTS)
def test_a_fault_in_a_row_is_located_and_explained(
    tiny_data: Path, fault: tuple[Callable[[str], str], str | None, str]
) -> None:
    spoil, column, says = fault
    replaced(tiny_data, "observations.csv", ROW, spoil(ROW))
    found = [each for each in faults_in(tiny_data) if says in each.message]
    assert found, [str(each) for each in faults_in(tiny_data)]
    assert (found[0].file, found[0].line) == ("data/observations.csv", 3)
    assert found[0].where == "observations[changxing-rate-2023]" + (f".{column}" if column else "")


def test_a_cell_is_located_by_its_character(tiny_data: Path) -> None:
    replaced(tiny_data, "observations.csv", ",90.30,percent", ",190.30,percent")
    (fault,) = faults_in(tiny_data)
    assert fault.column == ROW.index("90.30") + 1


FORMULAS = {
    "[national-down-2024] / [national-upp-2024]": "unknown observation 'national-upp-2024'",
    "[national-ratio-2024] + 1": "the formula refers back to itself; break the circle",
    "[national-down-2024] / 0": "a division by zero",
    "len([national-down-2024])": "only numbers, [observation ids], + - * / and parentheses may stand in a formula",
    "[national-down-2024] /": "expected arithmetic over [observation ids]",
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_faulty_formula_is_explained(tiny_data: Path, formula: str) -> None:
    replaced(tiny_data, "observations.csv", "[national-down-2024] / [national-up-2024]", formula)
    assert any(FORMULAS[formula] in fault.message for fault in faults_in(tiny_data))


def test_a_column_missing_or_misspelt_is_told_by_name(tiny_data: Path) -> None:
    replaced(tiny_data, "observations.csv", ",as_reported,", ",as_reportd,")
    messages = [fault.message for fault in faults_in(tiny_data)]
    assert "the column 'as_reported' is missing; add it to the first line" in messages
    assert "unknown column 'as_reportd'; did you mean 'as_reported'?" in messages


def test_a_file_in_another_encoding_is_told_with_its_remedy(tiny_data: Path) -> None:
    path = tiny_data / "observations.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    remedy = "save the file again as UTF-8 (in Excel: CSV UTF-8)"
    assert any(remedy in fault.message for fault in faults_in(tiny_data))


def test_a_byte_order_mark_is_no_fault(tiny_data: Path) -> None:
    for name in ("observations.csv", "cases.yaml"):
        path = tiny_data / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_catalog(tiny_data).observations) == 5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "the file is empty"),
        ("cases: [\n", "not valid YAML"),
        ("- a\n", "expected named fields, found a list of 1"),
    ],
)
def test_a_file_that_cannot_be_read_as_records_is_told(tiny_data: Path, content: str, says: str) -> None:
    (tiny_data / "cases.yaml").write_text(content, encoding="utf-8")
    assert any(says in fault.message and fault.file == "data/cases.yaml" for fault in faults_in(tiny_data))


def test_a_missing_file_is_told_with_its_remedy(tiny_data: Path) -> None:
    (tiny_data / "policies.yaml").unlink()
    assert any("the file is missing" in fault.message for fault in faults_in(tiny_data))


@pytest.mark.parametrize("text", ["on", "yes", "12:30", "010", "2023-05-05"])
def test_what_looks_like_text_stays_text(tiny_data: Path, text: str) -> None:
    replaced(tiny_data, "cases.yaml", 'locator: "案例一"', f"locator: {text}")
    assert load_catalog(tiny_data).cases[0].locator == text


def test_ten_faults_in_all_files_come_in_one_report_sorted_by_place(tiny_data: Path) -> None:
    chosen = [
        "a field misspelt", "an unknown tag", "a number where text is due", "an answer to nothing",
        "a judged type without a reason", "an unknown comparability group", "a target for an unknown indicator",
    ]  # fmt: skip
    for name in chosen:
        edit = YAML_FAULTS[name]
        replaced(tiny_data, edit.file, edit.old, edit.new)
    replaced(tiny_data, "observations.csv", ",90.30,percent", ",190.30,percent")
    replaced(tiny_data, "observations.csv", "2015,2017", "2017,2015")
    replaced(tiny_data, "sources.yaml", "kind: bulletin", "kind: buletin")
    faults = faults_in(tiny_data)
    text = "\n".join(map(str, faults))
    for name in chosen:
        assert YAML_FAULTS[name].says in text
    assert "a share lies between 0 and 100" in text
    assert "the period ends (2015) before it starts (2017)" in text
    assert "did you mean 'bulletin'?" in text
    assert faults == sorted(faults)
