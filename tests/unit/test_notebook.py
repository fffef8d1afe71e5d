"""The data in a notebook: what a reader is given, and what a wrong word is answered with."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import explorer
from explorer.errors import DatabaseMissingError
from explorer.notebook import Explorer
from explorer.paths import PROJECT_FOLDER

NOTEBOOK = PROJECT_FOLDER / "docs" / "notebook.ipynb"
GUIDE = PROJECT_FOLDER / "docs" / "notebook.md"
TABLES = ("cases", "indicators", "policies", "sources", "findings", "observations")


@pytest.fixture
def data(tiny_database: Path) -> Iterator[Explorer]:
    opened = explorer.open(tiny_database)
    yield opened
    opened.close()


def test_every_table_says_which_data_it_is_of_and_what_it_rests_on(data: Explorer) -> None:
    for name in TABLES:
        rows = getattr(data, name)()
        assert not rows.empty, name
        assert rows.attrs["data_version"] == data.version
        assert "newest_document" in rows.attrs
        if "source_id" in rows:
            assert set(rows.attrs["sources"]) == set(rows["source_id"])


def test_figures_are_narrowed_to_an_indicator_and_a_case_and_name_their_units(data: Explorer) -> None:
    every = data.observations()
    indicator, case = every.loc[0, ["indicator_id", "case_id"]]
    some = data.observations(indicator=indicator, case=[case])
    assert 0 < len(some) <= len(every)
    assert set(some["indicator_id"]) == {indicator}
    assert set(some["case_id"]) == {case}
    assert set(some.attrs["units"]) == {indicator}
    assert set(some.attrs["units"][indicator]) == {"id", "zh", "en"}
    assert list(some.index) == list(range(len(some)))
    assert set(every.attrs["units"]) == set(every["indicator_id"])


def test_an_id_that_there_is_not_is_answered_with_the_nearest(data: Explorer) -> None:
    known = data.cases()["case_id"][0]
    with pytest.raises(ValueError, match=rf"unknown case '{known}x'.*did you mean '{known}'"):
        data.observations(case=f"{known}x")
    with pytest.raises(ValueError, match="unknown indicator 'nothing'"):
        data.observations(indicator="nothing")


def test_what_a_reader_does_to_a_table_changes_no_other(data: Explorer) -> None:
    own = data.cases()
    own["name_zh"] = "改"
    assert "改" not in set(data.cases()["name_zh"])


def test_the_folder_of_the_database_will_do(tiny_database: Path) -> None:
    opened = explorer.open(str(tiny_database.parent))
    assert opened.database == tiny_database
    opened.close()


@pytest.mark.parametrize("content", [None, b"no database"])
def test_what_is_no_database_is_told_with_the_remedy(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "metrics.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DatabaseMissingError, match=r"no usable database at .*python -m explorer build"):
        explorer.open(path)


def test_importing_the_package_loads_neither_pandas_nor_streamlit() -> None:
    program = "import explorer, sys; print(sorted({'pandas', 'duckdb', 'streamlit'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_example_runs_from_its_first_cell_to_its_last_and_ships_without_output() -> None:
    shipped = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(shipped)
    cells = [cell for cell in shipped.cells if cell.cell_type == "code"]
    assert len(cells) >= 4
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
    client = NotebookClient(shipped, timeout=120, kernel_name="python3")
    client.execute(cwd=str(NOTEBOOK.parent))
    printed = str([cell.outputs for cell in cells])
    assert "county-visit-rate" in printed
    assert "did you mean" in printed


def test_the_guide_names_every_method() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    methods = [name for name in vars(Explorer) if not name.startswith("_")]
    assert set(TABLES) <= set(methods)
    assert [name for name in methods if f".{name}(" not in text] == []
