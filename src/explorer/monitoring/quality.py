"""What is to be known of records before an indicator is made of them, and what stops the work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from explorer.monitoring.cells import DROPPED
from explorer.monitoring.contract import KINDS
from explorer.monitoring.duplicates import Repeats
from explorer.monitoring.listed import COUNTY, Listed

STOPS: Mapping[str, float] = {
    "unknown-counties": 0.20,
    "dropped-encounters": 0.05,
    "duplicate-encounters": 0.01,
    "dropped-referrals": 0.05,
    "unmatched-referrals": 0.50,
}
"""The share above which the work stops unless it is accepted: of encounters kept, of encounters read (dropped,
duplicates), of referrals read."""

REMEDIES = {
    "unknown-counties": "check which column holds the county of residence, and how it is coded",
    "dropped-encounters": "see the reasons above, and mend the records or the mapping file",
    "duplicate-encounters": "check whether files overlap or one was exported twice",
    "dropped-referrals": "see the reasons above, and mend the records or the mapping file",
    "unmatched-referrals": "check that both tables use the same pseudonyms and codes of institutions",
}


def quality_report(
    encounters: pd.DataFrame,
    referrals: pd.DataFrame | None,
    listed: Listed,
    repeats: Repeats | None,
    referral_repeats: Repeats | None,
    matched: int | None,
) -> dict[str, Any]:
    """What was read, dropped and doubted, as plain data.

    ``encounters`` and ``referrals`` are cells (``cells.counted_encounters``, ``counted_referrals``), ``repeats`` None
    where nobody looked for any. Shares are from 0 to 1.
    """
    kept = encounters[encounters["reason"] == 0]
    well_formed = kept["resident_county"].str.fullmatch(COUNTY.pattern)
    blank = kept["resident_county"] == ""
    left_out = repeats.surplus if repeats else 0
    rows = int(encounters["records"].sum())
    report: dict[str, Any] = {
        "encounters": {
            "read": rows + left_out,
            "kept": int(kept["records"].sum()),
            "dropped": _reasons(encounters),
            "duplicates": _repeats(repeats),
            "county_unknown": int(kept.loc[~well_formed, "records"].sum()),
            "county_malformed": int(kept.loc[~well_formed & ~blank, "records"].sum()),
            "operation_grade_unknown": int(kept["unknown_grades"].sum()),
            "by_kind": {
                kind: int(kept.loc[kept["kind"] == position, "records"].sum()) for position, kind in enumerate(KINDS)
            },
        },
        "providers": {"read": len(listed.place_of), "in_an_alliance": _allied(listed)},
        "residents": {
            "read": len(listed.residents),
            "county_years_without": _without_residents(kept[well_formed], listed) if listed.residents else None,
        },
    }
    if referrals is not None:
        report["referrals"] = {
            "read": int(referrals["records"].sum()),
            "kept": int(referrals.loc[referrals["reason"] == 0, "records"].sum()),
            "dropped": _reasons(referrals),
            "duplicates": _repeats(referral_repeats),
            "without_encounter": None if matched is None else int(referrals["records"].sum()) - matched,
        }
    report["shares"] = _shares(report)
    return report


def stops(report: Mapping[str, Any], accepted: frozenset[str]) -> list[str]:
    """A sentence for each share that is above its limit and not accepted."""
    return [
        f"{name}: {share:.1%}, and at most {STOPS[name]:.0%} goes without asking; {REMEDIES[name]}, "
        f"or say --accept {name}"
        for name, share in report["shares"].items()
        if share > STOPS[name] and name not in accepted
    ]


def told(report: Mapping[str, Any]) -> list[str]:
    """The report as lines for a terminal."""
    lines = []
    for table in ("encounters", "referrals"):
        about = report.get(table)
        if about is None:
            continue
        lines.append(f"{table}: {about['read']:,} read, {about['kept']:,} kept")
        lines += [f"  dropped, {reason}: {number:,}" for reason, number in about["dropped"].items()]
        repeats = about["duplicates"]
        if repeats is None:
            lines.append("  duplicates: not looked for")
        else:
            lines.append(
                f"  duplicates: {repeats['left_out']:,} rows left out, ids: {', '.join(repeats['examples']) or 'none'}"
            )
    encounters = report["encounters"]
    lines.append(
        f"  resident’s county unknown: {encounters['county_unknown']:,} ({report['shares']['unknown-counties']:.1%})"
    )
    if encounters["operation_grade_unknown"]:
        lines.append(f"  operation grade none of 1 to 4, not counted: {encounters['operation_grade_unknown']:,}")
    without = report.get("referrals", {}).get("without_encounter")
    if without is not None:
        lines.append(f"  referrals whose person was seen at neither institution: {without:,}")
    lines += [f"  for example {example}" for example in report.get("examples", [])]
    lines.append(f"providers: {report['providers']['read']:,}; residents: {report['residents']['read']:,} county-years")
    return lines


def _reasons(cells: pd.DataFrame) -> dict[str, int]:
    dropped = cells[cells["reason"] > 0].groupby("reason")["records"].sum()
    return {DROPPED[int(str(reason)) - 1]: int(number) for reason, number in dropped.items()}


def _repeats(repeats: Repeats | None) -> dict[str, Any] | None:
    if repeats is None:
        return None
    told = asdict(repeats)
    ids = told.pop("ids")
    return {**told, "ids": len(ids), "left_out": repeats.surplus, "examples": list(ids[:5])}


def _allied(listed: Listed) -> int:
    return sum(bool(place.alliance) for place in listed.place_of.values())


def _without_residents(kept: pd.DataFrame, listed: Listed) -> int:
    """County-years with encounters of residents for which there is no number of residents."""
    met = kept[["resident_county", "start_month"]].drop_duplicates()
    pairs = {(county, int(month) // 100) for county, month in met.itertuples(index=False)}
    return len({pair for pair in pairs if re.fullmatch(COUNTY, pair[0])} - set(listed.residents))


def _shares(report: Mapping[str, Any]) -> dict[str, float]:
    encounters, referrals = report["encounters"], report.get("referrals")
    repeats = encounters["duplicates"]
    shares = {
        "unknown-counties": _share(encounters["county_unknown"], encounters["kept"]),
        "dropped-encounters": _share(sum(encounters["dropped"].values()), encounters["read"]),
        "duplicate-encounters": _share(repeats["left_out"] if repeats else 0, encounters["read"]),
    }
    if referrals is not None:
        shares["dropped-referrals"] = _share(sum(referrals["dropped"].values()), referrals["read"])
        shares["unmatched-referrals"] = _share(referrals["without_encounter"] or 0, referrals["read"])
    return shares


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
