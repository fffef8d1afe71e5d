"""The audit recomputes what the documents computed: verdicts, intervals, leads, and what it says."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import schema
from explorer.audit.recompute import Result, Trial, recompute
from explorer.build import fill
from explorer.catalog import Catalog, load_catalog
from explorer.paths import PROJECT_FOLDER
from explorer.rounding import MEASURED_UNITS
from tests.unit.alternative_audit import COUNTED, Figure, Outcome, as_printed, outcome
from tests.unit.rows import Rows, empty_database

DATA = PROJECT_FOLDER / "data"


# Shared: a check as rows, and a finding held against the second computation


def put_check(rows: Rows, check_id: str, kind: str, roles: Mapping[str, Sequence[Figure]], listed: int = 0) -> None:
    """A check of a case of its own, with its figures in their roles."""
    rows.case(check_id)
    rows.put("checks", check_id, check_id=check_id, case_id=check_id, kind=kind, locator="表1")
    for role, figures in roles.items():
        for position, figure in enumerate(figures):
            name = f"{check_id}-{role}-{position}"
            rows.indicator(f"in-{figure.unit}", unit=figure.unit)
            rows.figure(
                check_id,
                f"in-{figure.unit}",
                float(figure.value),
                None if figure.years is None else f"{2001}/{2000 + figure.years}",
                observation_id=name,
                unit=figure.unit,
                qualifier=figure.qualifier,
                value_low=None if math.isinf(figure.low) else float(figure.low),
                value_high=None if math.isinf(figure.high) else float(figure.high),
                printed_step=float(figure.step or 1),
                decimals=max(0, -round(math.log10(figure.step or 1))),
            )
            rows.put("audit_operands", name, check_id=check_id, role=role, position=position, observation_id=name)
    for position in range(listed):
        rows.put("audit_items", f"{check_id}-{position}", check_id=check_id, position=position)


def differences(found: Result | Mapping[str, Any], expected: Outcome) -> dict[str, tuple[Any, Any]]:
    """Where a result and the second computation disagree; infinite ends are missing in tables."""
    got = vars(found) if isinstance(found, Result) else found
    apart = {}
    for name, wanted in vars(expected).items():
        if isinstance(wanted, float) and math.isinf(wanted):
            agrees = got[name] is None or math.isinf(got[name])
        elif isinstance(wanted, float):
            agrees = got[name] == pytest.approx(wanted, rel=1e-9, abs=1e-8)
        else:
            agrees = got[name] == wanted
        if not agrees:
            apart[name] = (got[name], wanted)
    return apart


def recomputed(kind: str, roles: Mapping[str, Sequence[Figure]], listed: int = 0) -> Result:
    with empty_database() as rows:
        put_check(rows, "check", kind, roles, listed)
        (result,) = recompute(rows.connection, [Trial("check")]).values()
    return result


# The shipped checks, twice


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(DATA)


@pytest.fixture(scope="module")
def audited(catalog: Catalog) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        fill(connection, catalog, "")
        yield connection


@pytest.fixture(scope="module")
def figures(catalog: Catalog) -> dict[str, Figure]:
    """Every figure of observations.csv as the second computation reads it; derived ones by their formula's interval."""
    read = {}
    with (DATA / "observations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start, end = row["period_start"][:4], row["period_end"][:4]
            years = int(end) - int(start) + 1 if start else None
            if row["basis"] == "derived":
                derived = catalog.derived[row["observation_id"]]
                ends = derived.interval.low, derived.interval.high
                value = Fraction(derived.value)
                read[row["observation_id"]] = Figure(value, None, *ends, derived.qualifier.value, row["unit"], years)
            else:
                cells = row["value"], row["as_reported"], row["qualifier"], row["unit"]
                read[row["observation_id"]] = as_printed(*cells, years)
    return read


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def test_every_shipped_check_comes_to_the_same_twice(
    catalog: Catalog, audited: duckdb.DuckDBPyConnection, figures: dict[str, Figure]
) -> None:
    found = {row["check_id"]: row for row in rows_of(audited, "FROM audit_findings")}
    assert found.keys() == {check.id for check in catalog.checks}
    apart = {}
    for check in catalog.checks:
        row = found[check.id]
        row |= {"low": row["computed_low"], "high": row["computed_high"]}
        if check.undetermined is not None:
            expected = Outcome("undetermined")
        elif check.kind is schema.CheckKind.marks:
            expected = marks_outcome(check, catalog)
        else:
            roles = {role: [figures[name] for name in ids] for role, ids in check.operands.by_role().items()}
            expected = outcome(check.kind.value, roles, len(check.listed))
        if told := differences(row, expected):
            apart[check.id] = told
    assert apart == {}


def marks_outcome(check: schema.Check, catalog: Catalog) -> Outcome:
    (case,) = [case for case in catalog.cases if case.id == check.case]
    assert check.marked is not None
    tags = getattr(case.tags, check.marked.dimension)
    marked = any(tag.tag == check.marked.tag and tag.basis is schema.Basis.stated for tag in tags)
    verdict = "consistent" if marked == bool(check.points) else "inconsistent"
    return Outcome(verdict, float(marked), float(len(check.points)))


def test_there_are_many_checks_of_every_kind(catalog: Catalog) -> None:
    kinds = Counter(check.kind for check in catalog.checks)
    assert kinds.keys() == set(schema.CheckKind)
    assert kinds.total() >= 150


def test_the_nine_alliances_are_checked_for_what_they_mark(catalog: Catalog) -> None:
    alliances = {
        case.id
        for case in catalog.cases
        if case.category is schema.Category.alliance and case.source == "case-collection"
    }
    assert {check.case for check in catalog.checks if check.kind is schema.CheckKind.marks} >= alliances
    assert len(alliances) == 9


def test_every_difference_is_that_of_the_two_sides(audited: duckdb.DuckDBPyConnection) -> None:
    for row in rows_of(audited, "FROM audit_findings"):
        two_sided = row["verdict"] != "undetermined" and row["kind"] != "marks" and row["computed"] is not None
        assert (row["difference"] is not None) == two_sided
        if two_sided:
            assert row["difference"] == pytest.approx(row["computed"] - row["reported"], abs=1e-8)


# What it says


def test_every_inconsistent_finding_names_its_figures_and_its_place(audited: duckdb.DuckDBPyConnection) -> None:
    operands = rows_of(
        audited, "SELECT check_id, value, decimals, unit FROM audit_operands JOIN observations USING (observation_id)"
    )
    for row in rows_of(audited, "FROM audit_findings WHERE verdict = 'inconsistent'"):
        assert row["locator"] in row["message_zh"]
        assert row["locator"].replace("；", "; ") in row["message_en"]
        if row["kind"] != "count":  # a list of names says how many, and not how much each is
            for one in operands:
                if one["check_id"] == row["check_id"] and abs(one["value"]) < 100_000:
                    printed = f"{one['value']:,.{one['decimals']}f}"
                    assert printed in row["message_zh"]
                    assert printed in row["message_en"]


def test_no_sentence_is_cut_short_and_none_holds_a_slot(audited: duckdb.DuckDBPyConnection) -> None:
    for row in rows_of(audited, "FROM audit_findings"):
        assert row["message_zh"].endswith("。"), row["check_id"]
        assert row["message_en"].endswith("."), row["check_id"]
        for text in (row["message_zh"], row["message_en"]):
            assert not {"{", "}"} & set(text)
            assert "None" not in text


KNOWN = {
    "zju-share-county": ("inconsistent", "37 ÷ 46 × 100"),  # 79.59% of 46 would be 36.6 institutions
    "zju-share-mch": ("consistent", "31 ÷ 49 × 100"),
    "zju-cycle-mean": ("inconsistent", "(10 + 5 + 10 + 5 + 3 + 3 + 5) ÷ 7"),
    "zju-branch-projects": ("inconsistent", "9 = 8"),
    "ruian-completion": ("consistent", "319 ÷ 396 × 100"),
    "ruian-operations": ("inconsistent", "25828 ≤ 16080"),
    "ruian-accreditation": ("inconsistent", "8 ÷ 19 × 100"),
    "ruian-shared-centres": ("inconsistent", "5 = 6"),
    "west-china-second-treated": ("consistent", "2679 + 6948"),
    "tianjin-choice-filled": ("consistent", "44 + 36.3 + 19.3"),
    "tianjin-surplus-rate": ("consistent", "231000000 ÷ 965000000 × 100"),
    "nanshan-depression-screening": ("undetermined", "? / >=50"),
    "changxing-marks-organizational": ("inconsistent", "□ organizational (1)"),
}


@pytest.mark.parametrize("check_id", KNOWN)
def test_what_a_reader_would_find_with_a_pencil(check_id: str, audited: duckdb.DuckDBPyConnection) -> None:
    row = audited.execute(
        "SELECT verdict, expression FROM audit_findings WHERE check_id = $id", {"id": check_id}
    ).fetchone()
    assert row == KNOWN[check_id]


def test_a_share_cut_off_instead_of_rounded_is_told_apart(audited: duckdb.DuckDBPyConnection) -> None:
    rows = audited.execute("SELECT check_id FROM audit_findings WHERE truncated").fetchall()
    assert ("ruian-completion",) in rows
    (message,) = audited.execute(
        "SELECT message_en FROM audit_findings WHERE check_id = 'ruian-completion'"
    ).fetchone() or ("",)
    assert message.endswith("The two agree if the last digits were cut off, not if they were rounded.")


def test_leads_are_named_as_leads(audited: duckdb.DuckDBPyConnection) -> None:
    leads = audited.execute(
        "SELECT check_id, observation_id, value, basis, instead_id FROM audit_leads ORDER BY ALL"
    ).fetchall()
    assert (
        "zju-share-county",
        "zju-women-partner-institutions-public-2013-2023",
        49.0,
        "figure",
        "zju-women-partner-institutions-zhejiang-2013-2023",
    ) in leads
    assert ("zju-cycle-mean", "zju-women-linping-cycle", 5.0, "digits", None) in leads
    for (message,) in audited.execute(
        "SELECT message_zh FROM audit_findings WHERE check_id IN (SELECT check_id FROM audit_leads)"
    ).fetchall():
        assert message.endswith("这是线索，不是证明。")


def test_a_figure_that_would_be_misprinted_must_come_out_everywhere_else(audited: duckdb.DuckDBPyConnection) -> None:
    # 5 for 3 mends the mean and the population deviation; nothing mends the sample deviation as well as the mean.
    leads = audited.execute("SELECT DISTINCT check_id FROM audit_leads WHERE check_id LIKE 'zju-cycle-%'").fetchall()
    assert sorted(leads) == [("zju-cycle-mean",), ("zju-cycle-sd-population",)]


# Made-up checks, twice


def n(value: int, qualifier: str = "=") -> Figure:
    """So many persons."""
    return as_printed(str(value), str(value), qualifier, "persons")


def p(text: str, qualifier: str = "=") -> Figure:
    """So many percent."""
    return as_printed(text, text, qualifier, "percent")


def roles(**given: Figure | list[Figure]) -> dict[str, list[Figure]]:
    return {role: figures if isinstance(figures, list) else [figures] for role, figures in given.items()}


EXAMPLES = {
    "a share that rounds": ("share", roles(parts=n(1), whole=n(3), share=p("33.3")), "consistent"),
    "a share that does not": ("share", roles(parts=n(1), whole=n(3), share=p("33.5")), "inconsistent"),
    "a share that was cut off": ("share", roles(parts=n(2), whole=n(3), share=p("66.6")), "consistent"),
    "a share that no whole number gives": ("share", roles(whole=n(46), share=p("79.59")), "inconsistent"),
    "a share that a whole number gives": ("share", roles(whole=n(49), share=p("79.59")), "consistent"),
    "a share that no denominator gives": ("share", roles(parts=n(8), share=p("41.8")), "inconsistent"),
    "a share of none": ("share", roles(parts=n(0), share=p("0")), "consistent"),
    "a bound that the parts pass": ("sum", roles(parts=[n(60), n(50, ">")], whole=n(100)), "inconsistent"),
    "a bound that leaves a sum open": ("sum", roles(parts=[n(20), n(50, ">")], whole=n(100)), "undetermined"),
    "a bound that the sum keeps": ("sum", roles(parts=[n(20), n(90)], whole=n(100, ">")), "consistent"),
    "a part larger than its whole": ("nesting", roles(part=n(11), whole=n(10)), "inconsistent"),
    "a part as large as its whole": ("nesting", roles(part=n(10), whole=n(10)), "consistent"),
    "a part of a whole told as a bound": ("nesting", roles(part=n(12), whole=n(10, ">")), "undetermined"),
    "an approximate figure": ("equality", roles(figures=[p("81.97"), p("82", "~")]), "consistent"),
    "figures too far apart": ("equality", roles(figures=[n(8), n(9)]), "inconsistent"),
    "two bounds": ("equality", roles(figures=[n(8, ">"), n(9, ">")]), "undetermined"),
    "an order with a tie": ("order", roles(items=[n(3), n(2), n(2)]), "consistent"),
    "an order that breaks": ("order", roles(items=[n(3), n(4), n(2)]), "inconsistent"),
    "a mean of things that are counted": ("mean", roles(items=[n(2), n(3)], mean=n(3)), "consistent"),
    "growth": ("growth", roles(before=n(80), after=n(100), growth=p("25")), "consistent"),
    "a fall cut off": ("growth", roles(before=n(300), after=n(100), growth=p("-66.6")), "consistent"),
    "a target reached": ("target", roles(target=p("25"), result=p("25.40")), "consistent"),
    "a target missed": ("target", roles(target=p("90", ">="), result=p("82.5")), "inconsistent"),
    "a target not to be passed": ("target", roles(target=p("10", "<="), result=p("12")), "inconsistent"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_verdict_follows_from_the_digits_printed(name: str) -> None:
    kind, roles, verdict = EXAMPLES[name]
    result = recomputed(kind, roles)
    assert result.verdict == verdict
    assert differences(result, outcome(kind, roles)) == {}


def test_a_list_is_counted() -> None:
    roles = {"stated": [n(6)]}
    assert recomputed("count", roles, listed=5).verdict == "inconsistent"
    assert recomputed("count", roles, listed=6).verdict == "consistent"


def test_only_a_share_that_was_cut_off_is_called_so() -> None:
    _, roles, _ = EXAMPLES["a share that was cut off"]
    assert recomputed("share", roles).truncated
    assert not recomputed("share", EXAMPLES["a share that rounds"][1]).truncated


STEPS = {"persons": (1,), "percent": (1, Fraction(1, 10), Fraction(1, 100)), "yuan": (100, 1, Fraction(1, 10))}


@st.composite
def a_figure(draw: st.DrawFn, unit: str, least: int = 0, exactly: bool = False) -> Figure:
    step = Fraction(draw(st.sampled_from(STEPS[unit])))
    value = draw(st.integers(least, 400)) * step
    qualifier = "=" if exactly else draw(st.sampled_from(["="] * 6 + ["~", ">", ">=", "<", "<="]))
    text = f"{float(value):.2f}".rstrip("0").rstrip(".") if step < 1 else str(int(value))
    # "3.0" would be read as printed with one decimal: the words print as many as the step has.
    places = {Fraction(1, 10): 1, Fraction(1, 100): 2}.get(step, 0)
    words = f"{float(value):.{places}f}" if step <= 1 else f"{float(value / 100):g}"
    return as_printed(text, words, qualifier, unit, draw(st.integers(1, 12)))


def several(unit: str, least: int = 2) -> st.SearchStrategy[list[Figure]]:
    return st.lists(a_figure(unit), min_size=least, max_size=5)


def one(unit: str, least: int = 0, exactly: bool = False) -> st.SearchStrategy[list[Figure]]:
    return st.lists(a_figure(unit, least, exactly), min_size=1, max_size=1)


ROLES = {
    "sum": {"parts": several("persons"), "whole": one("persons")},
    "share": {"parts": several("persons", 1), "whole": one("persons", 1), "share": one("percent")},
    "ratio": {"numerator": one("yuan"), "denominator": one("yuan", 1), "ratio": one("percent")},
    "growth": {"before": one("persons", 1), "after": one("persons"), "growth": one("percent")},
    "difference": {"before": one("percent"), "after": one("percent"), "difference": one("percent")},
    "mean": {"items": several("yuan"), "mean": one("yuan")},
    "sd_sample": {"items": st.lists(a_figure("persons", exactly=True), min_size=2, max_size=5), "sd": one("yuan")},
    "sd_population": {"items": st.lists(a_figure("percent", exactly=True), min_size=2, max_size=5), "sd": one("yuan")},
    "yearly": {"total": one("persons"), "yearly": one("yuan")},
    "order": {"items": several("percent")},
    "nesting": {"part": one("persons"), "whole": one("persons")},
    "equality": {"figures": several("persons")},
    "target": {"target": one("percent"), "result": one("percent")},
    "count": {"stated": one("persons"), "items": several("persons")},
}  # fmt: skip


def test_every_kind_that_computes_is_made_up_too() -> None:
    assert ROLES.keys() == {kind.value for kind in schema.CheckKind} - {"marks"}


SHARES_IN_PART = st.fixed_dictionaries(
    {"whole": one("persons", 1, exactly=True), "share": one("percent", 1, exactly=True)}
) | st.fixed_dictionaries({"parts": one("persons", 1, exactly=True), "share": one("percent", 1, exactly=True)})
CHECKS = {**{kind: st.fixed_dictionaries(drawn) for kind, drawn in ROLES.items()}, "share of one": SHARES_IN_PART}


@pytest.mark.parametrize("kind", CHECKS)
@settings(max_examples=12, deadline=None)  # a query each
@given(data=st.data())
def test_made_up_checks_come_to_the_same_twice(kind: str, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(CHECKS[kind], min_size=1, max_size=15))
    kind = kind.partition(" ")[0]
    with empty_database() as rows:
        for number, made_up in enumerate(drawn):
            put_check(rows, f"check-{number}", kind, made_up)
        found = recompute(rows.connection, [Trial(f"check-{number}") for number in range(len(drawn))])
    for number, made_up in enumerate(drawn):
        assert differences(found[Trial(f"check-{number}")], outcome(kind, made_up)) == {}


def test_the_units_of_the_vocabulary_are_counted_or_measured(catalog: Catalog) -> None:
    units = {entry.id for entry in catalog.vocabulary["unit"]}
    assert units - MEASURED_UNITS <= COUNTED, "say of a new unit whether it is counted or measured"
    assert not MEASURED_UNITS & COUNTED
