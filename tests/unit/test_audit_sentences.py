"""What a finding says, in both languages, for every kind and every verdict."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from explorer import schema
from explorer.audit.findings import write_findings
from explorer.audit.sentences import sentences
from explorer.i18n import LANGUAGES
from explorer.paths import PROJECT_FOLDER
from tests.unit.alternative_audit import Figure
from tests.unit.rows import Rows, empty_database
from tests.unit.test_audit import n, p, put_check, roles

CAUSAL = ("effect of", "impact", "led to", "thanks to", "使得", "得益于", "成效显著")


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as database:
        for unit, zh, en in (("persons", "人", "persons"), ("percent", "%", "%")):
            database.tag("unit", unit, label_zh=zh, label_en=en)
        yield database


def told(rows: Rows, kind: str, figures: dict[str, list[Figure]], listed: int = 0) -> tuple[str, str]:
    put_check(rows, "check", kind, figures, listed)
    write_findings(rows.connection)
    row = rows.connection.execute("SELECT message_zh, message_en FROM audit_findings").fetchone()
    assert row is not None
    return row


def test_a_sum_that_does_not_come_out_says_by_how_much_and_what_would_mend_it(rows: Rows) -> None:
    zh, en = told(rows, "sum", roles(parts=[n(1400), n(2107)], whole=n(5307)))
    assert zh == (
        "check_zh·in-persons_zh印为 5,307人，各项相加：1,400 + 2,107 = 3,507人（表1）。"
        "两者相差 1,800，超出取舍所能解释的范围。"
        "若check_zh·in-persons_zh是 3,507人（印为 5,307人），则可对上；这是线索，不是证明。"
    )
    assert en == (
        "in-persons_en (check_en): 5,307 persons is printed, "
        "and the parts add up to 1,400 + 2,107 = 3,507 persons (表1). "
        "They are 1,800 apart, more than rounding allows. "
        "It would come out if in-persons_en (check_en) were 3,507 persons (printed: 5,307 persons); "
        "this is a lead, not a proof."
    )


SAID = {
    "exact": ("sum", roles(parts=[n(1), n(2)], whole=n(3)), "相符。", "The two agree."),
    "rounded": (
        "share",
        roles(parts=n(1), whole=n(3), share=p("33.3")),
        "差别在所印位数的取舍范围之内。",
        "The difference is within the rounding of the digits printed.",
    ),
    "cut off": (
        "share",
        roles(parts=n(2), whole=n(3), share=p("66.6")),
        "截去尾数则相符，四舍五入则不符。",
        "The two agree if the last digits were cut off, not if they were rounded.",
    ),
    "a bound kept": (
        "share",
        roles(parts=n(2), whole=n(3), share=p("60", ">")),
        "与所印的界限相符。",
        "This agrees with the bound printed.",
    ),
    "open": (
        "sum",
        roles(parts=[n(1), n(2, ">")], whole=n(9)),
        "其中有的数字只印了界限，无从判定。",
        "Some of the figures are bounds, so this cannot be decided.",
    ),
    "shares that do not fill": (
        "sum",
        roles(parts=[p("40.0"), p("50.0")]),
        "两者相差 10.0%，超出取舍所能解释的范围。",
        "They are 10.0% apart, more than rounding allows.",
    ),
    "an order kept": ("order", roles(items=[n(2), n(1)]), "次序成立。", "The order holds."),
    "an order broken": ("order", roles(items=[n(1), n(2)]), "次序不成立。", "The order does not hold."),
    "a part too large": ("nesting", roles(part=n(12), whole=n(9)), "实际却多出 3。", "It is 3 more."),
    "told twice": ("equality", roles(figures=[n(9), n(8)]), "前后不一，相差 1。", "They differ by 1."),
    "a target missed": ("target", roles(target=p("90", ">="), result=p("80")), "没有达到目标。", "is not reached."),
    "miscounted": ("count", roles(stated=n(6), items=[n(1), n(2)]), "项数不符，相差 4。", "The numbers differ by 4."),
}


@pytest.mark.parametrize("name", SAID)
def test_a_verdict_is_told_in_a_sentence_of_its_own(rows: Rows, name: str) -> None:
    kind, figures, zh, en = SAID[name]
    messages = told(rows, kind, figures)
    assert messages[0].partition("若")[0].endswith(zh)
    assert messages[1].partition(" It would")[0].endswith(en)


def test_a_reason_of_the_author_is_the_verdict(rows: Rows) -> None:
    rows.case("check")
    rows.put(
        "checks", "check", check_id="check", case_id="check", kind="growth", locator="3.2",
        undetermined_zh="没有上年的数。", undetermined_en="No figure of the year before.",
    )  # fmt: skip
    rows.indicator("growth", unit="percent")
    rows.figure("check", "growth", 8.4, "2024", observation_id="growth", kind="change")
    rows.put("audit_operands", "growth", check_id="check", role="growth", position=0, observation_id="growth")
    write_findings(rows.connection)
    row = rows.connection.execute("SELECT message_zh, message_en, verdict, expression FROM audit_findings").fetchone()
    assert row == (
        "check_zh·growth_zh（2024） +8.4%（3.2）。没有上年的数。",
        "growth_en (check_en, 2024) +8.4% (3.2). No figure of the year before.",
        "undetermined",
        "(? ÷ ? − 1) × 100",
    )


@pytest.mark.parametrize(
    ("basis", "points", "verdict", "zh"),
    [
        ("stated", ["a"], "consistent", "标注与正文一致。"),
        ("stated", [], "inconsistent", "标注与正文不一致。"),
        ("judged", ["a"], "inconsistent", "标注与正文不一致。"),
        ("judged", [], "consistent", "标注与正文一致。"),
    ],
)
def test_a_mark_is_held_against_the_points(rows: Rows, basis: str, points: list[str], verdict: str, zh: str) -> None:
    rows.case("check", {"integration_type": ("service",)})
    rows.connection.execute("UPDATE case_tags SET basis = $basis", {"basis": basis})
    rows.put(
        "checks", "check", check_id="check", case_id="check", kind="marks", locator="2",
        dimension="integration_type", tag="service",
    )  # fmt: skip
    for position, key in enumerate(points):
        rows.put("case_points", key, case_id="check", point_id=key, section="problem", basis="stated", locator="1")
        rows.put("audit_points", key, check_id="check", position=position, case_id="check", point_id=key)
    write_findings(rows.connection)
    row = rows.connection.execute("SELECT verdict, message_zh FROM audit_findings").fetchone()
    assert row is not None
    assert row[0] == verdict
    assert row[1].endswith(zh)


# The file of sentences


def every_entry() -> Iterator[tuple[str, dict[str, str]]]:
    for section, entries in sentences().items():
        for key, entry in entries.items():
            yield f"{section}.{key}", dict(entry)


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_is_there_in_both_languages_with_the_same_slots() -> None:
    for name, entry in every_entry():
        assert tuple(entry) == LANGUAGES, name
        assert slots(entry["zh"]) == slots(entry["en"]), name


def test_no_sentence_claims_a_cause() -> None:
    for name, entry in every_entry():
        assert not [word for word in CAUSAL for text in entry.values() if word in text], name


def test_every_sentence_is_used() -> None:
    code = (PROJECT_FOLDER / "src" / "explorer" / "audit" / "sentences.py").read_text("utf-8")
    kinds = {kind.value for kind in schema.CheckKind}
    unused = [
        name for name, _ in every_entry() if (key := name.partition(".")[2]) not in kinds and f'"{key}"' not in code
    ]
    assert unused == []


def test_no_key_stands_twice() -> None:
    text = Path(PROJECT_FOLDER / "src" / "explorer" / "audit" / "sentences.yaml").read_text("utf-8")
    for node in yaml.compose(text).value:
        keys = [key.value for key, _ in node[1].value]
        assert len(keys) == len(set(keys))
