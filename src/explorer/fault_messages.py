"""What to say of a fault: what was found, what was expected, and the nearest thing that would do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from explorer import schema
from explorer.record import ID_PATTERN, TAG_PATTERN
from explorer.story_schema import KINDS as STEP_KINDS

Location = tuple[str | int, ...]
"""The way to a value: ``("cases", 2, "tags", "payment", 1)``."""
Found = Iterator[tuple[Location, str]]
"""Faults: the way to the value, and the message."""
KEEP_ONE = "{!r} stands twice; keep one"

MANY_CHOICES = 8
"""Up to this many valid choices are listed in a message; above it, only the nearest."""
PATTERN_WORDS = {
    ID_PATTERN: "lower-case letters, digits and hyphens",
    TAG_PATTERN: "lower-case letters, digits, hyphens and underscores",
    schema.PROVINCE_CODE_PATTERN: "six digits",
    schema.PROVINCE_LETTERS_PATTERN: "two capital letters",
}


def nearest(value: str, choices: Iterable[str]) -> str:
    """The remedy for a value outside a list: the choices when few, and the nearest one."""
    names = sorted(choices)
    close = difflib.get_close_matches(value, names, n=1, cutoff=0.6)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    if 0 < len(names) <= MANY_CHOICES:
        return f"; expected one of {', '.join(names)}{hint}"
    return hint or "; it is not in the list of known ids"


def unknown(kind: str, value: str | None, choices: Iterable[str] | None) -> str | None:
    """What is wrong with a name that is not one of ``choices``; None if nothing is, or nobody can tell."""
    if value is None or choices is None:
        return None
    names = set(choices)
    return None if value in names else f"unknown {kind} {str(value)!r}{nearest(value, names)}"


def named(location: Location, kind: str, value: str | None, choices: Iterable[str] | None) -> Found:
    """The fault of a name that is not one of ``choices``, if it is one."""
    fault = unknown(kind, value, choices)
    if fault is not None:
        yield location, fault


def repeated(
    entries: Iterable[tuple[Location, str | None]], message: str = "{!r} stands twice; ids are never reused"
) -> Found:
    """Where a name stands again, and what to say of it."""
    seen: set[str] = set()
    for location, value in entries:
        if value in seen:
            yield location, message.format(value)
        if value is not None:
            seen.add(value)


def sentence(item: Any, data: Any, location: Location) -> str:
    """One pydantic complaint as found, expected, remedy."""
    kind, context, found = item["type"], item.get("ctx", {}), item.get("input")
    last = location[-1] if location else "file"
    if kind == "missing":
        return f"the field {last!r} is missing; add it"
    if kind == "extra_forbidden":
        names = _field_names()
        hint = nearest(str(last), names)
        if found is None and (last in names or "did you mean" not in hint):
            return f"a comma ended the text before {last!r}; put the whole text in quotes"
        if last in names:
            return f"the field {last!r} does not belong here; remove it, or move it to a record that has it"
        return f"unknown field {last!r}{hint if 'did you mean' in hint else '; remove it'}"
    if kind == "union_tag_not_found":
        return f"the field 'kind' is missing; add it{nearest('', STEP_KINDS)}"
    if kind == "union_tag_invalid":
        return f"unknown kind {context['tag']!r}{nearest(context['tag'], STEP_KINDS)}"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if kind == "greater_than_equal" else f"at most {context['le']}"
        return f"expected {bound}, found {shown(found)}"
    if kind == "enum":
        choices = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        return f"found {shown(found)}{nearest(str(found), choices)}"
    if kind == "string_type":
        remedy = ". Put it in quotes." if isinstance(found, int | float) else "; write a text"
        return f"expected text, found {shown(found)}{remedy}"
    if kind == "string_unicode":
        return f"expected text, found {shown(found)}, in which half of a character stands alone; delete it"
    if kind == "string_too_short":
        return "expected text, found an empty one; write it, or remove the field if it may be absent"
    if kind == "string_pattern_mismatch":
        return f"expected {PATTERN_WORDS[context['pattern']]}, found {found!r}"
    if kind in ("value_error", "assertion_error"):
        reason = str(context.get("error", item["msg"]))
        return f"{reason}; found {found!r}" if isinstance(found, str | int | float) else reason
    if kind in ("too_short", "too_long"):
        bound = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
        return f"expected {bound} in the list, found {len(found)}"
    if kind == "bool_type":
        return f"expected true or false, found {shown(found)}"
    if kind in ("float_type", "int_type"):
        return f"expected a plain number, found {shown(found)}"
    if kind in ("model_type", "dict_type", "tuple_type", "list_type"):
        shape = "a list" if kind in ("tuple_type", "list_type") else "named fields"
        return f"expected {shape}, found {shown(found)}"
    return f"{item['msg']}; found {shown(found)}"


def shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "named fields (" + ", ".join(map(str, list(value)[:4])) + ")"
    return repr(value)


def _field_names() -> set[str]:
    """Every field name of the schema: near enough a list to suggest from."""
    records = (item for item in vars(schema).values() if isinstance(item, type) and issubclass(item, schema.Record))
    return {name for record in records for name in record.model_fields}
