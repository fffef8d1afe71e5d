"""The two charts of the overview: what is counted in them, and what can be taken away of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from explorer.charts import overview as charts
from explorer.exports import overview as files
from explorer.i18n import Translator
from explorer.queries import cases, provenance, records
from explorer.ui.answers import ask
from explorer.ui.view_chart import ViewChart


def matrix_chart(tr: Translator) -> ViewChart:
    """Cases by alliance model and integration type."""
    counts = ask(cases.model_type_matrix)
    return ViewChart(
        name="overview-matrix",
        state="overview-matrix",
        title=tr("overview.matrix.title"),
        subtitle="",
        draw=lambda: charts.model_type_chart(counts, tr),
        alt=charts.model_type_alt(counts, tr),
        notes=[tr("overview.matrix.note.picture")],
        table=lambda: files.matrix_table(counts, tr),
        data=lambda: files.matrix_data(counts, cell_members(ask(cases.cases_in_cells)), tr),
        rests_on=lambda: _sources(ask(cases.cases_in_cells)),
    )


def province_chart(tr: Translator) -> ViewChart:
    """Cases by province."""
    counts = ask(cases.cases_by_province)
    return ViewChart(
        name="overview-map",
        state="overview-map",
        title=tr("overview.map.title"),
        subtitle="",
        draw=lambda: charts.province_chart(counts, tr),
        alt=charts.province_alt(counts, tr),
        notes=[tr("overview.map.note.picture")],
        table=lambda: files.provinces_table(counts, tr),
        data=lambda: files.provinces_data(counts, province_members(ask(cases.cases_in_provinces)), tr),
        rests_on=lambda: _sources(ask(cases.cases_in_provinces)),
    )


def cell_members(members: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """The cases of each model and type, ``members`` as from ``explorer.queries.cases.cases_in_cells``."""
    return {(row["model"], row["type"]): list(row["case_ids"]) for row in records(members)}


def province_members(members: pd.DataFrame) -> dict[str, list[str]]:
    """The cases of each province, ``members`` as from ``explorer.queries.cases.cases_in_provinces``."""
    return {row["province"]: list(row["case_ids"]) for row in records(members)}


def _sources(members: pd.DataFrame) -> Sequence[str]:
    counted = sorted({case_id for own in members["case_ids"] for case_id in own})
    return ask(provenance.sources_behind, {"case_id": counted})
