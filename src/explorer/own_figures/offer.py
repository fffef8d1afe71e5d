"""An offer to the project: figures as rows of ``observations.csv``, with what only their owner knows left open."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable

from explorer.csv_text import guarded
from explorer.i18n import LANGUAGES, Translator
from explorer.own_figures.codebook import Codebook
from explorer.own_figures.periods import written
from explorer.own_figures.reading import Figure

COLUMNS = (
    *("observation_id", "case_id", "indicator_id", "subject_zh", "subject_en", "period_start", "period_end", "value"),
    *("unit", "qualifier", "as_reported", "kind", "basis", "formula", "source_id", "locator", "note_zh", "note_en"),
)
"""Of ``data/observations.csv``; ``case_id``, ``as_reported``, ``source_id`` and ``locator`` are left to the owner."""

STEPS = ("source", "case", "indicator", "printed", "locator", "qualifier", "kind", "subject", "note", "rights", "check")
"""The checklist, each under ``mine.offer.step``."""

MOST_OFFERED = 5_000
_STAMP = (1980, 1, 1, 0, 0, 0)


def offer_zip(figures: Iterable[Figure], codebook: Codebook) -> bytes:
    """The rows and the checklist in both languages. What is synthetic is no figure and is not in it."""
    real = [each for each in figures if not each.synthetic]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("observations.csv", _STAMP), _rows(real, codebook))
        packed.writestr(zipfile.ZipInfo("CHECKLIST.md", _STAMP), checklist().encode())
    return data.getvalue()


def checklist() -> str:
    """What a contributor sees to before the figures are handed in, in both languages."""
    parts = []
    for language in LANGUAGES:
        tr = Translator(language)
        steps = [tr(f"mine.offer.step.{step}") for step in STEPS]
        parts.append("\n".join([f"# {tr('mine.offer.title')}", "", *(f"- [ ] {step}" for step in steps), ""]))
    return "\n".join(parts)


def _rows(figures: list[Figure], codebook: Codebook) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    places = {place: f"place-{at}" for at, place in enumerate(dict.fromkeys(each.place for each in figures), start=1)}
    for each in figures:
        start, end = _dates(each)
        place = each.place if each.place.isdigit() else places[each.place]
        period = written(each.start, each.end).lower().replace("/", "-to-")
        known = codebook.indicators[each.indicator_id]
        kind = "change" if known.is_change else "share" if known.unit == "percent" else "level"
        cells = {
            "observation_id": f"{place}-{each.indicator_id}-{period}",
            "indicator_id": each.indicator_id,
            "subject_zh": guarded(each.place_name or each.place),
            "period_start": start,
            "period_end": end,
            "value": f"{each.value:.15g}" if abs(each.value) < 1e15 else f"{each.value:.0f}",
            "unit": each.unit,
            "qualifier": "=",
            "kind": kind,
            "basis": "reported",
            "note_zh": guarded(each.note or ""),
        }
        writer.writerow([cells.get(column, "") for column in COLUMNS])
    return text.getvalue().encode("utf-8")


def _dates(figure: Figure) -> tuple[str, str]:
    """The ends of a period no more precise than they were given."""
    start, end = figure.start, figure.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year), str(end.year)
    text = written(start, end)
    if "/" in text:
        return start.isoformat(), end.isoformat()
    return start.isoformat()[:7], end.isoformat()[:7]
