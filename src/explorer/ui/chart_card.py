"""A chart as every page shows it: what it compares, the chart, its notes and sources, its table and its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.figures import figures_alt, figures_chart, split_trends
from explorer.charts.marks import marks_legend
from explorer.charts.targets import NO_TARGETS
from explorer.charts.theme import INK, framed
from explorer.exports.pictures import has_chinese_font, png_picture, svg_picture
from explorer.exports.tables import figures_csv, figures_table
from explorer.i18n import Translator
from explorer.ui import answers
from explorer.ui.prose import plain
from explorer.ui.source_notes import definition_notes, source_line

Chart = Any
"""An Altair chart; its generated types say less than this."""


@st.cache_data(show_spinner=False, max_entries=500)
def _spec(data_version: str, language: str, key: str, _draw: Callable[[], Chart]) -> dict[str, Any]:
    """A chart compiled once for each state it is drawn in: building one costs 20 ms, sending it does not."""
    return _draw().to_dict()


def spec_of(tr: Translator, key: str, draw: Callable[[], Chart]) -> dict[str, Any]:
    """The Vega-Lite spec of a chart. ``key`` must name everything that ``draw`` depends on beside data and language."""
    spec = _spec(answers.version(), tr.language, key, draw)
    spec.setdefault("config", {})["text"] = {"color": INK[st.context.theme.type or "light"]}
    return spec


def show_chart(
    tr: Translator,
    *,
    key: str,
    title: str,
    subtitle: str,
    figures: pd.DataFrame,
    draw: Callable[[], Chart],
    alt: str,
    legend: str = "",
    notes: Sequence[str] = (),
) -> None:
    """Draw one chart with all that has to stand around it.

    ``key`` identifies the chart and the state it is drawn in; ``figures`` are the observations in it.
    """
    st.markdown(f"### {plain(title)}")
    st.caption(plain(subtitle))
    st.vega_lite_chart(spec_of(tr, key, draw), width="stretch", alt=alt)
    every_note = [note for note in (legend, *notes, *definition_notes(figures, tr)) if note]
    st.caption("  \n".join(plain(line) for line in [*every_note, source_line(figures, tr)]))
    _table_and_files(tr, key, title, subtitle, figures, draw, every_note)


def show_group(
    tr: Translator,
    *,
    key: str,
    title: str,
    figures: pd.DataFrame,
    targets: pd.DataFrame = NO_TARGETS,
    notes: Sequence[str] = (),
    state: str = "",
) -> None:
    """Figures that may share an axis: lines where one thing has many dates, and beneath them all others as rows.

    ``state`` tells one selection of figures from another under the same ``key``.
    """
    for number, part in enumerate(part for part in split_trends(figures) if not part.empty):
        show_chart(
            tr,
            key=f"{key}-{number}?{state}",
            title=tr("compare.others", name=title) if number else title,
            subtitle=unit_and_period(tr, part),
            figures=part,
            draw=lambda part=part: figures_chart(part, targets, tr),  # type: ignore[misc]
            alt=figures_alt(part, tr),
            legend=marks_legend(part, tr),
            notes=notes,
        )


def unit_and_period(tr: Translator, figures: pd.DataFrame) -> str:
    """What is on the axis and from when the figures are, in one line."""
    units = dict.fromkeys(tr.label("unit", unit) for unit in figures["unit"])
    years = sorted({end.year for end in figures["period_end"].dropna()})
    period = tr("chart.years", first=years[0], last=years[-1]) if len(years) > 1 else ", ".join(map(str, years))
    parts = [
        tr("chart.unit", unit=tr.listing(list(units))),
        period,
        *([tr("chart.one_period")] if len(years) < 2 else []),
    ]
    return " · ".join(part for part in parts if part)


@st.fragment
def _table_and_files(
    tr: Translator,
    key: str,
    title: str,
    subtitle: str,
    figures: pd.DataFrame,
    draw: Callable[[], Chart],
    notes: list[str],
) -> None:
    name = key.split("?")[0].replace("/", "-")
    opened = st.expander(
        tr("chart.table"), icon=":material/table:", key=f"table.{name}.{tr.language}", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        st.table(figures_table(figures, tr), border="horizontal", hide_index=True, alt=title)

        def picture() -> dict[str, Any]:
            return framed(draw(), title, subtitle, [*notes, source_line(figures, tr), tr("export.made_with")]).to_dict()

        with st.container(horizontal=True):
            download(tr, "csv", name, lambda: figures_csv(figures, tr))
            download(tr, "svg", name, lambda: svg_picture(picture()))
            fonts = has_chinese_font()
            download(tr, "png", name, lambda: png_picture(picture()), missing=None if fonts else "export.no_font")


MIME = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}


def download(tr: Translator, kind: str, name: str, make: Callable[[], bytes], *, missing: str | None = None) -> None:
    """A button that makes its file when pressed. ``missing`` names the sentence that says why it cannot be."""
    st.download_button(
        tr(f"export.{kind}"),
        make,
        file_name=f"{name}-{tr.language}.{kind}",
        mime=MIME[kind],
        key=f"download.{kind}.{name}.{tr.language}",
        icon=":material/download:",
        on_click="ignore",
        disabled=missing is not None,
        help=tr(missing) if missing else None,
    )
