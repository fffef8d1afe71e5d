"""Whether a weakness is known of what `requirements.txt` pins, by the advisory database of Python packages.

pip-audit is no dependency: it is put into an environment of its own, under `.venv/audit`. Where the package index or
the database cannot be reached this says so and ends well, so that it may stand in any pipeline.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

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
        audited = run(
            *(str(python), "-m", "pip_audit", "--no-deps", "--disable-pip", "--format=json", "--requirement", pins.name)
        )
    if not audited.stdout:
        if not is_unreachable(audited.stderr):
            print(audited.stderr, end="")
            return 1
        print("No audit: the advisory database cannot be reached from here.")
        return 0
    said, status = summary(json.loads(audited.stdout))
    print(said)
    return status


def summary(report: dict[str, Any]) -> tuple[str, int]:
    """What pip-audit found, in words, and the exit status: 1 if any weakness is known."""
    packages = report["dependencies"]
    asked = [each for each in packages if "skip_reason" not in each]
    if not asked:
        return "No audit: the advisory database knows none of the packages from here.", 0
    weak = [
        f"{each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version'}"
        for each in asked
        for found in each["vulns"]
    ]
    lead = f"{len(asked)} of {len(packages)} packages asked about, {len(weak)} known weaknesses."
    return "\n".join([lead, *weak]), 1 if weak else 0


def is_unreachable(told: str) -> bool:
    """Whether a tool failed for want of a network."""
    return any(sign in told for sign in UNREACHABLE)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """The finished command with what it said."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
