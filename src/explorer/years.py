"""A range of calendar years within a longer one: what a timeline shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Years(NamedTuple):
    """Whole years, both ends included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @classmethod
    def of(cls, some: Iterable[int]) -> Years | None:
        """From the earliest to the latest of some years; None of none."""
        found = sorted(some)
        return cls(found[0], found[-1]) if found else None

    @classmethod
    def from_state(cls, state: Mapping[str, tuple[str, ...]], bounds: Years) -> Years:
        """What a view's ``from`` and ``to`` ask for, in whichever order; an end not given is that of the bounds.

        Both hold years within the bounds, or nothing.
        """
        ends = (
            int(given[0]) if (given := state.get(name, ())) else end
            for name, end in zip(("from", "to"), bounds, strict=True)
        )
        first, last = sorted(ends)
        return cls(first, last)

    def to_state(self, bounds: Years) -> dict[str, tuple[str, ...]]:
        """``from`` and ``to`` for a link, each left empty where it says no more than the bounds."""
        return {
            name: () if end == bound else (str(end),)
            for name, end, bound in zip(("from", "to"), self, bounds, strict=True)
        }

    def moved(self, pages: int, bounds: Years) -> Years:
        """As many years, further on by so many times their number, or back; no further than the bounds."""
        first = min(max(bounds.first, self.first + pages * self.length), bounds.last - self.length + 1)
        return Years(first, first + self.length - 1)
