"""The layout as a rule: what pages may import, where SQL lives, what names say and how long anything may get.

Who may import whom within the package, and that Streamlit stays with the pages, ``lint-imports`` checks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from explorer.paths import PROJECT_FOLDER

PACKAGE = PROJECT_FOLDER / "src" / "explorer"
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION = 400, 60

ASKED_FROM_ABOVE = {
    "app": {"explorer.i18n", "explorer.ui"},
    "server": {"explorer.api", "explorer.paths", "explorer.served", "explorer.ui", "delivery"},
    "delivery": set(),
    "pages": {"explorer.charts", "explorer.exports", "explorer.filters", "explorer.queries", "explorer.ui"},
}
"""What the files outside the package take from the project; who may import whom within it, pyproject.toml says."""

HOLD_SQL = {"queries", "build", "store", "audit", "workbench", "own_figures", "monitoring"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}


def ours() -> list[Path]:
    """Every file of the product's Python, tests and tools left out."""
    tops = [PROJECT_FOLDER / f"{name}.py" for name in ("app", "server", "delivery")]
    return sorted([*tops, *(PROJECT_FOLDER / "pages").glob("*.py"), *PACKAGE.rglob("*.py")])


def part_of(file: Path) -> str:
    """The part of the project that a file belongs to: ``ui``, ``catalog``, ``pages``, …"""
    folder = PACKAGE if file.is_relative_to(PACKAGE) else PROJECT_FOLDER
    return file.relative_to(folder).parts[0].removesuffix(".py")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imported(file: Path) -> Iterator[str]:
    """The dotted names of every module that a file imports, at its top or within a function."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            # A module taken from its package (from explorer import filters) is imported itself.
            yield from (
                (f"explorer.{name.name}" for name in node.names) if node.module == "explorer" else [str(node.module)]
            )


def relative(file: Path) -> str:
    return file.relative_to(PROJECT_FOLDER).as_posix()


every_file = pytest.mark.parametrize("file", [file for file in ours() if file.stem != "__init__"], ids=relative)


@pytest.mark.parametrize("file", [file for file in ours() if not file.is_relative_to(PACKAGE)], ids=relative)
def test_pages_and_server_take_from_the_project_what_is_laid_out_for_them(file: Path) -> None:
    allowed = ASKED_FROM_ABOVE[part_of(file)]
    taken = {name for name in imported(file) if name.partition(".")[0] in {"explorer", *ASKED_FROM_ABOVE}}
    assert {name for name in taken if not any(f"{name}.".startswith(f"{part}.") for part in allowed)} == set()


# The server wakes DuckDB with a query of nothing before the first visitor comes.
@pytest.mark.parametrize("file", [file for file in ours() if part_of(file) not in {*HOLD_SQL, "server"}], ids=relative)
def test_nothing_but_queries_build_and_store_asks_the_database(file: Path) -> None:
    calls = [node.func for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]
    assert {call.attr for call in calls if isinstance(call, ast.Attribute)}.isdisjoint(
        {"execute", "executemany", "sql"}
    )


@every_file
def test_a_module_is_named_for_what_it_holds(file: Path) -> None:
    assert file.stem not in VAGUE_NAMES


@every_file
def test_no_file_is_too_long_to_read_at_a_sitting(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES_OF_A_FILE


@every_file
def test_no_function_is_too_long_to_see_at_once(file: Path) -> None:
    functions = [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: int(node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}
