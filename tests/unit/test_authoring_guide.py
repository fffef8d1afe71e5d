"""docs/authoring.md, done to the letter on a copy of the data folder.

The guide marks its blocks with comments that a reader of the rendered page does not see: `example` (a block and where
it goes), `mistake` (lines to spoil in an example), `message` (what the check then says), `shape` (a record that is
shown but not added) and `story` (a file of its own about the example). The section on checks goes on from there:
`addition` (a block more) and `finding` (what the audit then says).
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import get_args

import duckdb
import pytest
import yaml

from explorer import choices, evidence, schema
from explorer.catalog import load_catalog
from explorer.check_schema import OPERAND_ROLES
from explorer.cli import main
from explorer.paths import PROJECT_FOLDER
from explorer.queries import records
from explorer.queries.policies import policies_of_case
from explorer.queries.targets import targets_against_observations, targets_of_policy
from explorer.story_schema import AnyStep, Option, Story
from explorer.verification.verify import verify

GUIDE = (PROJECT_FOLDER / "docs" / "authoring.md").read_text("utf-8")
MARKED_BLOCK = re.compile(r"<!-- (\w+)(?:: (.+?))? -->\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
AUTHORED_RECORDS = (
    schema.Source,
    schema.Case,
    schema.CaseTags,
    schema.CaseTag,
    evidence.Evidence,
    evidence.ReporterFact,
    evidence.GivenFact,
    schema.Point,
    schema.Observation,
    schema.Indicator,
    schema.ComparabilityGroup,
    schema.Place,
    schema.Check,
    schema.CheckOperands,
    schema.MarkedTag,
    schema.ListedItem,
    schema.Framework,
    schema.FrameworkDimension,
    schema.FrameworkComparators,
    schema.FrameworkEntry,
    schema.FrameworkStandard,
)
AUTHORED_CHOICES = (
    schema.Category,
    schema.Level,
    schema.Section,
    schema.IntegrationType,
    schema.Basis,
    schema.Direction,
    schema.Qualifier,
    schema.ObservationKind,
    schema.ObservationBasis,
    schema.SourceKind,
    evidence.Reporter,
    evidence.Given,
    schema.CheckKind,
    choices.DateBasis,
    choices.PolicyKind,
    choices.PolicyLevel,
    choices.PolicyPointKind,
    choices.PolicyRelation,
    choices.PolicyStatus,
)


@dataclass(frozen=True)
class Block:
    """A marked block of the guide: what it is, what it is about, its text."""

    kind: str
    about: str
    text: str


def blocks(kind: str) -> Iterator[Block]:
    """The guide's blocks of one kind, in order; there must be some."""
    found = [Block(*match.groups(default="")) for match in MARKED_BLOCK.finditer(GUIDE)]
    chosen = [block for block in found if block.kind == kind]
    assert chosen, f"docs/authoring.md has no block marked {kind!r}"
    yield from chosen


def examples() -> dict[str, tuple[str, str]]:
    """File name to (where in it, what): the worked example of the guide."""
    return by_file("example")


def by_file(kind: str) -> dict[str, tuple[str, str]]:
    """File name to (where in it, what), of the blocks of one kind."""
    parts = ((*block.about.split(", ", 1), block.text) for block in blocks(kind))
    return {file: (place, text) for file, place, text in parts}


def spoilt(text: str, diff: str) -> str:
    """``text`` with the lines that ``diff`` takes out replaced by those it puts in."""
    lines = diff.splitlines()
    before, after = ("".join(f"{line[1:]}\n" for line in lines if line[0] == sign) for sign in "-+")
    assert text.count(before) == 1, f"the guide spoils lines that its example does not hold once:\n{before}"
    return text.replace(before, after)


