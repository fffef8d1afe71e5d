"""What the collection holds: models by integration types, and provinces as tiles."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.theme import ACCENT, MUTED
from explorer.filters import NO_MODEL
from explorer.i18n import Translator

CELL = 74
TILE = 46


def model_type_chart(counts: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """A table of circles, one a model and integration type, its area the number of cases; a click selects the cell.

    ``counts`` has columns model, type, cases. The selection is named ``cell`` and carries model and type.
    """
    shown = counts.assign(
        model_label=[model_name(tag, tr) for tag in counts["model"]],
        type_label=[tr(f"overview.type.{tag}") for tag in counts["type"]],
        tip=[tr("overview.matrix.tip", count=count) for count in counts["cases"]],
    )
    models, types = list(dict.fromkeys(shown["model_label"])), list(dict.fromkeys(shown["type_label"]))
    cell = alt.selection_point(name="cell", fields=["model", "type"], empty=True)
    base = alt.Chart(shown).encode(
        x=alt.X(
            "type_label:N",
            sort=types,
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=0 if tr.language == "zh" else -18,
                labelOverlap=False,
                domain=False,
                ticks=False,
            ),
        ),
        y=alt.Y("model_label:N", sort=models, title=None, axis=alt.Axis(labelLimit=170, domain=False, ticks=False)),
        tooltip=[
            alt.Tooltip("model_label:N", title=tr("facet.alliance_model")),
            alt.Tooltip("type_label:N", title=tr("facet.integration_type")),
            alt.Tooltip("cases:Q", title=tr("unit.cases")),
        ],
    )
    circles = (
        base.transform_filter("datum.cases > 0")
        .mark_circle(color=ACCENT, opacity=0.9, cursor="pointer")
        .encode(
            size=alt.Size("cases:Q", legend=None, scale=alt.Scale(type="sqrt", range=[0, 1500], domainMin=0)),
            description="tip:N",
        )
        .add_params(cell)
    )
    numbers = base.mark_text(fontSize=13, fontWeight="bold").encode(
        text=alt.condition("datum.cases > 0", "cases:Q", alt.value("·")),
        color=alt.condition("datum.cases > 0", alt.value("#ffffff"), alt.value(MUTED)),
    )
    return alt.layer(circles, numbers.properties()).properties(height=46 * len(models) + 30)


def model_name(tag: str, tr: Translator) -> str:
    """An alliance model's name; NO_MODEL has one too."""
    return tr("model.none") if tag == NO_MODEL else tr.label("alliance_model", tag)


def model_type_alt(counts: pd.DataFrame, tr: Translator) -> str:
    """The largest cell, in words."""
    top = counts.sort_values(["cases"], ascending=False, kind="stable").iloc[0]
    return tr(
        "overview.matrix.alt",
        model=model_name(top["model"], tr),
        type=tr.label("integration_type", top["type"]),
        count=int(top["cases"]),
    )


def province_chart(counts: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """One square a province, no boundaries; filled where there are cases. A click selects the province.

    ``counts`` as from ``explorer.queries.cases.cases_by_province``. The selection is named ``tile``.
    """
    shown = counts.assign(
        name=counts[f"name_{tr.language}"],
        short=counts["short_zh" if tr.language == "zh" else "letters"],
    )
    # One text of two lines a tile: a layer for each would be compiled by every visitor's browser.
    counted = shown["short"] + "\n" + shown["cases"].astype(str)
    shown["label"] = counted.where(shown["cases"] > 0, shown["short"])
    tile = alt.selection_point(name="tile", fields=["province"], empty=True)
    size = {"paddingInner": 0.08, "paddingOuter": 0.02}
    base = alt.Chart(shown).encode(
        x=alt.X("tile_column:O", axis=None, scale=alt.Scale(**size)),
        y=alt.Y("tile_row:O", axis=None, scale=alt.Scale(**size)),
        tooltip=[
            alt.Tooltip("name:N", title=tr("facet.province")),
            alt.Tooltip("cases:Q", title=tr("unit.cases")),
        ],
    )
    squares = (
        base.mark_rect(cornerRadius=4)
        .encode(
            color=alt.condition("datum.cases > 0", alt.value(ACCENT), alt.value(MUTED)),
            opacity=alt.condition("datum.cases > 0", alt.value(1), alt.value(0.22)),
        )
        .add_params(tile)
    )
    names = base.mark_text(fontSize=11, lineBreak="\n", baseline="middle", dy=-6).encode(
        text="label:N", color=alt.when("datum.cases > 0").then(alt.value("#ffffff"))
    )
    rows = int(counts["tile_row"].max()) + 1
    return alt.layer(squares, names).properties(height=TILE * rows)


def province_alt(counts: pd.DataFrame, tr: Translator) -> str:
    """How many provinces have cases and which has most, in words."""
    top = counts.sort_values("cases", ascending=False, kind="stable").iloc[0]
    return tr(
        "overview.map.alt",
        provinces=int((counts["cases"] > 0).sum()),
        top=top[f"name_{tr.language}"],
        count=int(top["cases"]),
    )
