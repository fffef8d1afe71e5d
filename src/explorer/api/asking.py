"""What a request asks for, read strictly: an unknown or malformed parameter is told, never dropped.

Pages drop what they cannot use and say so, because a reader is still helped by the rest of a view. A program would go
on with figures that it did not ask for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from explorer.filters import LONGEST_QUERY, Parameter, State, parse
from explorer.i18n import LANGUAGES, Translator

Reason = Literal["unknown_parameter", "unknown_value", "repeated", "empty", "too_long", "not_a_number", "out_of_range"]

MOST_ERRORS = 20
"""A request with more rubbish than this is not worth reading out."""

DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Number:
    """A parameter that is a whole number, at most once."""

    name: str
    least: int
    most: int


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a parameter of a request, and the allowed name or value nearest to what was given."""

    parameter: str
    value: str
    reason: Reason
    nearest: str | None = None
    bounds: tuple[int, int] | None = None

    def told(self, tr: Translator) -> dict[str, Any]:
        """As problem details name it."""
        slots: dict[str, object] = {"parameter": self.parameter, "value": self.value}
        if self.bounds:
            slots |= {"least": self.bounds[0], "most": self.bounds[1]}
        detail = tr(f"api.reason.{self.reason}", **slots)
        if self.nearest is not None:
            detail += tr("api.nearest", nearest=self.nearest)
        return {
            "parameter": self.parameter,
            "value": self.value,
            "reason": self.reason,
            "detail": detail,
            "nearest": self.nearest,
        }


LIMIT, OFFSET = Number("limit", 1, 1000), Number("offset", 0, 1_000_000)
FORMAT = Parameter("format", ("json", "csv"), single=True)
LANGUAGE = Parameter("lang", LANGUAGES, single=True)
OF_LISTS: tuple[Parameter | Number, ...] = (LIMIT, OFFSET, FORMAT, LANGUAGE)
OF_ONE: tuple[Parameter | Number, ...] = (FORMAT, LANGUAGE)


class WrongParametersError(Exception):
    """A request that cannot be answered as asked."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(", ".join(f"{each.parameter}: {each.reason}" for each in wrong))
        self.wrong = tuple(wrong[:MOST_ERRORS])


@dataclass(frozen=True)
class Asked:
    """What a request asks for: the state as a page's link would say it, and the whole numbers."""

    state: State
    numbers: Mapping[str, int]

    def one(self, name: str) -> str | None:
        values = self.state.get(name, ())
        return values[0] if values else None

    def many(self, name: str) -> list[str] | None:
        """The ids asked for, None for any."""
        return list(self.state.get(name, ())) or None


def read(given: Mapping[str, Sequence[str]], parameters: Sequence[Parameter | Number]) -> Asked:
    """What these query parameters ask for; one that is needed and not given stands there without a value.

    Raises WrongParametersError, naming every one that cannot be used.
    """
    known = {parameter.name: parameter for parameter in parameters}
    wrong = [
        Wrong(name[:LONGEST_QUERY], " ".join(values)[:LONGEST_QUERY], "unknown_parameter", nearest(name, known))
        for name, values in given.items()
        if name not in known
    ]
    for name, values in given.items():
        if name in known:
            wrong += _wrong_values(known[name], values)
    if wrong:
        raise WrongParametersError(wrong)
    worded = [parameter for parameter in parameters if isinstance(parameter, Parameter)]
    state, dropped = parse({each.name: given[each.name] for each in worded if each.name in given}, worded)
    assert not dropped, dropped
    numbers = {name: int(given[name][0]) for name in given if isinstance(known[name], Number)}
    return Asked(state, numbers)


def _wrong_values(parameter: Parameter | Number, values: Sequence[str]) -> list[Wrong]:
    name = parameter.name
    if not values:
        return [Wrong(name, "", "empty")]
    if isinstance(parameter, Number) or parameter.single:
        if len(values) > 1:
            return [Wrong(name, " ".join(values)[:LONGEST_QUERY], "repeated")]
    found = []
    for value in values:
        shown = value[:LONGEST_QUERY]
        if isinstance(parameter, Number):
            bounds = (parameter.least, parameter.most)
            if not DIGITS.fullmatch(value):
                found.append(Wrong(name, shown, "not_a_number", bounds=bounds))
            elif not parameter.least <= int(value) <= parameter.most:
                found.append(Wrong(name, shown, "out_of_range", bounds=bounds))
        elif not value:
            found.append(Wrong(name, "", "empty"))
        elif parameter.choices is None:
            if len(value) > LONGEST_QUERY:
                found.append(Wrong(name, shown, "too_long"))
        elif value not in parameter.choices:
            found.append(Wrong(name, shown, "unknown_value", nearest(value, parameter.choices)))
    return found


def nearest(given: str, allowed: Collection[str]) -> str | None:
    """The allowed word that looks most like what was given; None if none does."""
    found = get_close_matches(given[:LONGEST_QUERY].strip().lower(), sorted(allowed), n=1)
    return found[0] if found else None
