"""Authored files into typed records, or every fault in them at once.

YAML is read as nodes, so that a repeated key is refused and each fault carries the line and column at which an
author finds it. Only the plain readings count: ``true``/``false``, ``null``, decimal numbers; all else is text
(``on``, ``12:30`` and ``010`` stay what they look like). Anchors and aliases are refused.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import yaml
from pydantic import TypeAdapter, ValidationError

from explorer import formula, schema
from explorer.errors import DataFileError, Fault

Location = tuple[str | int, ...]
MANY_CHOICES = 8
"""Up to this many valid choices are listed in a message; above it, only the nearest."""


@dataclass(frozen=True)
class Catalog:
    """All authored records, valid and consistent with one another."""

    sources: tuple[schema.Source, ...]
    vocabulary: Mapping[str, tuple[schema.VocabularyEntry, ...]]
    provinces: tuple[schema.Province, ...]
    comparability_groups: tuple[schema.ComparabilityGroup, ...]
    indicators: tuple[schema.Indicator, ...]
    cases: tuple[schema.Case, ...]
    places: tuple[schema.Place, ...]
    policies: tuple[schema.Policy, ...]
    observations: tuple[schema.Observation, ...]
    derived_values: Mapping[str, Decimal]
    """The value of each derived observation, by id."""


def load_catalog(folder: Path) -> Catalog:
    """The records authored in ``folder``.

    Raises DataFileError with the faults of all files together.
    """
    faults: list[Fault] = []
    documents = {name: _YamlDocument.read(folder, name, faults) for name in schema.FILES}
    parsed = {name: document.parse(schema.FILES[name], faults) for name, document in documents.items()}
    table = _Table.read(folder, faults)
    observations = table.parse(faults)
    derived = _CrossChecker(documents, table, parsed, observations, faults).run()
    if faults:
        raise DataFileError(faults)
    return Catalog(
        sources=parsed["sources.yaml"].sources,
        vocabulary=parsed["vocabulary.yaml"].dimensions,
        provinces=parsed["vocabulary.yaml"].provinces,
        comparability_groups=parsed["indicators.yaml"].comparability_groups,
        indicators=parsed["indicators.yaml"].indicators,
        cases=parsed["cases.yaml"].cases,
        places=parsed["cases.yaml"].places,
        policies=parsed["policies.yaml"].policies,
        observations=tuple(observation for _, observation in observations),
        derived_values=derived,
    )


def nearest(value: str, choices: Iterable[str]) -> str:
    """The remedy for a value outside a list: the choices when few, and the nearest one."""
    names = sorted(choices)
    close = difflib.get_close_matches(value, names, n=1, cutoff=0.6)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    if 0 < len(names) <= MANY_CHOICES:
        return f"; expected one of {', '.join(names)}{hint}"
    return hint or "; it is not in the list of known ids"


# --- YAML files ------------------------------------------------------------------------------------------------------


class _PlainLoader(yaml.SafeLoader):
    """Scalars resolved as JSON would: no sexagesimals, octals, dates or yes/no."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf")),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    _PlainLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


