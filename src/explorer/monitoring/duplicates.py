"""Encounters that stand twice: found in one pass over a short number of each id, told by the id itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.monitoring.engines import Engine

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Repeats:
    """``ids`` stand more than once, in ``rows`` rows; ``without`` rows have no id at all.

    ``surplus`` is how many rows are left out so that each id counts once.
    """

    ids: tuple[str, ...]
    rows: int
    without: int

    @property
    def surplus(self) -> int:
        return self.rows - len(self.ids)


def find_repeats(engine: Engine, table: Table, key: str) -> Repeats:
    """The ids in the column ``key`` that more than one row has.

    The first pass counts distinct hashes (8 bytes a row, on disk where memory is short) and mostly finds nothing. Only
    where some hash occurs twice are the ids themselves looked at, so that two ids of one hash are never taken for one.
    """
    found = table.filter(table[key].notnull() & (table[key] != ""))
    number = engine.hash_of(found[key])
    counts = engine.answer(found.aggregate(rows=found.count(), distinct=number.nunique()))
    every = engine.answer(table.aggregate(rows=table.count()))
    rows, distinct = _first(counts, "rows"), _first(counts, "distinct")
    without = _first(every, "rows") - rows
    if rows == distinct:
        return Repeats((), 0, without)
    numbered = found.select(key=found[key], number=number)
    twice = numbered.group_by("number").having(numbered.count() > 1).agg(times=numbered.count())
    suspects = numbered.semi_join(twice, "number")
    repeated = suspects.group_by("key").having(suspects.count() > 1).agg(times=suspects.count())
    answer = engine.answer(repeated)
    ids = tuple(sorted(answer["key"].to_pylist()))
    return Repeats(ids, sum(answer["times"].to_pylist()), without)


def once_each(table: Table, key: str, ids: Table) -> Table:
    """Of the rows whose id is among ``ids``, one for each: the first in the order of all columns."""
    import ibis

    found = table.semi_join(ids, key)
    order = [found[name] for name in found.columns]
    numbered = found.mutate(place_=ibis.row_number().over(group_by=key, order_by=order))
    return numbered.filter(numbered.place_ == 0).drop("place_")


def _first(answer: pa.Table, column: str) -> int:
    return int(answer[column][0].as_py())
