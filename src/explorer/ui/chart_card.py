"""A chart as every page shows it: what it compares, the chart, its notes and sources, its table and its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from explorer.charts.datasets import compiled
from explorer.charts.figure_words import definition_notes, measure_lines, source_line, unit_and_period
from explorer.charts.figures import charts_of, figures_alt, figures_chart
from explorer.charts.lines import line_chart
from explorer.charts.marks import marks_legend
from explorer.charts.spread import spread_chart
from explorer.charts.targets import NO_TARGETS
from explorer.charts.theme import GROUNDS, INK, framed, with_grounds
from explorer.comparability import ensure_one_definition
from explorer.exports.data_table import DataTable
from explorer.exports.tables import figures_data, figures_table
from explorer.i18n import Translator
from explorer.ui import answers, embedding
from explorer.ui.files import Files, show_every_file
from explorer.ui.first_paint import let_first_chart_appear
from explorer.ui.prose import plain, plain_table

Chart = Any
"""An Altair chart; its generated types say less than this."""

DRAW: dict[str, Callable[[pd.DataFrame, pd.DataFrame, Translator], Chart]] = {
    "figures": figures_chart,
    "lines": line_chart,
    "spread": lambda figures, _, tr: spread_chart(figures, tr),
}
"""The ways to draw figures and targets, by name."""


@dataclass(frozen=True)
class Card:
    """A chart with all that has to stand around it, ready to show."""

    name: str
    title: str
    subtitle: str
    figures: pd.DataFrame
    targets: pd.DataFrame
    form: str
    spec: dict[str, Any]
    alt: str
    notes: tuple[str, ...]
    sources: str
    overridden: bool

    def chart(self, tr: Translator) -> Chart:
        """The chart, to be put into a picture."""
        return DRAW[self.form](self.figures, self.targets, tr)

    @property
    def figures_once(self) -> pd.DataFrame:
        """Every figure once: by tag a case stands under each of its tags."""
        return self.figures.drop_duplicates("observation_id")

    def table(self, tr: Translator) -> pd.DataFrame:
        """The same figures for reading."""
        return figures_table(self.figures_once, tr)

    def data(self, tr: Translator) -> DataTable:
        """The same figures for computing."""
        return figures_data(self.figures_once, tr, remark=tr("chart.overridden") if self.overridden else None)


def make_card(
    tr: Translator,
    name: str,
    title: str,
    subtitle: str,
    figures: pd.DataFrame,
    *,
    form: str = "figures",
    targets: pd.DataFrame = NO_TARGETS,
    notes: Sequence[str] = (),
    overridden: bool = False,
) -> Card:
    """Compile one chart of ``figures`` and the words about it. ``name`` is its file's name.

    Raises UnlikeFiguresError for figures of different definition unless ``overridden``: then the chart and its files
    say so.
    """
    if overridden:
        notes = [tr("chart.overridden"), *notes]
    else:
        ensure_one_definition(figures)
    every_note = [note for note in (marks_legend(figures, tr), *notes, *definition_notes(figures, tr)) if note]
    return Card(
        name=name,
        title=title,
        subtitle=subtitle,
        figures=figures,
        targets=targets,
        form=form,
        spec=compiled(DRAW[form](figures, targets, tr)),
        alt=figures_alt(figures, tr),
        notes=tuple(every_note),
        sources=source_line(figures, tr),
        overridden=overridden,
    )


def group_cards(
    tr: Translator,
    name: str,
    title: str,
    figures: pd.DataFrame,
    targets: pd.DataFrame = NO_TARGETS,
    notes: Sequence[str] = (),
    overridden: bool = False,
) -> list[Card]:
    """Figures that share an axis: lines where a thing has many dates, and all others as rows in a second chart."""
    return [
        make_card(
            tr,
            file,
            heading,
            unit_and_period(tr, part),
            part,
            targets=targets,
            notes=notes,
            overridden=overridden,
        )
        for file, heading, part in charts_of(tr, name, title, figures)
    ]


PAGE, SECTION = "##", "###"
"""The title of a chart that stands by itself on its page, and of one under a section's heading: no level is skipped."""


