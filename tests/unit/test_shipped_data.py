"""The data that are shipped: complete, in both languages, true to the marks, and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest

from explorer import schema
from explorer.build import build_database, content_hash
from explorer.catalog import Catalog, load_catalog
from explorer.choices import ObservationKind, PolicyKind, PolicyLevel

DATA = Path(__file__).resolve().parents[2] / "data"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SIGNS = {"%", "‰"}
"""Labels of units that are no words in either language."""

ALLIANCES = (
    "changxing", "tianjin", "deqing", "nanning", "hubei-pediatric", "yunnan-cancer", "nanshan", "weifang", "alar",
)  # fmt: skip
PUBLIC_HOSPITALS = ("west-china-second", "taiyuan", "cangzhou", "anyuan", "donghe")
SOCIAL_FORCES = ("jining", "als-dongfang", "shanghai-cognitive", "shanghai-eldercare")
ZHEJIANG = ("ruian", "xiuzhou-plus", "xiuzhou-group-2", "zju-women")
BRANCHES = tuple(
    f"zju-women-{place}" for place in ("ninghai", "jinhua", "quzhou", "haining", "linping", "shangyu", "xinchang")
)

# The ● and ■ of the case collection, line by line. Tianjin has no line of squares.
MODELS = {
    "changxing": {"medical_group", "medical_community"},
    "tianjin": {"medical_community"},
    "deqing": {"medical_group", "medical_community"},
    "nanning": {"medical_group", "telemedicine_network"},
    "hubei-pediatric": {"specialty_alliance"},
    "yunnan-cancer": {"specialty_alliance", "telemedicine_network", "other"},
    "nanshan": {"specialty_alliance"},
    "weifang": {"telemedicine_network", "other"},
    "alar": {"medical_community", "telemedicine_network"},
}
TYPES = {
    "changxing": {"management", "functional", "service"},
    "tianjin": set(),
    "deqing": {"organizational", "management", "functional"},
    "nanning": {"functional"},
    "hubei-pediatric": {"functional", "service"},
    "yunnan-cancer": {"functional", "service"},
    "nanshan": {"functional", "service"},
    "weifang": {"functional", "service"},
    "alar": {"organizational", "management", "functional"},
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(DATA)


def stated(case: schema.Case, dimension: str) -> set[str]:
    return {tag.tag for tag in getattr(case.tags, dimension) if tag.basis is schema.Basis.stated}


def test_all_29_cases_are_there_and_no_other(catalog: Catalog) -> None:
    expected = (*ALLIANCES, *PUBLIC_HOSPITALS, *SOCIAL_FORCES, *ZHEJIANG, *BRANCHES)
    assert len(expected) == 29
    assert sorted(case.id for case in catalog.cases) == sorted(expected)


def test_the_branches_belong_to_the_programme(catalog: Catalog) -> None:
    assert {case.id for case in catalog.cases if case.part_of == "zju-women"} == set(BRANCHES)


@pytest.mark.parametrize("case_id", ALLIANCES)
def test_stated_tags_are_the_marks_of_the_document(catalog: Catalog, case_id: str) -> None:
    case = next(case for case in catalog.cases if case.id == case_id)
    assert stated(case, "alliance_model") == MODELS[case_id]
    assert stated(case, "integration_type") == TYPES[case_id]


def test_where_the_document_has_no_marks_nothing_counts_as_stated(catalog: Catalog) -> None:
    for case in catalog.cases:
        if case.id not in ALLIANCES:
            assert not stated(case, "alliance_model"), case.id
            assert not stated(case, "integration_type"), case.id


OF_THE_LEAD = ("lead_level", "workforce", "governance")


def own(case: schema.Case, dimension: str) -> set[str]:
    return {tag.tag for tag in getattr(case.tags, dimension)}


def test_every_case_has_one_level_of_its_lead_and_says_where_each_such_tag_stands(catalog: Catalog) -> None:
    for case in catalog.cases:
        assert len(case.tags.lead_level) == 1, case.id
        assert all(tag.locator for name in OF_THE_LEAD for tag in getattr(case.tags, name)), case.id


def test_no_document_marks_levels_workforce_or_governance(catalog: Catalog) -> None:
    assert not any(stated(case, name) for case in catalog.cases for name in OF_THE_LEAD)


def test_every_tag_of_these_dimensions_is_defined_and_used(catalog: Catalog) -> None:
    for name in OF_THE_LEAD:
        entries = catalog.vocabulary[name]
        assert all(entry.definition for entry in entries)
        assert {entry.id for entry in entries} == {tag for case in catalog.cases for tag in own(case, name)}


def test_governance_agrees_with_the_instruments(catalog: Catalog) -> None:
    for case in catalog.cases:
        governance, instruments = own(case, "governance"), own(case, "instrument")
        assert ("trusteeship" in governance) == ("trusteeship" in instruments), case.id
        assert "agreement" in governance or "agreement" not in instruments, case.id
        assert "single-management" in governance or "unified-management" not in instruments, case.id


SELF_REPORTED = {"ruian", "xiuzhou-plus", "zju-women", *BRANCHES}
"""Told by the hospital itself, by its own authors, or in a feature made with it."""


def test_who_reports_is_what_the_documents_show_and_none_is_taken_for_independent(catalog: Catalog) -> None:
    reporters = {case.id: case.evidence.reporter.tag for case in catalog.cases}
    assert {case_id for case_id, tag in reporters.items() if tag == "self"} == SELF_REPORTED
    assert {tag for case_id, tag in reporters.items() if case_id not in SELF_REPORTED} == {"unclear"}


def test_a_case_without_a_figure_among_its_outcomes_has_neither_baseline_nor_comparator(catalog: Catalog) -> None:
    for case in catalog.cases:
        if not any(point.figures for point in case.points if point.section is schema.Section.outcome):
            assert (case.evidence.baseline.tag, case.evidence.comparator.tag) == ("none", "none"), case.id


def test_a_case_whose_outcomes_pair_two_periods_of_one_thing_has_a_baseline_at_least_in_part(catalog: Catalog) -> None:
    figures = {each.observation_id: each for each in catalog.observations}
    for case in catalog.cases:
        told = [
            figures[name] for point in case.points if point.section is schema.Section.outcome for name in point.figures
        ]
        periods: dict[tuple[str, str], set[str | None]] = {}
        for each in told:
            if each.kind in ("level", "share") and each.basis == "reported":
                periods.setdefault((each.indicator_id, each.subject_zh), set()).add(each.period_end)
        if any(len(found - {None}) > 1 for found in periods.values()):
            assert case.evidence.baseline.tag in ("given", "partly"), case.id


def texts(record: object, path: str = "") -> list[tuple[str, schema.Text]]:
    """Every bilingual text within a record, a tuple of records or a mapping to them."""
    if isinstance(record, schema.Text):
        return [(path, record)]
    if isinstance(record, schema.Record):
        path = str(getattr(record, "id", path))
        items = [(name, getattr(record, name)) for name in type(record).model_fields]
    elif isinstance(record, tuple):
        items = [(str(index), item) for index, item in enumerate(record)]
    elif isinstance(record, Mapping):
        items = list(record.items())
    else:
        return []
    return [found for name, item in items for found in texts(item, f"{path}.{name}")]


def every_text(catalog: Catalog) -> list[tuple[str, schema.Text]]:
    found = [text for each in fields(catalog) for text in texts(getattr(catalog, each.name), each.name)]
    tags = [entry for entries in catalog.vocabulary.values() for entry in entries]
    found += [(each.id, schema.Text(zh=each.zh, en=each.en)) for each in (*tags, *catalog.provinces)]
    for each in catalog.observations:
        found.append((each.observation_id, schema.Text(zh=each.subject_zh, en=each.subject_en)))
        if each.note_zh is not None and each.note_en is not None:
            found.append((each.observation_id, schema.Text(zh=each.note_zh, en=each.note_en)))
    return found


def test_every_text_is_chinese_on_one_side_and_english_on_the_other(catalog: Catalog) -> None:
    for path, text in every_text(catalog):
        assert CHINESE.search(text.zh) or text.zh in SIGNS, f"{path}: {text.zh}"
        assert not CHINESE.search(text.en), f"{path}: {text.en}"


QUOTED = {
    *("locator", "as_reported", "as_printed", "words", "OtherWork.title", "Source.headings"),
    *("document_number", "official_reference", "citation"),
}
"""What stands in Chinese alone: the words, the numbers and the places of documents."""
ALIASES = {"aliases", "aliases_zh", "short_zh"}
"""Further names in either language, and the names that only Chinese has."""


def lines(record: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every line of a record that is no part of a bilingual text, with its field after the kind of the record."""
    if isinstance(record, str):
        yield name, record
    elif isinstance(record, schema.Record) and not isinstance(record, schema.Text):
        for field in type(record).model_fields:
            yield from lines(getattr(record, field), f"{type(record).__name__}.{field}")
    elif isinstance(record, tuple):
        for item in record:
            yield from lines(item, name)
    elif isinstance(record, Mapping):
        for item in record.values():
            yield from lines(item, name)


