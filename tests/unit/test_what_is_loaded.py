"""What starts quickly loads nothing heavy: pandas, Altair and pydantic only where they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "pyarrow", "altair", "pydantic", "duckdb", "streamlit", "docx", "pptx", "openpyxl")
AT_WORK = "altair", "streamlit"
"""What neither a build nor a check of the data needs."""
RARE = ("docx", "pptx", "openpyxl", "xlsxwriter", "vl_convert", "ibis", "pyspark", "matplotlib", "scipy")
"""What only a file that a reader asks for needs."""


def loaded(*modules: str) -> set[str]:
    """The names of all modules that a fresh Python has after importing these."""
    script = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    )


@pytest.mark.parametrize(
    "module", ["explorer", "explorer.filters", "explorer.i18n", "explorer.search", "explorer.years", "explorer.paths"]
)
def test_what_links_and_words_are_made_of_loads_nothing_heavy(module: str) -> None:
    assert loaded(module).isdisjoint(HEAVY)


def test_the_data_are_built_and_checked_without_a_chart_or_a_page() -> None:
    assert loaded("explorer.build", "explorer.catalog").isdisjoint(AT_WORK)


def test_the_tables_are_asked_without_a_chart_or_a_page() -> None:
    assert loaded("explorer.store", "explorer.queries.cases").isdisjoint(AT_WORK)


def test_charts_are_drawn_without_what_checks_the_data_files() -> None:
    assert loaded("explorer.charts.rows").isdisjoint({"pydantic", "streamlit"})


def test_serving_starts_without_what_only_a_file_needs() -> None:
    assert loaded("server").isdisjoint(RARE)


def test_the_county_form_opens_without_what_writes_a_workbook() -> None:
    assert loaded("explorer.ui.county_form", "explorer.ui.county_files").isdisjoint({"openpyxl", "xlsxwriter"})
