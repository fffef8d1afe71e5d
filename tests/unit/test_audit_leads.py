"""A lead names the one figure whose change would mend a check, and keeps silent where many would do."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import duckdb
import pytest

from explorer.audit.findings import write_findings
from tests.unit.alternative_audit import Figure, as_printed
from tests.unit.rows import Rows, empty_database
from tests.unit.test_audit import n, p, put_check, roles

Lead = tuple[str, str, float, str, str | None]


@pytest.fixture
def rows() -> Iterator[Rows]:
    with empty_database() as database:
        yield database


def leads(rows: Rows) -> list[Lead]:
    """What the audit finds: check, figure, new value, basis, the figure that would stand instead."""
    return audited(rows.connection, "SELECT check_id, observation_id, value, basis, instead_id FROM audit_leads")


def audited(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    for unit in ("persons", "percent"):
        connection.execute(
            "INSERT INTO vocabulary VALUES ('unit', $unit, 0, $unit, $unit, NULL, NULL, NULL, NULL, NULL, '')",
            {"unit": unit},
        )
    write_findings(connection)
    return connection.execute(sql + " ORDER BY ALL").fetchall()


def test_one_digit_that_mends_a_sum_is_named(rows: Rows) -> None:
    put_check(rows, "sum", "sum", roles(parts=[n(2679), n(6948)], whole=n(9617)))
    assert leads(rows) == [
        ("sum", "sum-parts-0", 2669.0, "digits", None),
        ("sum", "sum-parts-1", 6938.0, "digits", None),
        ("sum", "sum-whole-0", 9627.0, "digits", None),
    ]


def test_two_neighbouring_digits_that_were_swapped_are_named(rows: Rows) -> None:
    put_check(rows, "sum", "sum", roles(parts=[n(1400), n(2107)], whole=n(5307)))
    assert leads(rows) == [("sum", "sum-whole-0", 3507.0, "digits", None)]


def test_a_whole_number_that_gives_the_printed_share_is_named(rows: Rows) -> None:
    # 79.59% of 49 are 39, and of no other number than 49; 26 and 39 differ by two digits.
    put_check(rows, "share", "share", roles(parts=n(26), whole=n(49), share=p("79.59")))
    assert leads(rows) == [("share", "share-parts-0", 39.0, "whole_number", None)]


def test_another_figure_of_the_same_indicator_case_and_document_is_named(rows: Rows) -> None:
    put_check(rows, "share", "share", roles(parts=n(31), whole=n(46), share=p("44.29")))
    rows.figure("share", "in-persons", 70, observation_id="meant", unit="persons", value_low=70, value_high=70)
    rows.figure("share", "others", 70, observation_id="of-another-indicator", unit="persons")
    rows.figure("elsewhere", "in-persons", 70, observation_id="of-another-case", unit="persons")
    assert leads(rows) == [("share", "share-whole-0", 70.0, "figure", "meant")]


def test_many_changes_are_no_lead(rows: Rows) -> None:
    items = [n(10), n(20), n(30), n(40), n(50)]
    put_check(rows, "mean", "mean", roles(items=items, mean=n(31)))
    assert leads(rows) == []  # 15 for 10, 25 for 20 and so on: any of the five would do


def test_a_bound_or_an_approximate_figure_is_never_to_blame(rows: Rows) -> None:
    put_check(rows, "sum", "sum", roles(parts=[n(60, "~"), n(50, ">=")], whole=as_printed("90", "90", "~", "persons")))
    assert audited(rows.connection, "SELECT verdict FROM audit_findings") == [("inconsistent",)]
    assert rows.connection.execute("FROM audit_leads").fetchall() == []


def test_an_order_that_breaks_has_no_lead(rows: Rows) -> None:
    put_check(rows, "order", "order", roles(items=[n(3), n(4)]))
    assert leads(rows) == []


def shared(rows: Rows, check_id: str, kind: str, figures: dict[str, list[str]], **told: Figure) -> None:
    """A check over figures that other checks use too."""
    put_check(rows, check_id, kind, {role: [figure] for role, figure in told.items()})
    for role, names in figures.items():
        for position, name in enumerate(names):
            rows.put(
                "audit_operands",
                f"{check_id}-{name}",
                check_id=check_id,
                role=role,
                position=position,
                observation_id=name,
            )


def test_each_figure_that_could_be_misprinted_is_named(rows: Rows) -> None:
    put_check(rows, "first", "sum", roles(parts=[n(12), n(25)], whole=n(38)))
    assert [lead[1:3] for lead in leads(rows)] == [
        ("first-parts-0", 13.0),
        ("first-parts-1", 26.0),
        ("first-whole-0", 37.0),
    ]


def test_but_not_one_that_another_check_confirms(rows: Rows) -> None:
    put_check(rows, "first", "sum", roles(parts=[n(12), n(25)], whole=n(38)))
    shared(rows, "second", "sum", {"parts": ["first-parts-0"]}, whole=n(12))
    assert [lead[1:3] for lead in leads(rows)] == [("first-parts-1", 26.0), ("first-whole-0", 37.0)]


def deviations(rows: Rows, sd: str) -> None:
    items = [n(value) for value in (10, 5, 10, 5, 3, 3, 5)]
    put_check(rows, "sample", "sd_sample", roles(items=items, sd=as_printed(sd, sd, "=", "index")))
    names = [f"sample-items-{position}" for position in range(len(items))]
    shared(rows, "population", "sd_population", {"items": names, "sd": ["sample-sd-0"]})


def test_of_two_standard_deviations_the_one_that_comes_out_silences_the_other(rows: Rows) -> None:
    deviations(rows, "2.75")  # the population value; the sample value is 2.97
    assert leads(rows) == []


def test_a_change_need_not_mend_both_standard_deviations(rows: Rows) -> None:
    deviations(rows, "2.53")
    names = [f"sample-items-{position}" for position in range(7)]
    shared(rows, "mean", "mean", {"items": names}, mean=as_printed("6.14", "6.14", "=", "index"))
    assert [lead for lead in leads(rows) if lead[0] != "mean"] == [
        ("population", "sample-items-4", 5.0, "digits", None),
        ("population", "sample-items-5", 5.0, "digits", None),
    ]


def test_a_fall_keeps_its_sign_when_a_digit_is_changed(rows: Rows) -> None:
    put_check(rows, "fall", "growth", roles(before=n(400), after=n(300), growth=p("-35")))
    assert ("fall", "fall-growth-0", -25.0, "digits", None) in leads(rows)


def test_a_change_of_a_decimal_is_a_decimal(rows: Rows) -> None:
    put_check(rows, "gap", "difference", roles(before=p("1.1"), after=p("2.2"), difference=p("1.4")))
    values = {value for _, _, value, _, _ in leads(rows)}
    assert all(value == float(Fraction(str(value)).limit_denominator(10)) for value in values)