def test_nothing_of_ours_stands_in_one_language_alone(catalog: Catalog) -> None:
    alone = {
        name
        for each in fields(catalog)
        for name, line in lines(getattr(catalog, each.name))
        if CHINESE.search(line) or re.search(r"[a-z]{2,} [a-z]{2,}", line)
    }
    of_both = {name for name in alone if re.search(r"(Entry|Province)\.(zh|en|one_en)$|_(zh|en)$", name)}
    known = {name for name in alone if {name, name.partition(".")[2]} & {*QUOTED, *ALIASES, "bibtex"}}
    assert alone - of_both - known == set()


def test_no_english_text_has_chinese_punctuation(catalog: Catalog) -> None:
    for path, text in every_text(catalog):
        assert not re.search("[，。；：？！（）《》、]", text.en), f"{path}: {text.en}"


def test_no_text_claims_a_cause(catalog: Catalog) -> None:
    forbidden = re.compile(
        r"\b(effects? of|thanks to|owing to|due to|results? in|resulted in|led to|because of|attribut\w+ to)\b"
        r"|得益于|归功于|归因于|导致|使得",
        re.IGNORECASE,
    )
    for path, text in every_text(catalog):
        assert not forbidden.search(text.zh), f"{path}: {text.zh}"
        assert not forbidden.search(text.en), f"{path}: {text.en}"


