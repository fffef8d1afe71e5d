"""What is cited, taken apart into its fields, and written as APA, BibTeX and RIS ask for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

STYLES = ("gbt7714", "apa", "bibtex", "ris")
"""The styles in which everything can be cited, in the order shown."""

RIS_TYPES = {
    **{"report": "RPRT", "chapter": "CHAP", "article": "JOUR", "newspaper": "NEWS", "policy": "GOVDOC"},
    **{"standard": "STAND", "misc": "GEN", "dataset": "DATA", "view": "DATA"},
}
BIBTEX_TYPES = {"report": "techreport", "chapter": "incollection", "article": "article", "newspaper": "article"}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A work with what its citation needs; what is unknown is empty.

    ``authors`` are written as in BibTeX: ``Ye, Shuya`` a person, without a comma a body. ``title`` is in the language
    of the citation, ``original`` in that of the work. ``date`` is a partial date; in brackets it was supplied.
    """

    key: str
    kind: str
    title: str
    original: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    container: str = ""
    publisher: str = ""
    number: str = ""
    pages: str = ""
    part: str = ""
    doi: str = ""
    url: str = ""
    version: str = ""
    note: str = ""
    accessed: dt.date | None = None
    language: str = ""


def from_bibtex(entry: str, kind: str, original: str = "") -> Reference:
    """The fields of one of the project's own BibTeX entries: a field a line, its value in braces."""
    key = re.search(r"@\w+\{([^,]+),", entry)
    fields = {name: value.strip("{}") for name, value in re.findall(r"^\s+(\w+) = \{(.*)\},?$", entry, re.MULTILINE)}
    authors = tuple(name for name in fields.get("author", "").split(" and ") if name)
    return Reference(
        key=key.group(1) if key else "",
        kind=kind,
        title=fields.get("title", ""),
        original=original,
        authors=authors,
        date=fields.get("date", fields.get("year", "")),
        container=fields.get("journal", f"ISSN {fields['issn']}" if "issn" in fields else ""),
        publisher=fields.get("institution", ""),
        number=fields.get("number", ""),
        pages=fields.get("pages", "").replace("--", "–"),
        doi=fields.get("doi", ""),
        note=fields.get("note", ""),
        language="Chinese",
    )


def apa(work: Reference) -> str:
    """APA, 7th edition: the original title first and its translation in brackets, a body's name as author."""
    title = f"{work.original} [{work.title.strip('[]')}]" if work.original else work.title
    if work.version:
        title = f"{title} (Version {work.version})"
    if work.number and work.kind in ("policy", "standard"):
        title = f"{title} ({work.number})"
    if work.kind in ("dataset", "view"):
        title = f"{title} [{'Data set' if work.kind == 'dataset' else 'Data view'}]"
    year = f"({_apa_date(work)})"
    authors = _apa_authors(work.authors)
    said = [f"{_closed(authors)} {year}.", _closed(title)] if authors else [_closed(title), f"{year}."]
    if work.kind == "chapter":
        part = f" ({work.part})" if work.part else ""
        said.append(f"In {_closed(work.container + part)}")
    elif work.container:
        inside = [f"({work.number})" if work.number else "", work.pages]
        said.append(_closed(", ".join([work.container, *filter(None, inside)])))
    if work.publisher and not work.publisher.startswith("["):
        said.append(_closed(work.publisher))
    if work.note and work.kind in ("policy", "standard"):
        said.append(_closed(work.note))
    return " ".join([*said, *_apa_place(work)])


def _apa_place(work: Reference) -> list[str]:
    if work.doi:
        return [f"https://doi.org/{work.doi}"]
    if not work.url:
        return []
    if work.accessed is None:
        return [work.url]
    seen = work.accessed
    return [f"Retrieved {MONTHS[seen.month - 1]} {seen.day}, {seen.year}, from {work.url}"]


def _apa_date(work: Reference) -> str:
    printed = work.date.strip("[]")
    if not printed:
        return "n.d."
    year, *more = printed.split("-")
    if more and work.kind in ("newspaper", "policy", "standard", "misc"):
        day = f" {int(more[1])}" if len(more) > 1 else ""
        told = f"{year}, {MONTHS[int(more[0]) - 1]}{day}"
    else:
        told = year
    return f"[{told}]" if work.date.startswith("[") else told


