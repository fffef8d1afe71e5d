"""How to cite a case or a policy: GB/T 7714 and BibTeX."""

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


POLICY_MARKS = {"standard": "[S]", "report": "[R]"}
"""The mark of GB/T 7714 by the kind of a policy; every other is [Z]."""
NO_DATE = "[日期不详]"
NOT_STATED = ("未说明", "not stated")
"""Stands in the name of an issuer that the document leaves open, who then is not cited."""


def policy_citation(policy: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """A policy in GB/T 7714-2015, with its number where it has one.

    ``policy`` and ``source`` are rows of the tables ``policies`` and ``sources``. An inferred date stands in brackets,
    as the standard asks; an issuer who is not stated is left out. What was read of in another document is cited from
    there.
    """
    number = f": {policy['document_number']}" if policy["document_number"] else ""
    mark = POLICY_MARKS.get(policy["kind"], "[Z]")
    issuer = "" if NOT_STATED[0] in policy["issuer_zh"] else f"{policy['issuer_zh']}. "
    cited = f"{issuer}{policy['title_zh']}{number}{mark}. {_issued(policy) or NO_DATE}."
    if source["kind"] == "official_document":
        return cited
    place = f": {policy['locator']}" if policy["locator"] else ""
    return f"{cited} 转引自: {source['citation_gbt7714'].rstrip('.')}{place}."


def policy_bibtex(policy: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """A policy as a BibTeX ``@misc`` entry; ``policy`` and ``source`` as for ``policy_citation``."""
    place = f", {policy['locator']}" if policy["locator"] else ""
    fields = {
        "title": f"{{{policy['title_en']}}}",
        "titleaddon": policy["title_zh"],
        "author": None if NOT_STATED[1] in policy["issuer_en"].lower() else f"{{{policy['issuer_en']}}}",
        "number": policy["document_number"],
        "date": _issued(policy),
        "language": "Chinese",
        "note": None if source["kind"] == "official_document" else f"Cited from: {source['title_en']}{place}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{policy-{policy['policy_id']},\n{lines}\n}}"


def _issued(policy: Mapping[str, Any]) -> str | None:
    return f"[{policy['issued']}]" if policy["issued_basis"] == "inferred" else policy["issued"]


def _year(bibtex: str) -> str:
    found = re.search(r"year = \{([^}]*)\}", bibtex)
    return found.group(1) if found else ""
