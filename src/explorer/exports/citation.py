"""How to cite a case: GB/T 7714 and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def case_citation(case: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """A case in GB/T 7714-2015: a part of a report as 析出文献, otherwise the paper or article itself.

    ``case`` and ``source`` are rows of the tables ``cases`` and ``sources``.
    """
    citation = source["citation_gbt7714"]
    if source["kind"] != "report":
        return citation
    mark = re.search(r"\[[A-Z]+\](?=\. )", citation)
    whole = citation.replace(mark.group(), "", 1) if mark else citation
    kind = mark.group() if mark else ""
    return f"{case['name_zh']}{kind}//{whole.rstrip('.')}: {case['locator']}."


def case_bibtex(case: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """A case as a BibTeX entry: ``@incollection`` for a part of a report, otherwise the source's own entry."""
    if source["kind"] != "report":
        return source["bibtex"]
    fields = {
        "title": f"{{{case['name_en']}}}",
        "titleaddon": case["name_zh"],
        "booktitle": source["title_en"],
        "publisher": source["publisher_en"],
        "year": _year(source["bibtex"]),
        "chapter": case["locator"],
        "language": "Chinese",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@incollection{{{source['source_id']}-{case['case_id']},\n{lines}\n}}"


def _year(bibtex: str) -> str:
    found = re.search(r"year = \{([^}]*)\}", bibtex)
    return found.group(1) if found else ""
