"""A CSV file of a view, read as a program reads it: by the ids that stand in its heads."""

from __future__ import annotations

import csv
import io
import re

_HEAD = re.compile(r"(?P<head>.+) \((?P<id>[a-z0-9_]+)\)", re.DOTALL)


def id_in(head: str) -> str:
    """The id in a column's head: what stands in its last brackets, or the head itself where it is the id."""
    found = _HEAD.fullmatch(head)
    return found["id"] if found else head


def by_id(content: bytes) -> list[dict[str, str]]:
    """The rows, each cell under the id of its column."""
    heads, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [dict(zip(map(id_in, heads), row, strict=True)) for row in rows]
