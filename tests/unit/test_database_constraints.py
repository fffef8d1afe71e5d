"""Every table of the compiled database has a key, and every name of another record is declared to be one."""

from __future__ import annotations

import duckdb
import pytest


def declared(database: duckdb.DuckDBPyConnection, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    rows = database.execute(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() "
        "WHERE constraint_type = $kind ORDER BY ALL",
        {"kind": kind},
    ).fetchall()
    return [(table, tuple(columns)) for table, columns in rows]


def test_every_table_has_a_key_that_refuses_a_second_row_like_the_first(database: duckdb.DuckDBPyConnection) -> None:
    tables = [name for (name,) in database.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    assert [table for table, _ in declared(database, "PRIMARY KEY")] == tables
    for table in tables:
        with pytest.raises(duckdb.ConstraintException, match=r"violates (primary key|unique) constraint"):
            database.execute(f'INSERT INTO "{table}" SELECT * FROM "{table}" LIMIT 1')


HOMES = {
    "source_id": "sources",
    "case_id": "cases",
    "point_id": "case_points",
    "observation_id": "observations",
    "indicator_id": "indicators",
    "policy_id": "policies",
    "family_id": "policy_families",
    "target_id": "targets",
    "recommendation_id": "recommendations",
    "framework_id": "frameworks",
    "province": "provinces",
    "check_id": "checks",
}


def test_every_column_that_names_a_record_of_another_table_is_declared_to(database: duckdb.DuckDBPyConnection) -> None:
    columns = database.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    naming = {(table, column) for table, column in columns if HOMES.get(column, table) != table}
    foreign = {(table, column) for table, columns in declared(database, "FOREIGN KEY") for column in columns}
    assert naming <= foreign
    assert {("case_tags", "tag"), ("vocabulary", "source_id"), ("indicators", "comparability_group")} <= foreign


def test_a_row_that_names_what_is_not_there_is_refused(database: duckdb.DuckDBPyConnection) -> None:
    primary, foreign = dict(declared(database, "PRIMARY KEY")), declared(database, "FOREIGN KEY")
    refused = set()
    for table, key in foreign:
        # A copy of a row with a key of its own, sound but for the name.
        naming = {column for other, columns in foreign for column in columns if other == table}
        own = {"position": "1000", "relation": "'cites'"}
        changes = {column: own.get(column, "'another'") for column in {*primary[table]} - naming}
        changes[key[-1]] = "'nowhere'"
        replaced = ", ".join(f'{value} AS "{column}"' for column, value in changes.items())
        row = f'SELECT * REPLACE ({replaced}) FROM "{table}" WHERE "{key[-1]}" IS NOT NULL LIMIT 1'
        database.execute(f"CREATE OR REPLACE TEMP TABLE copied AS {row}")
        if database.execute("FROM copied").fetchone() is not None:
            database.execute("BEGIN TRANSACTION")
            if {*primary[table]} <= naming:  # one row for each of another table: no key is left to choose
                database.execute(f'DELETE FROM "{table}"')
            with pytest.raises(duckdb.ConstraintException, match="does not exist in the referenced table"):
                database.execute(f'INSERT INTO "{table}" FROM copied')
            database.execute("ROLLBACK")
            refused.add((table, key))
    # In the tiny data no tag has a source, and no lead puts one figure in place of another.
    assert set(foreign) - refused == {("vocabulary", ("source_id",)), ("audit_leads", ("instead_id",))}
