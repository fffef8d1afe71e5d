"""One digit of a figure in the data changed: ``verify`` names the row.

Asked only where the documents are at hand: in the folder that EXPLORER_SOURCES names, or in ../shared/sources.
Elsewhere there is nothing to ask, and no test. Of each cell one digit is changed to one other, which ones being drawn
from the row's id; all of them together (some 68,000) take a minute.
"""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from explorer.catalog import load_catalog
from explorer.paths import PROJECT_FOLDER
from explorer.schema import Observation
from explorer.verification.documents import Document
from explorer.verification.figures import Problem, placed

SOURCES = Path(os.environ.get("EXPLORER_SOURCES") or PROJECT_FOLDER.parent / "shared" / "sources")
CELLS = ("value", "period_start", "period_end", "locator", "as_reported")


def one_digit_changed(row: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The row with one digit of one cell changed, for each cell that has a digit, and the name of the cell."""
    draw = random.Random(row["observation_id"])
    for cell in CELLS:
        places = [place for place, letter in enumerate(row[cell]) if letter in "0123456789"]
        if places:
            place = draw.choice(places)
            digit = draw.choice([digit for digit in "0123456789" if digit != row[cell][place]])
            yield cell, dict(row) | {cell: row[cell][:place] + digit + row[cell][place + 1 :]}


def refused(row: Mapping[str, str]) -> bool:
    """Whether the row is no figure at all by the rules of the data, such as a month 13."""
    try:
        figure = figure_of(row)
    except ValidationError:
        return True
    year = int((figure.period_start or figure.period_end or "0")[:4])
    return figure.unit == "calendar-year" and figure.value != year


def found_again(document: Document, observation: Observation) -> bool:
    """Whether a figure holds in its document: its words, locator, value and dates."""
    problems: list[Problem] = []
    list(placed(document, [observation], problems))
    return not problems


def figure_of(row: Mapping[str, str]) -> Observation:
    return Observation.model_validate({name: cell or None for name, cell in row.items()})


if SOURCES.is_dir():
    CATALOG = load_catalog(PROJECT_FOLDER / "data")
    DOCUMENTS = {
        source.id: Document.read(SOURCES / source.file, source.headings) for source in CATALOG.sources if source.file
    }
    with (PROJECT_FOLDER / "data" / "observations.csv").open(encoding="utf-8", newline="") as file:
        ROWS = [row for row in csv.DictReader(file) if row["source_id"] in DOCUMENTS and row["as_reported"]]
    TAKEN = {("".join(row["as_reported"].split()), row["locator"], row["value"]): row["observation_id"] for row in ROWS}

    def taken_by_another(row: Mapping[str, str]) -> bool:
        """Whether another row takes the same number from the same words, which is told of the two together."""
        key = ("".join(row["as_reported"].split()), row["locator"], row["value"])
        return TAKEN.get(key, row["observation_id"]) != row["observation_id"]

    @pytest.mark.parametrize("source_id", sorted({row["source_id"] for row in ROWS}))
    def test_a_figure_with_one_digit_changed_is_noticed(source_id: str) -> None:
        passed = []
        for row in ROWS:
            for cell, changed in one_digit_changed(row) if row["source_id"] == source_id else ():
                if not refused(changed) and not taken_by_another(changed):
                    if found_again(DOCUMENTS[source_id], figure_of(changed)):
                        passed.append((row["observation_id"], cell, row[cell], changed[cell]))
        assert passed == []
