"""A reader's figures in the form of published ones, so that charts and tables take both, and never without a mark.

Each carries its ``origin``, own or own_synthetic, and says in its place, its basis and its source whose it is; charts
draw it as a star.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from explorer.i18n import LANGUAGES, Translator, decimals_of
from explorer.queries import records

OWN, SYNTHETIC, PUBLISHED = "own", "own_synthetic", "published"
SOURCE = "own"
"""The id that stands where a published figure has its source's."""

MOST_DECIMALS, SHOWN_DECIMALS = 3, 2
"""Decimals that a person may write; a number with more, as computers write it, shows two. Files keep all."""

Row = Mapping[str, Any]


def own_figures(rows: pd.DataFrame, entries: Iterable[Row], name: str, columns: Sequence[str]) -> pd.DataFrame:
    """The reader's figures with the columns of published ones, and with ``origin``.

    ``rows`` as from ``explorer.queries.own_figures.of_places``, ``entries`` the codebook's of the same module, ``name``
    what the reader calls the set, ``columns`` those of the published figures. Figures of an indicator that is not among
    the entries are left out. Sorted by place, indicator as in the codebook, and period.
    """
    codebook = {entry["indicator_id"]: entry for entry in entries}
    known = [row for row in records(rows) if row["indicator_id"] in codebook]
    names = place_names(known)
    told = [_told(row, codebook[row["indicator_id"]], names[row["place"]], name) for row in known]
    told.sort(key=lambda row: (row["case_id"], row["indicator_position"], row["period_end"], row["period_start"]))
    for number, row in enumerate(told):
        row["observation_position"] = number
    frame = pd.DataFrame(told, columns=[*columns, "origin"])
    for column in ("period_start", "period_end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[us]")
    return frame


