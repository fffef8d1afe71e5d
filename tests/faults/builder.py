"""A process in which builds come to sudden ends: ``python -m tests.faults.builder folder``.

Each line on its input is one build, in a child of its own, as JSON: ``{}`` to its end, ``{"kill": n}`` killed with
signal 9 at its n-th step, ``{"kill": n, "writing": true}`` at the n-th step after it began to write, ``{"bytes": n}``
ended by the system while it writes byte n of a file. The answer is a line too: ``{"signal": s, "steps": n}``.

A step is a call into Python or into a library, or a return from one. Steps, unlike seconds, fall at the same places on
every machine.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from explorer import build
from explorer.catalog import Catalog, load_catalog


def main(folder: Path) -> None:
    """Build whatever is asked for, until the input ends."""
    catalog = load_catalog(folder)
    for line in sys.stdin:
        heard, tell = os.pipe()
        child = os.fork()
        if child == 0:
            _build(folder, catalog, json.loads(line), tell)
        os.close(tell)
        _, status = os.waitpid(child, 0)
        with os.fdopen(heard) as answer:
            steps = int(answer.read() or 0)
        print(json.dumps({"signal": status & 0x7F, "steps": steps}), flush=True)


def _build(folder: Path, catalog: Catalog, order: dict[str, Any], tell: int) -> None:
    """The child: never returns."""
    if "bytes" in order:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["bytes"], order["bytes"]))
    counted = _Steps(order.get("kill"))
    if order.get("writing") or "bytes" in order:
        build.load_catalog = lambda _: catalog  # what goes before the writing is only waited for
    if order.get("writing"):
        write = build._write

        def written(*arguments: Any) -> None:
            sys.setprofile(counted)
            write(*arguments)

        build._write = written
    elif "bytes" not in order:
        sys.setprofile(counted)
    try:
        build.build_database(folder, folder / "metrics.duckdb")
    finally:
        sys.setprofile(None)
        os.write(tell, str(counted.taken).encode())
        os._exit(0)


class _Steps:
    """Counts steps, and kills the process at one of them."""

    def __init__(self, last: int | None) -> None:
        self.last, self.taken = last, 0

    def __call__(self, frame: object, event: str, argument: object) -> None:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
