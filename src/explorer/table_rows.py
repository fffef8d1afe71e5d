"""The rows of every table of the compiled database, made from the authored records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from explorer import case_rows, schema
from explorer.catalog import Catalog
from explorer.check_rows import check_tables
from explorer.framework_rows import framework_tables
from explorer.observation_rows import observation_row
from explorer.planner_rows import planner_tables
from explorer.policy_rows import policy_tables
from explorer.table_row import Row, both


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
    yield "point_themes", case_rows.theme_rows(catalog)
    yield "point_tags", case_rows.point_tag_rows(catalog)
    yield "observations", (observation_row(n, o, catalog) for n, o in enumerate(catalog.observations))
    yield "case_headlines", case_rows.headline_rows(catalog)
    yield "point_figures", case_rows.figure_rows(catalog)
    yield from policy_tables(catalog)
    yield from framework_tables(catalog)
    yield from planner_tables(catalog)
    yield "left_out", _left_out_rows(catalog)
    yield "case_search", case_rows.search_rows(catalog)
    yield from check_tables(catalog)


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
        **both("reporting", source.reporting),
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
                "one_en": entry.one_en,
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
