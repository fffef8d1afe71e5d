"""The mapping file: what the records' own columns and codes are called in the contract.

    encounters:
      columns: {encounter_id: 就诊流水号, kind: 就诊类型}
      codes:
        kind: {"1": outpatient, "2": emergency, "3": inpatient}

A column that is not named keeps the contract's name, a code that is not named stays what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explorer.errors import Fault
from explorer.fault_messages import nearest
from explorer.monitoring.contract import TABLES
from explorer.monitoring.faults import RecordsError
from explorer.yaml_document import YamlDocument, read_text


@dataclass(frozen=True)
class TableMapping:
    """Of one table, the records' column by the contract's, and by column the contract's code by the records'."""

    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def source_of(self, column: str) -> str:
        """What the records call a column of the contract."""
        return self.columns.get(column, column)


def read_mapping(path: Path | None) -> dict[str, TableMapping]:
    """The mapping of every table of the contract; empty ones without a file.

    Raises RecordsError with all that is wrong in the file, each with its line.
    """
    if path is None:
        return {table: TableMapping() for table in TABLES}
    found: list[Fault] = []
    text = read_text(path, str(path), found)
    document = YamlDocument.from_text(str(path), text, found) if text is not None else None
    mappings = {table: TableMapping() for table in TABLES}
    if document is not None and not found:
        for table, entry in _entries(document, document.data, (), TABLES, found):
            mappings[table] = _table_mapping(document, table, entry, found)
    if found:
        raise RecordsError([str(fault) for fault in sorted(found)])
    return mappings


def _table_mapping(document: YamlDocument, table: str, entry: Any, found: list[Fault]) -> TableMapping:
    columns = {column.name: column for column in TABLES[table]}
    renamed: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    for key, value in _entries(document, entry, (table,), ("columns", "codes"), found):
        for column, told in _entries(document, value, (table, key), columns, found):
            place = (table, key, column)
            if key == "columns":
                if isinstance(told, str) and told:
                    renamed[column] = told
                else:
                    found.append(document.fault(place, "expected the name of a column of the records, as text"))
                continue
            known = columns[column].codes
            codes[column] = {}
            for code, meaning in _entries(document, told, place, None, found):
                if known and str(meaning) not in known:
                    listed = ", ".join(known)
                    found.append(
                        document.fault((*place, code), f"unknown code {meaning!r}; it must be one of {listed}")
                    )
                codes[column][str(code)] = str(meaning)
    return TableMapping(renamed, codes)


def _entries(
    document: YamlDocument, value: Any, place: tuple[str, ...], known: Any, found: list[Fault]
) -> list[tuple[str, Any]]:
    """The pairs of a mapping whose keys are known; each other key, and what is no mapping, is a fault."""
    if not isinstance(value, dict):
        found.append(document.fault(place, "expected names with a colon and what they stand for"))
        return []
    sound = []
    for key, told in value.items():
        if known is not None and key not in known:
            found.append(document.fault((*place, key), f"unknown name {key!r}{nearest(key, list(known))}"))
        else:
            sound.append((key, told))
    return sound