def test_every_measure_answers_a_problem_somewhere(catalog: Catalog) -> None:
    for case in catalog.cases:
        answered = [point for point in case.points if point.section is schema.Section.measure and point.answers]
        assert answered, case.id


BOUNDS = {
    "~": re.compile(r"^(约|近)|左右"),
    ">": re.compile(r"(超|逾)过?\s*\d|\d\s*(余|多)|[^以及]余\s*(人|名|家|场|例)"),
    "<": re.compile(r"不足|不到|低于"),
    ">=": re.compile(r"\d\s*%?\s*以上$|≥"),
}


def test_a_bounding_word_is_never_taken_for_an_exact_figure(catalog: Catalog) -> None:
    for observation in catalog.observations:
        if observation.qualifier is schema.Qualifier.exactly and observation.as_reported:
            for qualifier, words in BOUNDS.items():
                assert not words.search(observation.as_reported), (
                    f"{observation.observation_id}: {observation.as_reported} looks like {qualifier}"
                )


def test_the_headlines_and_figures_of_a_case_are_its_own(catalog: Catalog) -> None:
    owners = {observation.observation_id: observation.case_id for observation in catalog.observations}
    for case in catalog.cases:
        told = [*case.headline, *(figure for point in case.points for figure in point.figures)]
        assert case.headline, case.id
        assert {owners[figure] for figure in told} == {case.id}


def test_a_document_names_the_place_of_every_point_and_every_section_has_one(catalog: Catalog) -> None:
    for case in catalog.cases:
        assert {point.section for point in case.points} == set(schema.Section), case.id
        assert all(point.locator for point in case.points)


def test_a_figure_of_a_document_has_a_locator(catalog: Catalog) -> None:
    documents = {source.id for source in catalog.sources if source.file}
    assert all(o.locator for o in catalog.observations if o.source_id in documents)


def test_policies_reach_from_the_who_to_a_hospitals_own_plan(catalog: Catalog) -> None:
    assert len(catalog.policies) >= 130
    assert {policy.level for policy in catalog.policies} == set(PolicyLevel)
    assert {policy.kind for policy in catalog.policies} == set(PolicyKind)


def test_a_policy_without_a_date_says_that_none_is_printed(catalog: Catalog) -> None:
    assert [policy.id for policy in catalog.policies if policy.issued is None and policy.issued_note is None] == []


def test_every_case_is_joined_to_a_policy(catalog: Catalog) -> None:
    joined = {link.case for policy in catalog.policies for link in policy.cases}
    assert joined == {case.id for case in catalog.cases}


