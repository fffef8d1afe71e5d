"""Whether every policy stands in the documents as it says, and whether any title there was passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from explorer import schema
from explorer.catalog import Catalog
from explorer.choices import DateBasis
from explorer.verification.documents import Document, Section

TITLE = re.compile(r"《([^《》]*)》")
_BRACKETS = str.maketrans("", "", "《》")


def titles(document: Document) -> dict[str, list[int]]:
    """The titles that a document prints in 《》, white space aside, and where each stands."""
    found: dict[str, list[int]] = {}
    for match in TITLE.finditer(document.text):
        found.setdefault(_joined(match.group(1)), []).append(match.start())
    return found


def unaccounted_titles(document: Document, catalog: Catalog, source_id: str) -> list[str]:
    """The titles of a document that are neither a policy's, named there, nor on the list of other works."""
    known = {_joined(work.title) for work in catalog.other_works if work.source == source_id}
    for policy in catalog.policies:
        if any(mention.source == source_id for mention in policy.mentions):
            known |= {_joined(name) for name in _names(policy)}
    return [title for title in titles(document) if title not in known]


def policy_problems(document: Document, catalog: Catalog, source_id: str) -> Iterator[tuple[str, str]]:
    """What does not hold of the policies, recommendations and other works in a document: the record, and a sentence."""
    for policy in catalog.policies:
        yield from _policy_problems(document, policy, source_id)
    for recommendation in catalog.recommendations:
        if recommendation.source == source_id:
            yield from _unfound(document, recommendation.id, [recommendation.locator])
    for work in catalog.other_works:
        if work.source == source_id:
            yield from _unfound(document, work.title, [work.locator])
            for section in document.find(work.locator):
                if not document.occurrences(work.title, section.start, section.end):
                    yield work.title, f"does not stand under {work.locator!r}"
    for title in unaccounted_titles(document, catalog, source_id):
        place = document.section_at(titles(document)[title][0]).locator
        yield document.name, f"《{title}》 under {place!r} is neither a policy nor on the list of other works"


def _policy_problems(document: Document, policy: schema.Policy, source_id: str) -> Iterator[tuple[str, str]]:
    own = policy.source == source_id
    parts: list[schema.PolicyPoint | schema.PolicyLink] = [*policy.points, *policy.cases]
    locators = [part.locator for part in parts if part.source == source_id or (own and part.source is None)]
    locators += [target.locator for target in policy.targets if target.source == source_id]
    mentioned = [mention.locator for mention in policy.mentions if mention.source == source_id]
    yield from _unfound(document, policy.id, [*mentioned, *locators])
    sections = [section for locator in mentioned if locator for section in document.find(locator)]
    for section in sections:
        if not any(document.occurrences(name, section.start, section.end) for name in _names(policy)):
            yield policy.id, f"none of its names stands under {section.locator!r}"
    if own and policy.issued is not None:
        yield from _undated(document, policy, sections)


def _unfound(document: Document, record: str, locators: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    for locator in dict.fromkeys(locators):
        if locator is not None and not document.find(locator):
            yield record, f"no one section of {document.name} is called {locator!r}"


def _undated(document: Document, policy: schema.Policy, sections: list[Section]) -> Iterator[tuple[str, str]]:
    """A printed date is printed in every part where the policy is named; an inferred one in every part but the year."""
    text = "\n".join(document.text[section.start : section.end] for section in sections)
    parts = zip((policy.issued or "").split("-"), "年月日", strict=False)
    for part, unit in list(parts)[1 if policy.issued_basis is DateBasis.inferred else 0 :]:
        # A year may stand without 年 (2023.2); a month or a day never does.
        pattern = rf"(?<!\d){part}(?!\d)" if unit == "年" else rf"(?<!\d){int(part)}\s*{unit}"
        if not re.search(pattern, text):
            yield policy.id, f"{int(part)} {unit} of {policy.issued} is not printed where the policy is named"


def _names(policy: schema.Policy) -> list[str]:
    return [policy.title.zh, *policy.aliases_zh]


def _joined(text: str) -> str:
    return re.sub(r"\s", "", text.translate(_BRACKETS))
