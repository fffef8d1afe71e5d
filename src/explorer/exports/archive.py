"""Office files that are equal byte for byte when made from the same: no clock and no random id stays in them."""

from __future__ import annotations

import io
import re
import zipfile

from explorer.record import UNPRINTABLE

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that the entries of an archive can have."""

_WRITTEN_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
"""A worksheet inside a chart carries the time at which it was made."""


def fixed(archive: bytes) -> bytes:
    """The archive with every entry dated alike, worksheets within it included."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = fixed(_undated(content))
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, content)
    return written.getvalue()


def _undated(workbook: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _WRITTEN_AT.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            target.writestr(zipfile.ZipInfo(name, EARLIEST), content)
    return written.getvalue()


def printable(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return UNPRINTABLE.sub("", text)