class _YamlDocument:
    """One YAML file as plain data, with the place of every node."""

    def __init__(self, name: str, data: Any, places: dict[Location, tuple[int, int]]) -> None:
        self.name = name
        self.data = data
        self.places = places

    @classmethod
    def read(cls, folder: Path, name: str, faults: list[Fault]) -> _YamlDocument:
        label = f"{folder.name}/{name}"
        places: dict[Location, tuple[int, int]] = {}
        text = _read_text(folder / name, label, faults)
        if text is None:
            return cls(label, None, places)
        try:
            for event in yaml.parse(text, Loader=_PlainLoader):
                if (remedy := _unplain(event)) and (mark := event.start_mark):
                    faults.append(Fault(label, mark.line + 1, mark.column + 1, "file", remedy))
                    return cls(label, None, places)
            root = yaml.compose(text, Loader=_PlainLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = (error.problem or "cannot be read").replace("\n", " ")
            faults.append(
                Fault(
                    label,
                    line,
                    column,
                    "file",
                    f"not valid YAML: {problem}; check the indentation and quotes on this line and the one above",
                )
            )
            return cls(label, None, places)
        except yaml.reader.ReaderError as error:
            before = text[: error.position]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            character = f"U+{ord(text[error.position]):04X}"
            faults.append(Fault(label, line, column, "file", f"the character {character} is not allowed; delete it"))
            return cls(label, None, places)
        except RecursionError:
            faults.append(Fault(label, 1, 1, "file", "not valid YAML: nested too deeply"))
            return cls(label, None, places)
        if root is None:
            faults.append(Fault(label, 1, 1, "file", "the file is empty; restore it or copy its first line from git"))
            return cls(label, None, places)
        document = cls(label, None, places)
        document.data = document._plain(root, (), faults)
        return document

    def _plain(self, node: yaml.Node, path: Location, faults: list[Fault]) -> Any:
        self.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            result: dict[Any, Any] = {}
            first_lines: dict[Any, int] = {}
            for key_node, value_node in node.value:
                key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
                mark = key_node.start_mark
                if key in result:
                    faults.append(
                        Fault(
                            self.name,
                            mark.line + 1,
                            mark.column + 1,
                            self.where(path) or "file",
                            f"the key {key!r} stands twice (first on line {first_lines[key]}); keep one",
                        )
                    )
                    continue
                first_lines[key] = mark.line + 1
                result[key] = self._plain(value_node, (*path, key), faults)
                if not isinstance(value_node, yaml.ScalarNode) or value_node.value == "":
                    self.places[(*path, key)] = (mark.line + 1, mark.column + 1)
            return result
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(child, (*path, index), faults) for index, child in enumerate(node.value)]
        loader = _PlainLoader("")
        try:
            return loader.construct_object(node)
        finally:
            loader.dispose()

    def parse(self, model: type[schema.Record], faults: list[Fault]) -> Any:
        if self.data is None:
            return None
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            for item in error.errors():
                location = tuple(part for part in item["loc"] if part != "[key]")
                faults.append(self.fault(location, _sentence(item, self.data, location)))
            return _salvaged(model, self.data) if isinstance(self.data, dict) else None

    def fault(self, location: Location, message: str) -> Fault:
        place = location
        while place and place not in self.places:
            place = place[:-1]
        line, column = self.places.get(place, (1, 1))
        return Fault(self.name, line, column, self.where(location) or "file", message)

    def where(self, location: Location) -> str:
        """``('cases', 2, 'tags', 'payment', 1)`` as ``cases[deqing].tags.payment[1]``."""
        words: list[str] = []
        value = self.data
        for part in location:
            if isinstance(part, int):
                value = value[part] if isinstance(value, list) and part < len(value) else None
                name = value.get("id", value.get("key", part)) if isinstance(value, dict) else part
                words[-1:] = [f"{words[-1] if words else ''}[{name}]"]
            else:
                value = value.get(part) if isinstance(value, dict) else None
                words.append(str(part))
        return ".".join(words)


def _unplain(event: yaml.Event) -> str | None:
    """The remedy for what YAML allows and an author's file does without."""
    if isinstance(event, yaml.AliasEvent):
        return "an alias (*name); write the text out in full"
    if getattr(event, "anchor", None) is not None:
        return "an anchor (&name); remove it, and put a text that begins with & in quotes"
    if getattr(event, "tag", None) is not None:
        return "a YAML tag (!name); remove it, and put a text that begins with ! in quotes"
    return None


