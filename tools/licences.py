"""`docs/licences.md`: what every pinned package is licensed under, as its own metadata say.

``python tools/licences.py`` writes the page; with ``--check`` it only says whether the page is in step.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINS, PAGE = ROOT / "requirements.txt", ROOT / "docs" / "licences.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
LEAD = """# Licences of what the explorer is built on

Made by `make licences` from the packages' own metadata; a test keeps it in step with `requirements.txt`. The explorer
itself has no licence yet (README).

| package | version | licence |
|---|---|---|
"""


def pinned(text: str) -> dict[str, str]:
    """The packages that a requirements file pins, by name, with their versions."""
    return dict(PINNED.findall(text))


def licence(package: str) -> str:
    """What a package says of its licence, in the newest of the three places where it may say so."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return "not installed on this platform"
    if expressions := told.get_all("License-Expression"):
        return str(expressions[0])
    classified = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if "License ::" in line]
    named = [name for name in classified if name != "OSI Approved"]
    if named:
        return ", ".join(named)
    first_line = str((told.get_all("License") or [""])[0]).strip().partition("\n")[0]
    return first_line[:60] or "not stated"


def page(pins: str) -> str:
    """The whole page for the text of a requirements file."""
    rows = (f"| {name} | {version} | {licence(name)} |" for name, version in sorted(pinned(pins).items()))
    return LEAD + "\n".join(rows) + "\n"


def main() -> int:
    """Write the page, or with ``--check`` return 1 if it is not in step."""
    made = page(PINS.read_text("utf-8"))
    if "--check" in sys.argv[1:]:
        in_step = PAGE.exists() and PAGE.read_text("utf-8") == made
        print("In step." if in_step else "docs/licences.md is not in step: run make licences")
        return 0 if in_step else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
