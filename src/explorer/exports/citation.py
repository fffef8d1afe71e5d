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


_NOT_STATED = ("文件未说明", "not stated in the document")
"""What stands for an issuer that the document leaves open."""


def policy_citation(policy: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """A policy in GB/T 7714-2015: issuer, title, number and date as far as printed, then where it is quoted.

    ``policy`` and ``source`` are rows of the tables ``policies`` and ``sources``. An inferred date stands in brackets,
    an issuer or a date that is not stated is left out. A policy at hand itself is cited as its source is.
    """
    if source["kind"] == "official_document":
        return source["citation_gbt7714"]
    title = f"{policy['title_zh']}: {policy['document_number']}" if policy["document_number"] else policy["title_zh"]
    parts = [policy["issuer_zh"] if _NOT_STATED[0] not in policy["issuer_zh"] else None, f"{title}[Z]"]
    parts.append(_printed_date(policy))
    quoted = source["citation_gbt7714"].rstrip(".")
    parts.append(f"转引自: {quoted}: {policy['locator']}" if policy["locator"] else f"转引自: {quoted}")
    return ". ".join(part for part in parts if part) + "."


def policy_bibtex(policy: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """A policy as a BibTeX entry ``@misc``; one at hand itself has its source's own entry."""
    if source["kind"] == "official_document":
        return source["bibtex"]
    quoted = [f"Quoted in: {source['title_en']}", policy["locator"]]
    fields = {
        "author": None if _NOT_STATED[1] in policy["issuer_en"] else f"{{{policy['issuer_en']}}}",
        "title": f"{{{policy['title_en']}}}",
        "titleaddon": policy["title_zh"],
        "number": policy["document_number"],
        "date": policy["issued"],
        "note": ", ".join(
            [*filter(None, quoted), *(["date inferred"] if policy["issued_basis"] == "inferred" else [])]
        ),
        "language": "Chinese",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{policy['policy_id']},\n{lines}\n}}"


def _printed_date(policy: Mapping[str, Any]) -> str | None:
    inferred = policy["issued_basis"] == "inferred"
    return f"[{policy['issued']}]" if inferred else policy["issued"]


def _year(bibtex: str) -> str:
    found = re.search(r"year = \{([^}]*)\}", bibtex)
    return found.group(1) if found else ""