def _read_text(path: Path, label: str, faults: list[Fault]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(label, 1, 1, "file", "the file is missing; restore it with: git checkout -- " + label))
    except OSError as error:
        faults.append(Fault(label, 1, 1, "file", f"cannot be read: {error.strerror}; make it a readable file"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.append(
            Fault(
                label,
                line,
                1,
                "file",
                "not UTF-8 from this line on; save the file again as UTF-8 (in Excel: CSV UTF-8)",
            )
        )
    return None


def _sentence(item: Any, data: Any, location: Location) -> str:
    """One pydantic complaint as found, expected, remedy."""
    kind, context, found = item["type"], item.get("ctx", {}), item.get("input")
    last = location[-1] if location else "file"
    if kind == "missing":
        return f"the field {last!r} is missing; add it"
    if kind == "extra_forbidden":
        hint = nearest(str(last), _field_names())
        if found is None and "did you mean" not in hint:
            return f"a comma ended the text before {last!r}; put the whole text in quotes"
        return f"unknown field {last!r}{hint}"
    if kind == "enum":
        choices = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        return f"found {found!r}{nearest(str(found), choices)}"
    if kind == "string_type":
        quoted = " Put it in quotes." if isinstance(found, int | float) else ""
        return f"expected text, found {_shown(found)}.{quoted}"
    if kind == "string_too_short":
        return "expected text, found an empty one; write it, or remove the field if it may be absent"
    if kind == "string_pattern_mismatch":
        return f"expected lower-case letters, digits and hyphens, found {found!r}"
    if kind in ("value_error", "assertion_error"):
        reason = str(context.get("error", item["msg"]))
        return f"{reason}; found {found!r}" if isinstance(found, str | int | float) else reason
    if kind in ("model_type", "dict_type", "tuple_type", "list_type"):
        shape = "a list" if kind in ("tuple_type", "list_type") else "named fields"
        return f"expected {shape}, found {_shown(found)}"
    return f"{item['msg']}; found {_shown(found)}"


def _salvaged(model: type[schema.Record], data: Mapping[str, Any]) -> Any:
    """A faulty record as far as it is sound, so that its first fault does not hide the others.

    A field that holds a fault is None; a list keeps its length, so that positions in the file still hold.
    """
    values = {}
    for name, field in model.model_fields.items():
        raw = data.get(name, field.get_default())
        try:
            values[name] = _field_adapter(model, name).validate_python(raw)
        except ValidationError:
            values[name] = _salvaged_inside(field.annotation, raw)
    return model.model_construct(**values)


def _salvaged_inside(kind: Any, raw: Any) -> Any:
    if get_origin(kind) is dict and isinstance(raw, dict):
        return {key: _salvaged_inside(get_args(kind)[1], value) for key, value in raw.items()}
    record = _record_within(kind)
    if record is not None and isinstance(raw, dict):
        return _salvaged(record, raw)
    if record is not None and isinstance(raw, list):
        return tuple(_salvaged(record, item if isinstance(item, dict) else {}) for item in raw)
    return None


@cache
def _field_adapter(model: type[schema.Record], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = Annotated[field.annotation, field]
    return TypeAdapter(kind)


def _record_within(kind: Any) -> type[schema.Record] | None:
    if isinstance(kind, type) and issubclass(kind, schema.Record):
        return kind
    return next(filter(None, map(_record_within, get_args(kind))), None)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "named fields (" + ", ".join(map(str, list(value)[:4])) + ")"
    return repr(value)


def _field_names() -> set[str]:
    """Every field name of the schema: near enough a list to suggest from."""
    records = (item for item in vars(schema).values() if isinstance(item, type) and issubclass(item, schema.Record))
    return {name for record in records for name in record.model_fields}


# --- observations.csv ------------------------------------------------------------------------------------------------


class _Table:
    """``observations.csv`` as rows of text, each with its line and its cells' columns."""

    def __init__(self, name: str, header: Sequence[str], rows: list[tuple[int, list[str], str]]) -> None:
        self.name = name
        self.header = list(header)
        self.rows = rows
        self.readable = False
        """Whether every cell stands under the column it belongs to."""

    @classmethod
    def read(cls, folder: Path, faults: list[Fault]) -> _Table:
        label = f"{folder.name}/{schema.OBSERVATIONS_FILE}"
        text = _read_text(folder / schema.OBSERVATIONS_FILE, label, faults)
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
            faults.append(Fault(label, reader.line_num, 1, "file", f"not readable as CSV: {error}"))
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
                observations.append((index, _salvaged(schema.Observation, first)))
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
                        faults.append(self.fault(index, column, _sentence(item, record, item["loc"])))
                observations.append((index, _salvaged(schema.Observation, record)))
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


# --- rules that span records -----------------------------------------------------------------------------------------


class _CrossChecker:
    """Does everything that is named exist, once, and mean what its place demands?

    Records with a fault of their own come here as far as they are sound: a field may be None whatever its type says,
    and is then passed over. So is a name whose own list could not be read.
    """

    def __init__(
        self,
        documents: Mapping[str, _YamlDocument],
        table: _Table,
        parsed: Mapping[str, Any],
        observations: list[tuple[int, schema.Observation]],
        faults: list[Fault],
    ) -> None:
        self.documents = documents
        self.table = table
        self.parsed = parsed
        self.faults = faults
        self.observations = observations
        self.sources = self._by_id("sources.yaml", "sources")
        self.vocabulary = self._read("vocabulary.yaml", "dimensions")
        self.provinces = self._by_id("vocabulary.yaml", "provinces")
        self.groups = self._by_id("indicators.yaml", "comparability_groups")
        self.indicators = self._by_id("indicators.yaml", "indicators")
        self.cases = self._by_id("cases.yaml", "cases")
        self.places = self._by_id("cases.yaml", "places")
        self.by_id: Any = {o.observation_id: o for _, o in observations} if table.readable else None

    def run(self) -> dict[str, Decimal]:
        self._unique_ids()
        self._vocabulary()
        self._indicators()
        for index, case in enumerate(self._all("cases.yaml", "cases")):
            self._case(("cases", index), case)
        for index, place in enumerate(self._all("cases.yaml", "places")):
            self._known("cases.yaml", ("places", index, "source"), "source", place.source, self.sources)
            self._known("cases.yaml", ("places", index, "province"), "province", place.province, self.provinces)
        for index, policy in enumerate(self._all("policies.yaml", "policies")):
            self._policy(("policies", index), policy)
        for index, observation in self.observations:
            self._observation(index, observation)
        return self._derive()

    def _read(self, file: str, key: str) -> Any:
        return getattr(self.parsed[file], key, None)

    def _all(self, file: str, key: str) -> Sequence[Any]:
        return self._read(file, key) or ()

    def _by_id(self, file: str, key: str) -> Any:
        """The records of a list by id, or None if the list could not be read."""
        records = self._read(file, key)
        return None if records is None else {record.id: record for record in records}

    def _add(self, file: str, location: Location, message: str) -> None:
        self.faults.append(self.documents[file].fault(location, message))

    def _known(
        self, file: str, location: Location, kind: str, value: str | None, choices: Iterable[str] | None
    ) -> bool:
        """Whether ``value`` names one of ``choices``; a fault if it certainly does not."""
        if value is None or choices is None:
            return False
        names = {name for name in choices if name is not None}
        if value not in names:
            self._add(file, location, f"unknown {kind} {value!r}{nearest(value, names)}")
        return value in names

    def _unique_ids(self) -> None:
        for file, key in (
            ("sources.yaml", "sources"),
            ("indicators.yaml", "comparability_groups"),
            ("indicators.yaml", "indicators"),
            ("vocabulary.yaml", "provinces"),
            ("policies.yaml", "policies"),
            ("cases.yaml", "cases"),
            ("cases.yaml", "places"),
        ):
            self._each_once(file, [((key, n, "id"), record.id) for n, record in enumerate(self._all(file, key))])
        for index, place in enumerate(self._all("cases.yaml", "places")):
            if place.id is not None and place.id in (self.cases or ()):
                self._add(
                    "cases.yaml", ("places", index, "id"), f"the id {place.id!r} already names a case; choose another"
                )
        targets = [
            (("policies", n, "targets", position, "id"), target.id)
            for n, policy in enumerate(self._all("policies.yaml", "policies"))
            for position, target in enumerate(policy.targets or ())
        ]
        self._each_once("policies.yaml", targets)
        provinces = list(enumerate(self._all("vocabulary.yaml", "provinces")))
        self._each_once("vocabulary.yaml", [(("provinces", n, "code"), province.code) for n, province in provinces])
        tiles = [
            (("provinces", n, "column"), f"the tile in column {province.column}, row {province.row}")
            for n, province in provinces
            if province.column is not None and province.row is not None
        ]
        self._each_once("vocabulary.yaml", tiles, "{} is taken; move one of the two provinces")
        seen: set[str] = set()
        for index, observation in self.observations:
            if observation.observation_id in seen:
                self._row(
                    index, "observation_id", f"the id {observation.observation_id!r} stands twice; ids are never reused"
                )
            if observation.observation_id is not None:
                seen.add(observation.observation_id)

    def _each_once(
        self,
        file: str,
        entries: Iterable[tuple[Location, str | None]],
        message: str = "{!r} stands twice; ids are never reused",
    ) -> None:
        seen: set[str] = set()
        for location, value in entries:
            if value in seen:
                self._add(file, location, message.format(value))
            if value is not None:
                seen.add(value)

    def _vocabulary(self) -> None:
        if self.vocabulary is None:
            return
        for dimension in (*schema.TAG_DIMENSIONS, *schema.LABEL_DIMENSIONS):
            if dimension not in self.vocabulary:
                self._add("vocabulary.yaml", ("dimensions",), f"the dimension {dimension!r} is missing; add it")
        for dimension, entries in self.vocabulary.items():
            path: Location = ("dimensions", dimension)
            self._each_once("vocabulary.yaml", [((*path, n, "id"), e.id) for n, e in enumerate(entries or ())])
            for index, entry in enumerate(entries or ()):
                self._known("vocabulary.yaml", (*path, index, "source"), "source", entry.source, self.sources)

    def _tags(self, dimension: str) -> set[str] | None:
        """The tags of a dimension, or None if they could not be read (a missing dimension is a fault of its own)."""
        entries = (self.vocabulary or {}).get(dimension)
        return None if entries is None else {entry.id for entry in entries}

    def _indicators(self) -> None:
        file = "indicators.yaml"
        for index, indicator in enumerate(self._all(file, "indicators")):
            path = ("indicators", index)
            group = indicator.comparability_group
            self._known(file, (*path, "comparability_group"), "comparability group", group, self.groups)
            self._known(file, (*path, "unit"), "unit", indicator.unit, self._tags("unit"))
            self._known(file, (*path, "theme"), "theme", indicator.theme, self._tags("theme"))

    def _case(self, path: Location, case: schema.Case) -> None:
        file = "cases.yaml"
        self._known(file, (*path, "source"), "source", case.source, self.sources)
        self._known(file, (*path, "province"), "province", case.province, self.provinces)
        self._known(file, (*path, "category"), "category", case.category, self._tags("category"))
        self._known(file, (*path, "level"), "level", case.level, self._tags("level"))
        if self._known(file, (*path, "part_of"), "case", case.part_of, self.cases):
            if case.part_of == case.id or self.cases[case.part_of].part_of is not None:
                self._add(
                    file, (*path, "part_of"), f"{case.part_of!r} cannot be the parent: a case has one level of branches"
                )
        self._own_figures((*path, "headline"), case, case.headline)
        for dimension in schema.TAG_DIMENSIONS:
            tags = getattr(case.tags, dimension, None) or ()
            places = [((*path, "tags", dimension, index), tag) for index, tag in enumerate(tags)]
            self._each_once(file, [((*location, "tag"), tag.tag) for location, tag in places])
            for location, tag in places:
                self._known(file, (*location, "tag"), "tag", tag.tag, self._tags(dimension))
                reasoned = dimension in schema.REASONED_DIMENSIONS
                if reasoned and tag.basis is schema.Basis.judged and tag.note is None:
                    self._add(file, location, f"the tag {tag.tag!r} is judged; write the reason in note (zh and en)")
        self._points(path, case)

    def _points(self, path: Location, case: schema.Case) -> None:
        file = "cases.yaml"
        points = case.points or ()
        self._each_once(file, [((*path, "points", n, "key"), point.key) for n, point in enumerate(points)])
        sections = {point.key: point.section for point in points}
        answerable = {
            schema.Section.measure: {schema.Section.problem},
            schema.Section.outcome: {schema.Section.measure, schema.Section.problem},
            schema.Section.limitation: set(schema.Section) - {schema.Section.limitation},
            schema.Section.problem: set(),
        }
        for index, point in enumerate(points):
            location = (*path, "points", index)
            answers = [((*location, "answers", position), key) for position, key in enumerate(point.answers or ())]
            self._each_once(file, answers, "{!r} stands twice; keep one")
            for place, key in answers:
                known = self._known(file, place, "point", key, sections if case.points is not None else None)
                if known and point.section is not None and sections[key] is not None:
                    if sections[key] not in answerable[point.section]:
                        self._add(file, place, f"a {point.section} cannot answer a {sections[key]} ({key!r})")
            self._own_figures((*location, "figures"), case, point.figures)
            self._known(file, (*location, "source"), "source", point.source, self.sources)

    def _own_figures(self, path: Location, case: schema.Case, observation_ids: Sequence[str] | None) -> None:
        file = "cases.yaml"
        figures = [((*path, position), figure) for position, figure in enumerate(observation_ids or ())]
        self._each_once(file, figures, "{!r} stands twice; keep one")
        for location, figure in figures:
            if self._known(file, location, "observation", figure, self.by_id):
                owner = self.by_id[figure].case_id
                if owner is not None and case.id is not None and owner != case.id:
                    self._add(file, location, f"the observation {figure!r} belongs to {owner!r}, not to {case.id!r}")

    def _policy(self, path: Location, policy: schema.Policy) -> None:
        file = "policies.yaml"
        self._known(file, (*path, "source"), "source", policy.source, self.sources)
        for index, target in enumerate(policy.targets or ()):
            location = (*path, "targets", index)
            self._known(file, (*location, "indicator"), "indicator", target.indicator, self.indicators)
            self._known(file, (*location, "source"), "source", target.source, self.sources)

    def _row(self, index: int, column: str | None, message: str) -> None:
        self.faults.append(self.table.fault(index, column, message))

    def _observation(self, index: int, observation: schema.Observation) -> None:
        def known(column: str, kind: str, value: str | None, choices: Iterable[str] | None) -> bool:
            if value is None or choices is None:
                return False
            names = {name for name in choices if name is not None}
            if value not in names:
                self._row(index, column, f"unknown {kind} {value!r}{nearest(value, names)}")
            return value in names

        if self.cases is not None and self.places is not None:
            known("case_id", "case", observation.case_id, self.cases.keys() | self.places.keys())
        if known("source_id", "source", observation.source_id, self.sources):
            source = self.sources[observation.source_id]
            if source.file is not None and self._empty(index, "locator"):
                self._row(
                    index, "locator", "the cell is empty; write the section or table of the document, such as 3 or 表2"
                )
        if known("indicator_id", "indicator", observation.indicator_id, self.indicators):
            indicator = self.indicators[observation.indicator_id]
            if None not in (observation.unit, indicator.unit) and observation.unit != indicator.unit:
                self._row(
                    index,
                    "unit",
                    f"found {observation.unit!r}; the indicator {indicator.id!r} is in {indicator.unit!r}",
                )
        known("unit", "unit", observation.unit, self._tags("unit"))
        value = observation.value
        bounded = observation.unit == "percent" and observation.kind is schema.ObservationKind.share
        if value is not None and bounded and not 0 <= value <= 100:
            self._row(index, "value", f"a share lies between 0 and 100, found {value}; is it a change or another unit?")

    def _empty(self, index: int, column: str) -> bool:
        return self.table.rows[index][1][self.table.header.index(column)] == ""

    def _derive(self) -> dict[str, Decimal]:
        """The derived values, resolving formulas that build on one another."""
        if self.by_id is None:
            return {}
        values = {key: o.value for key, o in self.by_id.items() if o.value is not None}
        pending = {
            index: o
            for index, o in self.observations
            if o.basis is schema.ObservationBasis.derived and o.formula is not None
        }
        derived: dict[str, Decimal] = {}
        while ready := [n for n, o in pending.items() if all(name in values for name in _operands(o))]:
            for index in ready:
                observation = pending.pop(index)
                try:
                    result = formula.evaluate(observation.formula or "", values)
                except formula.FormulaError as error:
                    self._row(index, "formula", str(error))
                else:
                    values[observation.observation_id] = derived[observation.observation_id] = result
        # What is left waits for something unknown, for itself, or for a figure with a fault of its own (no new fault).
        waiting = {o.observation_id: _operands(o) for o in pending.values()}
        for index, observation in pending.items():
            unknown = [name for name in _operands(observation) if name not in self.by_id]
            if unknown:
                self._row(index, "formula", f"unknown observation {unknown[0]!r}{nearest(unknown[0], self.by_id)}")
            elif _leads_back(observation.observation_id, waiting):
                self._row(index, "formula", "the formula refers back to itself; break the circle")
        return derived


def _operands(observation: schema.Observation) -> list[str]:
    return formula.operands(observation.formula or "")


def _leads_back(start: str, waiting: Mapping[str, Sequence[str]]) -> bool:
    """Whether following the operands of ``start`` comes back to it."""
    reached: set[str] = set()
    ahead = list(waiting[start])
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += waiting.get(name, ())
    return start in reached
