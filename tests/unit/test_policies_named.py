"""Every title that a document prints in 《》 is a policy or a work that is none, with the reason.

Asked only where the documents are at hand: in the folder that EXPLORER_SOURCES names, or in ../shared/sources.
Elsewhere there is nothing to ask, and no test. The titles are found here in the plainest way, apart from what
``verify`` does.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from explorer.catalog import load_catalog
from explorer.paths import PROJECT_FOLDER

SOURCES = Path(os.environ.get("EXPLORER_SOURCES") or PROJECT_FOLDER.parent / "shared" / "sources")
TITLES = 44
"""How many different titles the case collection prints."""


def without_space(text: str) -> str:
    return "".join(text.split())


if SOURCES.is_dir():
    CATALOG = load_catalog(PROJECT_FOLDER / "data")
    PRINTED = {
        source.id: {
            without_space(title)
            for title in re.findall("《(.+?)》", (SOURCES / source.file).read_text("utf-8"), re.DOTALL)
        }
        for source in CATALOG.sources
        if source.file
    }
    POLICIES = {
        without_space(name): policy for policy in CATALOG.policies for name in (policy.title.zh, *policy.aliases_zh)
    }
    WORKS = {without_space(work.title): work for work in CATALOG.other_works}

    def test_the_documents_are_those_that_were_read() -> None:
        assert len(PRINTED["case-collection"]) == TITLES

    def test_every_title_is_a_policy_named_in_that_document_or_a_work_with_a_reason() -> None:
        unaccounted = []
        for source, found in PRINTED.items():
            for title in sorted(found):
                policy, work = POLICIES.get(title), WORKS.get(title)
                named = policy is not None and source in {mention.source for mention in policy.mentions}
                if not named and not (work is not None and work.source == source):
                    unaccounted.append((source, title))
        assert unaccounted == []

    def test_no_title_is_both_and_every_other_work_is_printed() -> None:
        assert POLICIES.keys() & WORKS.keys() == set()
        assert all(title in PRINTED[work.source] for title, work in WORKS.items())