def show_cards(tr: Translator, key: str, make: Callable[[], list[Card]], *, under: str = PAGE) -> None:
    """Draw the charts that ``make`` gives, made once for each state.

    ``key`` must name everything that ``make`` depends on beside data and language: compiling a chart costs 20 ms and
    more, sending a compiled one does not.
    """
    for card in cards(tr, key, make):
        show_card(tr, card, under=under)


def show_card(tr: Translator, card: Card, *, under: str = PAGE) -> None:
    """Draw a chart that is made already, with its title, notes, table and files."""
    draw_card(card, under=under)
    _table_and_files(tr, card)


def draw_card(card: Card, *, under: str = PAGE) -> None:
    """The chart by itself: what it compares, the drawing, its notes and sources."""
    st.markdown(f"{under} {plain(card.title)}")
    st.caption(plain(card.subtitle))
    st.vega_lite_chart(inked(card.spec), width="stretch", alt=card.alt)
    let_first_chart_appear()
    st.caption("  \n".join(plain(line) for line in (*card.notes, card.sources)))


def cards(tr: Translator, key: str, make: Callable[[], list[Card]]) -> list[Card]:
    """The charts that ``make`` gives, made once for each state that ``key`` names."""
    return answers.once(tr, f"cards {key}", make)


def spec_of(tr: Translator, key: str, draw: Callable[[], Chart]) -> dict[str, Any]:
    """The spec of a chart that stands without notes and table, made once for each state that ``key`` names."""
    return inked(answers.once(tr, f"spec {key}", lambda: compiled(draw())))


SLACK_PIXELS = 16
"""Kept free on the right: Vega fits a drawing into its width in one pass, and the shrinking itself moves words out."""


def inked(spec: dict[str, Any]) -> dict[str, Any]:
    """A spec with the words on its marks in the colour that reads on the reader's ground, and inside the drawing."""
    theme = st.context.theme.type or "light"
    ink = {"text": {"color": INK[theme]}}
    return with_grounds(spec, GROUNDS[theme]) | {
        "config": {**spec.get("config", {}), **ink},
        "padding": {"right": SLACK_PIXELS},
    }


@st.fragment
def _table_and_files(tr: Translator, card: Card) -> None:
    opened = st.expander(
        tr("chart.table"), icon=":material/table:", key=f"table.{card.name}.{tr.language}", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        if definitions := measure_lines(card.figures_once, tr):
            st.caption("  \n".join(map(plain, definitions)))
        st.table(plain_table(card.table(tr)), border="horizontal", hide_index=True, alt=card.title)

        def picture() -> dict[str, Any]:
            said = [*card.notes, card.sources, tr("export.made_with")]
            return framed(card.chart(tr), card.title, card.subtitle, said)

        # What a reader brought has no source that a slide could cite.
        as_slides = card.form in AS_SLIDES and "origin" not in card.figures
        files = Files(
            name=card.name,
            title=card.title,
            table=lambda: card.data(tr),
            notes=[card.subtitle, *card.notes],
            picture=picture,
            slides=(lambda: slides_of_cards(tr, card.title, [card])) if as_slides else None,
        )
        show_every_file(tr, files)
        # What a reader brought is in this session alone: nobody else's page could show it.
        if "origin" not in card.figures:
            embedding.offer(tr, card.name, card.title)


AS_SLIDES = ("figures", "lines")
"""The forms of charts that PowerPoint can draw itself."""


def slides_of_cards(tr: Translator, title: str, shown: Sequence[Card]) -> bytes:
    """These charts as one deck with a title and the references."""
    # Few want it, and what writes it is slow to load: whoever presses the button waits for that.
    from explorer.exports.slides import slides_of_figures
    from explorer.exports.story_material import citations_of

    references = citations_of(answers.ask, [card.figures for card in shown])
    return slides_of_figures(title, shown, references, tr, date.today())