def test_every_printed_target_is_a_policys_target_once(catalog: Catalog) -> None:
    printed = [each.observation_id for each in catalog.observations if each.kind is ObservationKind.target]
    linked = [target.observation for policy in catalog.policies for target in policy.targets if target.observation]
    assert sorted(linked) == sorted(printed)


def test_the_65_per_cent_of_all_visits_is_held_against_no_other_share(catalog: Catalog) -> None:
    indicators = {each.observation_id: each.indicator_id for each in catalog.observations}
    (target,) = [each for policy in catalog.policies for each in policy.targets if each.id == "primary-share-2017"]
    assert {indicators[outcome.observation] for outcome in target.outcomes} == {"primary-visit-share-all"}
    years = {outcome.observation[-4:] for outcome in target.outcomes if outcome.observation.startswith("national")}
    assert years == {str(year) for year in range(2015, 2026)}


def test_capitation_leads_to_tianjin_and_deqing_and_back_to_the_notices(catalog: Catalog) -> None:
    paying = [policy for policy in catalog.policies if "capitation" in policy.tags.payment]
    assert {"tianjin-capitation-notice-2021", "deqing-payment-scheme"} <= {policy.id for policy in paying}
    assert {link.case for policy in paying for link in policy.cases} == {"tianjin", "deqing"}


def test_every_unit_that_english_counts_has_a_word_for_one_of_it(catalog: Catalog) -> None:
    # English says "1 times" and "1 yuan" too.
    alike = {"ratio"}
    plural = [unit for unit in catalog.vocabulary["unit"] if re.search(r"\ws\b", unit.en)]
    assert {unit.id for unit in plural if unit.one_en is None} == alike
    assert all(unit.one_en != unit.en for unit in plural)


def test_the_five_recommendations_have_cases_and_policies_that_speak_to_each(catalog: Catalog) -> None:
    assert len(catalog.recommendations) == 5
    for recommendation in catalog.recommendations:
        assert any(link.case for link in recommendation.links), recommendation.id
        assert any(link.policy for link in recommendation.links), recommendation.id


def test_the_models_and_types_are_defined_with_their_place_in_the_report(catalog: Catalog) -> None:
    for dimension in ("alliance_model", "integration_type"):
        for entry in catalog.vocabulary[dimension]:
            assert entry.definition is not None, entry.id
            assert (entry.source, entry.locator) == ("case-collection", "第四章 一"), entry.id


@pytest.mark.shipped_database
def test_the_committed_database_is_what_the_files_compile_to(tmp_path: Path) -> None:
    build_database(DATA, tmp_path / "fresh.duckdb")
    with duckdb.connect() as connection:
        connection.execute("ATTACH $path AS fresh (READ_ONLY)", {"path": str(tmp_path / "fresh.duckdb")})
        connection.execute("ATTACH $path AS kept (READ_ONLY)", {"path": str(DATA / "metrics.duckdb")})
        hashes = connection.execute("SELECT value FROM kept.build_info WHERE key = 'content_hash'").fetchone()
        assert hashes == (content_hash(DATA),), "run: python -m explorer build"
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'fresh' ORDER BY 1"
            ).fetchall()
        ]
        assert tables
        for table in tables:
            for one, other in (("fresh", "kept"), ("kept", "fresh")):
                query = f'SELECT * FROM {one}."{table}" EXCEPT ALL SELECT * FROM {other}."{table}"'
                assert connection.execute(query).fetchall() == [], table


# Evaluation frames


def test_the_first_frame_covers_the_four_models_over_the_four_dimensions(catalog: Catalog) -> None:
    frame = catalog.frameworks[0]
    assert frame.recommendation == "appraisal-of-models"
    models = {"medical_group", "medical_community", "specialty_alliance", "telemedicine_network"}
    assert [dimension.id for dimension in frame.dimensions] == ["quality", "satisfaction", "economy", "resources"]
    named = {(entry.dimension, model) for entry in frame.entries for model in entry.models}
    assert named == {(dimension.id, model) for dimension in frame.dimensions for model in models}


def test_every_dimension_of_a_frame_is_in_its_sources_words(catalog: Catalog) -> None:
    assert all(dimension.as_printed for frame in catalog.frameworks for dimension in frame.dimensions)
    assert len(catalog.frameworks) == 2
