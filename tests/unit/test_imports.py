"""The layout as a rule: who may import whom, where SQL and Streamlit live, and how long anything may get."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from explorer.paths import PROJECT_FOLDER

PACKAGE = PROJECT_FOLDER / "src" / "explorer"
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION = 400, 60

GROUND = {
    *("errors", "paths", "partial_date", "record", "choices", "evidence", "check_schema", "left_out_schema"),
    *("policy_schema", "framework_schema", "planner_schema", "story_schema", "schema", "interval", "target_verdict"),
    *("rounding", "formula", "filters", "search", "i18n", "comparability", "years", "wording", "dictionary"),
}
"""What everything may stand on; it knows neither files nor database nor pages."""

MAY_IMPORT = {
    **dict.fromkeys(GROUND, GROUND),
    "fault_messages": GROUND,
    "yaml_document": {*GROUND, "fault_messages"},
    "observation_table": {*GROUND, "fault_messages", "yaml_document"},
    "derivation": {*GROUND, "fault_messages"},
    "check_rules": {*GROUND, "fault_messages"},
    "policy_rules": {*GROUND, "fault_messages"},
    "framework_rules": {*GROUND, "fault_messages"},
    "planner_rules": {*GROUND, "fault_messages", "planner"},
    "consistency": {
        *(*GROUND, "fault_messages", "yaml_document", "observation_table"),
        *("derivation", "check_rules", "policy_rules", "framework_rules", "planner_rules"),
    },
    "catalog": {*GROUND, "fault_messages", "yaml_document", "observation_table", "consistency"},
    "table_row": GROUND,
    "observation_rows": {*GROUND, "catalog", "table_row"},
    "check_rows": {*GROUND, "catalog", "table_row"},
    "case_rows": {*GROUND, "catalog", "table_row"},
    "policy_rows": {*GROUND, "catalog", "table_row"},
    "framework_rows": {*GROUND, "catalog", "table_row"},
    "planner_rows": {*GROUND, "catalog", "table_row"},
    "table_rows": {
        *(*GROUND, "catalog", "table_row", "case_rows", "observation_rows", "check_rows", "policy_rows"),
        *("framework_rows", "planner_rows"),
    },
    "audit": GROUND,
    "build": {*GROUND, "catalog", "table_rows", "audit"},
    "store": {*GROUND, "build"},
    "served": {*GROUND, "store"},
    "queries": GROUND,
    "view_parameters": {*GROUND, "queries"},
    "api": {*GROUND, "store", "served", "queries", "view_parameters", "exports"},
    "planner": {*GROUND, "queries"},
    "own_figures": {*GROUND, "queries", "planner"},
    "monitoring": {*GROUND, "fault_messages", "yaml_document", "own_figures"},
    "synthetic": {*GROUND, "own_figures", "monitoring"},
    "charts": {*GROUND, "queries", "planner", "tally"},
    "exports": {*GROUND, "queries", "planner", "charts", "story_links"},
    "story_links": {*GROUND, "queries"},
    "story_numbers": {*GROUND, "verification"},
    "story_rules": {*GROUND, "fault_messages", "story_links", "story_numbers"},
    "story_draft": GROUND,
    "stories": {*GROUND, "yaml_document", "queries", "story_numbers", "story_rules"},
    "hostile_text": {*GROUND, "stories"},
    "rooms": GROUND,
    "workbench": GROUND,
    "tally": GROUND,
    "story_course": {*GROUND, "rooms"},
    "ui": {
        *(*GROUND, "store", "served", "queries", "view_parameters", "planner", "own_figures", "charts"),
        *("stories", "story_draft", "story_links", "story_rules", "rooms", "tally", "story_course", "workbench"),
        *("exports", "monitoring"),
    },
    "verification": {*GROUND, "catalog"},
    "notebook": {*GROUND, "fault_messages", "store", "queries"},
    "cli": {
        *GROUND,
        "fault_messages",
        "catalog",
        "build",
        "store",
        "queries",
        "verification",
        "stories",
        "exports",
        "monitoring",
        "synthetic",
        "hostile_text",
    },
    "__main__": {"cli"},
    "pages": {*GROUND, "queries", "planner", "own_figures", "charts", "exports", "ui"},
    "app": {*GROUND, "ui"},
    "server": {*GROUND, "served", "api", "ui"},
    "delivery": set(),
}
"""By part of the project, the parts of ``explorer`` below it. A part may always import itself."""

KNOW_STREAMLIT = {"ui", "pages", "app", "server"}
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
    """The dotted names of everything that a file imports, at its top or within a function."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            yield str(node.module)
            yield from (f"{node.module}.{name.name}" for name in node.names)


def parts_imported(file: Path) -> set[str]:
    """The parts of the project that a file imports."""
    names = [name.split(".") for name in imported(file)]
    below = {name[1] for name in names if name[0] == "explorer" and len(name) > 1}
    above = {name[0] for name in names if name[0] in ("app", "server", "delivery", "pages")}
    # A name imported from explorer itself, such as __path__, is no part.
    return {part for part in below | above if part in MAY_IMPORT}


def relative(file: Path) -> str:
    return file.relative_to(PROJECT_FOLDER).as_posix()


every_file = pytest.mark.parametrize("file", [file for file in ours() if file.stem != "__init__"], ids=relative)


@every_file
def test_every_part_has_its_place_in_the_order(file: Path) -> None:
    assert part_of(file) in MAY_IMPORT, "say in MAY_IMPORT what it may import"


@every_file
def test_imports_run_down_only(file: Path) -> None:
    part = part_of(file)
    allowed = {*MAY_IMPORT[part], part} | ({"delivery"} if part == "server" else set())
    assert parts_imported(file) <= allowed


@every_file
def test_only_pages_and_what_they_share_know_streamlit(file: Path) -> None:
    knows = any(name.partition(".")[0] == "streamlit" for name in imported(file))
    assert not knows or part_of(file) in KNOW_STREAMLIT


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


def test_every_part_named_here_exists() -> None:
    assert set(MAY_IMPORT) == {part_of(file) for file in ours() if file.stem != "__init__"}
