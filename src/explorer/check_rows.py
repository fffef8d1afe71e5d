"""Checks as rows of the tables that say what is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer import schema
from explorer.catalog import Catalog
from explorer.table_row import Row, both


def check_tables(catalog: Catalog) -> Iterator[tuple[str, Iterable[Row]]]:
    """Table names and their rows, parents first."""
    yield "checks", (_check_row(n, check) for n, check in enumerate(catalog.checks))
    yield "audit_operands", _operand_rows(catalog)
    yield "audit_points", _point_rows(catalog)
    yield "audit_items", _item_rows(catalog)


def _check_row(position: int, check: schema.Check) -> Row:
    return {
        "check_id": check.id,
        "position": position,
        "case_id": check.case,
        "kind": check.kind.value,
        "dimension": check.marked.dimension if check.marked else None,
        "tag": check.marked.tag if check.marked else None,
        "locator": check.locator,
        **both("note", check.note),
        **both("undetermined", check.undetermined),
    }


def _operand_rows(catalog: Catalog) -> Iterator[Row]:
    for check in catalog.checks:
        for role, ids in check.operands.by_role().items():
            for position, observation in enumerate(ids):
                yield {"check_id": check.id, "role": role, "position": position, "observation_id": observation}


def _point_rows(catalog: Catalog) -> Iterator[Row]:
    for check in catalog.checks:
        for position, key in enumerate(check.points):
            yield {"check_id": check.id, "position": position, "case_id": check.case, "point_id": key}


def _item_rows(catalog: Catalog) -> Iterator[Row]:
    for check in catalog.checks:
        for position, item in enumerate(check.listed):
            yield {"check_id": check.id, "position": position, **both("text", item), "locator": item.locator}
