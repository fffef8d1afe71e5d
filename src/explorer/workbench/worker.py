"""The process in which one query of a reader's runs: started as a file of its own, it ends with its answer.

It imports nothing of the project, reads one line of JSON, writes one, and may be killed at any moment. Four walls stand
one behind the other: the parser's verdict (one statement that only reads), names that are refused, DuckDB shut in
(read-only, no files, no configuration), and what the operating system lets the process have.
"""

from __future__ import annotations

import json
import math
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

LONGEST_SQL = 4000
"""Characters; it bounds how deep anything can be nested, and fits into a link."""

GRACE_S = 1.0
"""How long a query has, when its time is up and it was told to stop, until its process ends."""

LONGEST_NAME = 80
"""Of a column: without AS it is called by its whole expression."""

CELL = 8
"""What a cell counts for by itself, in characters: the server keeps it, and the browser draws it."""

SHUT_IN = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "temp_directory": "",
    "max_temp_directory_size": "0B",
    "threads": "1",
    "async_threads": "1",
    "lock_configuration": "true",
}

TABLE_FUNCTIONS = frozenset(
    {
        *("unnest", "range", "generate_series", "repeat", "repeat_row", "json_each", "json_tree"),
        *("duckdb_tables", "duckdb_columns", "duckdb_constraints", "duckdb_types", "duckdb_functions"),
        *("duckdb_keywords", "pragma_table_info"),
    }
)
"""Functions that may stand where a table stands; all others read files, run texts as queries, or tell of the server."""

SYSTEM_TABLES = frozenset({"duckdb_tables", "duckdb_columns", "duckdb_constraints", "duckdb_types", "sqlite_master"})
"""The tables of DuckDB's own that may be read, beside those of information_schema; others hold paths and settings."""

REFUSED_FUNCTIONS = frozenset(
    {"current_setting", "getenv", "getvariable", "write_log", "json_serialize_plan", "setval"}
)
REFUSED_PREFIXES = ("duckdb_", "pragma_", "__internal_")
QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
SHOWN = frozenset({"DESCRIBE", "SUMMARY"})
LISTS = frozenset({"tables", "all tables", "__show_tables_expanded"})
"""What SHOW may list."""

PATH = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][^\s\"'`,;:()\[\]{}\\/]+)+[\\/]?")
NUMBERS = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\(.*\)|(U?BIGNUM)|VARINT")
EXACT_UP_TO = 2**53
"""Whole numbers beyond this are not told apart by a spreadsheet or a browser; they are handed on as text."""


