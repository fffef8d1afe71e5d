"""A row of a table on its way into the database: values by column, None where one is missing."""

from __future__ import annotations

from explorer import schema

Row = dict[str, object]


def both(name: str, text: schema.Text | None) -> Row:
    """The two columns of a text, ``name_zh`` and ``name_en``."""
    return {f"{name}_zh": text.zh if text else None, f"{name}_en": text.en if text else None}
