"""The rows of each list, as a request asks for them; made from the queries that the pages ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from explorer.api.asking import Asked
from explorer.api.shapes import Case, Finding, Hit, Indicator, Observation, Policy, Shape, Source
from explorer.filters import CaseFilter, PolicyFilter
from explorer.queries import Connection, audit, methods
from explorer.queries import cases as of_cases
from explorer.queries import observations as of_observations
from explorer.queries import policies as of_policies
from explorer.queries import records as told
from explorer.view_parameters import Ask

Row = dict[str, Any]


def records(frame: pd.DataFrame, shape: type[Shape], **more: Mapping[str, Any]) -> list[Row]:
    """The rows of a query as records of a shape; ``more`` are fields looked up by the record's first field."""
    key = next(iter(shape.model_fields))
    found = []
    for row in told(frame):
        row |= {name: by_id.get(row[key], []) for name, by_id in more.items()}
        found.append({name: plain(value) for name, value in shape.cut(row).items()})
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it: days as ``2023-09-01``, whole numbers without a point."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def case_records(ask: Ask, case_ids: list[str]) -> list[Row]:
    """These cases in the order given."""
    tags = _tags(ask(of_cases.case_tags, case_ids), "case_id")
    return records(ask(of_cases.case_cards, case_ids), Case, tags=tags)


def policy_records(ask: Ask, policy_ids: list[str]) -> list[Row]:
    """These policies in the order given."""
    tags = _tags(ask(of_policies.policy_tags, policy_ids), "policy_id")
    return records(ask(of_policies.policy_cards, policy_ids), Policy, tags=tags)


def _tags(tags: pd.DataFrame, key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in told(tags):
        found.setdefault(row[key], []).append(f"{row['dimension']}:{row['tag']}")
    return found


def cases(ask: Ask, asked: Asked) -> list[Row]:
    """The cases that match a filter, in the order that it asks for."""
    return case_records(ask, ask(of_cases.case_ids_matching, CaseFilter.from_state(asked.state)))


def policies(ask: Ask, asked: Asked) -> list[Row]:
    """The policies that match a filter, in the order that it asks for."""
    return policy_records(ask, ask(of_policies.policy_ids_matching, PolicyFilter.from_state(asked.state)))


def indicators(ask: Ask, asked: Asked) -> list[Row]:
    """The indicators of the codebook in which every word occurs, of a theme."""
    words = CaseFilter.from_state(asked.state).words
    return records(ask(methods.codebook, list(words), asked.one("theme")), Indicator)


def observations(ask: Ask, asked: Asked) -> list[Row]:
    """The figures of cases and indicators; of the cases named, those that the tags allow."""
    by_tags = CaseFilter.from_state({name: values for name, values in asked.state.items() if name != "q"})
    case_ids = asked.many("case")
    if not by_tags.is_empty:
        matching = ask(of_cases.case_ids_matching, by_tags)
        case_ids = matching if case_ids is None else [case_id for case_id in case_ids if case_id in matching]
    frame = ask(
        of_observations.figures,
        of_observations.Wanted(
            case_ids=case_ids,
            indicator_ids=asked.many("indicator"),
            themes=asked.many("theme"),
            kinds=asked.many("kind"),
            bases=asked.many("basis"),
            first_year=asked.numbers.get("from"),
            last_year=asked.numbers.get("to"),
        ),
    )
    return records(frame, Observation)


def findings(ask: Ask, asked: Asked) -> list[Row]:
    """What the audit found, worst first."""

    def matching(connection: Connection) -> pd.DataFrame:
        return audit.findings(
            connection,
            case_ids=asked.many("case"),
            kinds=asked.many("kind"),
            verdicts=asked.many("verdict"),
            themes=asked.many("theme"),
        )

    found = ask(matching)
    operands = ask(methods.operands, list(found["check_id"])).groupby("check_id", sort=False)["observation_id"]
    figures = {cast("str", check_id): list(dict.fromkeys(own)) for check_id, own in operands}
    return records(found, Finding, observation_ids=figures)


def sources(ask: Ask, asked: Asked) -> list[Row]:
    """The documents that the collection rests on, of some kinds."""
    kinds = asked.many("kind")
    every = records(ask(methods.evidence), Source)
    return [row for row in every if kinds is None or row["kind"] in kinds]


def search(ask: Ask, asked: Asked) -> list[Row]:
    """The cases, policies and indicators in which every word occurs; nothing for a query without a word."""
    words, kinds = list(CaseFilter.from_state(asked.state).words), asked.many("kind")
    if not words:
        return []
    query = " ".join(words)
    found: list[Row] = []
    if kinds is None or "case" in kinds:
        ids = ask(of_cases.case_ids_matching, CaseFilter(query))
        names = ask(of_cases.case_cards, ids)
        found += _hits("case", names, "case_id", "name", ask(of_cases.search_hits, ids, words))
    if kinds is None or "policy" in kinds:
        ids = ask(of_policies.policy_ids_matching, PolicyFilter(query))
        names = ask(of_policies.policy_cards, ids)
        found += _hits("policy", names, "policy_id", "title", ask(of_policies.policy_search_hits, ids, words))
    if kinds is None or "indicator" in kinds:
        names = ask(methods.codebook, words, None)
        texts = names[["indicator_id", "definition_zh", "definition_en"]].assign(field="definition")
        texts = texts.rename(columns={"definition_zh": "text_zh", "definition_en": "text_en"})
        found += _hits("indicator", names, "indicator_id", "name", texts)
    return found


def _hits(kind: str, names: pd.DataFrame, key: str, name: str, texts: pd.DataFrame) -> list[Row]:
    """One hit a record, with the best of its texts in which a word stands as written."""
    best: dict[str, Row] = {}
    for row in told(texts):
        best.setdefault(row[key], row)
    hits = []
    for row in told(names):
        text = best.get(row[key], {})
        hit = {"kind": kind, "id": row[key], "name_zh": row[f"{name}_zh"], "name_en": row[f"{name}_en"]}
        hits.append(Hit.cut(hit | {field: text.get(field) for field in ("field", "text_zh", "text_en")}))
    return hits
