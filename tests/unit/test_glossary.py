"""The term base: every term in both languages, with the document it is from and the policy that makes it official."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from explorer.catalog import Catalog, load_catalog
from explorer.paths import PROJECT_FOLDER

CHINESE = re.compile(r"[\u4e00-\u9fff]")
OWN = "项目用语 / project’s word"
NO_POLICY = "库中无 / none in the collection"
NAMED = re.compile(r"`([a-z0-9-]+)`([^`]*)")
"""A document or a policy by its id, and what stands behind it up to the next."""

_TEXT = (PROJECT_FOLDER / "docs" / "glossary.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Term:
    """A line of the glossary; ``official`` is None among the project's own words."""

    term_id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    source: str
    official: str | None = None


def _terms() -> list[Term]:
    found = []
    for line in _TEXT.splitlines():
        if line.startswith("| `"):
            term_id, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            found.append(Term(term_id.strip("`"), *cells))
    return found


TERMS = _terms()
OF_THE_FIELD = [term for term in TERMS if term.source != OWN]
every_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term_id)
every_term_of_the_field = pytest.mark.parametrize("term", OF_THE_FIELD, ids=lambda term: term.term_id)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(PROJECT_FOLDER / "data")


def test_no_term_is_there_twice_in_either_language() -> None:
    assert len(TERMS) > 50
    for names in zip(*((term.term_id, term.zh, term.en) for term in TERMS), strict=True):
        assert len(set(names)) == len(names)


@every_term
def test_a_term_and_its_definition_are_in_both_languages(term: Term) -> None:
    assert CHINESE.search(term.zh)
    assert CHINESE.search(term.definition_zh)
    assert term.en
    assert term.definition_en
    assert not CHINESE.search(term.en)
    # A locator, given as an example of one, is Chinese in English too.
    assert not CHINESE.search(re.sub("`[^`]*`", "", term.definition_en))


@every_term
def test_a_term_is_from_a_document_or_said_to_be_the_projects_own(term: Term) -> None:
    if term.official is None:
        assert term.source == OWN
    else:
        assert re.match("(源自 / from|见于 / used in) `", term.source)


@every_term_of_the_field
def test_a_document_of_a_term_is_one_of_the_collection_and_its_place_is_given(term: Term, catalog: Catalog) -> None:
    sources = {source.id: source for source in catalog.sources}
    found = NAMED.findall(term.source)
    assert found
    for name, place in found:
        assert name in sources
        assert sources[name].file is None or place.strip(" ；"), name


@every_term_of_the_field
def test_a_policy_of_a_term_uses_its_words(term: Term, catalog: Catalog) -> None:
    assert term.official
    if term.official == NO_POLICY:
        return
    policies = {policy.id: policy for policy in catalog.policies}
    found = NAMED.findall(term.official)
    assert found
    for name, quoted in found:
        policy = policies[name]
        told = [policy.title.zh, policy.summary.zh, *(f"{each.title.zh}{each.text.zh}" for each in policy.points)]
        words = re.fullmatch("“(.+)”；?", quoted)
        assert words, quoted
        assert words[1] in "\n".join(told), f"{name}: {words[1]}"


def test_the_dimensions_whose_definitions_are_paraphrased_are_those_listed(catalog: Catalog) -> None:
    listed = re.findall("^- `([a-z_]+)`$", _TEXT, re.MULTILINE)
    assert listed
    for dimension, entries in catalog.vocabulary.items():
        for entry in entries:
            assert (entry.source is not None) == (dimension in listed), f"{dimension}: {entry.id}"
            assert (entry.locator is not None) == (entry.source is not None), f"{dimension}: {entry.id}"


def test_an_official_definition_of_an_indicator_is_the_number_of_a_policy(catalog: Catalog) -> None:
    named = {each.official_reference for each in catalog.indicators if each.official_reference}
    assert named
    assert named <= {policy.document_number for policy in catalog.policies}


def test_the_monitored_rate_is_explained_as_in_the_codebook(catalog: Catalog) -> None:
    names = {each.id: each for each in catalog.indicators}
    term = next(term for term in TERMS if term.term_id == "county-visit-rate-monitored")
    assert term.definition_zh == names[term.term_id].definition.zh
    assert term.definition_en == names[term.term_id].definition.en
