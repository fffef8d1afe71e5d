"""What a reader is shown of a definition: its formula in words of the records, and the SQL that an engine would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.monitoring.definitions import GRAINS, SCALES, Definition

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, Table

DIALECTS = {"duckdb": "DuckDB", "spark": "Spark", "trino": "Trino", "clickhouse": "ClickHouse"}
"""The engines in whose SQL a definition is shown, and what they are called."""


def sql_of(definition: Definition, dialect: str) -> str:
    """The indicator of every place by month (by year, if it has no other) in one query over the records' tables.

    ``dialect`` is one of DIALECTS. What Ibis writes, without the columns that nobody uses and the queries around them.
    """
    import ibis
    import sqlglot
    from sqlglot.optimizer.merge_subqueries import merge_subqueries
    from sqlglot.optimizer.pushdown_projections import pushdown_projections

    # Ibis writes for Spark only where Spark is installed: its query for DuckDB is translated.
    written = "duckdb" if dialect == "spark" else dialect
    query = sqlglot.parse_one(str(ibis.to_sql(expression_of(definition), dialect=written)), read=written)
    shorter = merge_subqueries(pushdown_projections(query), leave_tables_isolated=True)
    return shorter.sql(dialect=dialect, pretty=True)


def expression_of(definition: Definition) -> Table:
    """The indicator of every county (of alliances, if of none) by month (or year) as one Ibis expression.

    Columns: place, period (year × 100 + month, or the year), numerator, denominator (if it has one), value.
    """
    records = _referrals(definition) if definition.of_referrals else _encounters(definition)
    parts = {"numerator": definition.numerator.expression(records)}
    per_head = definition.denominator is not None and definition.denominator.what == "number"
    if definition.denominator is not None and not per_head:
        parts["denominator"] = definition.denominator.expression(records)
    summed = records.group_by("place", "period").agg(**parts)
    if per_head:
        summed = _with_residents(summed)
    if definition.denominator is None:
        return summed.mutate(value=summed.numerator)
    above, below = (SCALES.get(part.what, 1) for part in (definition.numerator, definition.denominator))
    quotient = definition.factor * summed.numerator / summed.denominator.nullif(0)
    return summed.mutate(value=quotient if above == below else quotient * below / above)


def _encounters(definition: Definition) -> Table:
    """Encounters with their institutions, as many rows as there are, in the form that definitions sum."""
    from explorer.monitoring import cells
    from explorer.monitoring.contract import ENCOUNTERS, PROVIDERS

    encounters, providers = (
        _contracted(name, of) for name, of in (("encounters", ENCOUNTERS), ("providers", PROVIDERS))
    )
    joined = encounters.inner_join(providers, "provider_id")
    measured = joined.mutate(**{name: value.cast("int64") for name, value in _measures(joined).items()})
    day = measured[definition.dated]
    period = day.year() * 100 + day.month() if GRAINS[0] in definition.grains else day.year()
    known = definition.place_of == "resident"
    place = measured.resident_county if known else measured.county if definition.of_counties else measured.alliance
    rows = measured.filter(measured.resident_county.length() == 6) if known else measured
    wanted = ["county", "resident_county", "level", "kind", *cells.SUMS]
    return rows.mutate(place=place, period=period).select("place", "period", *wanted)


def _measures(encounters: Table) -> dict[str, IntegerValue]:
    """What one encounter adds to each of cells.SUMS."""
    import ibis

    grade, weight = encounters.operation_grade, encounters.case_weight
    return {
        "records": ibis.literal(1),
        "fund": (encounters.fund * SCALES["fund"]).round(),
        "operations": grade.between(1, 4).ifelse(1, 0),
        "grade_3_4": grade.between(3, 4).ifelse(1, 0),
        "weight": (weight * SCALES["weight"]).round(),
        "weighted": weight.notnull().ifelse(1, 0),
    }


def _referrals(definition: Definition) -> Table:
    """Referrals with the county of their institution, as many rows as there are, in the form that definitions sum."""
    from explorer.monitoring import cells
    from explorer.monitoring.contract import PROVIDERS, REFERRALS

    referrals = _contracted("referrals", REFERRALS)
    providers = _contracted("providers", PROVIDERS)
    months = referrals.mutate(month=referrals.date.year() * 100 + referrals.date.month(), records=1)
    moved = months.select("month", "records", from_place="from_provider", to_place="to_provider")
    placed = cells.placed_referrals(moved, providers.rename(place="provider_id"))
    place = placed[f"{definition.place_of}_county"]
    return placed.mutate(place=place, period=placed.month)


def _with_residents(summed: Table) -> Table:
    from explorer.monitoring.contract import RESIDENTS

    residents = _contracted("residents", RESIDENTS)
    numbers = residents.select(place="county", period=residents.period.cast("int32"), denominator="number")
    return summed.inner_join(numbers, ["place", "period"])


def _contracted(name: str, columns: tuple) -> Table:
    """A table of the contract of which nothing but its columns is known."""
    import ibis

    types = {
        "text": "string",
        "date": "date",
        "money": "decimal(18, 2)",
        "weight": "decimal(10, 4)",
        "integer": "int64",
    }
    return ibis.table({column.name: types[column.type] for column in columns}, name=name)
