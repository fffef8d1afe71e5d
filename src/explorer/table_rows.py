"""The rows of every table of the compiled database, made from the authored records."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from explorer import case_rows, formula, partial_date, rounding, schema
from explorer.case_rows import Row, both
from explorer.catalog import Catalog
from explorer.policy_rows import policy_tables


def tables(catalog: Catalog, info: Mapping[str, str]) -> Iterator[tuple[str, Iterable[Row]]]:
    """Table names of our own and their rows, parents first; ``info`` fills ``build_info``."""
    yield "build_info", [{"key": key, "value": value} for key, value in info.items()]
    yield "sources", map(_source_row, catalog.sources)
    yield "vocabulary", _vocabulary_rows(catalog)
    yield "provinces", map(_province_row, catalog.provinces)
    yield "comparability_groups", map(_group_row, catalog.comparability_groups)
    yield "indicators", (_indicator_row(n, indicator) for n, indicator in enumerate(catalog.indicators))
    yield "cases", case_rows.case_rows(catalog)
    yield "case_partners", case_rows.partner_rows(catalog)
    yield "case_tags", case_rows.tag_rows(catalog)
    yield "case_evidence", case_rows.evidence_rows(catalog)
    yield "case_points", case_rows.point_rows(catalog)
    yield "point_answers", case_rows.answer_rows(catalog)
    yield "observations", (_observation_row(n, o, catalog) for n, o in enumerate(catalog.observations))
    yield "case_headlines", case_rows.headline_rows(catalog)
    yield "point_figures", case_rows.figure_rows(catalog)
    yield from policy_tables(catalog)
    yield "left_out", _left_out_rows(catalog)
    yield "case_search", case_rows.search_rows(catalog)
    yield "checks", (_check_row(n, check) for n, check in enumerate(catalog.checks))
    yield "audit_operands", _operand_rows(catalog)
    yield "audit_points", _checked_point_rows(catalog)
    yield "audit_items", _item_rows(catalog)


def _source_row(source: schema.Source) -> Row:
    return {
        "source_id": source.id,
        **both("title", source.title),
        **both("short_title", source.short_title or source.title),
        **both("publisher", source.publisher),
        "published": source.published,
        "kind": source.kind.value,
        "file": source.file,
        **both("how_seen", source.how_seen),
        **both("note", source.note),
        "citation_gbt7714": source.citation,
        "bibtex": source.bibtex,
    }


def _vocabulary_rows(catalog: Catalog) -> Iterator[Row]:
    for dimension, entries in catalog.vocabulary.items():
        for position, entry in enumerate(entries):
            yield {
                "dimension": dimension,
                "tag": entry.id,
                "position": position,
                "label_zh": entry.zh,
                "label_en": entry.en,
                **both("definition", entry.definition),
                "source_id": entry.source,
                "locator": entry.locator,
                "aliases": "; ".join(entry.aliases),
            }


def _province_row(province: schema.Province) -> Row:
    return {
        "province": province.id,
        "code": province.code,
        "name_zh": province.zh,
        "short_zh": province.short_zh,
        "name_en": province.en,
        "letters": province.letters,
        "tile_column": province.column,
        "tile_row": province.row,
    }


def _group_row(group: schema.ComparabilityGroup) -> Row:
    return {
        "group_id": group.id,
        "family": group.family,
        **both("name", group.name),
        **both("reason", group.reason),
        "within_place": group.within_place,
        **both("target_note", group.target_note),
    }


def _indicator_row(position: int, indicator: schema.Indicator) -> Row:
    return {
        "indicator_id": indicator.id,
        "position": position,
        **both("name", indicator.name),
        **both("definition", indicator.definition),
        **both("definition_note", indicator.definition_note),
        **_measure(indicator.measure),
        "unit": indicator.unit,
        "direction": indicator.direction.value,
        "theme": indicator.theme,
        "comparability_group": indicator.comparability_group,
        "official_reference": indicator.official_reference,
        "aliases_zh": "; ".join(indicator.aliases_zh),
    }


def _measure(measure: schema.Measure | None) -> Row:
    parts = {name: getattr(measure, name, None) for name in schema.Measure.model_fields}
    return {key: text for name, part in parts.items() for key, text in both(name, part).items()}


def _observation_row(position: int, observation: schema.Observation, catalog: Catalog) -> Row:
    value, qualifier = observation.value, observation.qualifier
    if value is None:
        derived = catalog.derived[observation.observation_id]
        value, qualifier, interval, step = derived.value, derived.qualifier, derived.interval, None
        # Exact division can run on for ever: a derived figure is shown with no more digits than its kind can bear.
        decimals = 2 if abs(value) < 1000 else 0
    else:
        step, interval = rounding.stands_for(observation)
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    assert qualifier is not None
    start, end = observation.period_start, observation.period_end
    return {
        "observation_id": observation.observation_id,
        "position": position,
        "case_id": observation.case_id,
        "indicator_id": observation.indicator_id,
        "subject_zh": observation.subject_zh,
        "subject_en": observation.subject_en,
        "period_start": partial_date.first_day(start) if start else None,
        "period_end": partial_date.last_day(end) if end else None,
        "period_printed": _period_printed(observation),
        "value": float(value),
        "value_low": None if math.isinf(interval.low) else float(interval.low),
        "value_high": None if math.isinf(interval.high) else float(interval.high),
        "printed_step": None if step is None else float(step),
        "decimals": decimals,
        "unit": observation.unit,
        "qualifier": qualifier.value,
        "as_reported": observation.as_reported,
        "kind": observation.kind.value,
        "basis": observation.basis.value,
        "formula": observation.formula,
        **_formula_in_words(observation, catalog),
        "source_id": observation.source_id,
        "locator": observation.locator,
        "note_zh": observation.note_zh,
        "note_en": observation.note_en,
    }


def _period_printed(observation: schema.Observation) -> str | None:
    start, end = observation.period_start, observation.period_end
    return end if start in (None, end) else f"{start}/{end}"


def _formula_in_words(observation: schema.Observation, catalog: Catalog) -> Row:
    """The formula with each operand's indicator and period in place of its id."""
    if observation.formula is None:
        return both("formula", None)
    indicators = {indicator.id: indicator for indicator in catalog.indicators}
    figures = {figure.observation_id: figure for figure in catalog.observations}
    zh = en = observation.formula.replace(" / ", " ÷ ").replace(" * ", " × ")
    for operand in formula.operands(observation.formula):
        figure = figures[operand]
        name = indicators[figure.indicator_id].name
        period = _period_printed(figure)
        zh = zh.replace(f"[{operand}]", f"{name.zh}（{period}）" if period else name.zh)
        en = en.replace(f"[{operand}]", f"{name.en} ({period})" if period else name.en)
    return {"formula_zh": zh, "formula_en": en}


