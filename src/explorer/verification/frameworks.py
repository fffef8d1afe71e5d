"""Whether what an evaluation frame takes from its source stands there: places, dimensions, indicators named."""

from __future__ import annotations

from collections.abc import Iterator

from explorer import schema
from explorer.catalog import Catalog
from explorer.verification.documents import Document


def framework_problems(document: Document, catalog: Catalog, source_id: str) -> Iterator[tuple[str, str]]:
    """What does not hold of the frames in a document: the record, and a sentence."""
    for framework in catalog.frameworks:
        places = {place: None for place in _places(framework) if place[0] == source_id}
        for _, locator, words in places:
            sections = document.find(locator) if locator else []
            if not sections:
                yield framework.id, f"no one section of {document.name} is called {locator!r}"
            elif words and not any(document.occurrences(words, each.start, each.end) for each in sections):
                yield framework.id, f"{words!r} does not stand under {locator!r}"


def _places(framework: schema.Framework) -> Iterator[tuple[str, str | None, str | None]]:
    """Every place that a frame names, as source, locator and the words that must stand there."""
    own = (framework.source, framework.locator)
    yield (*own, None)
    for dimension in framework.dimensions:
        yield (*own, dimension.as_printed)
    for entry in framework.entries:
        locator = entry.locator or (framework.locator if entry.source is None else None)
        yield entry.source or framework.source, locator, entry.as_printed
        if entry.standard is not None:
            yield entry.standard.source, entry.standard.locator, None
