"""The database as one process serves it: pages and interface share one connection a data folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from explorer.store import Store


@cache
def store_of(folder: Path) -> Store:
    """The store of a data folder, the same one for everybody in this process who asks.

    It lives as long as the process; one that was closed opens again at its next ``refresh``.
    """
    return Store(folder)
