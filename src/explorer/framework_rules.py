"""Rules that span records, of the evaluation frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer import schema
from explorer.choices import Direction
from explorer.fault_messages import KEEP_ONE, Found, Location, named, repeated

MODELS = "alliance_model"


@dataclass(frozen=True)
class FrameworkRules:
    """What frames may name, by id; a list that could not be read is None, and what names it is passed over.

    Records with a fault of their own come here as far as they are sound: a field may be None whatever its type says.
    """

    sources: Mapping[str, Any] | None
    cases: Mapping[str, Any] | None
    places: Mapping[str, Any] | None
    indicators: Mapping[str, Any] | None
    recommendations: Mapping[str, Any] | None
    targets: Mapping[str, str | None] | None
    """The indicator of each target, None where it could not be read."""
    tags: Callable[[str], set[str] | None]
    """The tags of a dimension of the vocabulary."""

    def of_frameworks(self, frameworks: Sequence[Any]) -> Found:
        """What is wrong with the frames, beside their own fields."""
        for index, framework in enumerate(frameworks):
            path: Location = ("frameworks", index)
            yield from self._place(path, framework.source, framework.locator)
            answered = framework.recommendation
            yield from named((*path, "recommendation"), "recommendation", answered, self.recommendations)
            dimensions = framework.dimensions or ()
            yield from repeated(((*path, "dimensions", n, "id"), each.id) for n, each in enumerate(dimensions))
            yield from self._comparators(path, framework)
            known = None if framework.dimensions is None else {each.id for each in dimensions}
            yield from self._repeated_entries(path, framework)
            for position, entry in enumerate(framework.entries or ()):
                yield from self._entry((*path, "entries", position), entry, None if None in (known or ()) else known)

    def _place(self, path: Location, source: str | None, locator: str | None) -> Found:
        """A source is known, and a place in it is named if it is a document."""
        yield from named((*path, "source"), "source", source, self.sources)
        meant = (self.sources or {}).get(source or "")
        if meant is not None and meant.file is not None and locator is None:
            yield path, f"{meant.id!r} is a document; write the locator of the section that says so"

    def _comparators(self, path: Location, framework: Any) -> Found:
        for n, comparators in enumerate(framework.comparators or ()):
            location = (*path, "comparators", n)
            yield from named((*location, "model"), "model", comparators.model, self.tags(MODELS))
            places = [
                ((*location, "places", position), place) for position, place in enumerate(comparators.places or ())
            ]
            yield from repeated(places, KEEP_ONE)
            for where, place in places:
                if place is not None and place in (self.cases or ()):
                    yield where, f"{place!r} is a case: it counts by its own models; name places only"
                elif self.cases is not None:
                    yield from named(where, "place", place, self.places)

    @staticmethod
    def _repeated_entries(path: Location, framework: Any) -> Found:
        """Within a dimension an indicator stands once for each model."""
        entries = (
            ((*path, "entries", n, "models", position), f"{entry.indicator!r} under {entry.dimension!r} for {model!r}")
            for n, entry in enumerate(framework.entries or ())
            for position, model in enumerate(entry.models or ())
            if None not in (entry.indicator, entry.dimension, model)
        )
        yield from repeated(entries, "{} stands twice; keep one")

    def _entry(self, path: Location, entry: Any, dimensions: set[str] | None) -> Found:
        models = [((*path, "models", n), model) for n, model in enumerate(entry.models or ())]
        if entry.indicator is None:
            yield from repeated(models, KEEP_ONE)
        for location, model in models:
            yield from named(location, "model", model, self.tags(MODELS))
        yield from named((*path, "dimension"), "dimension", entry.dimension, dimensions)
        yield from named((*path, "indicator"), "indicator", entry.indicator, self.indicators)
        if entry.source is not None:
            yield from self._place(path, entry.source, entry.locator)
        if entry.standard is not None:
            yield from self._place((*path, "standard"), entry.standard.source, entry.standard.locator)
        yield from self._direction(path, entry)
        yield from self._target((*path, "target"), entry)

    def _direction(self, path: Location, entry: Any) -> Found:
        indicator = (self.indicators or {}).get(entry.indicator)
        if indicator is not None and {entry.direction, indicator.direction} == {Direction.higher, Direction.lower}:
            says = f"the codebook says of {entry.indicator!r} that {indicator.direction} is better"
            yield (*path, "direction"), f"{says}; write {indicator.direction} or neutral"

    def _target(self, path: Location, entry: Any) -> Found:
        yield from named(path, "target", entry.target, self.targets)
        aimed = (self.indicators or {}).get((self.targets or {}).get(entry.target) or "")
        measured = (self.indicators or {}).get(entry.indicator)
        if aimed is None or measured is None or aimed.id == measured.id:
            return
        groups = (aimed.comparability_group, measured.comparability_group)
        if None not in groups and (groups[0] != groups[1] or schema.ALONE in groups):
            wanted = f"the target {entry.target!r} is about {aimed.id!r}"
            yield path, f"{wanted}, which shares no axis with {measured.id!r}; name another target, or none"
