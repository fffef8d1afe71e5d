"""Whether a known weakness stands in what `requirements.txt` pins, as the Python packaging advisory database has it.

pip-audit is no dependency: it is put into an environment of its own, under `.venv/audit`. Where the package index or the
database cannot be reached this says so and ends well, so that it may stand in any pipeline.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".venv" / "audit"
PIP_AUDIT = "pip-audit>=2.9,<3"
UNREACHABLE = (
    *("ConnectionError", "Max retries exceeded", "NewConnectionError", "Temporary failure in name resolution"),
    *("Could not find a version", "ConnectTimeout", "ReadTimeout", "ProxyError", "HTTPError", "Failed to upgrade"),
)


def main() -> int:
    """Return 0 if nothing is known or nobody could be asked, 1 if something is known."""
    python = HOME / "bin" / "python"
    if not python.exists():
        venv.create(HOME, with_pip=True)
    got = run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PIP_AUDIT)
    if got.returncode:
        print(f"No audit: {PIP_AUDIT} cannot be had from the package index here.")
        return 0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pins:
        text = (ROOT / "requirements.txt").read_text("utf-8")
        pins.write("\n".join(line for line in text.splitlines() if not line.startswith("-e")))
        pins.flush()
        audited = run(str(python), "-m", "pip_audit", "--no-deps", "--disable-pip", "--requirement", pins.name)
    if audited.returncode and is_unreachable(audited.stderr):
        print("No audit: the advisory database cannot be reached from here.")
        return 0
    print(audited.stdout or audited.stderr, end="")
    return 1 if audited.returncode else 0


def is_unreachable(told: str) -> bool:
    """Whether a tool failed for want of a network."""
    return any(sign in told for sign in UNREACHABLE)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """The finished command with what it said."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
