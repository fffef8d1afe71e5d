"""What the fields of the form, their definitions and their options are called, in files and by people."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from explorer.county import FIELD, FIELDS, FieldKind
from explorer.i18n import LANGUAGES, Labels, sentences
from explorer.planner.entries import definitions_of, options_of
from explorer.planner.reading import plainly_typed

_BETWEEN = re.compile(r"[\s\W_]+")
_IN_BRACKETS = re.compile(r"\s*[(\[（【].*?[)\]）】]\s*$")
LIKE_ENOUGH = 0.6
"""How like a known name a misspelt one has to be to be asked about."""

YES = frozenset({"是", "有", "已有", "yes", "y", "true", "1", "√", "✓", "✔", "x", "×", "v"})
NO = frozenset({"否", "无", "没有", "no", "n", "false", "0", "-", "—", "/"})


def folded(name: str) -> str:
    """A name without what people write differently: case, width, blanks, punctuation."""
    return _BETWEEN.sub("", plainly_typed(name).lower())


def ways(key: str) -> list[str]:
    """A locale key's sentence in each language."""
    return [sentences()[key][language] for language in LANGUAGES]


@dataclass(frozen=True)
class Names:
    """By folded name: fields, the definitions and options of each field, single tags of a checklist."""

    fields: dict[str, str]
    definitions: dict[str, dict[str, str]]
    options: dict[str, dict[str, str]]
    tags: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, labels: Labels) -> Self:
        """Every name in either language, for the labels of the data being served."""
        fields: dict[str, str] = {}
        definitions: dict[str, dict[str, str]] = {}
        options: dict[str, dict[str, str]] = {}
        tags: dict[str, tuple[str, str]] = {}
        for field_id in ("name", "year", *FIELD):
            fields |= dict.fromkeys(map(folded, (field_id, *ways(f"county.{field_id}"))), field_id)
        for each in FIELDS:
            name = each.field_id
            for definition in definitions_of(each):
                own = f"{name}.by.{definition}"
                written = (definition, *ways(f"county.{own}"))
                definitions.setdefault(name, {}).update(dict.fromkeys(map(folded, written), definition))
            for option in options_of(each, labels) if each.kind is not FieldKind.number else ():
                written = (option, *option_ways(name, option, labels))
                options.setdefault(name, {}).update(dict.fromkeys(map(folded, written), option))
                if each.kind is FieldKind.several:
                    whole = [f"{name}.{option}"]
                    whole += [a + b for a in ways(f"county.{name}") for b in option_ways(name, option, labels)]
                    tags |= dict.fromkeys(map(folded, whole), (name, option))
        return cls(fields, definitions, options, tags)

    def field(self, written: str) -> str | None:
        """The field that a name says, with or without a unit in brackets behind it."""
        return self.fields.get(folded(written)) or self.fields.get(folded(_IN_BRACKETS.sub("", written)))

    def tag(self, written: str) -> tuple[str, str] | None:
        """The checklist and the tag that a name says."""
        return self.tags.get(folded(written))

    def knows(self, written: str) -> bool:
        return self.field(written) is not None or self.tag(written) is not None

    def leading_field(self, line: str) -> tuple[str, str] | None:
        """A line parted into the field's name that it starts with and the rest; None if it starts with none."""
        for end in range(len(line), 0, -1):
            if folded(line[:end][-1]) and self.field(line[:end]) is not None:
                return line[:end], line[end:].lstrip(" :：=\t为是")
        return None

    def nearest(self, written: str) -> str | None:
        """The field whose name is most like this one."""
        found = difflib.get_close_matches(folded(written), self.fields, n=1, cutoff=LIKE_ENOUGH)
        return self.fields[found[0]] if found else None


def option_ways(field_id: str, option: str, labels: Labels) -> Iterable[str]:
    """What an option is called in each language."""
    dimension = FIELD[field_id].dimension
    if dimension is None:
        own = f"{field_id}.{option}"
        return ways(f"county.{own}")
    return labels[dimension, option].values()