def added(content: str, place: str, text: str) -> str:
    """A data file's content with the block where the guide says it goes."""
    if place == "at the end":
        return f"{content.rstrip()}\n{text}"
    above = re.fullmatch(r'above "(.+)"', place)
    assert above, f"the guide says to put a block {place!r}, which this test cannot do"
    line = f"\n{above.group(1)}\n"
    assert content.count(line) == 1
    return content.replace(line, f"\n{text}{line}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the authored files, in a folder of the same name because messages carry it."""
    copy = tmp_path / "data"
    shutil.copytree(PROJECT_FOLDER / "data", copy, ignore=shutil.ignore_patterns("*.duckdb*", "*.tmp"))
    return copy


def follow(folder: Path, done: dict[str, tuple[str, str]]) -> None:
    """Add the blocks to the copies of the files they belong to."""
    for file, (place, text) in done.items():
        path = folder.parent / file
        path.write_text(added(path.read_text("utf-8"), place, text), "utf-8")


def line_of(folder: Path, file: str, text: str) -> int:
    """The number of the one line that holds ``text``."""
    lines = (folder.parent / file).read_text("utf-8").splitlines()
    (number,) = (number for number, line in enumerate(lines, 1) if text in line)
    return number


def test_the_worked_example_passes_the_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow(folder, examples())
    assert main(["--data", str(folder), "check"]) == 0
    out, err = capsys.readouterr()
    assert out.endswith(": sound\n")
    assert err == ""


def test_the_worked_example_is_in_the_database_after_a_build(folder: Path) -> None:
    follow(folder, examples())
    assert main(["--data", str(folder), "build"]) == 0
    with duckdb.connect(str(folder / "metrics.duckdb"), read_only=True) as connection:
        cases = connection.execute(
            "SELECT name_zh, category, county_en, started FROM cases WHERE case_id = 'example-county'"
        ).fetchall()
        last_case = connection.execute(
            "SELECT case_id FROM cases WHERE category <> 'context' ORDER BY position DESC LIMIT 1"
        ).fetchone()
        figures = connection.execute(
            """
            SELECT indicator_id, CAST(period_end AS VARCHAR), qualifier, value, unit, as_reported, basis
            FROM observations WHERE case_id = 'example-county' ORDER BY position
            """
        ).fetchall()
        answers = connection.execute(
            "SELECT point_id, answers FROM point_answers WHERE case_id = 'example-county' ORDER BY ALL"
        ).fetchall()
        headline = connection.execute(
            "SELECT observation_id FROM case_headlines WHERE case_id = 'example-county' ORDER BY position"
        ).fetchall()
    assert cases == [("示例县紧密型医共体", "alliance", "Example County", "2022")]
    assert last_case == ("example-county",)
    assert figures == [
        ("primary-visit-rate", "2021-12-31", "<", 60.0, "percent", "不足 60%", "reported"),
        ("member-institutions", "2022-12-31", "=", 6.0, "institutions", "6 家乡镇卫生院", "reported"),
        ("milestone-started", "2023-12-31", "=", 2023.0, "calendar-year", "2023 年起", "reported"),
        ("institutions-with-evening-clinics", "2023-12-31", "=", 3.0, "institutions", "3 家卫生院", "reported"),
        ("county-visit-rate", "2025-12-31", ">=", 90.0, "percent", "不低于 90%", "reported"),
        ("county-visit-rate", "2024-12-31", "~", 90.0, "percent", "约 90%", "reported"),
        ("primary-visit-rate", "2024-12-31", "=", 68.5, "percent", "68.5%", "reported"),
        ("evening-clinic-visits", "2024-12-31", ">", 12000.0, "visits", "1.2 万余人次", "reported"),
        ("referrals-up", "2024-12-31", "=", 1240.0, "referrals", "上转患者 1240 人次", "reported"),
        ("referrals-down", "2024-12-31", "=", 1860.0, "referrals", "下转患者 1860 人次", "reported"),
        ("referral-down-up-ratio", "2024-12-31", "=", 1.5, "ratio", None, "derived"),
    ]
    assert ("evening-clinics", "evening-gap") in answers
    assert ("activity", "evening-clinics") in answers
    assert headline == [("example-county-county-visit-rate-2024",), ("example-county-primary-visit-rate-2024",)]


def test_the_policy_of_the_worked_example_leads_to_its_target_and_its_case(folder: Path) -> None:
    follow(folder, examples())
    assert main(["--data", str(folder), "build"]) == 0
    with duckdb.connect(str(folder / "metrics.duckdb"), read_only=True) as connection:
        policies = records(policies_of_case(connection, "example-county"))
        (target,) = records(targets_of_policy(connection, "example-county-plan"))
        (outcome,) = records(targets_against_observations(connection, ["example-county-visit-rate-2025"]))
    assert [(row["policy_id"], row["relation"]) for row in policies] == [("example-county-plan", "implements")]
    assert (target["operator"], target["value"], target["due_printed"]) == (">=", 90.0, "2025")
    assert (outcome["timing"], outcome["verdict"]) == ("before_due", "undecided")


def test_the_worked_example_is_found_again_in_the_document_shown(folder: Path, tmp_path: Path) -> None:
    follow(folder, examples())
    shown = GUIDE.split("Suppose that this is the document")[1].split("###")[0]
    lines = [line.removeprefix(">").strip() for line in shown.splitlines() if line.startswith(">")]
    (tmp_path / "example-county.txt").write_text(re.sub(r"\*\*(.+?)\*\*", r"\1\n", "\n".join(lines)), "utf-8")
    reports = {report.file: report for report in verify(load_catalog(folder), tmp_path)}
    example = reports["example-county.txt"]
    assert example.problems == []
    assert example.figures == 10
    assert example.numerals["left out"] == 1


def test_the_check_of_the_guide_says_what_the_guide_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    follow(folder, examples())
    follow(folder, by_file("addition"))
    assert main(["--data", str(folder), "check"]) == 0
    capsys.readouterr()
    assert main(["--data", str(folder), "audit", "--case", "example-county"]) == 0
    (finding,) = (block.text for block in blocks("finding"))
    assert capsys.readouterr().out == finding


def test_the_figure_of_the_check_is_printed_in_what_the_guide_quotes() -> None:
    (row,) = by_file("addition")["data/observations.csv"][1].splitlines()
    words = row.split(",")[schema.OBSERVATION_COLUMNS.index("as_reported")]
    quoted = re.sub(r"[\s>]", "", GUIDE.split("## Add a check")[1].split("```")[0])
    assert re.sub(r"\s", "", words) in quoted


def test_every_kind_of_check_names_its_operands_in_the_guide() -> None:
    table = GUIDE.split("## Add a check")[1].split("| field |")[0]
    for kind, (required, optional) in OPERAND_ROLES.items():
        (line,) = (
            line for line in table.splitlines() if line.startswith("|") and f"`{kind.value}`" in line.split("|")[1]
        )
        assert [role for role in (*required, *optional) if f"`{role}`" not in line] == []


def test_the_mistakes_give_the_message_shown_to_the_letter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = examples()
    for mistake in blocks("mistake"):
        place, text = done[mistake.about]
        done[mistake.about] = (place, spoilt(text, mistake.text))
    follow(folder, done)
    (message,) = (block.text for block in blocks("message"))
    # The guide writes LINE because the files grow; everything else is as shown.
    tag = line_of(folder, "data/cases.yaml", "medical_comunity")
    figure = line_of(folder, "data/observations.csv", "example-county-evening-clinic-visits-2024")
    expected = message.replace("cases.yaml:LINE:", f"cases.yaml:{tag}:")
    expected = expected.replace("observations.csv:LINE:", f"observations.csv:{figure}:")
    assert main(["--data", str(folder), "check"]) == 2
    out, err = capsys.readouterr()
    assert err == expected
    assert out == ""
    assert main(["--data", str(folder), "build"]) == 2
    assert not (folder / "metrics.duckdb").exists()


def test_records_that_the_guide_only_shows_have_the_right_shape() -> None:
    for block in blocks("shape"):
        for record in yaml.safe_load(block.text):
            getattr(schema, block.about).model_validate(record)


def test_the_story_of_the_guide_passes_the_check_with_the_worked_example(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(folder, examples())
    (story,) = blocks("story")
    (folder / "stories" / f"{story.about}.yaml").write_text(story.text, "utf-8")
    assert main(["--data", str(folder), "check"]) == 0
    assert capsys.readouterr().out.endswith(" 6 stories: sound\n")


@pytest.mark.parametrize("record", [Story, Option, *get_args(AnyStep)], ids=lambda record: record.__name__)
def test_every_field_of_a_story_is_explained(record: type[schema.Record]) -> None:
    reference = GUIDE.split("## Write a story")[1].split("\n## ")[0]
    assert [name for name in record.model_fields if f"`{name}`" not in reference] == []


@pytest.mark.parametrize("record", AUTHORED_RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_explained(record: type[schema.Record]) -> None:
    reference = GUIDE.split("## What each field means")[1]
    assert [name for name in record.model_fields if f"`{name}`" not in reference] == []


@pytest.mark.parametrize("choices", AUTHORED_CHOICES, ids=lambda choices: choices.__name__)
def test_every_choice_is_named(choices: type[StrEnum]) -> None:
    reference = GUIDE.split("## What each field means")[1]
    assert [choice.value for choice in choices if f"`{choice.value}`" not in reference] == []


def test_every_anchor_of_the_guide_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", GUIDE) if link not in anchors] == []
