"""The rows of the tables about evaluation frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer import schema
from explorer.catalog import Catalog
from explorer.table_row import Row, both


def framework_tables(catalog: Catalog) -> Iterator[tuple[str, Iterable[Row]]]:
    """Table names and their rows, parents first."""
    yield "frameworks", (_framework_row(n, framework) for n, framework in enumerate(catalog.frameworks))
    yield "framework_dimensions", _dimension_rows(catalog)
    yield "framework_places", _place_rows(catalog)
    yield "framework_entries", _entry_rows(catalog)


def _framework_row(position: int, framework: schema.Framework) -> Row:
    return {
        "framework_id": framework.id,
        "position": position,
        **both("title", framework.title),
        **both("text", framework.text),
        "recommendation_id": framework.recommendation,
        "source_id": framework.source,
        "locator": framework.locator,
    }


def _dimension_rows(catalog: Catalog) -> Iterator[Row]:
    for framework in catalog.frameworks:
        for position, dimension in enumerate(framework.dimensions):
            yield {
                "framework_id": framework.id,
                "dimension_id": dimension.id,
                "position": position,
                **both("name", dimension.name),
                "as_printed": dimension.as_printed,
                **both("note", dimension.note),
            }


def _place_rows(catalog: Catalog) -> Iterator[Row]:
    for framework in catalog.frameworks:
        for comparators in framework.comparators:
            for place in comparators.places:
                yield {
                    "framework_id": framework.id,
                    "model": comparators.model,
                    "case_id": place,
                    **both("reason", comparators.reason),
                }


def _entry_rows(catalog: Catalog) -> Iterator[Row]:
    """A row for each model that an entry names."""
    for framework in catalog.frameworks:
        entries = ((entry, model) for entry in framework.entries for model in entry.models)
        for position, (entry, model) in enumerate(entries):
            yield {
                "framework_id": framework.id,
                "position": position,
                "model": model,
                "dimension_id": entry.dimension,
                "indicator_id": entry.indicator,
                **both("wanted", entry.wanted),
                **both("missing", entry.missing),
                "direction": entry.direction.value,
                "target_id": entry.target,
                **_standard(entry.standard),
                "basis": entry.basis.value,
                "as_printed": entry.as_printed,
                **both("reason", entry.reason),
                "source_id": entry.source or framework.source,
                "locator": entry.locator or (framework.locator if entry.source is None else None),
            }


def _standard(standard: schema.FrameworkStandard | None) -> Row:
    return {
        "standard_operator": standard.operator.value if standard else None,
        "standard_value": standard.value if standard else None,
        **both("standard_scope", standard.scope if standard else None),
        "standard_source": standard.source if standard else None,
        "standard_locator": standard.locator if standard else None,
    }
