"""Encounters that stand twice: found in one pass over a short number of each id, told by the id itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.monitoring.engines import DUCKDB, Engine

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table


NUMBERS_AT_ONCE = 2**27
"""Numbers that are sorted at once: one gigabyte of them."""


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

    The first pass counts distinct hashes (8 bytes a row) and mostly finds nothing. Only where some hash occurs twice
    are the ids themselves looked at, so that two ids of one hash are never taken for one.
    """
    found = table.filter(table[key].notnull() & (table[key] != ""))
    numbered = found.select(key=found[key], number=engine.hash_of(found[key]))
    every = _first(engine.answer(table.aggregate(rows=table.count())), "rows")
    if engine.name == DUCKDB:
        rows, distinct = _counted_here(engine, numbered.select("number"), every)
    else:
        counts = engine.answer(numbered.aggregate(rows=numbered.count(), distinct=numbered.number.nunique()))
        rows, distinct = _first(counts, "rows"), _first(counts, "distinct")
    without = every - rows
    if rows == distinct:
        return Repeats((), 0, without)
    twice = numbered.group_by("number").having(numbered.count() > 1).agg(times=numbered.count())
    suspects = numbered.semi_join(twice, "number")
    repeated = suspects.group_by("key").having(suspects.count() > 1).agg(times=suspects.count())
    answer = engine.answer(repeated)
    ids = tuple(sorted(answer["key"].to_pylist()))
    return Repeats(ids, sum(answer["times"].to_pylist()), without)


def _counted_here(engine: Engine, numbers: Table, most: int) -> tuple[int, int]:
    """How many numbers there are, and how many different ones: sorted in this process, so many at a time.

    Of a hundred million, numpy sorts the numbers in a fraction of the time in which DuckDB groups them
    (docs/performance.md). Those that do not fit are taken in turns, the ones with the same rest of a division together.
    """
    import numpy as np

    turns = most // NUMBERS_AT_ONCE + 1
    rows = distinct = 0
    for turn in range(turns):
        kept = np.empty(most // turns + most // 16 * (turns > 1), np.uint64)
        filled = 0
        for batch in engine.batches(numbers.filter(numbers.number % turns == turn) if turns > 1 else numbers):
            values = batch.column(0).to_numpy(zero_copy_only=False)
            if filled + len(values) > len(kept):
                kept = np.concatenate([kept[:filled], np.empty(len(kept) // 8 + len(values), np.uint64)])
            kept[filled : filled + len(values)] = values
            filled += len(values)
        kept = kept[:filled]
        kept.sort()
        rows += filled
        distinct += int(np.count_nonzero(kept[1:] != kept[:-1])) + min(filled, 1)
    return rows, distinct


def once_each(table: Table, key: str, ids: Table) -> Table:
    """Of the rows whose id is among ``ids``, one for each: the first in the order of all columns."""
    import ibis

    found = table.semi_join(ids, key)
    order = [found[name] for name in found.columns]
    numbered = found.mutate(place_=ibis.row_number().over(group_by=key, order_by=order))
    return numbered.filter(numbered.place_ == 0).drop("place_")


def _first(answer: pa.Table, column: str) -> int:
    return int(answer[column][0].as_py())
