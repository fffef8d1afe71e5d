"""What became of targets: which figures count, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from explorer.csv_text import BYTE_ORDER_MARK
from explorer.exports.targets import against, due, pairs, rule, tally, targets_data, targets_table
from explorer.i18n import LANGUAGES, Translator
from explorer.queries import observations, records, targets
from explorer.target_verdict import Outcome, outcome
from tests.unit.rows import Rows, empty_database

LABELS = {
    ("unit", "percent"): {"zh": "%", "en": "%"},
    ("policy_level", "national"): {"zh": "国家", "en": "National"},
}
ZH, EN = (Translator(language, LABELS) for language in LANGUAGES)


def figure(
    verdict: str | None, year: int | None = 2020, *, subject: str = "A", in_scope: bool = True
) -> dict[str, Any]:
    """A figure as held against a target at 90 or more."""
    end = None if year is None else date(year, 12, 31)
    about = {"case_id": "a", "subject_en": subject, "period_end": end, "in_scope": in_scope}
    return about | {"operator": None if verdict is None else ">=", "verdict": verdict}


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([], Outcome.without_figure),
        ([figure("reached")], Outcome.reached),
        ([figure("not_reached", 2012), figure("reached", 2021)], Outcome.reached),
        ([figure("reached", 2012), figure("not_reached", 2021)], Outcome.not_reached),
        ([figure("reached"), figure("not_reached", subject="B")], Outcome.mixed),
        ([figure("reached"), figure("undecided", subject="B")], Outcome.undecided),
        ([figure("reached"), figure("not_reached", subject="B", in_scope=False)], Outcome.reached),
        ([figure("reached", in_scope=False)], Outcome.others_only),
        ([figure(None)], Outcome.in_words),
        ([figure("reached", None)], Outcome.reached),
        ([figure("not_reached", None), figure("reached", 2015)], Outcome.reached),
    ],
)
def test_the_newest_figure_of_each_subject_within_scope_decides(figures: list[dict[str, Any]], said: Outcome) -> None:
    assert outcome(figures) is said


@pytest.fixture
def rows() -> Iterator[Rows]:
    """A target that one county reached, one that nobody has figures for, and one told in words."""
    with empty_database() as rows:
        for dimension, tag in (
            ("policy_level", "national"),
            ("policy_theme", "tiered-care"),
            ("policy_theme", "other"),
        ):
            rows.tag(dimension, tag)
        rows.case("a", name_zh="甲县", name_en="County A")
        rows.target("asked", "rate", 90, "2020", due_printed="2020", scope_zh="试点县", scope_en="pilot counties")
        rows.target(
            "blank", "other-rate", 65, "2017", due_printed="2017", outcome_note_zh="没有", outcome_note_en="None"
        )
        rows.target("words", "year", None, "2025", due_printed="2025")
        for position, (year, value, in_scope) in enumerate((("2019", 88, True), ("2021", 91.5, True))):
            name = rows.figure("a", "rate", value, year, observation_id=f"a-{year}", as_reported=f"={value}%")
            outcome_row = {"target_id": "asked", "observation_id": name, "in_scope": in_scope, "position": position}
            rows.put("target_outcomes", "asked", name, **outcome_row)
        for policy_id, tag in (("asked", "tiered-care"), ("blank", "other")):
            row = {"policy_id": policy_id, "dimension": "policy_theme", "tag": tag, "basis": "judged"}
            rows.put("policy_tags", policy_id, tag, **row)
        yield rows


def held(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """The figures of each target as the page holds them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(targets.targets_against_observations(rows.connection)):
        known = records(observations.observations_by_id(rows.connection, [row["observation_id"]]))[0]
        stands = {"in_scope": row["in_scope"], "timing": row["timing"], "stands": row["verdict"]}
        found.setdefault(row["target_id"], []).append(known | stands)
    return found


def asked(rows: Rows, *filters: list[str]) -> dict[str, dict[str, Any]]:
    found = targets.targets_asked(rows.connection, *(filters or ([], [], [])))
    return {row["target_id"]: row for row in records(found)}


def test_every_target_stands_with_its_outcome_by_due_date(rows: Rows) -> None:
    said = {name: row["outcome"] for name, row in asked(rows).items()}
    assert said == {"blank": "without_figure", "asked": "reached", "words": "without_figure"}
    assert list(said) == ["blank", "asked", "words"]


def test_filters_of_one_kind_add_up_and_of_several_narrow_down(rows: Rows) -> None:
    assert list(asked(rows, [], ["reached"], [])) == ["asked"]
    assert list(asked(rows, [], ["reached", "without_figure"], [])) == ["blank", "asked", "words"]
    assert list(asked(rows, ["national"], [], ["other"])) == ["blank"]
    assert asked(rows, ["county"], [], []) == {}
    assert asked(rows, [], ["reached"], ["other"]) == {}


def test_a_facet_counts_the_targets_of_its_policies(rows: Rows) -> None:
    found = targets.target_facets(rows.connection)
    counts = set(zip(found["dimension"], found["tag"], found["targets"], strict=True))
    assert counts == {("policy_level", "national", 3), ("policy_theme", "tiered-care", 1), ("policy_theme", "other", 1)}


def test_a_target_is_told_in_words(rows: Rows) -> None:
    known = asked(rows)
    assert [rule(known["asked"], tr) for tr in (ZH, EN)] == ["不低于 90%", "at least 90%"]
    assert [rule(known["words"], tr) for tr in (ZH, EN)] == ["没有数值", "no number"]
    assert [due(known["asked"], tr) for tr in (ZH, EN)] == ["期限 2020 年", "due 2020"]


def test_a_figure_is_told_with_its_verdict_and_its_time(rows: Rows) -> None:
    early, late = held(rows)["asked"]
    assert against(early, EN) == "does not reach the target; dated before the due date"
    assert against(late, ZH) == "达到目标；期限之后"


def test_outside_the_scope_only_the_numbers_are_compared(rows: Rows) -> None:
    late = held(rows)["asked"][1] | {"in_scope": False}
    assert against(late, EN) == (
        "the number would meet the target; dated after the due date; outside the target’s scope, for reference only"
    )
    assert tally([late], EN) == ["Outside scope, for reference only: the number would meet the target (1)"]


def test_the_tally_keeps_those_within_scope_apart(rows: Rows) -> None:
    early, late = held(rows)["asked"]
    assert tally([early, late, late | {"in_scope": False}], ZH) == [
        "范围内：未达到目标（1）、达到目标（1）",
        "范围外，只供对照：数值达到目标值（1）",
    ]


def test_a_target_without_figures_has_a_row_with_the_reason(rows: Rows) -> None:
    table = targets_table(pairs(list(asked(rows).values()), held(rows)), EN)
    assert len(table) == 4
    blank = table.iloc[0]
    assert (blank["What the figures say"], blank["Value"], blank["Note"]) == ("No comparable figure", "—", "None")


def test_the_file_has_a_row_a_figure_with_bare_numbers_and_no_formula(rows: Rows) -> None:
    found = pairs([asked(rows)["asked"]], held(rows))
    text = targets_data(found, EN).csv().decode("utf-8")
    assert text.startswith(BYTE_ORDER_MARK)
    lines = text.removeprefix(BYTE_ORDER_MARK).splitlines()
    assert lines[0].startswith(
        "target_id,policy_id,indicator_id,observation_id,case_id,Level (level),Qualifier (qualifier),Target"
    )
    assert lines[1].startswith("asked,asked,rate,a-2019,a,National,at least,90,88")
    assert ",'=88%," in lines[1]
    assert len(lines) == 3
