"""Tables to fill in, empty or filled: long with a figure a row, or wide with an indicator a column."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from explorer.csv_text import csv_bytes, guarded
from explorer.i18n import Translator
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.periods import written
from explorer.own_figures.reading import Figure

Form = Literal["long", "wide"]
FORMS: tuple[Form, ...] = ("long", "wide")
Grid = list[list[str | float | None]]

LONG = ("code", "place", "period", "indicator", "indicator_name", "value", "unit", "numerator", "denominator", "note")
"""The columns of the long form, named under ``mine.template``."""

USUAL = (
    *("county-visit-rate-monitored", "primary-visit-share-within-county", "county-admission-share"),
    *("referrals-up", "referrals-down", "insurance-fund-within-county"),
)
"""The indicators that an empty template has columns for, where nothing else was chosen."""

MOST_OFFERED = 20


def grid(form: Form, indicators: Sequence[str], codebook: Codebook, tr: Translator, figures: Iterable[Figure]) -> Grid:
    """Heads and rows of a template. Heads say the unit, and the id of each indicator, so that none is in doubt."""
    return _long(indicators, codebook, tr, figures) if form == "long" else _wide(indicators, codebook, tr, figures)


def template_csv(rows: Grid) -> bytes:
    """A template as CSV for Excel."""
    head, *body = ([_plain(cell) for cell in row] for row in rows)
    return csv_bytes(head, body)


def template_xlsx(rows: Grid, heads: int, codebook: Codebook, indicators: Sequence[str], tr: Translator) -> bytes:
    """A template as a workbook; a second sheet says what each indicator counts."""
    import xlsxwriter  # type: ignore[import-untyped]

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F1", "valign": "top"})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(tr("mine.template.sheet"))
    sheet.freeze_panes(heads, 0)
    for column, _ in enumerate(rows[0]):
        # Codes and periods stay as typed: Excel would drop zeros and make dates of months.
        sheet.set_column(column, column, 18, as_text if column < 3 else None)
    _fill(sheet, rows, heads, bold)
    about = book.add_worksheet(tr("mine.template.about"))
    about.set_column(0, 1, 32)
    about.set_column(3, 3, 90)
    names = [tr(f"mine.template.{name}") for name in ("indicator", "indicator_name", "unit", "definition")]
    known = [codebook.indicators[each] for each in indicators]
    told: Grid = [
        [each.indicator_id, each.names[tr.language], tr.label("unit", each.unit), each.definitions[tr.language]]
        for each in known
    ]
    _fill(about, [list(names), *told], 1, bold)
    book.close()
    return data.getvalue()


def heads_of(form: Form) -> int:
    """How many rows of heads a template has."""
    return 1 if form == "long" else 2


def _fill(sheet: object, rows: Grid, heads: int, bold: object) -> None:
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            style = [bold] if at < heads else []
            if isinstance(cell, float):
                sheet.write_number(at, place, cell, *style)  # type: ignore[attr-defined]
            elif cell:
                sheet.write_string(at, place, cell, *style)  # type: ignore[attr-defined]


def _long(indicators: Sequence[str], codebook: Codebook, tr: Translator, figures: Iterable[Figure]) -> Grid:
    rows: Grid = [[tr(f"mine.template.{name}") for name in LONG]]
    filled = list(figures)
    for each in filled:
        known = codebook.indicators[each.indicator_id]
        row: list[str | float | None] = [*_place(each), written(each.start, each.end), known.indicator_id]
        row += [known.names[tr.language], each.value, tr.label("unit", known.unit)]
        rows.append([*row, each.numerator, each.denominator, each.note])
    for indicator in () if filled else indicators:
        known = codebook.indicators[indicator]
        unit = tr.label("unit", known.unit)
        rows.append([None, None, None, indicator, known.names[tr.language], None, unit, None, None, None])
    return rows


def _wide(indicators: Sequence[str], codebook: Codebook, tr: Translator, figures: Iterable[Figure]) -> Grid:
    known = [codebook.indicators[indicator] for indicator in indicators]
    lead = [tr(f"mine.template.{name}") for name in LONG[:3]]
    names = [tr("mine.template.head", name=each.names[tr.language], unit=tr.label("unit", each.unit)) for each in known]
    rows: dict[tuple[str | None, str | None, str], dict[str, float]] = {}
    for each in figures:
        rows.setdefault((*_place(each), written(each.start, each.end)), {})[each.indicator_id] = each.value
    body: Grid = [[*key, *(values.get(indicator) for indicator in indicators)] for key, values in rows.items()]
    return [[*lead, *names], [None, None, None, *indicators], *body]


def _place(figure: Figure) -> tuple[str | None, str | None]:
    """The code and the name of a figure's place."""
    if figure.place.isdigit() and len(figure.place) == 6:
        return figure.place, figure.place_name
    return None, figure.place


def _plain(cell: str | float | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}"
    return guarded(cell)
