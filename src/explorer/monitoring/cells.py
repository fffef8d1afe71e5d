"""Records counted: everything the indicators look at, as a few whole numbers for each place, kind and month.

Each of the functions gives an Ibis expression, so that DuckDB, Spark or any other engine does the work. Encounters are
read once: what is dropped, with its reason, is counted in the same pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from explorer.monitoring.contract import KINDS, Column
from explorer.monitoring.definitions import SCALES
from explorer.monitoring.mapping import TableMapping

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerValue, Table, Value

READ = ("resident_county", "provider_id", "kind", "start", "end", "fund", "operation_grade", "case_weight")
"""The columns of encounters that decide an indicator; the others are not read with them."""
ID = "encounter_id"
SUMS = ("records", "fund", "operations", "grade_3_4", "weight", "weighted")
"""What is summed of encounters, in whole numbers; fund in fen, weight in ten-thousandths."""
KEPT = ""
DROPPED = (
    "unreadable-value",
    "missing-value",
    "unknown-kind",
    "unknown-provider",
    "end-before-start",
    "in-the-future",
    "before-1990",
)
"""Why an encounter is dropped; the first that holds is counted."""
EARLIEST = date(1990, 1, 1)
MOST_OF_ONE = 1e12
"""No single amount is greater."""
TIERS = ("primary", "secondary", "tertiary")
"""From the lowest. An institution of another level has no tier, so that a referral to it goes neither up nor down."""


def as_contracted(
    table: Table, columns: Sequence[Column], mapping: TableMapping, names: Sequence[str], keep: Sequence[str] = ()
) -> Table:
    """The named columns of a table as the contract has them, those to ``keep`` as they are, and ``unreadable``: whether
    a value is text that stands for none."""
    import ibis

    found, unreadable = {}, []
    for column in columns:
        source = mapping.source_of(column.name)
        if column.name not in names or (column.optional and source not in table.columns):
            continue
        value = table[source]
        found[column.name] = _read(value, column, mapping)
        if value.type().is_string() and column.type != "text":
            unreadable.append(found[column.name].isnull() & (value.strip() != ""))
    faulty: Value = ibis.literal(False)
    for test in unreadable:
        faulty = faulty | test.fill_null(False)
    return table.select(*keep, **found, unreadable=faulty)


def _read(value: Value, column: Column, mapping: TableMapping) -> Value:
    kind = value.type()
    if column.type == "text":
        codes = mapping.codes.get(column.name)
        return value.strip().substitute(dict(codes)) if codes else value
    if column.type == "date":
        if kind.is_timestamp():
            return value.date()
        if kind.is_string():
            text = value.strip()
            return text.re_search(r"^\d{4}-\d{2}-\d{2}([ T]|$)").ifelse(text.substr(0, 10).try_cast("date"), None)
        return value
    if kind.is_string():
        value = value.strip().try_cast("float64")
    if kind.is_integer():
        return value
    # Whether a value is no number is asked by itself: what Parquet's statistics say of a column leaves such values out.
    too_much = value.abs() > MOST_OF_ONE
    return ((value.isnan() | too_much) if value.type().is_floating() else too_much).ifelse(None, value)


def counted_encounters(encounters: Table, places: Table, until: date) -> Table:
    """Encounters by place, kind, months and reason for which they are dropped.

    ``places`` has provider_id and place (a number). One row for each reason (KEPT: none), resident_county, place, kind
    (its position in KINDS, None for another), start_month and end_month (year × 100 + month) that occur. Columns
    besides: SUMS, and unknown_grades (operation grades that are none of 1 to 4).

    Records are first summed by what they say themselves; only the few sums are then placed and judged by their codes.
    """
    import ibis

    sums = _sums_as_recorded(encounters, until).left_join(places, "provider_id")
    missing = (sums.flaw == _number("missing-value")) | sums.recorded_kind.isnull() | sums.provider_id.isnull()
    judged = sums.mutate(
        reason=ibis.cases(
            (sums.flaw == _number("unreadable-value"), sums.flaw),
            (missing, _number("missing-value")),
            (~sums.recorded_kind.isin(KINDS), _number("unknown-kind")),
            (sums.place.isnull(), _number("unknown-provider")),
            else_=sums.flaw,
        ),
        kind=sums.recorded_kind.cases(*[(kind, position) for position, kind in enumerate(KINDS)]),
        resident_county=sums.recorded_county.fill_null(""),
        start_month=sums.start_year * 100 + sums.start_month,
        end_month=sums.end_year * 100 + sums.end_month,
    )
    by = ("reason", "resident_county", "place", "kind", "start_month", "end_month")
    return judged.group_by(by).agg(**{name: judged[name].sum() for name in (*SUMS, "unknown_grades")})


def _sums_as_recorded(encounters: Table, until: date) -> Table:
    """The sums by what records hold, and by ``flaw``: a reason that can be seen in one record alone (0: none; else one
    more than its position in DROPPED).

    Codes and years are grouped as they are: DuckDB hashes each word of a Parquet dictionary once, but not what is
    worked out of it.
    """
    import ibis

    start, end, fund = encounters.start, encounters.end, encounters.fund
    grade, weight = encounters.operation_grade, encounters.case_weight
    flaws = _flaws(encounters, until)
    flaw = ibis.cases(*[(flaws[name], _number(name)) for name in DROPPED if name in flaws], else_=0)
    return encounters.group_by(
        flaw=flaw,
        recorded_county=encounters.resident_county,
        provider_id=encounters.provider_id,
        recorded_kind=encounters.kind,
        start_year=start.year(),
        start_month=start.month(),
        end_year=end.year(),
        end_month=end.month(),
    ).agg(
        records=encounters.count(),
        fund=(fund * SCALES["fund"]).round().sum().fill_null(0),
        operations=encounters.count(where=grade.between(1, 4)),
        grade_3_4=encounters.count(where=grade.between(3, 4)),
        weight=(weight * SCALES["weight"]).round().sum().fill_null(0),
        weighted=weight.count(),
        unknown_grades=encounters.count(where=~grade.between(1, 4)),
    )


def _flaws(records: Table, until: date) -> dict[str, BooleanValue]:
    """The reasons that a record shows without a list of institutions or of codes; each is None where it cannot tell."""
    missing: BooleanValue = records.start.isnull() | records.end.isnull() | records.fund.isnull()
    if ID in records.columns:
        missing = missing | records[ID].isnull() | (records[ID] == "")
    return {
        "unreadable-value": records.unreadable,
        "missing-value": missing,
        "end-before-start": records.end < records.start,
        "in-the-future": records.end > until,
        "before-1990": records.start < EARLIEST,
    }


def reason_of(records: Table, until: date) -> IntegerValue:
    """0 for an encounter that is kept, else one more than the position of its reason in DROPPED."""
    import ibis

    tests = _flaws(records, until)
    tests["missing-value"] = tests["missing-value"] | records.kind.isnull() | records.provider_id.isnull()
    tests |= {"unknown-kind": ~records.kind.isin(KINDS), "unknown-provider": records.place.isnull()}
    return ibis.cases(*[(tests[name], _number(name)) for name in DROPPED], else_=0)


def _number(reason: str) -> int:
    """The number that stands for a reason for which an encounter is dropped."""
    return DROPPED.index(reason) + 1


def counted_referrals(referrals: Table, places: Table, until: date) -> Table:
    """Referrals by their two places, month and reason for which they are dropped.

    One row for each reason (KEPT: none), from_place, to_place and month that occurs. Column besides: records.
    """
    import ibis

    joined = referrals.left_join(
        places.select(from_provider="provider_id", from_place="place"), "from_provider"
    ).left_join(places.select(to_provider="provider_id", to_place="place"), "to_provider")
    missing = (
        joined.date.isnull() | joined.person.isnull() | joined.from_provider.isnull() | joined.to_provider.isnull()
    )
    reason = ibis.cases(
        (joined.unreadable, _number("unreadable-value")),
        (missing, _number("missing-value")),
        (joined.from_place.isnull() | joined.to_place.isnull(), _number("unknown-provider")),
        (joined.date > until, _number("in-the-future")),
        (joined.date < EARLIEST, _number("before-1990")),
        else_=0,
    )
    return joined.group_by(
        reason=reason,
        from_place=joined.from_place,
        to_place=joined.to_place,
        month=joined.date.year() * 100 + joined.date.month(),
    ).agg(records=joined.count())


def matched_referrals(referrals: Table, encounters: Table) -> Table:
    """The referrals whose person was seen in one of the two institutions. Column: referral_id, each once."""
    pairs = [
        referrals.select("referral_id", "person", provider_id=referrals[end])
        for end in ("from_provider", "to_provider")
    ]
    seen = encounters.select("person", "provider_id")
    return pairs[0].union(pairs[1]).inner_join(seen, ["person", "provider_id"]).select("referral_id").distinct()


def placed_referrals(referrals: Table, places: Table) -> Table:
    """Referrals as definitions count them: ``referrals`` of from_place, to_place, month and records, with the county,
    level and alliance of the institution of the lower tier (lower_…) and of the one that sends (sender_…).

    Columns besides: up, down, out (referrals among ``records`` that go up, down, out of the county).
    """
    import ibis

    sending = places.select(from_place="place", **{f"sender_{name}": name for name in ("county", "level", "alliance")})
    receiving = places.select(
        to_place="place", **{f"receiver_{name}": name for name in ("county", "level", "alliance")}
    )
    joined = referrals.inner_join(sending, "from_place").inner_join(receiving, "to_place")
    tier = {end: _tier(joined[f"{end}_level"]) for end in ("sender", "receiver")}
    up, down = tier["sender"] < tier["receiver"], tier["sender"] > tier["receiver"]
    leaving = joined.sender_county != joined.receiver_county
    lower = {
        f"lower_{name}": down.fill_null(False).ifelse(joined[f"receiver_{name}"], joined[f"sender_{name}"])
        for name in ("county", "level", "alliance")
    }
    return joined.select(
        "month",
        *(f"sender_{name}" for name in ("county", "level", "alliance")),
        **lower,
        up=up.fill_null(False).ifelse(joined.records, ibis.literal(0)),
        down=down.fill_null(False).ifelse(joined.records, ibis.literal(0)),
        out=leaving.ifelse(joined.records, ibis.literal(0)),
    )


def _tier(level: Value) -> IntegerValue:
    """The position of a level in TIERS; None for one that has no tier."""
    return level.cases(*[(tier, position) for position, tier in enumerate(TIERS)])