def _left_out_rows(catalog: Catalog) -> Iterator[Row]:
    reasons = {reason.id: reason.reason for reason in catalog.left_out_reasons}
    quoted = [(entry, words) for entry in catalog.left_out for words in entry.words]
    for position, (entry, words) in enumerate(quoted):
        yield {
            "position": position,
            "source_id": entry.source,
            "locator": entry.locator,
            "words": words,
            "reason": entry.reason,
            **both("reason", reasons[entry.reason]),
        }


def _check_row(position: int, check: schema.Check) -> Row:
    return {
        "check_id": check.id,
        "position": position,
        "case_id": check.case,
        "kind": check.kind.value,
        "dimension": check.marked.dimension if check.marked else None,
        "tag": check.marked.tag if check.marked else None,
        "locator": check.locator,
        **both("note", check.note),
        **both("undetermined", check.undetermined),
    }


def _operand_rows(catalog: Catalog) -> Iterator[Row]:
    for check in catalog.checks:
        for role, ids in check.operands.by_role().items():
            for position, observation in enumerate(ids):
                yield {"check_id": check.id, "role": role, "position": position, "observation_id": observation}


def _checked_point_rows(catalog: Catalog) -> Iterator[Row]:
    for check in catalog.checks:
        for position, key in enumerate(check.points):
            yield {"check_id": check.id, "position": position, "case_id": check.case, "point_id": key}


def _item_rows(catalog: Catalog) -> Iterator[Row]:
    for check in catalog.checks:
        for position, item in enumerate(check.listed):
            yield {"check_id": check.id, "position": position, **both("text", item), "locator": item.locator}
