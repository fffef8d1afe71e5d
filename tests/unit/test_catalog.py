"""Every fault in the authored files is found, located, explained, and told together with all others.

The faults are listed in ``tests/fixtures/faults.yaml``, each with the place and the words that an author must get.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import load_catalog
from explorer.errors import DataFileError, Fault
from explorer.fault_messages import MANY_CHOICES, nearest
from explorer.schema import FILES, OBSERVATION_COLUMNS, OBSERVATIONS_FILE
from explorer.yaml_document import MOST_LEVELS

FAULTS = Path(__file__).parents[1] / "fixtures" / "faults.yaml"
POINTER = "▸"


@dataclass(frozen=True)
class Edit:
    """What an author did to one file; a pointer in ``new`` shows where the fault is to be found."""

    file: str
    old: str
    new: str

    def make(self, folder: Path) -> tuple[str, int, int] | None:
        """Spoil the file, and count where the pointer stands as an editor does: file, line, column."""
        path = folder / self.file
        before, after = path.read_text("utf-8").split(self.old)  # ``old`` stands once, or this raises
        spoiled = before + self.new + after
        path.write_text(spoiled.replace(POINTER, ""), "utf-8")
        if POINTER not in self.new:
            return None
        lines = spoiled[: spoiled.index(POINTER)].split("\n")
        return f"data/{self.file}", len(lines), len(lines[-1]) + 1


@dataclass(frozen=True)
class Listed:
    """One entry of the list of faults."""

    edits: tuple[Edit, ...]
    where: str
    says: str

    def make(self, folder: Path) -> Fault:
        """Spoil the files, and give back what must be said of it."""
        (place,) = [place for edit in self.edits if (place := edit.make(folder))]
        return Fault(*place, self.where, self.says)


def listed_faults() -> Iterator[tuple[str, Listed]]:
    for entry in yaml.safe_load(FAULTS.read_text("utf-8")):
        edits = [Edit(each["file"], each["old"], each["new"]) for each in (entry, *entry.get("also", ()))]
        yield entry["fault"], Listed(tuple(edits), entry["where"], entry["says"])


LISTED = dict(listed_faults())


def faults_in(folder: Path) -> list[Fault]:
    """What the loader complains of."""
    with pytest.raises(DataFileError) as caught:
        load_catalog(folder)
    return caught.value.faults


def test_sound_files_become_records(tiny_data: Path) -> None:
    catalog = load_catalog(tiny_data)
    assert [case.id for case in catalog.cases] == ["changxing", "branch"]
    assert catalog.cases[0].started == "2015"
    assert {key: figure.value for key, figure in catalog.derived.items()} == {"national-ratio-2024": Decimal("0.5")}


@pytest.mark.parametrize("listed", LISTED.values(), ids=LISTED)
def test_a_fault_is_told_alone_with_its_place_and_its_remedy(tiny_data: Path, listed: Listed) -> None:
    assert [listed.make(tiny_data)] == faults_in(tiny_data)


# Files that cannot be read as records


def test_a_file_in_another_encoding_is_told_with_the_line_on_which_it_begins(tiny_data: Path) -> None:
    for name, line in ((OBSERVATIONS_FILE, 2), ("cases.yaml", 3)):
        path = tiny_data / name
        path.write_bytes(path.read_text("utf-8").encode("gbk"))
        (fault,) = [fault for fault in faults_in(tiny_data) if fault.file == f"data/{name}"]
        remedy = "not UTF-8 from this line on; save the file again as UTF-8 (in Excel: CSV UTF-8)"
        assert fault == Fault(f"data/{name}", line, 1, "file", remedy)


def test_a_byte_order_mark_is_no_fault(tiny_data: Path) -> None:
    sound = load_catalog(tiny_data)
    for name in (*FILES, OBSERVATIONS_FILE):
        path = tiny_data / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_catalog(tiny_data) == sound


def test_line_endings_of_windows_are_no_fault(tiny_data: Path) -> None:
    sound = load_catalog(tiny_data)
    for name in (*FILES, OBSERVATIONS_FILE):
        path = tiny_data / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_catalog(tiny_data) == sound


@pytest.mark.parametrize(("escaped", "wrong"), [(r"\x07", "U+0007"), (r"\uFFFE", "U+FFFE"), (r"\ud800", "half")])
def test_a_character_that_no_document_can_hold_is_told_with_its_place(
    tiny_data: Path, escaped: str, wrong: str
) -> None:
    path = tiny_data / "cases.yaml"
    path.write_text(path.read_text("utf-8").replace("长兴县体系", f"甲{escaped}"), "utf-8")
    with pytest.raises(DataFileError) as raised:
        load_catalog(tiny_data)
    (fault,) = raised.value.faults
    assert wrong in fault.message
    assert str(fault).startswith("data/cases.yaml:3:")
    assert str(fault).encode("utf-8")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "1:1 file: the file is empty; restore it or copy its first line from git"),
        ("# a comment\n", "1:1 file: the file is empty; restore it or copy its first line from git"),
        ("\nnull\n", "2:1 file: expected named fields, found nothing"),
        ("- a\n", "1:1 file: expected named fields, found a list of 1"),
        ("hello\n", "1:1 file: expected named fields, found 'hello'"),
        ("# a comment\npolicies:\n", "2:1 policies: expected a list, found nothing"),
    ],
)
def test_a_file_without_records_is_told(tiny_data: Path, content: str, fault: str) -> None:
    (tiny_data / "policies.yaml").write_text(content, "utf-8")
    assert list(map(str, faults_in(tiny_data))) == [f"data/policies.yaml:{fault}"]


@pytest.mark.parametrize("name", [*FILES, OBSERVATIONS_FILE])
def test_a_missing_file_is_told_with_its_remedy_and_nothing_is_blamed_on_the_others(tiny_data: Path, name: str) -> None:
    (tiny_data / name).unlink()
    remedy = f"the file is missing; restore it with: git checkout -- data/{name}"
    assert faults_in(tiny_data) == [Fault(f"data/{name}", 1, 1, "file", remedy)]


@pytest.mark.parametrize("name", [*FILES, OBSERVATIONS_FILE])
def test_a_folder_in_place_of_a_file_is_told(tiny_data: Path, name: str) -> None:
    (tiny_data / name).unlink()
    (tiny_data / name).mkdir()
    remedy = "cannot be read: Is a directory; make it a readable file"
    assert faults_in(tiny_data) == [Fault(f"data/{name}", 1, 1, "file", remedy)]


def test_a_cell_without_end_is_told_with_its_line(tiny_data: Path) -> None:
    path = tiny_data / OBSERVATIONS_FILE
    path.write_text(path.read_text("utf-8-sig").rstrip("\n") + "x" * 200_000 + "\n", "utf-8")
    lines = path.read_text("utf-8").count("\n")
    with pytest.raises(DataFileError) as raised:
        load_catalog(tiny_data)
    found = "not readable as CSV: field larger than field limit (131072)"
    wrong = f"file: {found}; look for a quotation mark that is not closed"
    assert f"data/{OBSERVATIONS_FILE}:{lines}:1 {wrong}" in map(str, raised.value.faults)


def test_an_empty_table_is_told(tiny_data: Path) -> None:
    (tiny_data / OBSERVATIONS_FILE).write_text("", "utf-8")
    remedy = "the file is empty; its first line names the columns"
    assert faults_in(tiny_data) == [Fault(f"data/{OBSERVATIONS_FILE}", 1, 1, "file", remedy)]


def test_yaml_nested_beyond_reason_is_told(tiny_data: Path) -> None:
    (tiny_data / "policies.yaml").write_text("[" * 500 + "]" * 500, "utf-8")
    remedy = f"nested more than {MOST_LEVELS} levels deep; write it flat"
    assert faults_in(tiny_data) == [Fault("data/policies.yaml", 1, MOST_LEVELS + 1, "file", remedy)]


# Columns of the table


@pytest.mark.parametrize("column", OBSERVATION_COLUMNS)
def test_a_missing_column_is_told_by_name_and_its_rows_are_not_blamed(tiny_data: Path, column: str) -> None:
    path = tiny_data / OBSERVATIONS_FILE
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    place = rows[0].index(column)
    path.write_text("".join(",".join(row[:place] + row[place + 1 :]) + "\n" for row in rows), "utf-8")
    remedy = f"the column {column!r} is missing; add it to the first line"
    assert faults_in(tiny_data) == [Fault(f"data/{OBSERVATIONS_FILE}", 1, 1, "header", remedy)]


def test_a_misspelt_column_is_told_with_the_nearest(tiny_data: Path) -> None:
    place = Edit(OBSERVATIONS_FILE, ",as_reported,", f",{POINTER}as_reportd,").make(tiny_data)
    assert place is not None
    file, line, column = place
    missing = "the column 'as_reported' is missing; add it to the first line"
    misspelt = "unknown column 'as_reportd'; did you mean 'as_reported'?"
    assert faults_in(tiny_data) == [Fault(file, 1, 1, "header", missing), Fault(file, line, column, "header", misspelt)]


def test_columns_may_stand_in_another_order(tiny_data: Path) -> None:
    sound = load_catalog(tiny_data)
    path = tiny_data / OBSERVATIONS_FILE
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(",".join(reversed(row)) + "\n" for row in rows), "utf-8")
    assert load_catalog(tiny_data) == sound


# What YAML would guess at


@pytest.mark.parametrize(
    "text", ["on", "off", "yes", "No", "True", "NULL", "12:30", "010", "0x1F", "1_000", "+1", "1e5", ".5", "2023-05-05"]
)
def test_what_looks_like_text_stays_text(tiny_data: Path, text: str) -> None:
    Edit("cases.yaml", 'locator: "案例一"', f"locator: {text}").make(tiny_data)
    assert load_catalog(tiny_data).cases[0].locator == text


# Remedies


def test_few_choices_are_listed_and_the_nearest_is_pointed_out() -> None:
    assert nearest("aliance", ["social", "alliance"]) == "; expected one of alliance, social; did you mean 'alliance'?"
    assert nearest("zzz", ["social", "alliance"]) == "; expected one of alliance, social"


def test_of_many_choices_only_the_nearest_is_named() -> None:
    many = [f"case-{number}" for number in range(MANY_CHOICES)] + ["changxing"]
    assert nearest("changxin", many) == "; did you mean 'changxing'?"
    assert nearest("zzz", many) == "; it is not in the list of known ids"
    assert nearest("zzz", []) == "; it is not in the list of known ids"


# Several faults


def test_a_row_with_a_fault_is_still_there_for_what_refers_to_it(tiny_data: Path) -> None:
    # changxing's headline and figures name this row, and a formula the next
    headline = Edit(OBSERVATIONS_FILE, ",90.30,percent", f",{POINTER}90%,percent").make(tiny_data)
    operand = Edit(OBSERVATIONS_FILE, ",100000,visits", f",{POINTER}10万,visits").make(tiny_data)
    assert [(fault.file, fault.line, fault.column) for fault in faults_in(tiny_data)] == [headline, operand]


def test_a_formula_is_not_blamed_for_the_fault_of_another(tiny_data: Path) -> None:
    line = "national-ratio-2024,national,referral-ratio,全国,China,2024,2024,,ratio,,,level,derived,"
    faulty = "[national-down-2024] / [national-up-2024],bulletin"
    path = tiny_data / OBSERVATIONS_FILE
    builds_on_it = line.replace("ratio-2024", "double-2024") + "[national-ratio-2024] * 2,bulletin,,,\n"
    path.write_text(path.read_text("utf-8") + builds_on_it, "utf-8")
    assert load_catalog(tiny_data).derived["national-double-2024"].value == 1
    Edit(OBSERVATIONS_FILE, faulty, "[national-down-2024] / 0,bulletin").make(tiny_data)
    assert [fault.message for fault in faults_in(tiny_data)] == ["a division by zero"]
    Edit(OBSERVATIONS_FILE, "[national-down-2024] / 0,bulletin", "[nothing],bulletin").make(tiny_data)
    assert [fault.message.partition(";")[0] for fault in faults_in(tiny_data)] == ["unknown observation 'nothing'"]


def test_every_formula_of_a_circle_is_told(tiny_data: Path) -> None:
    Edit(OBSERVATIONS_FILE, "derived,[national-down-2024]", "derived,[there]").make(tiny_data)
    path = tiny_data / OBSERVATIONS_FILE
    row = "{},national,referral-ratio,全国,China,2024,2024,,ratio,,,level,derived,{},bulletin,,,\n"
    circle = row.format("there", "[national-ratio-2024]") + row.format("beside", "[there] + 1")  # beside leads into it
    path.write_text(path.read_text("utf-8") + circle, "utf-8")
    told = [(fault.where, fault.message) for fault in faults_in(tiny_data)]
    message = "the formula refers back to itself; break the circle"
    assert told == [
        ("observations[national-ratio-2024].formula", message),
        ("observations[there].formula", message),
    ]


def test_the_first_fault_of_a_record_does_not_hide_the_next(tiny_data: Path) -> None:
    expected = [
        LISTED[name].make(tiny_data)
        for name in (
            "unknown tag",  # of changxing, like all that follow
            "list where a text is due",
            "answer to a point that does not exist",
            "missing language",
            "unknown source",
        )
    ]
    assert faults_in(tiny_data) == sorted(expected)


def test_ten_faults_in_all_files_come_in_one_report_sorted_by_place(tiny_data: Path) -> None:
    expected = [
        LISTED[name].make(tiny_data)
        for name in (
            "value outside a longer list",  # sources.yaml
            "comma that ends a Chinese text",  # cases.yaml
            "unknown tag",
            "judged tag without a reason",
            "measure that answers an outcome",
            "unknown parent",
            "province letters too small",  # vocabulary.yaml
            "unknown theme",  # indicators.yaml
            "text where a number is due",  # policies.yaml
            "share over 100",  # observations.csv
        )
    ]
    with pytest.raises(DataFileError) as caught:
        load_catalog(tiny_data)
    assert caught.value.faults == sorted(expected)
    report = [*map(str, sorted(expected)), "10 faults in the data files; nothing was written."]
    assert str(caught.value) == "\n".join(report)
    assert caught.value.slots == {"count": 10}


@settings(deadline=None)  # every file is read each time
@given(st.text(alphabet="[]{}:,&*!|>%@`'\"#-? \n\tabc长0.\x00\u2028", max_size=40))
def test_any_text_in_a_file_gives_located_faults_and_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-text"
    folder.mkdir(exist_ok=True)
    for name in (*FILES, OBSERVATIONS_FILE):
        (folder / name).write_text(text, "utf-8")
    faults = faults_in(folder)
    assert {fault.file for fault in faults} == {f"any-text/{name}" for name in (*FILES, OBSERVATIONS_FILE)}
    # PyYAML counts a line separator as the end of a line, and so may an editor
    lines = len(text.splitlines()) + 1
    assert all(1 <= fault.line <= lines and 1 <= fault.column <= len(text) + 1 for fault in faults)
