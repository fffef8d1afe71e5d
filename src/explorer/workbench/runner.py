"""Runs readers' queries, each in a process of its own that is gone when the answer is there or the time is up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from explorer.errors import ExplorerError
from explorer.workbench import worker
from explorer.workbench.worker import Allowance

Kind = Literal["number", "boolean", "date", "time", "text"]
START_S = 4.0
"""On a busy machine a process may take this long before its query even begins; then it keeps its own time."""

AT_ONCE = 2
PATIENCE_S = 6.0
"""How long a query waits for its turn: a little longer than the one before it may take."""

REASONS = (
    *("empty", "several", "not_a_query", "pivot", "parameters", "function", "table", "files", "long", "nested", "wide"),
    *("time_zone", "error", "slow", "memory", "busy", "broken"),
)
"""Why a query is not run, or not to its end."""


class QueryRefusedError(ExplorerError):
    """A query gave no answer. ``reason`` is one of REASONS, ``detail`` DuckDB's own sentence or the name refused."""

    key = "query_refused"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"the query was not answered ({reason})")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Column:
    """A column of an answer: its name, distinct among its neighbours, and what is in it."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Answer:
    """The rows of a query. ``cut`` says that there were more: too many ``rows``, or too much in them (``size``)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...] = field(repr=False)
    cut: Literal["rows", "size"] | None = None


class Workbench:
    """Runs one query a process, ``at_once`` at a time; others wait for their turn as long as ``patience`` seconds."""

    def __init__(
        self, allowance: Allowance | None = None, *, at_once: int = AT_ONCE, patience: float = PATIENCE_S
    ) -> None:
        self.allowance = allowance or Allowance()
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    def run(self, database: Path, sql: str) -> Answer:
        """The answer of one query to the database file, which is opened read-only.

        Raises QueryRefusedError for everything that is not a single reading query, or takes more than it is allowed.
        """
        # Here too, so that a text without end is not even handed on.
        if len(sql) > worker.LONGEST_SQL:
            raise QueryRefusedError("long")
        if not self._turns.acquire(timeout=self._patience):
            raise QueryRefusedError("busy")
        try:
            return self._answer(database, sql)
        finally:
            self._turns.release()

    def _answer(self, database: Path, sql: str) -> Answer:
        asked = {"database": str(database.resolve()), "sql": sql, "allowance": asdict(self.allowance)}
        said, late = ask(asked, self.allowance.seconds + worker.GRACE_S + START_S, self.allowance.characters * 8)
        if said is None:
            raise QueryRefusedError("slow" if late else "broken")
        if reason := said.get("refused"):
            raise QueryRefusedError(reason, said["detail"])
        columns = tuple(Column(name, kind) for name, kind in said["columns"])
        return Answer(columns, tuple(map(tuple, said["rows"])), said["cut"])


def ask(asked: Mapping[str, Any], seconds: float, most_bytes: int) -> tuple[dict[str, Any] | None, bool]:
    """What a fresh worker says to a question, None if it ended without an answer; and whether it had to be killed.

    However a query ends, its process is gone afterwards, and with it all that it took.
    """
    process = subprocess.Popen(
        # Neither this folder nor the reader's settings of Python: only what is installed.
        [sys.executable, "-E", "-P", worker.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(sys.executable).anchor,
        env=environment(),
        start_new_session=True,
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    alarm = threading.Timer(seconds, stop)
    alarm.start()
    try:
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(json.dumps(asked).encode("ascii") + b"\n")
                process.stdin.close()
                line = process.stdout.read(most_bytes + 1)
            except OSError:  # it was killed before it had read
                line = b""
            process.kill()
    finally:
        alarm.cancel()
    if not line or len(line) > most_bytes:
        return None, late.is_set() or ran_out_of_time(process.returncode)
    try:
        said: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError):  # it was stopped in the middle of its answer
        return None, late.is_set()
    return said, False


def ran_out_of_time(code: int | None) -> bool:
    """Whether the operating system ended a process because it had worked too long."""
    return code in {-getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name)}


def environment() -> dict[str, str]:
    """Nothing of the server's environment, except what a process cannot start without."""
    return {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
