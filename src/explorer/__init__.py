"""An explorer of China's integrated-care reforms: cases, figures and policies with their sources.

In a notebook: ``data = explorer.open()``, then ``data.cases()``, ``data.observations(indicator="county-visit-rate")``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.notebook import Explorer


def open(path: str | Path | None = None) -> Explorer:  # noqa: A001 - what a reader would look for
    """The data opened for reading: of the project, or of a downloaded ``metrics.duckdb``; see ``explorer.notebook``.

    Raises DatabaseMissingError if there is no usable database, with what to do.
    """
    # Whoever imports a part of the explorer does not want all that this needs.
    from explorer.notebook import open_data

    return open_data(path)
