"""Where the project keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parents[2]
DATA_FOLDER = Path(os.environ.get("EXPLORER_DATA", PROJECT_FOLDER / "data"))
