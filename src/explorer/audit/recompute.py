"""Checks recomputed in SQL, as they stand or with one figure replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import duckdb
import pandas as pd

from explorer.rounding import SHARE_SCALES


@dataclass(frozen=True)
class Replacement:
    """A figure that stands in for an observation: its value, and the interval that it may stand for."""

    observation_id: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Trial:
    """A check to recompute, with one of its figures replaced or with none."""

    check_id: str
    replacement: Replacement | None = None


@dataclass(frozen=True)
class Result:
    """What recomputing a check gave: verdict, the two sides where there are two, the interval of the computed one.

    ``truncated``: it comes out only if the last digit printed was cut off and not rounded.
    """

    verdict: str
    reported: float | None
    computed: float | None
    low: float | None
    high: float | None
    truncated: bool


def recompute(connection: duckdb.DuckDBPyConnection, trials: Iterable[Trial]) -> dict[Trial, Result]:
    """The result of each trial; checks of marks and those that cannot be made have none.

    Reads the tables checks, audit_operands, audit_items and observations.
    """
    asked = list(dict.fromkeys(trials))
    if not asked:
        return {}
    columns = ("trial", "check_id", "observation_id", "value", "value_low", "value_high")
    rows = [(number, trial.check_id, *_replaced(trial.replacement)) for number, trial in enumerate(asked)]
    connection.register("trials", pd.DataFrame(rows, columns=columns))
    connection.register("share_scales", pd.DataFrame(SHARE_SCALES.items(), columns=("unit", "scale")))
    sql = resources.files("explorer.audit").joinpath("recompute.sql").read_text(encoding="utf-8")
    found = connection.execute(sql).fetchall()
    connection.unregister("trials")
    connection.unregister("share_scales")
    return {asked[number]: Result(*values) for number, _, _, *values in found}


def _replaced(replacement: Replacement | None) -> tuple[str | None, float, float, float]:
    if replacement is None:
        return None, 0.0, 0.0, 0.0
    return replacement.observation_id, replacement.value, replacement.low, replacement.high


def standing_trials(connection: duckdb.DuckDBPyConnection) -> list[Trial]:
    """Every check that can be recomputed, as it stands."""
    rows = connection.execute(
        "SELECT check_id FROM checks WHERE kind <> 'marks' AND undetermined_zh IS NULL ORDER BY position"
    ).fetchall()
    return [Trial(check_id) for (check_id,) in rows]
