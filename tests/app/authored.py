"""What the data files say, read in the plainest way: the pages are held against it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[2] / "data"
FACETS = {
    "category": "category",
    "model": "alliance_model",
    "type": "integration_type",
    "province": "province",
    "population": "population",
    "technology": "technology",
    "instrument": "instrument",
    "payment": "payment",
    "problem": "problem",
    "source_kind": "source_kind",
    "reporter": "reporter",
    "baseline": "baseline",
    "comparator": "comparator",
}
"""A facet's name in links, and in the data."""


@cache
def document(name: str) -> Any:
    """One of the YAML files."""
    text = (DATA / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def cases() -> dict[str, dict[str, Any]]:
    """The cases by id, in authored order."""
    return {case["id"]: case for case in document("cases.yaml")["cases"]}


@cache
def observations() -> dict[str, dict[str, str]]:
    """The figures by id, in authored order."""
    with (DATA / "observations.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["observation_id"]: row for row in csv.DictReader(file)}


def figures_of(case_id: str) -> list[dict[str, str]]:
    """The figures of one case."""
    return [row for row in observations().values() if row["case_id"] == case_id]


@cache
def groups() -> dict[str, str]:
    """The comparability group of every indicator."""
    return {one["id"]: one["comparability_group"] for one in document("indicators.yaml")["indicators"]}


def label(dimension: str, tag: str, language: str) -> str:
    """A tag's name."""
    return next(entry[language] for entry in document("vocabulary.yaml")["dimensions"][dimension] if entry["id"] == tag)


def source(source_id: str) -> dict[str, Any]:
    """One of the sources."""
    return next(one for one in document("sources.yaml")["sources"] if one["id"] == source_id)


def tags(case_id: str, facet: str) -> set[str]:
    """The options of a facet, by its name in links, under which a case is found."""
    case, dimension = cases()[case_id], FACETS[facet]
    if dimension in ("category", "province"):
        return {case[dimension]}
    if dimension == "source_kind":
        return {source(case["source"])["kind"]}
    if dimension in case["evidence"]:
        return {case["evidence"][dimension]["tag"]}
    own = {entry["tag"] for entry in case["tags"].get(dimension, ())}
    return own or ({"none"} if facet == "model" else set())


def matching(**chosen: tuple[str, ...]) -> list[str]:
    """The cases that have, for every facet, one of the tags chosen in it."""
    return [one for one in cases() if all(tags(one, facet) & set(wanted) for facet, wanted in chosen.items())]


def definition(indicator_id: str) -> tuple[str, ...]:
    """What an indicator measures, with its group: figures that differ in it share no axis unasked."""
    entry = next(one for one in document("indicators.yaml")["indicators"] if one["id"] == indicator_id)
    if entry["comparability_group"] == "standing-alone":
        return (indicator_id,)
    return (entry["comparability_group"], *(str(part and part["zh"]) for part in entry["measure"].values()))


def axis(indicator_id: str) -> str:
    """What an indicator may share an axis with: its comparability group, or nothing but itself."""
    group = groups()[indicator_id]
    return indicator_id if group == "standing-alone" else group