def _apa_authors(authors: tuple[str, ...]) -> str:
    names = []
    for author in authors:
        family, comma, given = author.partition(", ")
        initials = " ".join(f"{name[0].upper()}." for name in re.split(r"[\s-]+", given) if name)
        names.append(f"{family}, {initials}" if comma else author)
    if names and names[-1] == "others":
        return f"{', '.join(names[:-1])}, et al."
    return ", & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _closed(text: str) -> str:
    return text if text.endswith((".", "?", "!", "。")) else f"{text}."


def bibtex(work: Reference) -> str:
    """A BibTeX entry; a body's name and the title keep their capitals."""
    return bibtex_entry(
        BIBTEX_TYPES.get(work.kind, "misc"),
        work.key,
        {
            "author": " and ".join(in_latex(name) if ", " in name else kept(name) for name in work.authors),
            "title": kept(work.title),
            "titleaddon": in_latex(work.original),
            "booktitle": in_latex(work.container),
            "publisher": in_latex(work.publisher),
            "year": work.date[:5].strip("[]-"),
            "version": work.version,
            "url": _balanced(work.url),
            "urldate": work.accessed.isoformat() if work.accessed else "",
            "language": work.language,
            "note": in_latex(work.note),
        },
    )


def bibtex_entry(kind: str, key: str, fields: Mapping[str, str | None]) -> str:
    """An entry of the fields that are not empty; texts as ``in_latex`` or ``kept`` give them."""
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}\n}}"


_LATEX = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {mark: f"\\{mark}" for mark in "&%$#_"}
)
"""A percent sign would turn the rest of its line into a remark, a backslash would run what follows."""


def in_latex(text: str | None) -> str:
    """A text whose every letter LaTeX prints as it is."""
    return _balanced(text or "").translate(_LATEX)


def kept(text: str) -> str:
    """The same with its capitals kept; nothing of nothing."""
    return f"{{{in_latex(text)}}}" if text else ""


def _balanced(value: str) -> str:
    """A value on one line whose braces close, in order: what a reader typed could end the entry."""
    flat, depth = " ".join(value.split()), 0
    for letter in flat:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            break
    return flat if depth == 0 else re.sub(r"[{}]", "", flat)


def ris(work: Reference) -> str:
    """A RIS record: a tag a line, ``TY`` first and ``ER`` last."""
    first, _, last = work.pages.partition("–")
    fields: list[tuple[str, str]] = [("ID", work.key)]
    fields += [("AU", name) for name in work.authors if name != "others"]
    fields += [
        ("TI", work.original or work.title),
        ("TT", work.title.strip("[]") if work.original else ""),
        ("T2", work.container),
        ("PY", work.date.strip("[]")[:4]),
        ("DA", work.date.strip("[]").replace("-", "/")),
        ("PB", "" if work.publisher.startswith("[") else work.publisher),
        ("M1" if work.kind in ("policy", "standard") else "IS", work.number),
        ("SE", work.part),
        ("SP", first),
        ("EP", last),
        ("ET", work.version),
        ("DO", work.doi),
        ("UR", work.url),
        ("Y2", f"{work.accessed:%Y/%m/%d}" if work.accessed else ""),
        ("LA", work.language),
        ("N1", work.note),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([f"TY  - {RIS_TYPES.get(work.kind, 'GEN')}", *lines, "ER  - "]) + "\r\n"


def chapter_of(work: Reference, key: str, title: str, original: str, part: str) -> Reference:
    """A part of a work under a title of its own."""
    whole = f"{work.original} [{work.title.strip('[]')}]" if work.original else work.title
    return replace(work, key=key, kind="chapter", title=title, original=original, container=whole, part=part)


def whole(work: Reference, gbt7714: str, **further: str) -> Mapping[str, str]:
    """The work in every style; ``further`` are styles that are already written."""
    written = {"gbt7714": gbt7714, "apa": apa(work), "bibtex": bibtex(work), "ris": ris(work)} | further
    return {style: written[style] for style in STYLES}
