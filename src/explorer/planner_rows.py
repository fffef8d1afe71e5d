"""The planner's records of a catalog as rows of the compiled tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer.catalog import Catalog
from explorer.table_row import Row, both


def planner_tables(catalog: Catalog) -> Iterator[tuple[str, Iterable[Row]]]:
    """Table names of our own and their rows, parents first."""
    yield "preconditions", _precondition_rows(catalog)
    yield "precondition_tags", _tag_rows(catalog)
    yield "precondition_answers", _answer_rows(catalog)
    yield "other_subjects", _other_subject_rows(catalog)


def _precondition_rows(catalog: Catalog) -> Iterator[Row]:
    for position, one in enumerate(catalog.preconditions):
        yield {
            "precondition_id": one.id,
            "position": position,
            **both("name", one.name),
            **both("definition", one.definition),
        }


def _tag_rows(catalog: Catalog) -> Iterator[Row]:
    for one in catalog.preconditions:
        for dimension, tags in one.cases.items():
            for tag in tags:
                yield {"precondition_id": one.id, "dimension": dimension, "tag": tag}


def _answer_rows(catalog: Catalog) -> Iterator[Row]:
    for one in catalog.preconditions:
        for field_id, answers in one.county.items():
            for answer in answers:
                yield {"precondition_id": one.id, "field_id": field_id, "answer": answer}


def _other_subject_rows(catalog: Catalog) -> Iterator[Row]:
    for entry in catalog.other_subjects:
        yield {"observation_id": entry.observation, **both("reason", entry.reason)}
