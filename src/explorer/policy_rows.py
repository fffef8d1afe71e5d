"""The rows of the tables about policies, their targets and the recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer import partial_date, schema
from explorer.catalog import Catalog
from explorer.choices import Basis
from explorer.table_row import Row, both, search_text


def policy_tables(catalog: Catalog) -> Iterator[tuple[str, Iterable[Row]]]:
    """Table names and their rows, parents first."""
    yield "policy_families", (_family_row(n, family) for n, family in enumerate(catalog.policy_families))
    yield "policies", (_policy_row(n, policy) for n, policy in enumerate(catalog.policies))
    yield "policy_mentions", _mention_rows(catalog)
    yield "policy_tags", _tag_rows(catalog)
    yield "policy_points", _point_rows(catalog)
    yield "policy_links", _link_rows(catalog)
    yield "policy_measures", _measure_rows(catalog)
    yield "targets", _target_rows(catalog)
    yield "target_outcomes", _outcome_rows(catalog)
    yield "recommendations", (_recommendation_row(n, each) for n, each in enumerate(catalog.recommendations))
    yield "recommendation_links", _recommendation_link_rows(catalog)
    yield "policy_search", _search_rows(catalog)


def _family_row(position: int, family: schema.PolicyFamily) -> Row:
    return {
        "family_id": family.id,
        "position": position,
        **both("name", family.name),
        **both("summary", family.summary),
    }


def _policy_row(position: int, policy: schema.Policy) -> Row:
    return {
        "policy_id": policy.id,
        "position": position,
        **both("title", policy.title),
        **both("issuer", policy.issuer),
        "issued": policy.issued,
        "issued_from": partial_date.first_day(policy.issued) if policy.issued else None,
        "issued_to": partial_date.last_day(policy.issued) if policy.issued else None,
        "issued_basis": policy.issued_basis.value if policy.issued else None,
        **both("issued_note", policy.issued_note),
        "document_number": policy.document_number,
        "level": policy.level.value,
        "kind": policy.kind.value,
        "status": policy.status.value,
        "family_id": policy.family,
        "family_position": policy.position,
        **both("summary", policy.summary),
        "aliases_zh": "; ".join(policy.aliases_zh),
        "source_id": policy.source,
        "locator": policy.locator,
    }


def _mention_rows(catalog: Catalog) -> Iterator[Row]:
    for policy in catalog.policies:
        for position, mention in enumerate(policy.mentions):
            yield {
                "policy_id": policy.id,
                "position": position,
                "source_id": mention.source,
                "locator": mention.locator,
            }


def _tag_rows(catalog: Catalog) -> Iterator[Row]:
    for policy in catalog.policies:
        for dimension in schema.POLICY_TAG_DIMENSIONS:
            for tag in getattr(policy.tags, dimension):
                yield {
                    "policy_id": policy.id,
                    "dimension": dimension,
                    "tag": tag,
                    "basis": Basis.judged.value,
                }


def _point_rows(catalog: Catalog) -> Iterator[Row]:
    for policy in catalog.policies:
        for position, point in enumerate(policy.points):
            yield {
                "policy_id": policy.id,
                "point_key": point.key,
                "kind": point.kind.value,
                "position": position,
                **both("title", point.title),
                **both("text", point.text),
                "source_id": point.source or policy.source,
                "locator": point.locator,
            }


def _link_rows(catalog: Catalog) -> Iterator[Row]:
    for policy in catalog.policies:
        for position, link in enumerate(policy.cases):
            yield {
                "policy_id": policy.id,
                "case_id": link.case,
                "relation": link.relation.value,
                "position": position,
                "observation_id": link.milestone,
                **both("note", link.note),
                "source_id": link.source or policy.source,
                "locator": link.locator,
            }


def _measure_rows(catalog: Catalog) -> Iterator[Row]:
    for policy in catalog.policies:
        for link in policy.cases:
            for position, point in enumerate(link.measures):
                yield {
                    "policy_id": policy.id,
                    "case_id": link.case,
                    "relation": link.relation.value,
                    "position": position,
                    "point_id": point,
                }


def _target_rows(catalog: Catalog) -> Iterator[Row]:
    figures = {figure.observation_id: figure for figure in catalog.observations}
    targets = ((policy, target) for policy in catalog.policies for target in policy.targets)
    for position, (policy, target) in enumerate(targets):
        figure = figures[target.observation] if target.observation else None
        due = target.due or (figure.period_end if figure else None)
        yield {
            "target_id": target.id,
            "policy_id": policy.id,
            "position": position,
            **both("goal", target.goal),
            **(_as_told(target) if figure is None else _as_printed(figure)),
            "due": partial_date.last_day(due) if due else None,
            "due_printed": due,
            **both("scope", target.scope),
            **both("note", target.note),
            **both("outcome_note", target.outcome_note),
        }


def _as_told(target: schema.Target) -> Row:
    return {
        "indicator_id": target.indicator,
        "observation_id": None,
        "operator": target.operator.value if target.operator else None,
        "value": target.value,
        "source_id": target.source,
        "locator": target.locator,
    }


def _as_printed(figure: schema.Observation) -> Row:
    """What the figure prints; a year is when a target in words falls due, and no quantity."""
    quantified = figure.unit != "calendar-year" and figure.value is not None
    return {
        "indicator_id": figure.indicator_id,
        "observation_id": figure.observation_id,
        "operator": figure.qualifier.value if quantified and figure.qualifier else None,
        "value": float(figure.value) if quantified and figure.value is not None else None,
        "source_id": figure.source_id,
        "locator": figure.locator,
    }


def _outcome_rows(catalog: Catalog) -> Iterator[Row]:
    for policy in catalog.policies:
        for target in policy.targets:
            for position, outcome in enumerate(target.outcomes):
                yield {
                    "target_id": target.id,
                    "position": position,
                    "observation_id": outcome.observation,
                    "in_scope": outcome.in_scope,
                }


def _recommendation_row(position: int, recommendation: schema.Recommendation) -> Row:
    return {
        "recommendation_id": recommendation.id,
        "position": position,
        **both("title", recommendation.title),
        **both("text", recommendation.text),
        "source_id": recommendation.source,
        "locator": recommendation.locator,
    }


def _recommendation_link_rows(catalog: Catalog) -> Iterator[Row]:
    for recommendation in catalog.recommendations:
        for position, link in enumerate(recommendation.links):
            yield {
                "recommendation_id": recommendation.id,
                "position": position,
                "case_id": link.case,
                "policy_id": link.policy,
                **both("reason", link.reason),
            }


def _search_rows(catalog: Catalog) -> Iterator[Row]:
    labels = {(dimension, entry.id): entry for dimension, entries in catalog.vocabulary.items() for entry in entries}
    families = {family.id: family.name for family in catalog.policy_families}
    for policy in catalog.policies:
        named = [("title", policy.title.zh, policy.title.en), ("issuer", policy.issuer.zh, policy.issuer.en)]
        named += [("title", alias, policy.title.en) for alias in policy.aliases_zh]
        texts = [("number", policy.document_number, policy.document_number)] if policy.document_number else []
        if policy.family:
            texts.append(("family", families[policy.family].zh, families[policy.family].en))
        tags = [("policy_kind", policy.kind.value), ("policy_level", policy.level.value)]
        tags += [(name, tag) for name in schema.POLICY_TAG_DIMENSIONS for tag in getattr(policy.tags, name)]
        for entry in (labels[key] for key in tags):
            texts.append(("tag", " / ".join((entry.zh, *entry.aliases)), " / ".join((entry.en, *entry.aliases))))
        texts.append(("summary", policy.summary.zh, policy.summary.en))
        for point in policy.points:
            texts.append(("point", f"{point.title.zh}：{point.text.zh}", f"{point.title.en}. {point.text.en}"))
        for target in policy.targets:
            texts.append(("target", target.goal.zh, target.goal.en))
        for position, (field, zh, en) in enumerate((*named, *texts)):
            yield {
                "policy_id": policy.id,
                "position": position,
                "field": field,
                **search_text(zh, en, by_pinyin=position < len(named)),
            }