class Refused(Exception):
    """The query is not run, or not to its end. ``reason`` names a sentence, ``detail`` is DuckDB's own, or a name."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail if reason == "error" else detail[:LONGEST_NAME]


@dataclass(frozen=True)
class Allowance:
    """What one query may take: seconds, rows, characters of a cell and of all cells, columns, MB of memory."""

    seconds: float = 5.0
    rows: int = 5000
    cell: int = 2000
    characters: int = 2_000_000
    columns: int = 100
    memory_mb: int = 256
    beyond_mb: int = 512
    """What the process may take beyond what it has when the database is open: DuckDB does not count every byte."""


def answer(database: str, sql: str, allowance: Allowance) -> dict[str, Any]:
    """What a query comes to in this process, which afterwards is good for nothing else: its limits stay."""
    limit_files_and_time(allowance)
    connection = opened(database, allowance)
    alarm = threading.Timer(allowance.seconds, connection.interrupt)
    alarm.daemon = True
    alarm.start()
    limit_memory_and_threads(allowance)
    return asked(connection, sql, allowance)


def opened(database: str, allowance: Allowance) -> duckdb.DuckDBPyConnection:
    """The database, read-only and shut in."""
    settings = {**SHUT_IN, "memory_limit": f"{allowance.memory_mb}MB"}
    return duckdb.connect(database, read_only=True, config=settings)  # type: ignore[arg-type]


def asked(connection: duckdb.DuckDBPyConnection, sql: str, allowance: Allowance) -> dict[str, Any]:
    """What a query comes to: its columns and rows, or why there are none.

    ``columns`` are pairs of name and kind (``number``, ``boolean``, ``date``, ``time``, ``text``), ``rows`` lists of
    plain values, ``cut`` is ``rows`` or ``size`` where not all of them are there. Otherwise ``refused`` and ``detail``.
    """
    try:
        judge(connection, sql)
        return fetched(connection, sql, allowance)
    except Refused as refused:
        return refusal(refused.reason, without_paths(refused.detail, sql))
    except duckdb.InterruptException:
        return refusal("slow")
    except (duckdb.OutOfMemoryException, MemoryError):
        return refusal("memory")
    except RecursionError:
        return refusal("nested")
    except duckdb.PermissionException:
        return refusal("files")
    except (duckdb.Error, RuntimeError, ValueError, OverflowError) as error:
        if "Max expression depth" in str(error):
            return refusal("nested")  # DuckDB's remedy is a setting, which is locked
        return refusal("error", without_paths(str(error), sql))


def refusal(reason: str, detail: str = "") -> dict[str, Any]:
    """An answer that says why there is none."""
    return {"refused": reason, "detail": detail}


def judge(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise Refused unless the text is one statement that only reads, and names nothing that is refused."""
    if len(sql) > LONGEST_SQL:
        raise Refused("long")
    statements = connection.extract_statements(sql)
    if not statements:
        raise Refused("empty")
    if len(statements) > 1:
        raise Refused("several")
    (statement,) = statements
    try:
        kind = statement.type
    except ValueError:  # a kind of statement that DuckDB's own bridge does not know
        kind = None
    if kind != duckdb.StatementType.SELECT:
        raise Refused("pivot" if kind == duckdb.StatementType.MULTI else "not_a_query")
    if statement.named_parameters:
        raise Refused("parameters")
    (row,) = connection.execute("SELECT json_serialize_sql($sql::VARCHAR)", {"sql": sql}).fetchall()
    parsed = json.loads(row[0])
    if parsed.get("error"):
        raise Refused("not_a_query")
    views = "SELECT lower(view_name) FROM duckdb_views() WHERE internal AND schema_name <> 'information_schema'"
    hidden = {name for (name,) in connection.execute(views).fetchall()} - SYSTEM_TABLES
    for node in nodes(parsed["statements"]):
        judge_node(node, hidden)


def judge_node(node: dict[str, Any], hidden: set[str]) -> None:
    """Raise Refused if one part of a parsed query changes data, or is a function or table that is refused."""
    kind = str(node.get("type", ""))
    if kind.endswith("_NODE") and kind not in QUERIES:
        raise Refused("not_a_query")
    if kind == "TABLE_FUNCTION":
        for name in names(node["function"], "function_name"):
            if name not in TABLE_FUNCTIONS:
                raise Refused("function", name)
    elif kind == "BASE_TABLE":
        for name in names(node, "table_name"):
            if name in hidden:
                raise Refused("table", name)
    elif kind == "SHOW_REF":
        listed = {name.strip('"') for name in names(node, "table_name")}
        if node.get("show_type") not in SHOWN and not (listed and listed <= LISTS):
            raise Refused("not_a_query")
        if listed & hidden:
            raise Refused("table", listed.pop())
    elif "function_name" in node:
        for name in names(node, "function_name"):
            if name in REFUSED_FUNCTIONS or (name.startswith(REFUSED_PREFIXES) and name not in TABLE_FUNCTIONS):
                raise Refused("function", name)


