"""``observations.csv`` as rows with the line and the character at which each cell stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from explorer import schema
from explorer.errors import Fault
from explorer.fault_messages import nearest, sentence
from explorer.yaml_document import read_text, salvaged


class ObservationTable:
    """``observations.csv`` as rows of text, each with its line and its cells' columns."""

    def __init__(self, name: str, header: Sequence[str], rows: list[tuple[int, list[str], str]]) -> None:
        self.name = name
        self.header = list(header)
        self.rows = rows
        self.readable = False
        """Whether every cell stands under the column it belongs to."""

    @classmethod
    def read(cls, folder: Path, faults: list[Fault]) -> ObservationTable:
        label = f"{folder.name}/{schema.OBSERVATIONS_FILE}"
        text = read_text(folder / schema.OBSERVATIONS_FILE, label, faults)
        if not text:
            if text is not None:
                faults.append(Fault(label, 1, 1, "file", "the file is empty; its first line names the columns"))
            return cls(label, [], [])
        lines = [line.rstrip("\r\n") for line in io.StringIO(text, newline="")]
        reader = csv.reader(io.StringIO(text, newline=""))
        try:
            header = next(reader)
            rows, line = [], reader.line_num + 1
            for cells in reader:
                if cells:
                    rows.append((line, cells, lines[line - 1] if line <= len(lines) else ""))
                line = reader.line_num + 1
        except csv.Error as error:
            wrong = f"not readable as CSV: {error}; look for a quotation mark that is not closed"
            faults.append(Fault(label, reader.line_num, 1, "file", wrong))
            return cls(label, [], [])
        table = cls(label, header, rows)
        for missing in [name for name in schema.OBSERVATION_COLUMNS if name not in header]:
            faults.append(Fault(label, 1, 1, "header", f"the column {missing!r} is missing; add it to the first line"))
        for index, name in enumerate(header):
            if name not in schema.OBSERVATION_COLUMNS:
                hint = nearest(name, schema.OBSERVATION_COLUMNS)
                faults.append(
                    Fault(label, 1, _cell_column(lines[0], index), "header", f"unknown column {name!r}{hint}")
                )
            elif name in header[:index]:
                message = f"the column {name!r} stands twice; keep one"
                faults.append(Fault(label, 1, _cell_column(lines[0], index), "header", message))
        table.readable = sorted(header) == sorted(schema.OBSERVATION_COLUMNS)
        return table

    def parse(self, faults: list[Fault]) -> list[tuple[int, schema.Observation]]:
        """The observations with their row numbers, faulty ones as far as they are sound."""
        observations: list[tuple[int, schema.Observation]] = []
        for index, (_, cells, _) in enumerate(self.rows if self.readable else []):
            if len(cells) != len(self.header):
                faults.append(
                    self.fault(
                        index,
                        None,
                        f"expected {len(self.header)} cells, found {len(cells)}; put text that holds a comma in quotes",
                    )
                )
                first = {self.header[0]: cells[0]}
                observations.append((index, salvaged(schema.Observation, first)))
                continue
            record = {name: cell if cell != "" else None for name, cell in zip(self.header, cells, strict=True)}
            try:
                observations.append((index, schema.Observation.model_validate(record)))
            except ValidationError as error:
                for item in error.errors():
                    column = str(item["loc"][0]) if item["loc"] else None
                    if column and record.get(column) is None:
                        faults.append(self.fault(index, column, "the cell is empty; fill it"))
                    else:
                        faults.append(self.fault(index, column, sentence(item, record, item["loc"])))
                observations.append((index, salvaged(schema.Observation, record)))
        return observations

    def fault(self, index: int, column: str | None, message: str) -> Fault:
        line, cells, raw = self.rows[index]
        name = cells[0] if cells else str(index)
        place = _cell_column(raw, self.header.index(column)) if column in self.header else 1
        where = f"observations[{name}]" + (f".{column}" if column else "")
        return Fault(self.name, line, place, where, message)


def _cell_column(raw: str, index: int) -> int:
    """The character (from 1) at which the cell with this index starts in a raw CSV line."""
    cell, quoted = 0, False
    for position, character in enumerate(raw):
        if cell == index:
            return position + 1
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            cell += 1
    return len(raw) + 1 if cell < index or not raw else len(raw) + (raw.endswith(",") and cell == index)
