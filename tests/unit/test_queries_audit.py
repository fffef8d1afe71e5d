"""Findings as pages ask for them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from explorer.queries import audit
from tests.unit.rows import Rows, empty_database


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as database:
        yield database


def finding(rows: Rows, check_id: str, verdict: str, *figures: str, case: str = "a", kind: str = "sum") -> None:
    """A finding of a case over figures of that name, each of the indicator ``<theme>``."""
    if ("cases", case) not in rows._there:
        rows.case(case)
    marked = {"dimension": "integration_type", "tag": "management"} if kind == "marks" else {}
    if marked:
        rows.tag("integration_type", "management")
    rows.put("checks", check_id, check_id=check_id, case_id=case, kind=kind, locator="表1", note_zh="注", **marked)
    for position, figure in enumerate(figures):
        theme = figure.partition("-")[0]
        rows.indicator(theme, theme=theme)
        if ("observations", figure) not in rows._there:
            rows.figure(case, theme, 1, observation_id=figure)
        rows.put("audit_operands", figure, check_id=check_id, role="parts", position=position, observation_id=figure)
    message = {"message_zh": f"{check_id}。", "message_en": f"{check_id}."}
    rows.put(
        "audit_findings",
        check_id,
        check_id=check_id,
        case_id=case,
        kind=kind,
        verdict=verdict,
        truncated=False,
        expression="1 + 1",
        locator="表1",
        **message,
    )


@pytest.fixture
def found(rows: Rows) -> Rows:
    finding(rows, "one", "consistent", "access-1", "access-2")
    finding(rows, "two", "undetermined", "finance-1", kind="growth")
    finding(rows, "three", "inconsistent", "access-1", case="b", kind="share")
    finding(rows, "four", "consistent", kind="marks")
    finding(rows, "five", "inconsistent", "finance-1", "access-2", kind="sum")
    return rows


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["check_id"])


def test_findings_come_worst_first_and_then_as_authored(found: Rows) -> None:
    assert ids(audit.findings(found.connection)) == ["three", "five", "two", "one", "four"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"case_ids": ["b"]}, ["three"]),
        ({"kinds": ["growth", "marks"]}, ["two", "four"]),
        ({"verdicts": ["consistent"]}, ["one", "four"]),
        ({"themes": ["finance"]}, ["five", "two"]),
        ({"themes": ["finance", "access"], "verdicts": ["inconsistent"]}, ["three", "five"]),
        ({"case_ids": []}, []),
    ],
)
def test_findings_are_filtered(found: Rows, asked: dict[str, list[str]], expected: list[str]) -> None:
    assert ids(audit.findings(found.connection, **asked)) == expected


def test_a_finding_says_whose_it_is_and_what_it_is_about(found: Rows) -> None:
    (row,) = audit.findings(found.connection, case_ids=["a"], verdicts=["inconsistent"]).to_dict("records")
    assert (row["case_en"], row["note_zh"], list(row["themes"])) == ("a_en", "注", ["access", "finance"])


def test_a_verdict_that_nobody_got_counts_as_zero(rows: Rows) -> None:
    finding(rows, "one", "consistent", "access-1")
    frame = audit.verdict_counts(rows.connection)
    assert list(zip(frame["verdict"], frame["findings"], strict=True)) == [
        ("inconsistent", 0),
        ("undetermined", 0),
        ("consistent", 1),
    ]


def test_a_lead_says_what_is_printed_and_what_would_do(found: Rows) -> None:
    found.put("audit_leads", "five", check_id="five", observation_id="finance-1", value=2, basis="digits")
    (row,) = audit.leads(found.connection, ["five", "one"]).to_dict("records")
    assert (row["observation_id"], row["printed"], row["value"], row["basis"]) == ("finance-1", 1, 2, "digits")