def beside(published: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Both, one below the other, each with its ``origin``; the published ones first."""
    marked = published.assign(origin=PUBLISHED)
    if own.empty:
        return marked
    if published.empty:
        return own
    # Column by column, because pandas would ask what an empty column of objects and one of numbers make.
    columns = {name: [*marked[name].tolist(), *own[name].tolist()] for name in marked}
    frame = pd.DataFrame(columns)
    for column in ("period_start", "period_end"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


def newest(own: pd.DataFrame) -> pd.DataFrame:
    """Of each place and indicator the figure of the latest period; of two that end together, the longer."""
    if own.empty:
        return own
    in_time = own.sort_values(["case_id", "indicator_id", "period_end", "period_start"], ascending=[1, 1, 0, 1])
    return own.loc[sorted(in_time.drop_duplicates(["case_id", "indicator_id"]).index)].reset_index(drop=True)


def whole_years(own: pd.DataFrame) -> pd.DataFrame:
    """The figures of whole calendar years, which may stand on an axis of years with published ones."""
    return own[own["period_printed"].str.fullmatch(r"\d{4}")].reset_index(drop=True)


def place_names(rows: Iterable[Row]) -> dict[str, str]:
    """What each place is called: its newest name, with its code where two share one; the code where it has none."""
    names = {row["place"]: row["place_name"] or row["place"] for row in rows}
    times = Counter(names.values())
    return {place: name if times[name] == 1 else f"{name} {place}" for place, name in names.items()}


def printed(start: date, end: date) -> str:
    """A period as the data files write it: ``2023``, ``2023-05``, ``2023-01/2023-03``, ``2023-05-01/2023-05-07``."""
    if (start.month, start.day) == (1, 1) and (end.month, end.day) == (12, 31):
        return f"{start:%Y}" if start.year == end.year else f"{start:%Y}/{end:%Y}"
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return f"{start:%Y-%m}" if (start.year, start.month) == (end.year, end.month) else f"{start:%Y-%m}/{end:%Y-%m}"
    return f"{start:%Y-%m-%d}" if start == end else f"{start:%Y-%m-%d}/{end:%Y-%m-%d}"


def _told(row: Row, entry: Row, place: str, name: str) -> dict[str, Any]:
    mark = "own.place.synthetic" if row["synthetic"] else "own.place"
    start, end = _day(row["period_start"]), _day(row["period_end"])
    kind = "change" if entry["is_change"] else "share" if row["unit"] == "percent" else "level"
    decimals = decimals_of(row["value"])
    told: dict[str, Any] = {
        **{key: entry[key] for key in entry if key not in ("unit", "name_zh", "name_en", "position")},
        **{
            "observation_id": f"own/{row['place']}/{row['indicator_id']}/{start}/{end}",
            "case_id": f"own/{row['place']}",
        },
        **{"indicator_id": row["indicator_id"], "indicator_position": entry["position"], "case_position": 10**6},
        **{"period_start": start, "period_end": end, "period_printed": printed(start, end)},
        **{
            "value": row["value"],
            "decimals": decimals if decimals <= MOST_DECIMALS else SHOWN_DECIMALS,
            "unit": row["unit"],
            "qualifier": "=",
        },
        **{"value_low": row["value"], "value_high": row["value"], "printed_step": None, "kind": kind},
        **{"basis": OWN, "formula": None, "verdict": None},
        **{"as_reported": f"{row['value']:.{decimals}f}", "source_id": SOURCE, "source_kind": SOURCE, "locator": None},
        **{"case_category": OWN, "origin": SYNTHETIC if row["synthetic"] else OWN},
    }
    for language in LANGUAGES:
        tr = Translator(language)
        label = tr(mark, place=place)
        told |= {f"indicator_{language}": entry[f"name_{language}"], f"source_{language}": tr("own.source", name=name)}
        told |= {f"{column}_{language}": label for column in ("place", "case", "subject")}
        told |= {f"note_{language}": row["note"], f"finding_{language}": None, f"formula_{language}": None}
    return told


def ratios(own: pd.DataFrame, entry: Row) -> pd.DataFrame:
    """Downward referrals per upward referral of the same place and period, from the reader's own two counts.

    ``own`` as from ``own_figures``; ``entry`` is the codebook's of the ratio. Only where the set has no ratio of that
    place and period itself. Each is derived, and its formula names both counts.
    """
    counts: dict[tuple[str, str], dict[str, Row]] = {}
    for row in records(own):
        counts.setdefault((row["case_id"], row["period_printed"]), {})[row["indicator_id"]] = row
    found = []
    for parts in counts.values():
        up, down = parts.get("referrals-up"), parts.get("referrals-down")
        if entry["indicator_id"] in parts or up is None or down is None or not up["value"]:
            continue
        formula = f"{down['value']:,.10g} / {up['value']:,.10g}"
        found.append(
            dict(up)
            | {key: entry[key] for key in entry if key not in ("unit", "name_zh", "name_en", "position")}
            | {"observation_id": up["observation_id"].replace("referrals-up", entry["indicator_id"])}
            | {"indicator_zh": entry["name_zh"], "indicator_en": entry["name_en"], "unit": entry["unit"]}
            | {"indicator_position": entry["position"], "kind": "level", "basis": "derived", "as_reported": None}
            | {"value": down["value"] / up["value"], "decimals": SHOWN_DECIMALS}
            | {"formula": formula, "formula_zh": formula, "formula_en": formula}
        )
    return pd.DataFrame(found, columns=own.columns)


def on_clock(own: pd.DataFrame, starts: Mapping[str, int]) -> pd.DataFrame:
    """The reader's figures with where each stands to the start of its place, as ``explorer.queries.clock.outcomes``.

    ``starts`` is the year of the start by place. Figures of places without one are left out, and so are changes.
    """
    kept = own[own["case_id"].isin([f"own/{place}" for place in starts]) & (own["kind"] != "change")]
    first = [starts[case_id.removeprefix("own/")] for case_id in kept["case_id"]]
    begins, ends = (kept[name].dt.year.tolist() for name in ("period_start", "period_end"))
    stands = [
        "before" if end < start else "after" if begin > start else "at_start"
        for start, begin, end in zip(first, begins, ends, strict=True)
    ]
    return kept.assign(
        from_day=kept["period_start"],
        since_first=pd.array([begin - start for start, begin in zip(first, begins, strict=True)], dtype="Int64"),
        since_last=pd.array([end - start for start, end in zip(first, ends, strict=True)], dtype="Int64"),
        stands=stands,
    ).reset_index(drop=True)


def clock_starts(own: pd.DataFrame, starts: Mapping[str, int]) -> pd.DataFrame:
    """When the reform began in each of the reader's places, as ``explorer.queries.clock.starts`` has it."""
    names = own.drop_duplicates("case_id").set_index("case_id")
    found = []
    for place, year in starts.items():
        if (case_id := f"own/{place}") in names.index:
            row: dict[str, Any] = {"case_id": case_id, "category": OWN, "started": str(year)}
            row |= {"start_from": pd.Timestamp(year, 1, 1), "start_to": pd.Timestamp(year, 12, 31)}
            for language in LANGUAGES:
                label = names.loc[case_id, f"place_{language}"]
                row |= {f"name_{language}": label, f"place_{language}": label}
                row[f"years_note_{language}"] = Translator(language)("own.clock.said")
            found.append(row)
    return pd.DataFrame(found)


def _day(value: Any) -> date:
    return value.date() if isinstance(value, pd.Timestamp) else value
