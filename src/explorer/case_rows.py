"""The cases of a catalog as rows of the compiled tables."""

from __future__ import annotations

from collections.abc import Iterator

from explorer import schema
from explorer.catalog import Catalog
from explorer.table_row import Row, both, search_text


def case_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``cases``: the cases, then the places that only carry figures, in authored order."""
    records: tuple[schema.Case | schema.Place, ...] = (*catalog.cases, *catalog.places)
    for position, record in enumerate(records):
        story = record if isinstance(record, schema.Case) else None
        yield {
            "case_id": record.id,
            "position": position,
            **both("name", record.name),
            "category": story.category.value if story else "context",
            "level": record.level.value,
            "province": record.province,
            **both("prefecture", record.prefecture),
            **both("county", record.county),
            "part_of": story and story.part_of,
            "started": story and story.started,
            "ended": story and story.ended,
            **both("years_note", story.years_note if story else None),
            **both("lead", story.lead if story else None),
            **both("summary", record.summary),
            "source_id": record.source,
            "locator": story and story.locator,
        }


def partner_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``case_partners``."""
    for case in catalog.cases:
        for position, partner in enumerate(case.partners):
            yield {"case_id": case.id, "position": position, **both("name", partner)}


def tag_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``case_tags``: one row a case and tag."""
    for case in catalog.cases:
        for dimension in schema.TAG_DIMENSIONS:
            for tag in getattr(case.tags, dimension):
                yield {
                    "case_id": case.id,
                    "dimension": dimension,
                    "tag": tag.tag,
                    "basis": tag.basis.value,
                    "locator": tag.locator,
                    **both("note", tag.note),
                }


def evidence_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``case_evidence``: one row a case and judged fact."""
    for case in catalog.cases:
        for fact in schema.EVIDENCE_FACTS:
            found = getattr(case.evidence, fact)
            yield {
                "case_id": case.id,
                "fact": fact,
                "tag": found.tag.value,
                "locator": found.locator,
                **both("reason", found.reason),
            }


def point_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``case_points``: the narrative in authored order."""
    for case in catalog.cases:
        for position, point in enumerate(case.points):
            yield {
                "case_id": case.id,
                "point_id": point.key,
                "section": point.section.value,
                "position": position,
                "basis": point.basis.value,
                "integration_type": point.integration_type.value if point.integration_type else None,
                **both("title", point.title),
                **both("text", point.text),
                "source_id": point.source or case.source,
                "locator": point.locator,
            }


def answer_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``point_answers``: which point answers which."""
    for case in catalog.cases:
        for point in case.points:
            for key in point.answers:
                yield {"case_id": case.id, "point_id": point.key, "answers": key}


def theme_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``point_themes``: the themes that an outcome tells of in words only."""
    for case in catalog.cases:
        for point in case.points:
            for theme in point.themes:
                yield {"case_id": case.id, "point_id": point.key, "theme": theme}


def point_tag_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``point_tags``: the tags of its case that a measure uses or a problem tells."""
    for case in catalog.cases:
        for point in case.points:
            dimensions = schema.POINT_DIMENSIONS.get(point.section, ())
            own = [(dimension, tag.tag) for dimension in dimensions for tag in getattr(case.tags, dimension)]
            for dimension, tag in own:
                if tag in point.tags:
                    yield {"case_id": case.id, "point_id": point.key, "dimension": dimension, "tag": tag}


def headline_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``case_headlines``: the figures on a case's card."""
    for case in catalog.cases:
        for position, observation in enumerate(case.headline):
            yield {"case_id": case.id, "position": position, "observation_id": observation}


def figure_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``point_figures``: the figures that a point tells."""
    for case in catalog.cases:
        for point in case.points:
            for position, observation in enumerate(point.figures):
                yield {
                    "case_id": case.id,
                    "point_id": point.key,
                    "position": position,
                    "observation_id": observation,
                }


def search_rows(catalog: Catalog) -> Iterator[Row]:
    """Table ``case_search``: what the search box reads, one row a text; pinyin only where a reader would type it."""
    labels = {(dimension, entry.id): entry for dimension, entries in catalog.vocabulary.items() for entry in entries}
    provinces = {province.id: province for province in catalog.provinces}
    for case in catalog.cases:
        province = provinces[case.province]
        texts: list[tuple[str, str, str]] = [("name", case.name.zh, case.name.en)]
        places = [case.county, case.prefecture, schema.Text(zh=province.zh, en=province.en)]
        texts += [("place", place.zh, place.en) for place in places if place is not None]
        texts += [("partner", body.zh, body.en) for body in (case.lead, *case.partners)]
        tags = [(dimension, tag.tag) for dimension in schema.TAG_DIMENSIONS for tag in getattr(case.tags, dimension)]
        for entry in (labels[key] for key in [("category", case.category.value), *tags]):
            texts.append(("tag", " / ".join((entry.zh, *entry.aliases)), " / ".join((entry.en, *entry.aliases))))
        texts.append(("summary", case.summary.zh, case.summary.en))
        for point in case.points:
            texts.append(("point", f"{point.title.zh}：{point.text.zh}", f"{point.title.en}. {point.text.en}"))
        for position, (field, zh, en) in enumerate(texts):
            yield {
                "case_id": case.id,
                "position": position,
                "field": field,
                **search_text(zh, en, by_pinyin=field in ("name", "place")),
            }