def names(node: dict[str, Any], key: str) -> set[str]:
    """What a function or table is called in a parsed query, in small letters, without schema and catalog."""
    path = (node.get("qualified_name") or {}).get("path") or []
    return {str(name).lower() for name in (node.get(key), *path[-1:]) if name}


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in a parsed query; without recursion, because a query may be nested deeper than Python's stack."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def fetched(connection: duckdb.DuckDBPyConnection, sql: str, allowance: Allowance) -> dict[str, Any]:
    """The columns and rows of a query that was judged, cut off where the allowance ends."""
    connection.execute(sql)
    given = connection.description or []
    described = list(zip(distinct([str(one[0]) for one in given]), (str(one[1]) for one in given), strict=True))
    if len(described) > allowance.columns:
        raise Refused("wide", str(len(described)))
    if any("WITH TIME ZONE" in type_name for _, type_name in described):
        raise Refused("time_zone")  # DuckDB would want a further library to hand these on
    rows: list[list[Any]] = []
    cut, characters = None, 0
    while cut is None and (chunk := connection.fetchmany(200)):
        for row in chunk:
            cells = [plain(value, allowance.cell) for value in row]
            characters += sum(CELL + (len(cell) if isinstance(cell, str) else 0) for cell in cells)
            cut = "rows" if len(rows) == allowance.rows else "size" if characters > allowance.characters else None
            if cut is not None:
                break
            rows.append(cells)
    columns = []
    for number, (name, type_name) in enumerate(described):
        kind = kind_of(type_name)
        if kind == "number" and any(isinstance(cells[number], str) for cells in rows):
            kind = "text"
        if kind == "text":
            for cells in rows:
                cells[number] = None if cells[number] is None else str(cells[number])
        columns.append((name, kind))
    return {"columns": columns, "rows": rows, "cut": cut}


def kind_of(type_name: str) -> str:
    """``number``, ``boolean``, ``date``, ``time`` or ``text``, from what DuckDB calls a column's type."""
    if NUMBERS.fullmatch(type_name):
        return "number"
    return {"BOOLEAN": "boolean", "DATE": "date"}.get(
        type_name, "time" if type_name.startswith("TIMESTAMP") else "text"
    )


def plain(value: Any, longest: int) -> Any:
    """A value as JSON can say it; numbers that a float would change are given as text, long texts are cut."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= EXACT_UP_TO else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return float(value) if len(value.as_tuple().digits) <= 15 and value.is_finite() else str(value)
    if isinstance(value, bytes):
        text = value[:longest].hex()
    elif isinstance(value, list | tuple | dict):
        text = json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = value if isinstance(value, str) else str(value)
    return text if len(text) <= longest else f"{text[:longest]}…"


def distinct(given: list[str]) -> list[str]:
    """Names of columns, each once and none too long: a second ``case_id`` is ``case_id_2``."""
    taken: list[str] = []
    for full in given:
        name = full if len(full) <= LONGEST_NAME else f"{full[:LONGEST_NAME]}…"
        number, candidate = 2, name
        while candidate in taken:
            candidate, number = f"{name}_{number}", number + 1
        taken.append(candidate)
    return taken


def without_paths(message: str, sql: str) -> str:
    """A message of DuckDB's without paths of this machine; those that stand in the reader's own text may stay."""
    return PATH.sub(lambda found: found[0] if found[0] in sql else "…", message)


def limit_files_and_time(allowance: Allowance) -> None:
    """Let this process write no file, open few, leave no core, and work no longer than its time."""
    seconds = math.ceil(allowance.seconds) + 2
    limit(RLIMIT_FSIZE=0, RLIMIT_CORE=0, RLIMIT_NOFILE=32)
    limit(seconds + 1, RLIMIT_CPU=seconds)  # at the first it is told, at the second killed
    if hasattr(signal, "setitimer"):
        # Nothing heeds this alarm, so it ends the process, even while DuckDB's parser holds on to Python.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, allowance.seconds + GRACE_S)


def limit_memory_and_threads(allowance: Allowance) -> None:
    """Let this process take so much memory beyond what it has now, and start nothing more."""
    limit(RLIMIT_NPROC=0)
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return  # no Linux: DuckDB's own limit is what there is
    limit(RLIMIT_AS=pages * os.sysconf("SC_PAGE_SIZE") + allowance.beyond_mb * 2**20)


def limit(hard: int | None = None, /, **most: int) -> None:
    """Set limits of the operating system, those that it has; ``hard`` where that is another number."""
    try:
        import resource
    except ImportError:
        return
    for name, value in most.items():
        try:
            resource.setrlimit(getattr(resource, name), (value, value if hard is None else hard))
        except (AttributeError, ValueError, OSError):
            continue


def main() -> None:
    """Read one question, write its answer, and end without tidying up."""
    line = sys.stdin.buffer.readline()
    if line:
        told = json.loads(line)
        try:
            said = answer(told["database"], told["sql"], replace(Allowance(), **told["allowance"]))
            text = json.dumps(said, ensure_ascii=False)
        except MemoryError:
            text = json.dumps(refusal("memory"))
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
