"""The questions of `bench/panel.py` in pandas, with the whole panel in memory and sorted."""

from datetime import date
from pathlib import Path

import pandas as pd

KEY = ["indicator_id", "place", "period_start", "period_end"]


def load_in_pandas(source: Path) -> pd.DataFrame:
    """The panel in memory, checked as far as a few lines do it, and sorted."""
    frame = pd.read_parquet(source)
    for name in ("indicator_id", "place", "place_name", "unit"):
        frame[name] = frame[name].astype("category")
    for name in ("period_start", "period_end"):
        frame[name] = pd.to_datetime(frame[name])
    assert frame["value"].between(0, 100).all()
    assert (frame["unit"] == "percent").all()
    assert ((frame["numerator"] / frame["denominator"] * 100 - frame["value"]).abs() <= 0.5).all()
    frame = frame.sort_values(KEY, ignore_index=True)
    assert not frame.duplicated(KEY).any()
    return frame


def filtered_in_pandas(frame: pd.DataFrame, indicator_id: str, first: date, last: date) -> pd.DataFrame:
    within = frame["period_start"].ge(pd.Timestamp(first)) & frame["period_end"].le(pd.Timestamp(last))
    return frame[frame["indicator_id"].eq(indicator_id) & within]


def ranked_in_pandas(frame: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    latest = frame[frame["indicator_id"].eq(indicator_id)].drop_duplicates("place", keep="last").copy()
    latest["rank"] = latest["value"].rank(method="min", ascending=False).astype(int)
    latest["below"] = 100 * (latest["value"].rank(method="min") - 1) / (len(latest) - 1)
    latest["counties"] = len(latest)
    return latest.sort_values(["value", "place"], ascending=[False, True]).head(20)


def trend_in_pandas(frame: pd.DataFrame, indicator_id: str, places: list[str]) -> pd.DataFrame:
    return frame[frame["indicator_id"].eq(indicator_id) & frame["place"].isin(places)]
