"""Records as they should not be, put in on request: so many of each fault, to see that each is found and counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from explorer.synthetic.design import Design
from explorer.synthetic.records import REFERRALS, encounters

ENCOUNTER_FAULTS = ("repeated", "ends_before_start", "unknown_provider", "unknown_kind")
"""Rows added to the encounters: a second time the same; the end a day before the start; a provider, and a kind of
encounter, that no list has. Encounters with a resident of unknown county are no faults of form: the design has them."""
NO_PROVIDER, NO_KIND, NO_PERSON = "990000-99", "home", "0000000000000000"
FAULTY_NUMBERS = 20_000_000_000
LEAST_ROWS_A_FAULT = 100
"""Rows of the whole set for each row of a fault: the faults of a year are drawn from its first month."""


def faulty_encounters(design: Design, year: int, each: int) -> pa.Table:
    """``each`` rows of every fault for one year (counted from 0), in the order of ENCOUNTER_FAULTS."""
    source = pa.concat_tables(_enough(encounters(design, 12 * year), each * len(ENCOUNTER_FAULTS)))
    parts = [source.slice(place * each, each) for place in range(len(ENCOUNTER_FAULTS))]
    repeated, ends_early, nowhere, unheard = parts
    first = FAULTY_NUMBERS + (design.region.rows // 10) * year
    ends_early = _numbered(ends_early, first)
    days = pc.subtract(pc.cast(ends_early["start"], pa.int32()), pa.scalar(1, pa.int32()))
    ends_early = _replaced(ends_early, "end", pc.cast(days, pa.date32()))
    nowhere = _replaced(_numbered(nowhere, first + each), "provider_id", pa.array([NO_PROVIDER] * each))
    unheard = _replaced(_numbered(unheard, first + 2 * each), "kind", pa.array([NO_KIND] * each))
    return pa.concat_tables(plain(part) for part in (repeated, ends_early, nowhere, unheard))


def stray_referrals(design: Design, year: int) -> pa.Table:
    """Referrals of a person who never saw anybody, for one year (counted from 0)."""
    sender, receiver, n = design.stray_referrals(year)
    ids = np.arange(n) + FAULTY_NUMBERS + design.region.rows // 10 * year
    columns = [
        pc.cast(pa.array(ids), pa.string()),
        pa.array([NO_PERSON] * n, pa.string()),
        pa.array([sender.provider_id] * n, pa.string()),
        pa.array([receiver.provider_id] * n, pa.string()),
        pa.array([design.days_of(12 * year)[0]] * n, pa.date32()),
        pa.array([True] * n, pa.bool_()),
    ]
    return pa.table(columns, schema=REFERRALS)


def plain(table: pa.Table) -> pa.Table:
    """The same with every dictionary written out."""
    schema = [
        pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        for field in table.schema
    ]
    return table.cast(pa.schema(schema))


def _enough(tables: Iterator[pa.Table], rows: int) -> list[pa.Table]:
    found: list[pa.Table] = []
    for table in tables:
        found.append(table)
        if sum(len(each) for each in found) >= rows:
            break
    return found


def _numbered(table: pa.Table, first: int) -> pa.Table:
    return _replaced(table, "encounter_id", pc.cast(pa.array(np.arange(len(table)) + first), pa.string()))


def _replaced(table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.column_names.index(column), column, values)
