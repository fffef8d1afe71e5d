"""Targets as rules: a line with its value and year, never a judgement by colour."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from explorer.charts.theme import RULE
from explorer.i18n import Translator, decimals_of
from explorer.queries import records

NO_TARGETS = pd.DataFrame({"value": pd.Series(dtype="float")})
SIGNS = {"~": "≈", ">=": "≥", "<=": "≤"}


def target_label(row: dict[str, Any], tr: Translator) -> str:
    """A target in a few words: operator, value with unit, due year."""
    amount = tr.amount(row["value"], decimals_of(row["value"]), row["unit"])
    return tr("target.rule", value=f"{SIGNS.get(row['operator'], row['operator'])}{amount}", year=row["due"].year)


def target_rules(
    targets: pd.DataFrame, tr: Translator, scale: alt.Scale, *, vertical: bool, at_start: bool = False
) -> list[alt.Chart]:
    """The targets as dashed rules with their labels, across or along the chart.

    The label of a rule along the chart stands at its right end, or with ``at_start`` at its left.
    """
    rows = records(targets)
    shown = pd.DataFrame(
        {
            "value": targets["value"].to_list(),
            "label": [target_label(row, tr) for row in rows],
            "policy": [tr.pick(row, "policy") for row in rows],
            "scope": [tr.pick(row, "scope") for row in rows],
        }
    )
    tips = [alt.Tooltip(f"{name}:N", title=tr(f"target.{name}")) for name in ("label", "policy", "scope")]
    base = alt.Chart(shown).encode(tooltip=tips)
    rule = base.mark_rule(color=RULE, strokeDash=[5, 4], strokeWidth=1.6)
    text = base.mark_text(
        fontSize=12,
        align="center" if vertical else "left" if at_start else "right",
        baseline="bottom",
        dy=0 if vertical else -3,
    )
    if vertical:
        x = alt.X("value:Q", scale=scale)
        return [rule.encode(x=x), text.encode(x=x, y=alt.value(-4), text="label:N")]
    y = alt.Y("value:Q", scale=scale)
    x = alt.value(0 if at_start else alt.expr("width"))
    return [rule.encode(y=y), text.encode(y=y, x=x, text="label:N")]
