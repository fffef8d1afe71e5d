"""How to cite a case, a policy, a view and the data set: GB/T 7714, APA, BibTeX and RIS."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from explorer.exports.document import DataVersion
from explorer.exports.reference import Reference, bibtex_entry, chapter_of, from_bibtex, in_latex, kept, whole
from explorer.i18n import Translator

REFERENCE_KINDS = {
    **{"report": "report", "practice_report": "report", "paper": "article", "newspaper": "newspaper"},
    **{"news_report": "newspaper", "official_document": "policy"},
}
"""What a kind of source is to those who cite it; every other is something else."""


def case_citations(case: Mapping[str, Any], source: Mapping[str, Any]) -> Mapping[str, str]:
    """A case in every style, by the style's name; ``case`` and ``source`` as for ``case_citation``."""
    work = from_bibtex(source["bibtex"], REFERENCE_KINDS.get(source["kind"], "misc"), _title(source))
    if source["kind"] == "report":
        key = f"{source['source_id']}-{case['case_id']}"
        work = chapter_of(work, key, case["name_en"], case["name_zh"], case["locator"] or "")
    return whole(work, case_citation(case, source), bibtex=case_bibtex(case, source))


def policy_citations(policy: Mapping[str, Any], source: Mapping[str, Any]) -> Mapping[str, str]:
    """A policy in every style, by the style's name; ``policy`` and ``source`` as for ``policy_citation``."""
    stated = NOT_STATED[1] not in policy["issuer_en"].lower()
    place = f", {policy['locator']}" if policy["locator"] else ""
    work = Reference(
        key=f"policy-{policy['policy_id']}",
        kind="standard" if policy["kind"] == "standard" else "policy",
        title=policy["title_en"],
        original=policy["title_zh"],
        authors=(policy["issuer_en"],) if stated else (),
        date=_issued(policy) or "",
        number=policy["document_number"] or "",
        note="" if source["kind"] == "official_document" else f"Cited from: {source['title_en']}{place}",
        language="Chinese",
    )
    return whole(work, policy_citation(policy, source), bibtex=policy_bibtex(policy, source))


def dataset_citations(version: DataVersion, tr: Translator) -> Mapping[str, str]:
    """The data set in every style, by the style's name, in the reader's language; it names its version."""
    work = Reference(
        key=f"integrated-care-{version.name}",
        kind="dataset",
        title=tr("dataset.title"),
        date=version.newest[:4],
        authors=(tr("app.title"),),
        version=version.name,
    )
    gbt7714 = f"{tr('app.title')}. {tr('dataset.title')}[DS]. {version.told(tr)}. {version.newest[:4]}."
    return whole(work, gbt7714)


def view_citations(
    title: str, filters: Sequence[str], link: str, version: DataVersion, accessed: date, tr: Translator
) -> Mapping[str, str]:
    """A view in every style, by the style's name: what it shows of which data, where it is and when it was seen."""
    narrowed = tr("file.between").join(filters)
    name = tr("file.narrowed", title=title, filters=narrowed) if narrowed else title
    work = Reference(
        key=f"view-{accessed:%Y%m%d}-{version.name}",
        kind="view",
        title=name,
        date=version.newest[:4],
        authors=(tr("app.title"),),
        version=version.name,
        url=link,
        accessed=accessed,
        note=version.told(tr),
    )
    gbt7714 = f"{tr('app.title')}. {name}[DS/OL]. {version.told(tr)}. [{accessed:%Y-%m-%d}]. {link}."
    return whole(work, gbt7714)


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
        "title": kept(case["name_en"]),
        "titleaddon": in_latex(case["name_zh"]),
        "booktitle": in_latex(source["title_en"]),
        "publisher": in_latex(source["publisher_en"]),
        "year": _year(source["bibtex"]),
        "chapter": in_latex(case["locator"]),
        "language": "Chinese",
    }
    return bibtex_entry("incollection", f"{source['source_id']}-{case['case_id']}", fields)


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
    cited_from = None if source["kind"] == "official_document" else f"Cited from: {source['title_en']}{place}"
    fields = {
        "title": kept(policy["title_en"]),
        "titleaddon": in_latex(policy["title_zh"]),
        "author": None if NOT_STATED[1] in policy["issuer_en"].lower() else kept(policy["issuer_en"]),
        "number": in_latex(policy["document_number"]),
        "date": _issued(policy),
        "language": "Chinese",
        "note": in_latex(cited_from),
    }
    return bibtex_entry("misc", f"policy-{policy['policy_id']}", fields)


def _title(source: Mapping[str, Any]) -> str:
    """The title that the source's citation gives it, without the brackets of one that was supplied."""
    named = re.split(r"\[[A-Z]+\]\. ", source["citation_gbt7714"])[0]
    return named.rpartition(". ")[2].strip("[]")


def _issued(policy: Mapping[str, Any]) -> str | None:
    return f"[{policy['issued']}]" if policy["issued_basis"] == "inferred" else policy["issued"]


def _year(bibtex: str) -> str:
    found = re.search(r"year = \{([^}]*)\}", bibtex)
    return found.group(1) if found else ""
