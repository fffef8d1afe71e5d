"""The compiled database: complete, constrained, atomic."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import duckdb
import pytest

from explorer import build as build_module
from explorer import schema
from explorer.build import SCHEMA_VERSION, build_database, content_hash, fill
from explorer.catalog import Catalog, load_catalog
from explorer.errors import BuildError, DataFileError


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows: files differ byte by byte between equal builds."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        ]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in tables}


def test_two_builds_hold_the_same(tiny_data: Path, tmp_path: Path) -> None:
    build_database(tiny_data, tmp_path / "one.duckdb")
    build_database(tiny_data, tmp_path / "two.duckdb")
    assert contents(tmp_path / "one.duckdb") == contents(tmp_path / "two.duckdb")


def test_a_figure_keeps_its_digits_its_bound_and_its_period(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT value, decimals, qualifier, period_start::VARCHAR, period_end::VARCHAR, period_printed "
        "FROM observations WHERE case_id = 'changxing' AND kind = 'share' ORDER BY observation_id"
    ).fetchall()
    assert rows == [
        (60.0, 0, "~", "2015-01-01", "2017-12-31", "2015/2017"),
        (90.3, 2, "=", None, "2023-09-30", "2023-09"),
    ]


def test_a_derived_figure_is_computed_and_says_how(database: duckdb.DuckDBPyConnection) -> None:
    row = database.execute(
        "SELECT value, basis, as_reported, formula_en FROM observations WHERE basis = 'derived'"
    ).fetchone()
    assert row == (0.5, "derived", None, "Referred up (2024) ÷ Referred up (2024)")


def test_places_of_comparison_stand_apart_from_the_cases(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute("SELECT case_id, category FROM cases ORDER BY position").fetchall()
    assert rows == [("changxing", "alliance"), ("branch", "alliance"), ("national", "context")]


def test_names_can_be_found_by_pinyin_and_by_initials(database: duckdb.DuckDBPyConnection) -> None:
    row = database.execute(
        "SELECT pinyin, initials FROM case_search WHERE field = 'place' AND text_zh = '长兴县'"
    ).fetchone()
    assert row == ("chang xing xian", "cxx")


VIOLATIONS = {
    "a duplicate key": "INSERT INTO cases SELECT * FROM cases LIMIT 1",
    "a figure of no case": "UPDATE observations SET case_id = 'nowhere' WHERE observation_id = 'changxing-rate-2017'",
    "an unknown qualifier": "UPDATE observations SET qualifier = '?'",
    "a derived figure with a document's words": "UPDATE observations SET as_reported = 'x' WHERE basis = 'derived'",
    "a period that ends before it starts": "UPDATE observations SET period_start = DATE '2030-01-01'",
    "an unknown section": "UPDATE case_points SET section = 'result' WHERE point_id = 'undefined'",
    "a measure without a type": "UPDATE case_points SET integration_type = NULL WHERE section = 'measure'",
    "an unknown category": "UPDATE cases SET category = 'other' WHERE case_id = 'branch'",
    "a target with a value and no operator": "UPDATE targets SET operator = NULL",
    "a date without the days it may mean": "UPDATE policies SET issued_from = NULL WHERE policy_id = 'notice'",
    "an inferred date that is not explained": "UPDATE policies SET issued_note_zh = NULL WHERE policy_id = 'design'",
    "an unknown level of a policy": "UPDATE policies SET level = 'village' WHERE policy_id = 'notice'",
    "a place in no family": "UPDATE policies SET family_id = NULL WHERE policy_id = 'design'",
    "a measure’s tag that no vocabulary holds": "UPDATE point_tags SET tag = 'outreach'",
    "a link to neither case nor policy": "UPDATE recommendation_links SET case_id = NULL",
    "an indicator and what is wanted instead of it": "UPDATE framework_entries SET wanted_zh = 'x', missing_zh = 'x'",
    "a blank that is not explained": "UPDATE framework_entries SET missing_zh = NULL WHERE indicator_id IS NULL",
    "a choice on nobody's word": "UPDATE framework_entries SET as_printed = NULL WHERE basis = 'stated'",
    "a target and a standard": "UPDATE framework_entries SET standard_operator = '>', standard_value = 1",
}


@pytest.mark.parametrize("sql", VIOLATIONS.values(), ids=VIOLATIONS)
def test_the_tables_refuse_what_may_not_be(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(duckdb.ConstraintException):
        database.execute(sql)


def test_faults_leave_the_old_database_byte_for_byte(tiny_data: Path) -> None:
    target = tiny_data / "metrics.duckdb"
    build_database(tiny_data, target)
    before = target.read_bytes()
    path = tiny_data / "cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: county", "level: conty"), encoding="utf-8")
    with pytest.raises(DataFileError):
        build_database(tiny_data, target)
    assert target.read_bytes() == before
    assert [each.name for each in tiny_data.glob("*.tmp")] == []


def test_a_place_that_cannot_be_written_is_told(tiny_data: Path) -> None:
    with pytest.raises(BuildError, match="could not write"):
        build_database(tiny_data, Path("/proc/nowhere/metrics.duckdb"))


def test_line_endings_do_not_make_other_data(tiny_data: Path) -> None:
    before = content_hash(tiny_data)
    path = tiny_data / "cases.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert content_hash(tiny_data) == before


def _build(folder: Path) -> None:
    build_database(folder, folder / "metrics.duckdb")


def test_two_builders_at_once_both_succeed(tiny_data: Path) -> None:
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=_build, args=(tiny_data,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(timeout=60)
    assert [builder.exitcode for builder in builders] == [0, 0]
    assert len(contents(tiny_data / "metrics.duckdb")["cases"]) == 3
    assert list(tiny_data.glob("*.tmp")) == []


# Completeness


def test_every_table_is_filled_with_what_was_authored(database: duckdb.DuckDBPyConnection, tiny_data: Path) -> None:
    catalog = load_catalog(tiny_data)
    points = [point for case in catalog.cases for point in case.points]
    tags = [tag for case in catalog.cases for name in schema.TAG_DIMENSIONS for tag in getattr(case.tags, name)]
    expected = {
        "build_info": 2,
        "sources": len(catalog.sources),
        "vocabulary": sum(len(entries) for entries in catalog.vocabulary.values()),
        "provinces": len(catalog.provinces),
        "comparability_groups": len(catalog.comparability_groups),
        "indicators": len(catalog.indicators),
        "cases": len(catalog.cases) + len(catalog.places),
        "case_partners": sum(len(case.partners) for case in catalog.cases),
        "case_tags": len(tags),
        "case_evidence": len(catalog.cases) * len(schema.EVIDENCE_FACTS),
        "case_points": len(points),
        "point_answers": sum(len(point.answers) for point in points),
        "observations": len(catalog.observations),
        "case_headlines": sum(len(case.headline) for case in catalog.cases),
        "point_figures": sum(len(point.figures) for point in points),
        "policies": len(catalog.policies),
        "policy_families": len(catalog.policy_families),
        "policy_mentions": sum(len(policy.mentions) for policy in catalog.policies),
        "policy_tags": 3,  # a model and a theme of the notice, a theme of the design
        "policy_points": sum(len(policy.points) for policy in catalog.policies),
        "policy_links": sum(len(policy.cases) for policy in catalog.policies),
        "policy_measures": sum(len(link.measures) for policy in catalog.policies for link in policy.cases),
        "left_out": sum(len(entry.words) for entry in catalog.left_out),
        "point_themes": sum(len(point.themes) for point in points),
        "point_tags": sum(len(point.tags) for point in points),
        "preconditions": len(catalog.preconditions),
        "precondition_tags": sum(len(tags) for one in catalog.preconditions for tags in one.cases.values()),
        "precondition_answers": sum(len(tags) for one in catalog.preconditions for tags in one.county.values()),
        "other_subjects": len(catalog.other_subjects),
        "targets": sum(len(policy.targets) for policy in catalog.policies),
        "target_outcomes": 1,
        "recommendations": len(catalog.recommendations),
        "recommendation_links": sum(len(each.links) for each in catalog.recommendations),
        "frameworks": len(catalog.frameworks),
        "framework_dimensions": sum(len(each.dimensions) for each in catalog.frameworks),
        "framework_places": 1,
        "framework_entries": 4,  # of three entries, one names two models
        "checks": len(catalog.checks),
        "audit_operands": sum(len(ids) for check in catalog.checks for ids in check.operands.by_role().values()),
        "audit_points": sum(len(check.points) for check in catalog.checks),
        "audit_items": sum(len(check.listed) for check in catalog.checks),
        "audit_findings": len(catalog.checks),
        "observation_findings": 2,  # the share that does not come out; the referrals set beside what is of another kind
        "audit_leads": 3,  # 10 of 20 would be 90.30% if they were 18 or 19 of 20, or if the share were 50.30%
    }
    tables = [name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    counts = {name: (database.execute(f'SELECT count(*) FROM "{name}"').fetchone() or (0,))[0] for name in tables}
    # A case is found by its name, its places, its lead and partners, its category and tags, its summary and its points.
    places = 3 + 1  # changxing: county and province (no prefecture), branch: province; and changxing's one partner
    searched = 2 * len(catalog.cases) + places + len(catalog.cases) + len(catalog.cases) + len(tags) + len(points)
    # A policy by its title and issuer, what the documents call it, its number, family, kind, level, tags, summary,
    # points and targets.
    policies = (2 + 0 + 1 + 1 + 2 + 2 + 1 + 1 + 2) + (2 + 1 + 0 + 1 + 2 + 1 + 1)
    assert counts == expected | {"case_search": searched, "policy_search": policies}
    assert all(counts.values())


def test_the_database_names_its_version_and_its_content_and_nothing_that_changes(
    database: duckdb.DuckDBPyConnection, tiny_data: Path
) -> None:
    info = dict(database.execute("SELECT key, value FROM build_info").fetchall())
    assert info == {"schema_version": SCHEMA_VERSION, "content_hash": content_hash(tiny_data)}


def test_what_is_not_authored_is_missing_and_never_empty(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute("SELECT prefecture_zh, part_of, ended, lead_zh FROM cases ORDER BY position").fetchall()
    assert rows == [(None, None, None, "县医院"), (None, "changxing", None, "分院"), (None, None, None, None)]
    texts = database.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type = 'VARCHAR' "
        "AND column_name NOT IN ('aliases', 'aliases_zh', 'pinyin', 'initials')"
    ).fetchall()
    for table, column in texts:
        empty = database.execute(f'SELECT count(*) FROM "{table}" WHERE trim("{column}") = \'\'').fetchone()
        assert empty == (0,), f"{table}.{column}"


def test_a_target_falls_due_on_the_last_day_of_what_is_printed(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT operator, value, due::VARCHAR, due_printed FROM targets ORDER BY due DESC"
    ).fetchall()
    assert rows[0] == (">=", 90.0, "2020-12-31", "2020")


def test_a_target_that_a_figure_prints_as_a_year_is_told_in_words_and_due_in_it(
    database: duckdb.DuckDBPyConnection,
) -> None:
    row = database.execute(
        "SELECT operator, value, due::VARCHAR, indicator_id, source_id, locator FROM targets "
        "WHERE observation_id = 'changxing-goal-2016'"
    ).fetchone()
    assert row == (None, None, "2016-12-31", "started", "report", "案例一 引言")


def test_a_target_that_a_figure_prints_takes_its_bound_and_value(tiny_data: Path) -> None:
    path = tiny_data / "observations.csv"
    old = "started,医共体,The community,,2016,2016,calendar-year,=,2016 年建成,target"
    new = "referrals-up,医共体,The community,,2016,2000,visits,>=,2000 人次以上,target"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with duckdb.connect() as connection:
        fill(connection, load_catalog(tiny_data), "")
        row = connection.execute(
            "SELECT indicator_id, operator, value, due_printed FROM targets WHERE target_id = 'community-2016'"
        ).fetchone()
    assert row == ("referrals-up", ">=", 2000.0, "2016")


def test_a_policys_date_stands_as_printed_and_as_the_days_it_may_mean(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT policy_id, issued, issued_from::VARCHAR, issued_to::VARCHAR, issued_basis "
        "FROM policies ORDER BY position"
    ).fetchall()
    assert rows == [
        ("notice", "2019-05", "2019-05-01", "2019-05-31", "printed"),
        ("design", "2015-03-02", "2015-03-02", "2015-03-02", "inferred"),
    ]


def test_a_policy_can_be_found_by_the_pinyin_of_what_the_documents_call_it(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT text_zh, pinyin FROM policy_search WHERE policy_id = 'design' AND pinyin <> '' ORDER BY position"
    ).fetchall()
    assert rows == [("医联体方案", "yi lian ti fang an"), ("部门", "bu men"), ("“三医”协同", "san yi xie tong")]


def test_a_derived_figure_over_one_without_a_period_names_no_period(tiny_data: Path) -> None:
    path = tiny_data / "observations.csv"
    text = path.read_text("utf-8").replace("China down,2024,2024,", "China down,,,")
    path.write_text(text.replace("全国,China,2024,2024,200000", "全国,China,2023-01,2023-06,200000"), "utf-8")
    with duckdb.connect() as connection:
        fill(connection, load_catalog(tiny_data), "")
        words = connection.execute("SELECT formula_zh, formula_en FROM observations WHERE basis = 'derived'").fetchone()
    assert words == ("上转 ÷ 上转（2023-01/2023-06）", "Referred up ÷ Referred up (2023-01/2023-06)")


@pytest.mark.parametrize(("operands", "value", "decimals"), [("1 / 3", 1 / 3, 2), ("10000 / 3", 10000 / 3, 0)])
def test_a_derived_figure_shows_no_more_digits_than_it_can_bear(
    tiny_data: Path, operands: str, value: float, decimals: int
) -> None:
    path = tiny_data / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("[national-down-2024] / [national-up-2024]", operands), "utf-8")
    with duckdb.connect() as connection:
        fill(connection, load_catalog(tiny_data), "")
        row = connection.execute("SELECT value, decimals FROM observations WHERE basis = 'derived'").fetchone()
    assert row == (pytest.approx(value), decimals)


@pytest.mark.parametrize("text", ["0.1", "90.30", "-12.5", "12345678.9"])
def test_a_value_is_the_number_that_was_written(tiny_data: Path, text: str) -> None:
    path = tiny_data / "observations.csv"
    path.write_text(path.read_text("utf-8").replace(",200000,", f",{text},"), "utf-8")
    with duckdb.connect() as connection:
        fill(connection, load_catalog(tiny_data), "")
        query = "SELECT value, decimals FROM observations WHERE observation_id = 'national-up-2024'"
        row = connection.execute(query).fetchone()
    assert row == (float(text), len(text.partition(".")[2]))


# The file


def test_no_temporary_file_remains_when_writing_fails(tiny_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tiny_data / "metrics.duckdb"
    build_database(tiny_data, target)
    before = target.read_bytes(), sorted(path.name for path in tiny_data.iterdir())

    def fill_and_fail(connection: duckdb.DuckDBPyConnection, catalog: Catalog, digest: str) -> None:
        fill(connection, catalog, digest)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build_module, "fill", fill_and_fail)
    with pytest.raises(BuildError, match="No space left on device"):
        build_database(tiny_data, target)
    assert (target.read_bytes(), sorted(path.name for path in tiny_data.iterdir())) == before


def test_a_folder_in_the_targets_place_is_told_and_left_alone(tiny_data: Path, tmp_path: Path) -> None:
    target = tmp_path / "metrics.duckdb"
    target.mkdir()
    with pytest.raises(BuildError) as caught:
        build_database(tiny_data, target)
    assert str(caught.value) == (
        f"could not write {target}: Is a directory. Check that its folder exists and is writable, then build again."
    )
    assert [path.name for path in tmp_path.iterdir() if path != tiny_data] == ["metrics.duckdb"]


def test_a_folder_that_does_not_exist_yet_is_made(tiny_data: Path, tmp_path: Path) -> None:
    build_database(tiny_data, tmp_path / "new" / "folder" / "metrics.duckdb")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["metrics.duckdb"]


def test_others_may_read_the_file(tiny_data: Path, tmp_path: Path) -> None:
    usual = os.umask(0o077)  # what a careful shell sets
    try:
        build_database(tiny_data, tmp_path / "metrics.duckdb")
    finally:
        os.umask(usual)
    assert (tmp_path / "metrics.duckdb").stat().st_mode & 0o777 == 0o644


def test_any_other_change_makes_other_data(tiny_data: Path) -> None:
    hashes = {content_hash(tiny_data)}
    for name in build_module.INPUT_FILES:
        with (tiny_data / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        hashes.add(content_hash(tiny_data))
    # What moves from the end of one file to the start of the next counts too.
    (tiny_data / "sources.yaml").write_text("ab", "utf-8")
    (tiny_data / "vocabulary.yaml").write_text("c", "utf-8")
    hashes.add(content_hash(tiny_data))
    (tiny_data / "sources.yaml").write_text("a", "utf-8")
    (tiny_data / "vocabulary.yaml").write_text("bc", "utf-8")
    hashes.add(content_hash(tiny_data))
    assert len(hashes) == len(build_module.INPUT_FILES) + 3


# What the audit says of a figure


def test_a_figure_carries_the_worse_of_its_findings_and_one_that_comes_out_carries_none(
    database: duckdb.DuckDBPyConnection,
) -> None:
    found = database.execute("SELECT observation_id, verdict FROM observation_findings ORDER BY 1").fetchall()
    assert found == [("changxing-rate-2023", "inconsistent"), ("national-up-2024", "undetermined")]
    # What the share is computed from is not in doubt.
    operands = database.execute("SELECT DISTINCT observation_id FROM audit_operands WHERE check_id = 'down-of-up'")
    assert ("national-down-2024",) in operands.fetchall()
