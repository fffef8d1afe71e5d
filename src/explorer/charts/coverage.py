"""Where there are figures, and what stands in for them where there are none: cases by themes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from explorer.charts.matrix_axes import column_axis, row_axis
from explorer.charts.theme import ACCENT, MUTED, SERIES_COLOURS, wrapped
from explorer.i18n import Translator
from explorer.queries.coverage import STATUSES

SIGNS = {"bound": "▷", "other_time": "○", "words": "◇", "not_applicable": "—"}
"""What stands in a cell; exact figures show how many they are, and where nothing is reported nothing stands."""

BLANK = "not_reported"

FILLS = {
    "figures": (ACCENT, 1.0),
    "bound": (ACCENT, 0.3),
    "other_time": (MUTED, 0.3),
    "words": (SERIES_COLOURS[4], 0.3),
}
"""Colour and opacity of a cell."""

GAPS = {"paddingInner": 0.08, "paddingOuter": 0}
ROW_PIXELS, HEAD_PIXELS, LINE_PIXELS = 29, 130, 12
CASE_LETTERS, THEME_LETTERS = 28, 11
"""In half-width letters: a line of a case's name leaves a phone room for the cells, one of a theme's name fits above
its column on a wide screen."""


def coverage_chart(cells: pd.DataFrame, tr: Translator) -> alt.LayerChart:
    """Cases as rows, themes as columns; number, sign and shade say what is there, and nothing stands in a blank.

    ``cells`` as from ``explorer.queries.coverage.coverage``.
    """
    shown = _shown(cells, tr)
    cases, themes = list(dict.fromkeys(shown["case"])), list(dict.fromkeys(shown["theme"]))
    y = alt.Y("case:N", sort=cases, title=None, scale=alt.Scale(**GAPS), axis=row_axis(cases, CASE_LETTERS, 10, 9))
    is_blank = shown["status"] == BLANK
    # One mark a row, and not one a blank: most cells are, and a browser takes as long over each as over any other.
    ground = (
        alt.Chart(_blanks(shown, is_blank, tr))
        .mark_rect(color=MUTED, opacity=0.07, cornerRadius=2)
        .encode(
            y=y,
            tooltip=[
                alt.Tooltip("name:N", title=tr("column.case")),
                alt.Tooltip("blank:N", title=tr("coverage.status.not_reported")),
            ],
        )
    )
    base = alt.Chart(shown[~is_blank]).encode(
        x=alt.X(
            "theme:N",
            sort=themes,
            title=None,
            scale=alt.Scale(domain=themes, **GAPS),
            axis=_theme_axis(themes),
        ),
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title=tr("column.case")),
            alt.Tooltip("theme:N", title=tr("column.theme")),
            alt.Tooltip("told:N", title=tr("column.status")),
            alt.Tooltip("indicators:N", title=tr("column.indicator")),
        ],
    )
    rects = base.mark_rect(cornerRadius=2).encode(
        color=alt.Color("colour:N", scale=None), opacity=alt.Opacity("opacity:Q", scale=None)
    )
    # A reader of the screen is told a cell once.
    signs = base.mark_text(fontSize=11, fontWeight="bold", aria=False).encode(
        text="sign:N", color=alt.when("datum.status == 'figures'").then(alt.value("#ffffff"))
    )
    return alt.layer(ground, rects, signs).properties(height=ROW_PIXELS * len(cases) + HEAD_PIXELS)


def _shown(cells: pd.DataFrame, tr: Translator) -> pd.DataFrame:
    """Each cell as it is drawn: the names of its row and column, its sign, its shade, and what its tooltip says."""
    names = case_names(cells, tr)
    fills = [FILLS.get(status, ("transparent", 0)) for status in cells["status"]]
    return pd.DataFrame(
        {
            "case": [names[case_id] for case_id in cells["case_id"]],
            "name": cells[f"name_{tr.language}"].to_list(),
            "theme": cells[f"theme_{tr.language}"].to_list(),
            "status": cells["status"].to_list(),
            "sign": [
                SIGNS.get(status) or tr.number(exact + bounds, 0)
                for status, exact, bounds in zip(cells["status"], cells["exact"], cells["bounds"], strict=True)
            ],
            "told": told(cells, tr),
            "indicators": [tr.listing(list(some)) or "—" for some in cells[f"indicators_{tr.language}"]],
            "colour": [colour for colour, _ in fills],
            "opacity": [opacity for _, opacity in fills],
        }
    )


def _blanks(shown: pd.DataFrame, is_blank: pd.Series, tr: Translator) -> pd.DataFrame:
    """For each row its case and the themes of which it reports nothing."""
    themes = shown["theme"].where(is_blank).groupby([shown["case"], shown["name"]], sort=False)
    return pd.DataFrame(
        [{"case": case, "name": name, "blank": tr.listing(list(own.dropna())) or "—"} for (case, name), own in themes]
    )


def case_names(cells: pd.DataFrame, tr: Translator) -> dict[str, str]:
    """What each case's row is called: its place, or its own name where two cases share a place."""
    cases = cells.drop_duplicates("case_id")
    shared = cases[f"place_{tr.language}"].duplicated(keep=False)
    names = cases[f"name_{tr.language}"].where(shared, cases[f"place_{tr.language}"])
    return dict(zip(cases["case_id"], names, strict=True))


def told(cells: pd.DataFrame, tr: Translator) -> list[str]:
    """What each cell holds, in words."""
    counts = zip(cells["status"], cells["exact"], cells["bounds"], cells["elsewhen"], strict=True)
    return [
        tr(
            f"coverage.told.{status}",
            exact=tr.number(exact, 0),
            bounds=tr.number(bounds, 0),
            others=tr.number(others, 0),
        )
        for status, exact, bounds, others in counts
    ]


def coverage_alt(cells: pd.DataFrame, tr: Translator) -> str:
    """How many cells hold exact figures and how many of each stand-in, and the theme with most blanks."""
    counts = cells["status"].value_counts().reindex(STATUSES, fill_value=0)
    blanks = cells[cells["status"] == "not_reported"].groupby(f"theme_{tr.language}", sort=False).size()
    return tr(
        "coverage.alt",
        cases=cells["case_id"].nunique(),
        themes=cells["theme"].nunique(),
        figures=counts["figures"],
        blanks=counts["not_reported"],
        theme=blanks.idxmax() if len(blanks) else "—",
        most=blanks.max() if len(blanks) else 0,
    )


def coverage_legend(cells: pd.DataFrame, tr: Translator) -> str:
    """What the signs on this map mean and how many cells have each; signs that do not occur are left out."""
    counts = cells["status"].value_counts()
    return tr("separator").join(
        tr(f"coverage.sign.{status}", sign=SIGNS.get(status, ""), count=counts[status])
        for status in STATUSES
        if status in counts
    )


def _theme_axis(themes: list[str]) -> alt.Axis:
    lines = {theme: wrapped(theme, THEME_LETTERS) for theme in themes}
    return column_axis(lines, {theme: theme for theme in themes}, LINE_PIXELS, 10.5)
