"""A YAML file as plain data with the place of every node, and as records where it is sound.

YAML is read as nodes, so that a repeated key is refused and each fault carries the line and column at which an author
finds it. Only the plain readings count: ``true``/``false``, ``null``, decimal numbers; all else is text (``on``,
``12:30`` and ``010`` stay what they look like). Anchors and aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import yaml
from pydantic import TypeAdapter, ValidationError

from explorer import schema
from explorer.errors import Fault
from explorer.fault_messages import Location, sentence


class _PlainLoader(yaml.SafeLoader):
    """Scalars resolved as JSON would: no sexagesimals, octals, dates or yes/no; no number longer than any of ours."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf")),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,30}$", list("-0123456789")),
):
    _PlainLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


MOST_LEVELS = 20
"""No record of ours is half as deep, and a reader of nested brackets must not run out of stack."""


class YamlDocument:
    """One YAML file as plain data, with the place of every node."""

    def __init__(self, name: str, data: Any, places: dict[Location, tuple[int, int]]) -> None:
        self.name = name
        self.data = data
        self.places = places

    @classmethod
    def read(cls, folder: Path, name: str, faults: list[Fault]) -> YamlDocument:
        label = f"{folder.name}/{name}"
        text = read_text(folder / name, label, faults)
        return cls(label, None, {}) if text is None else cls.from_text(label, text, faults)

    @classmethod
    def from_text(cls, label: str, text: str, faults: list[Fault]) -> YamlDocument:
        """The document that a text is; ``label`` names it in faults."""
        places: dict[Location, tuple[int, int]] = {}
        depth = 0
        try:
            for event in yaml.parse(text, Loader=_PlainLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                too_deep = f"nested more than {MOST_LEVELS} levels deep; write it flat" if depth > MOST_LEVELS else None
                if (remedy := _unplain(event) or too_deep) and (mark := event.start_mark):
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
        if root is None:
            faults.append(Fault(label, 1, 1, "file", "the file is empty; restore it or copy its first line from git"))
            return cls(label, None, places)
        document = cls(label, None, places)
        repeats: list[tuple[Location, yaml.Mark, str]] = []
        document.data = document._plain(root, (), repeats)
        for path, mark, message in repeats:
            faults.append(Fault(label, mark.line + 1, mark.column + 1, document.where(path) or "file", message))
        return document

    def _plain(self, node: yaml.Node, path: Location, repeats: list[tuple[Location, yaml.Mark, str]]) -> Any:
        self.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            result: dict[Any, Any] = {}
            first_lines: dict[Any, int] = {}
            for key_node, value_node in node.value:
                key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
                mark = key_node.start_mark
                if key in result:
                    repeats.append(
                        (path, mark, f"the key {key!r} stands twice (first on line {first_lines[key]}); keep one")
                    )
                    continue
                first_lines[key] = mark.line + 1
                result[key] = self._plain(value_node, (*path, key), repeats)
                if not isinstance(value_node, yaml.ScalarNode) or value_node.value == "":
                    self.places[(*path, key)] = (mark.line + 1, mark.column + 1)
            return result
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(child, (*path, index), repeats) for index, child in enumerate(node.value)]
        loader = _PlainLoader("")
        try:
            return loader.construct_object(node)
        finally:
            loader.dispose()

    def parse(self, model: type[schema.Record], faults: list[Fault]) -> Any:
        if not self.places:  # the file could not be read, and a fault says so
            return None
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            for item in error.errors():
                if item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]:
                    continue  # pydantic counts the sound entries only; the others have faults of their own
                location = self._in_file(item["loc"])
                if item["type"].startswith("union_tag"):
                    location = (*location, "kind")
                faults.append(self.fault(location, sentence(item, self.data, location)))
            return salvaged(model, self.data) if isinstance(self.data, dict) else None

    def _in_file(self, path: Location) -> Location:
        """The way to a value as the file has it: without what pydantic puts in for keys and for kinds of records."""
        kept: list[str | int] = []
        value = self.data
        for part in path:
            kind = value.get("kind") if isinstance(value, dict) and part not in value else None
            if part == "[key]" or (kind is not None and part == kind):
                continue
            kept.append(part)
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                value = None
        return tuple(kept)

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
                name = value.get("id", value.get("key")) if isinstance(value, dict) else None
                words[-1:] = [f"{words[-1] if words else ''}[{name if isinstance(name, str) else part}]"]
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


def read_text(path: Path, label: str, faults: list[Fault]) -> str | None:
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


def salvaged(model: type[schema.Record], data: Mapping[str, Any]) -> Any:
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
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _salvaged_inside(inner[0], raw)
    if origin is dict and isinstance(raw, dict):
        return {key: _salvaged_inside(inner[1], value) for key, value in raw.items()}
    if origin is tuple and isinstance(raw, list) and _record_within(kind) is not None:
        return tuple(_salvaged_item(kind, item if isinstance(item, dict) else {}) for item in raw)
    record = _record_within(kind)
    if record is not None and origin is not tuple and isinstance(raw, dict):
        return salvaged(record, raw)
    return None


def _salvaged_item(kind: Any, raw: Mapping[str, Any]) -> Any:
    """An item of a list of records; of several kinds of records, the one that its ``kind`` names, or None."""
    records = _records_within(kind)
    named = [record for record in records if raw.get("kind") in get_args(_kind_of(record))]
    chosen = records[0] if len(records) == 1 else next(iter(named), None)
    return salvaged(chosen, raw) if chosen is not None else None


def _kind_of(record: type[schema.Record]) -> Any:
    field = record.model_fields.get("kind")
    return field.annotation if field is not None else None


@cache
def _field_adapter(model: type[schema.Record], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    kind: Any = Annotated[field.annotation, field]
    return TypeAdapter(kind)


def _record_within(kind: Any) -> type[schema.Record] | None:
    return next(iter(_records_within(kind)), None)


def _records_within(kind: Any) -> list[type[schema.Record]]:
    if isinstance(kind, type) and issubclass(kind, schema.Record):
        return [kind]
    return [record for inner in get_args(kind) for record in _records_within(inner)]
