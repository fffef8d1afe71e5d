"""Authored files into ``metrics.duckdb``: one transaction into a new file beside the old one, then a rename."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import duckdb
import pandas as pd
from pypinyin import Style, lazy_pinyin

from explorer import partial_date, schema
from explorer.audit.findings import write_findings
from explorer.catalog import Catalog, load_catalog
from explorer.check_rows import check_tables
from explorer.errors import BuildError
from explorer.observation_rows import observation_row
from explorer.table_row import Row, both

SCHEMA_VERSION = "7"
"""Raise it whenever tables.sql or what fills them changes: a database of another version is rebuilt."""

INPUT_FILES = (*schema.FILES, schema.OBSERVATIONS_FILE)


def content_hash(folder: Path) -> str:
    """A hash over the names and contents of the authored files; line endings do not count.

    Raises FileNotFoundError if one is missing.
    """
    digest = hashlib.sha256(SCHEMA_VERSION.encode())
    for name in INPUT_FILES:
        digest.update(name.encode() + b"\0")
        digest.update((folder / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def build_database(folder: Path, target: Path) -> Catalog:
    """Validate the files in ``folder`` and replace ``target`` with a database made from them.

    A reader of ``target`` sees the old file or the new one, never a part. Raises DataFileError for faults in the files
    (``target`` stays as it was) and BuildError if the file cannot be written.
    """
    try:
        digest = content_hash(folder)  # before reading: what is saved meanwhile makes the database stale, not false
    except OSError:
        digest = ""  # a file is missing, as the next line says
    catalog = load_catalog(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".tmp", dir=target.parent)
        os.close(handle)
        temporary = Path(name)
    except OSError as error:
        raise BuildError(target, error.strerror or str(error)) from error
    try:
        temporary.unlink()
        _write(temporary, catalog, digest)
        temporary.chmod(0o644)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
    except (OSError, duckdb.IOException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise BuildError(target, reason) from error
    finally:
        temporary.unlink(missing_ok=True)
    return catalog


def _write(path: Path, catalog: Catalog, digest: str) -> None:
    # The smallest block DuckDB has: at the default of 256 kB these small tables would fill 16 MB.
    connection = duckdb.connect()
    try:
        connection.execute("ATTACH $path AS built (BLOCK_SIZE 16384)", {"path": str(path)})
        connection.execute("USE built")
        fill(connection, catalog, digest)
        connection.execute("USE memory")
        connection.execute("DETACH built")
    finally:
        connection.close()


def fill(connection: duckdb.DuckDBPyConnection, catalog: Catalog, digest: str) -> None:
    """Create the tables in an empty database and load the catalog, all or nothing."""
    connection.execute("BEGIN TRANSACTION")
    connection.execute(resources.files("explorer").joinpath("tables.sql").read_text(encoding="utf-8"))
    for table, rows in _tables(catalog, digest):
        frame = pd.DataFrame(list(rows), dtype=object)
        if not frame.empty:
            connection.register("incoming", frame.where(frame.notna(), None))
            connection.execute("INSERT INTO " + table + " BY NAME SELECT * FROM incoming")
            connection.unregister("incoming")
    write_findings(connection)
    connection.execute("COMMIT")


def _tables(catalog: Catalog, digest: str) -> Iterator[tuple[str, Iterable[Row]]]:
    """Table names of our own and their rows, parents first."""
    info = {"schema_version": SCHEMA_VERSION, "content_hash": digest}
    yield "build_info", [{"key": key, "value": value} for key, value in info.items()]
    yield "sources", map(_source_row, catalog.sources)
    yield "vocabulary", _vocabulary_rows(catalog)
    yield "provinces", map(_province_row, catalog.provinces)
    yield "comparability_groups", map(_group_row, catalog.comparability_groups)
    yield "indicators", (_indicator_row(n, indicator) for n, indicator in enumerate(catalog.indicators))
    yield "cases", _case_rows(catalog)
    yield "case_partners", _partner_rows(catalog)
    yield "case_tags", _tag_rows(catalog)
    yield "case_points", _point_rows(catalog)
    yield "point_answers", _answer_rows(catalog)
    yield "point_themes", _theme_rows(catalog)
    yield "observations", (observation_row(n, o, catalog) for n, o in enumerate(catalog.observations))
    yield "case_headlines", _headline_rows(catalog)
    yield "point_figures", _figure_rows(catalog)
    yield "policies", map(_policy_row, catalog.policies)
    yield "targets", (_target_row(policy, target) for policy in catalog.policies for target in policy.targets)
    yield "left_out", _left_out_rows(catalog)
    yield "case_search", _search_rows(catalog)
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
        **both("target_note", group.target_note),
    }


def _indicator_row(position: int, indicator: schema.Indicator) -> Row:
    return {
        "indicator_id": indicator.id,
        "position": position,
        **both("name", indicator.name),
        **both("definition", indicator.definition),
        **both("definition_note", indicator.definition_note),
        "unit": indicator.unit,
        "direction": indicator.direction.value,
        "theme": indicator.theme,
        "comparability_group": indicator.comparability_group,
        "official_reference": indicator.official_reference,
        "aliases_zh": "; ".join(indicator.aliases_zh),
    }


def _case_rows(catalog: Catalog) -> Iterator[Row]:
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


def _partner_rows(catalog: Catalog) -> Iterator[Row]:
    for case in catalog.cases:
        for position, partner in enumerate(case.partners):
            yield {"case_id": case.id, "position": position, **both("name", partner)}


def _tag_rows(catalog: Catalog) -> Iterator[Row]:
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


def _point_rows(catalog: Catalog) -> Iterator[Row]:
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


def _answer_rows(catalog: Catalog) -> Iterator[Row]:
    for case in catalog.cases:
        for point in case.points:
            for key in point.answers:
                yield {"case_id": case.id, "point_id": point.key, "answers": key}


def _theme_rows(catalog: Catalog) -> Iterator[Row]:
    for case in catalog.cases:
        for point in case.points:
            for theme in point.themes:
                yield {"case_id": case.id, "point_id": point.key, "theme": theme}


def _headline_rows(catalog: Catalog) -> Iterator[Row]:
    for case in catalog.cases:
        for position, observation in enumerate(case.headline):
            yield {"case_id": case.id, "position": position, "observation_id": observation}


def _figure_rows(catalog: Catalog) -> Iterator[Row]:
    for case in catalog.cases:
        for point in case.points:
            for position, observation in enumerate(point.figures):
                yield {
                    "case_id": case.id,
                    "point_id": point.key,
                    "position": position,
                    "observation_id": observation,
                }


def _policy_row(policy: schema.Policy) -> Row:
    return {
        "policy_id": policy.id,
        **both("title", policy.title),
        **both("issuer", policy.issuer),
        "issued": policy.issued,
        "document_number": policy.document_number,
        "level": policy.level.value,
        "status": policy.status,
        **both("summary", policy.summary),
        "source_id": policy.source,
        "locator": policy.locator,
    }


def _target_row(policy: schema.Policy, target: schema.Target) -> Row:
    return {
        "target_id": target.id,
        "policy_id": policy.id,
        "indicator_id": target.indicator,
        "operator": target.operator.value if target.operator else None,
        "value": target.value,
        "due": partial_date.last_day(target.due),
        **both("scope", target.scope),
        **both("note", target.note),
        "source_id": target.source,
        "locator": target.locator,
    }


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


def _search_rows(catalog: Catalog) -> Iterator[Row]:
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
                "text_zh": zh,
                "text_en": en.replace("’", "'"),
                # Typed pinyin is for names; matched inside whole sentences it finds everything.
                "pinyin": _pinyin(zh, Style.NORMAL, " ") if field in ("name", "place") else "",
                "initials": _pinyin(zh, Style.FIRST_LETTER, "") if field in ("name", "place") else "",
            }


def _pinyin(text: str, style: Style, separator: str) -> str:
    return separator.join(syllable.lower() for syllable in lazy_pinyin(text, style=style, errors="ignore"))
